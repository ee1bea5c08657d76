import { raw } from 'hono/html'
import type { FC } from 'hono/jsx'
import { say } from '../../messages.ts'
import type { PlanModel } from '../plan-model.ts'
import { shownOf } from '../shown.ts'
import { type Frame, Heading, Page } from './layout.tsx'
import { Arrived, Becomes, PlannedRoles, Problems, ProblemText, remarksOf, Unmapped } from './plan-view.tsx'
import { planStyle } from './style.ts'
import { Say } from './value.tsx'

/** "What will change": what arrived, the contact as it will be, and why; then Confirm. */
export const ResultPage: FC<{ frame: Frame; model: PlanModel; digest: string; stale: boolean }> = ({
  frame,
  model,
  digest,
  stale,
}) => {
  const { plan, captions } = model
  const remarks = remarksOf(plan)
  return (
    <Page frame={frame} title={say('plan.title')} wide={true} extra={planStyle}>
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
            {remarks.length === 0 ? null : (
              <section class="card" aria-labelledby="problems">
                <h2 id="problems">{say('plan.problems')}</h2>
                <Problems problems={remarks} captions={captions} />
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
            {say('error.start')}
          </a>
        </p>
      ) : (
        <>
          <p class="soft small explain">
            <Say k="plan.confirm-lead" v={{ login: model.login }} /> {say('plan.replan')}
          </p>
          <Confirm frame={frame} digest={digest} shown={shownOf(model)} />
        </>
      )}
    </Page>
  )
}

const Lead: FC<{ model: PlanModel }> = ({ model: { plan, login, columns, roles } }) => {
  if (plan.decision === 'refuse') return <>{say('plan.lead-refuse')}</>
  const changed = columns.filter((one) => one.because !== null).length
  const count = changed + roles.filter((one) => one.state !== 'kept').length
  const changes = say('plan.changes', { count })
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

const Confirm: FC<{ frame: Frame; digest: string; shown: string }> = ({ frame, digest, shown }) => (
  <section class="confirm" aria-label={say('plan.confirm')}>
    <p>{say('plan.nothing-yet')}</p>
    <form method="post" name="confirm" action={frame.path}>
      <input type="hidden" name="digest" value={digest} />
      <input type="hidden" name="shown" value={shown} />
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
