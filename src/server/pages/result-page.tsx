import { raw } from 'hono/html'
import type { FC } from 'hono/jsx'
import { say } from '../messages.ts'
import type { PlanModel } from '../plan-model.ts'
import { type Frame, Heading, Page } from './layout.tsx'
import { Arrived, Becomes, PlannedRoles, Problems, ProblemText, Unmapped } from './plan-view.tsx'
import { Say } from './value.tsx'

/** "What will change": what arrived, the contact as it will be, and why; then Confirm. */
export const ResultPage: FC<{ frame: Frame; model: PlanModel; digest: string; stale: boolean }> = ({
  frame,
  model,
  digest,
  stale,
}) => {
  const { plan, captions } = model
  return (
    <Page frame={frame} title={say('plan.title')} wide={true} plan={true}>
      <Heading title={say('plan.title')} lead={<Lead model={model} />} />
      <div class="stack">
        {stale ? (
          <p class="note warn" role="alert">
            {say('plan.stale')}
          </p>
        ) : null}
        {plan.refusal ? (
          <section class="note bad" aria-labelledby="refused">
            <h2 id="refused">{say('plan.refused-title')}</h2>
            <ProblemText problem={plan.refusal} captions={captions} />
          </section>
        ) : null}
        <div class="plan">
          <Arrived model={model} />
          <div class="stack">
            {plan.refusal ? null : <Contact model={model} />}
            {plan.problems.length === 0 ? null : (
              <section class="card" aria-labelledby="problems">
                <h2 id="problems">{say('plan.problems')}</h2>
                <Problems problems={plan.problems} captions={captions} />
              </section>
            )}
          </div>
        </div>
        <Unmapped attributes={model.attributes} mayMap={frame.administrator} />
      </div>
      {plan.refusal ? (
        <p>
          <br />
          <a class="button quiet" href="/">
            {say('plan.cancel')}
          </a>
        </p>
      ) : (
        <Confirm frame={frame} digest={digest} login={model.login} />
      )}
    </Page>
  )
}

const Lead: FC<{ model: PlanModel }> = ({ model: { plan, login } }) => {
  if (plan.decision === 'refuse') return <>{say('plan.lead-refuse')}</>
  const count = plan.changes.length
  const changes = count === 1 ? say('plan.changes-one') : say('plan.changes-many', { count: String(count) })
  return <Say k={`plan.lead-${plan.decision}`} v={{ login: <strong>{login}</strong>, changes }} />
}

const Contact: FC<{ model: PlanModel }> = ({ model }) => (
  <>
    <section class="card" aria-labelledby="contact">
      <h2 id="contact">{say('plan.contact')}</h2>
      <Becomes model={model} />
    </section>
    <section class="card" aria-labelledby="roles">
      <h2 id="roles">{say('plan.roles')}</h2>
      <PlannedRoles model={model} />
    </section>
  </>
)

/** A second click would only be told that the first one worked; without scripts the server tells it kindly. */
const once = "document.forms.confirm.addEventListener('submit',e=>setTimeout(()=>{e.submitter.disabled=true}))"

const Confirm: FC<{ frame: Frame; digest: string; login: string }> = ({ frame, digest, login }) => (
  <section class="confirm" aria-label={say('plan.confirm')}>
    <p>
      <Say k="plan.confirm-lead" v={{ login }} /> {say('plan.replan')}
    </p>
    <form method="post" name="confirm" action={frame.path}>
      <input type="hidden" name="digest" value={digest} />
      <a href="/">{say('plan.cancel')}</a>
      <button class="button" type="submit">
        {say('plan.confirm')}
      </button>
    </form>
    <script nonce={frame.nonce}>{raw(once)}</script>
  </section>
)

/** The result was used, timed out, or is another browser's. */
export const ResultGonePage: FC<{ frame: Frame; again: string }> = ({ frame, again }) => (
  <Page frame={frame} title={say('plan.gone-title')}>
    <div class="card">
      <h1>{say('plan.gone-title')}</h1>
      <p>{say('plan.gone-text')}</p>
      <a class="button" href={again}>
        {say('plan.gone-again')}
      </a>
    </div>
  </Page>
)
