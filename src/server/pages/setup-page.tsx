import type { FC } from 'hono/jsx'
import { say } from '../../messages.ts'
import type { Setup, SetupStep } from '../../presets/setup/step.ts'
import { type Frame, Heading, Page } from './layout.tsx'
import { setupStyle } from './style.ts'
import { Text } from './value.tsx'

/** What to create at one identity provider, to be read beside its administration. */
export const SetupPage: FC<{ frame: Frame; setup: Setup }> = ({ frame, setup }) => (
  <Page frame={frame} title={setup.title} wide={true} extra={setupStyle}>
    <Heading title={<Text text={setup.title} />} lead={say('setup.lead')} />
    <div class="stack">
      {setup.steps.map((step, index) => (
        <section class="card" aria-labelledby={`step-${index}`}>
          <h2 id={`step-${index}`}>
            {index + 1}. {step.title}
          </h2>
          {step.text.split('\n\n').map((paragraph) => (
            <p>{paragraph}</p>
          ))}
          <Artefact step={step} />
        </section>
      ))}
      <p>
        <a href="/admin/providers">{say('providers.title')}</a>
      </p>
    </div>
  </Page>
)

/** What can be copied. Names in it may be anything that an administrator typed. */
const Artefact: FC<{ step: SetupStep }> = ({ step }) => {
  if (step.kind === 'text') return null
  if (step.kind === 'code') {
    return <pre tabindex={0}>{step.code}</pre>
  }
  return (
    <div class="scroll" tabindex={0}>
      <table>
        <thead>
          <tr>
            {step.columns.map((column) => (
              <th scope="col">{column}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {step.rows.map((cells) => (
            <tr>
              {cells.map((cell) => (
                <td>
                  <Text text={cell} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
