import type { FC } from 'hono/jsx'
import { say } from '../../messages.ts'
import { type Frame, Page } from './layout.tsx'
import { Say, Text } from './value.tsx'

/** One way to sign in. */
export interface SignInChoice {
  readonly name: string
  readonly href: string
}

/** Where people begin: a button per identity provider, or what to do when there is none, or `switchedOff` ones only. */
export const SignInPage: FC<{
  frame: Frame
  choices: readonly SignInChoice[]
  /** Slugs of providers that are set up and off. */
  switchedOff: readonly string[]
}> = ({ frame, choices, switchedOff }) => (
  <Page frame={frame} title={say('sign-in.title')}>
    <div class="card">
      <h1>{say('sign-in.title')}</h1>
      {choices.length === 0 ? (
        <NoProvider switchedOff={switchedOff[0] ?? null} />
      ) : (
        <>
          <p class="soft">{say('sign-in.lead')}</p>
          <ul class="providers">
            {choices.map((one) => (
              <li>
                <a class="button" href={one.href}>
                  <Say k="sign-in.button" v={{ provider: one.name }} />
                </a>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
    {frame.demo && choices[0] ? <DemoSteps provider={choices[0].name} /> : null}
  </Page>
)

const NoProvider: FC<{ switchedOff: string | null }> = ({ switchedOff }) => {
  const key = switchedOff === null ? 'none' : 'off'
  const example =
    switchedOff === null
      ? 'providers:\n  - slug: my-company\n    name: My company\n    metadata: ./metadata.xml'
      : `providers:\n  - slug: ${switchedOff}\n    enabled: true  # all else as it is`
  return (
    <>
      <p>
        <strong>{say(`sign-in.${key}`)}.</strong> {say(`sign-in.${key}-lead`)}
      </p>
      <p class="soft">{say('sign-in.none-person')}</p>
      <p>{say(`sign-in.${key}-config`)}</p>
      <pre>{example}</pre>
      <p>{say(`sign-in.${key}-api`)}</p>
    </>
  )
}

const DemoSteps: FC<{ provider: string }> = ({ provider }) => (
  <section class="card" aria-labelledby="steps">
    <h2 id="steps">{say('sign-in.demo-title')}</h2>
    <ol class="steps">
      <li>
        <Say k="sign-in.demo-1" v={{ button: <Text text={say('sign-in.button', { provider })} /> }} />
      </li>
      <li>{say('sign-in.demo-2')}</li>
      <li>{say('sign-in.demo-3')}</li>
      <li>
        {say('sign-in.demo-edit')} <a href="/demo-idp">{say('sign-in.demo-link')}</a>
      </li>
    </ol>
    <p class="soft small">
      <br />
      {say('sign-in.demo-admin')}
    </p>
  </section>
)
