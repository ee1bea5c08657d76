import type { FC } from 'hono/jsx'
import { say } from '../../messages.ts'
import { type Frame, Page } from './layout.tsx'
import { Lines, Say, Text } from './value.tsx'

/** One way to sign in. */
export interface SignInChoice {
  readonly name: string
  readonly href: string
}

/** The sign-in by e-mail address, and what was wrong with the one that was given. */
export interface ByAddress {
  readonly returnTo: string
  readonly asked: {
    readonly address: string
    readonly found: { readonly kind: 'unknown'; readonly domain: string } | { readonly kind: 'invalid' }
  } | null
}

/**
 * Where people begin: one field where mail domains lead on, a button for each identity provider that none leads to, or
 * what to do when there is no provider, or `switchedOff` ones only.
 */
export const SignInPage: FC<{
  frame: Frame
  byAddress: ByAddress | null
  choices: readonly SignInChoice[]
  /** Slugs of providers that are set up and off. */
  switchedOff: readonly string[]
  /** Nobody was ever here: the first administrator has a link. */
  untouched: boolean
  /** Where somebody can sign in without a provider; null: nobody can. */
  local: string | null
}> = ({ frame, byAddress, choices, switchedOff, untouched, local }) => (
  <Page frame={frame} title={say('sign-in.title')}>
    <div class="card">
      <h1>{say('sign-in.title')}</h1>
      {frame.signInText === null ? null : (
        <p>
          <Lines text={frame.signInText} />
        </p>
      )}
      {byAddress === null ? null : <AddressForm byAddress={byAddress} alone={choices.length === 0} />}
      {untouched ? <First /> : null}
      {byAddress !== null || choices.length > 0 ? null : (
        <NoProvider switchedOff={switchedOff[0] ?? null} local={local} untouched={untouched} />
      )}
      {choices.length === 0 ? null : <Choices choices={choices} first={byAddress === null} />}
      {local === null || (byAddress === null && choices.length === 0) ? null : (
        <p class="after-field small">
          <a class="soft" href={local}>
            {say('sign-in.local')}
          </a>
        </p>
      )}
    </div>
    {frame.demo && choices[0] ? <DemoSteps provider={choices[0].name} /> : null}
  </Page>
)

/** How a server comes to its first administrator. */
const First: FC = () => (
  <section class="note" aria-labelledby="first">
    <h2 id="first">{say('sign-in.first-title')}</h2>
    <p>{say('sign-in.first')}</p>
  </section>
)

const AddressForm: FC<{ byAddress: ByAddress; alone: boolean }> = ({ byAddress: { returnTo, asked }, alone }) => (
  <form method="post" action="/">
    <input type="hidden" name="returnTo" value={returnTo} />
    <label for="email">{say('sign-in.email')}</label>
    <input
      id="email"
      name="email"
      type="text"
      inputmode="email"
      autocomplete="email"
      autocapitalize="none"
      spellcheck={false}
      maxlength={320}
      required
      autofocus={true}
      value={asked?.address ?? ''}
      aria-invalid={asked === null ? undefined : 'true'}
      aria-describedby={asked === null ? 'email-hint' : 'email-wrong'}
    />
    {asked === null ? (
      <p class="hint" id="email-hint">
        {say('sign-in.email-lead')}
      </p>
    ) : (
      <p class="wrong" id="email-wrong" role="alert">
        {asked.found.kind === 'invalid' ? (
          say('sign-in.email-invalid')
        ) : (
          <Say k={alone ? 'sign-in.email-unknown-only' : 'sign-in.email-unknown'} v={{ domain: asked.found.domain }} />
        )}
      </p>
    )}
    <p class="after-field">
      <button class="button" type="submit">
        {say('sign-in.next')}
      </button>
    </p>
  </form>
)

/** A handful stand out; of many, each is its name alone. */
const handful = 6

const Choices: FC<{ choices: readonly SignInChoice[]; first: boolean }> = ({ choices, first }) => {
  const many = choices.length > handful
  return (
    <>
      <p class="soft">{say(first ? 'sign-in.lead' : 'sign-in.or')}</p>
      <ul class={many ? 'providers many' : 'providers'}>
        {choices.map(({ name, href }) => (
          <li>
            <a class={first && !many ? 'button' : 'button quiet'} href={href}>
              {many ? <Text text={name} /> : <Say k="sign-in.button" v={{ provider: name }} />}
            </a>
          </li>
        ))}
      </ul>
    </>
  )
}

/** Nobody can sign in by a provider: the administrator goes to the administration, or does it by file or API. */
const NoProvider: FC<{ switchedOff: string | null; local: string | null; untouched: boolean }> = (props) => {
  const { switchedOff, local, untouched } = props
  const key = switchedOff === null ? 'none' : 'off'
  const example =
    switchedOff === null
      ? `providers:\n  - slug: my-company\n    name: ${say('sign-in.none-name')}\n    metadata: ./metadata.xml`
      : `providers:\n  - slug: ${switchedOff}\n    enabled: true  # ${say('sign-in.off-rest')}`
  return (
    <>
      <p>
        <strong>{say(`sign-in.${key}`)}.</strong> {say(`sign-in.${key}-lead`)}
      </p>
      <p class="soft">{say('sign-in.none-person')}</p>
      {/* Nobody can enter the administration before the first administrator has come by the link. */}
      <p>{say(`sign-in.${key}-${untouched ? 'first' : 'admin'}`)}</p>
      {local !== null ? (
        <p>
          <a class="button" href={local}>
            {say('sign-in.local')}
          </a>
        </p>
      ) : untouched ? null : (
        <p>{say('sign-in.admin-command')}</p>
      )}
      <details>
        <summary>{say('sign-in.by-file')}</summary>
        <p>{say(`sign-in.${key}-config`)}</p>
        <pre>{example}</pre>
        <p>{say(`sign-in.${key}-api`)}</p>
      </details>
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
