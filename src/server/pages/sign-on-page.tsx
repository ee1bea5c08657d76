import type { Child, FC } from 'hono/jsx'
import { fixOf, isMessage, meaningOf, say } from '../../messages.ts'
import type { Step } from '../../protocols/steps.ts'
import type { SignOnRecord, SignOnRow } from '../../store/sign-ons.ts'
import type { PlanModel } from '../plan-model.ts'
import { Journey } from './journey.tsx'
import { type Frame, Heading, Page } from './layout.tsx'
import { Arrived, Becomes, PlannedRoles, Problems, ProblemText, remarksOf, Unmapped, Values } from './plan-view.tsx'
import { planStyle } from './style.ts'
import { AttributeName, Say, Text, When } from './value.tsx'

/** One sign-on of the past. */
export interface PastSignOn {
  readonly row: SignOnRow
  /** Null: what was sealed is no longer kept. */
  readonly record: SignOnRecord | null
  readonly provider: { readonly name: string; readonly slug: string } | null
  readonly login: string | null
  /** The way it went; empty when that is no longer kept. */
  readonly journey: readonly Step[]
  /** Null when the sign-on did not get as far as a plan. */
  readonly model: PlanModel | null
}

/** What arrived on that day, what it changed and why; for a refusal the reason with its evidence. */
export const SignOnPage: FC<{ frame: Frame; signOn: PastSignOn }> = ({ frame, signOn }) => {
  const { row, record, model } = signOn
  return (
    <Page frame={frame} title={say('sign-ons.title')} wide={true} extra={planStyle}>
      <Heading
        title={<Say k="plan.title-past" v={{ date: <When at={row.at} exact={true} /> }} />}
        lead={
          <>
            <span class={`badge ${row.outcome}`}>{say(`outcome.${row.outcome}`)}</span>{' '}
            {signOn.login === null ? null : <Text text={signOn.login} />}
            {row.outcome === 'tested' ? say('sign-on.tested') : null}
          </>
        }
      />
      <div class="stack">
        {row.outcome === 'refused' ? <Refusal signOn={signOn} /> : null}
        {row.outcome === 'refused' && signOn.journey.length > 0 ? <Journey steps={signOn.journey} /> : null}
        {record === null ? <p class="note">{say('sign-on.sealed')}</p> : null}
        {model === null ? null : <Planned model={model} tested={row.outcome === 'tested'} />}
        {model === null && record?.claims ? <Claims claims={record.claims} /> : null}
        {model === null ? null : <Unmapped attributes={model.attributes} mayMap={true} />}
        {record?.warnings && record.warnings.length > 0 ? (
          <section class="note warn" aria-labelledby="warnings">
            <h2 id="warnings">{say('sign-on.warnings')}</h2>
            <ul>
              {record.warnings.map((one) => (
                <li>
                  <Text text={one.message} /> <code>{one.code}</code>
                </li>
              ))}
            </ul>
          </section>
        ) : null}
        <Facts signOn={signOn} />
      </div>
    </Page>
  )
}

const Planned: FC<{ model: PlanModel; tested: boolean }> = ({ model, tested }) => {
  const { plan, captions } = model
  const remarks = remarksOf(plan)
  return (
    <div class="plan">
      <Arrived model={model} />
      <div class="stack">
        {plan.refusal ? null : (
          <section class="card" aria-labelledby="contact">
            <h2 id="contact">{say(tested ? 'plan.contact-past-test' : 'plan.contact-past')}</h2>
            {plan.changes.length === 0 ? (
              <p>{say('sign-on.nothing-changed')}</p>
            ) : (
              <>
                <Becomes model={model} />
                {model.roles.length === 0 ? null : (
                  <>
                    <h3>{say('plan.roles')}</h3>
                    <PlannedRoles model={model} />
                  </>
                )}
              </>
            )}
          </section>
        )}
        {remarks.length === 0 ? null : (
          <section class="card" aria-labelledby="problems">
            <h2 id="problems">{say('plan.problems')}</h2>
            <Problems problems={remarks} captions={captions} />
          </section>
        )}
      </div>
    </div>
  )
}

const Refusal: FC<{ signOn: PastSignOn }> = ({ signOn: { row, record, model } }) => {
  const code = row.code ?? 'internal'
  const fix = fixOf(code)
  return (
    <section class="note bad" aria-labelledby="refused">
      <h2 id="refused">{say(row.step === 'logout' ? 'sign-on.refused-logout' : 'sign-on.refused')}</h2>
      {model?.plan.refusal ? (
        <ProblemText problem={model.plan.refusal} captions={model.captions} />
      ) : (
        <>
          <p>
            {say(meaningOf(code))} <code>{code}</code>
          </p>
          {record?.refusal ? (
            <p>
              <Text text={record.refusal.message} />
            </p>
          ) : null}
          {fix === null ? null : (
            <p>
              <strong>{say('plan.fix')}:</strong> {say(fix)}
            </p>
          )}
        </>
      )}
    </section>
  )
}

const Claims: FC<{ claims: NonNullable<SignOnRecord['claims']> }> = ({ claims }) => (
  <section class="card" aria-labelledby="arrived">
    <h2 id="arrived">{say('plan.arrived')}</h2>
    <dl class="rows">
      {claims.map(([name, values]) => (
        <div>
          <dt>
            <AttributeName name={name} />
          </dt>
          <dd>
            <Values values={values} />
          </dd>
        </div>
      ))}
    </dl>
  </section>
)

const Facts: FC<{ signOn: PastSignOn }> = ({ signOn: { row, provider, login } }) => {
  const step = `step.${row.step}`
  const facts: readonly (readonly [string, Child])[] = [
    [say('sign-on.reference'), <code>{row.id}</code>],
    [say('sign-on.when'), <When at={row.at} exact={true} />],
    [say('sign-on.provider'), provider && <Text text={provider.name} />],
    [say('sign-on.code'), row.code && <code>{row.code}</code>],
    [say('sign-on.step'), row.step && (isMessage(step) ? say(step) : <code>{row.step}</code>)],
    [say('sign-on.user'), login && <Text text={login} />],
    [
      say('sign-on.contact'),
      row.contactId && <a href={`/admin/contacts/${row.contactId}`}>{say('sign-on.open-contact')}</a>,
    ],
    [say('sign-on.rules'), row.rulesRevision],
    [say('sign-on.duration'), say('sign-on.duration-ms', { ms: (row.durationMicroseconds / 1000).toFixed(1) })],
    [say('sign-on.address'), row.address && <code>{row.address}</code>],
  ]
  return (
    <section class="card" aria-labelledby="facts">
      <h2 id="facts">{say('sign-on.facts')}</h2>
      <dl class="rows">
        {facts
          .filter(([, value]) => value !== null && value !== '')
          .map(([name, value]) => (
            <div>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
    </section>
  )
}
