import type { FC } from 'hono/jsx'
import { isMessage, say } from '../../messages.ts'
import type { Step } from '../../protocols/steps.ts'
import { Values } from './plan-view.tsx'
import { Text, Value } from './value.tsx'

/** Every check of one sign-on with its verdict; beside each refusal what was expected, what came, and what to change. */
export const Journey: FC<{ steps: readonly Step[] }> = ({ steps }) => (
  <section class="card" aria-labelledby="journey">
    <h2 id="journey">{say('journey.title')}</h2>
    <p class="soft small">{say('sign-on.evidence-lead')}</p>
    <ol class="journey">
      {steps.map((step) => (
        <li class={step.verdict}>
          <span class="badge">{say(`journey.${step.verdict}`)}</span> <StepName name={step.step} />
          {step.message ? (
            <p>
              <Text text={step.message} /> <code>{step.code}</code>
            </p>
          ) : null}
          <EvidenceRows evidence={step.evidence} />
        </li>
      ))}
    </ol>
  </section>
)

const StepName: FC<{ name: string }> = ({ name }) => {
  const key = `step.${name}`
  return isMessage(key) ? say(key) : <code>{name}</code>
}

const EvidenceRows: FC<{ evidence: Step['evidence'] }> = ({ evidence }) => {
  const facts = Object.entries(evidence)
  if (facts.length === 0) return null
  return (
    <dl class="rows">
      {facts.map(([name, value]) => (
        <div>
          <dt>
            <code>
              <Text text={name} />
            </code>
          </dt>
          <dd>{Array.isArray(value) ? <Values values={value.map(String)} /> : <Plain value={value} />}</dd>
        </div>
      ))}
    </dl>
  )
}

const Plain: FC<{ value: unknown }> = ({ value }) => <Value text={value === null ? null : String(value)} />
