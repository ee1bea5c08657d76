import type { FC } from 'hono/jsx'
import { say } from '../../messages.ts'
import { type Frame, Page } from './layout.tsx'
import { TokenForm } from './token-form.tsx'
import { Say, When } from './value.tsx'

/** Why somebody is not signed in. `gone`: the link; `passkey`, `password`: they prove nothing. */
export type LocalWrong =
  | { readonly kind: 'gone' | 'passkey' | 'password' }
  | { readonly kind: 'locked'; readonly until: Date }

/**
 * Signs a local administrator in by password, by passkey, or by a link of the command line: by a button, so that nothing that only
 * opens links uses it up. Opened by the link, it shows that alone.
 */
export const LocalPage: FC<{
  frame: Frame
  wrong: LocalWrong | null
  login: string
  returnTo: string
  /** Somebody is signed in, and is to prove it again. */
  again: boolean
}> = ({ frame, wrong, login, returnTo, again }) => {
  const title = say(again ? 'local.again-title' : 'local.title')
  return (
    <Page frame={frame} title={title}>
      <div class="card">
        <h1>{title}</h1>
        {wrong ? (
          <p class="note bad" role="alert">
            <Wrong wrong={wrong} />
          </p>
        ) : null}
        <section data-without-link>
          <p>{say(again ? 'local.again' : 'local.for')}</p>
          <form method="post" action="/local">
            <input type="hidden" name="returnTo" value={returnTo} />
            <p>
              <label for="login">{say('local.login')}</label>
              <input
                id="login"
                name="login"
                type="text"
                autocomplete="username"
                autocapitalize="none"
                spellcheck={false}
                maxlength={256}
                required={true}
                value={login}
              />
            </p>
            <p>
              <label for="password">{say('local.password')}</label>
              <input
                id="password"
                name="password"
                type="password"
                autocomplete="current-password"
                maxlength={1024}
                required={true}
              />
            </p>
            <p class="actions">
              <button class="button" type="submit" name="way" value="password">
                {say('local.button')}
              </button>
              <button class="button quiet" type="submit" name="way" value="passkey" formnovalidate={true}>
                {say('local.passkey')}
              </button>
            </p>
          </form>
          <h2>{say('local.by-link')}</h2>
          <p class="soft">{say('local.by-link-text')}</p>
        </section>
        <p data-with-link hidden={true}>
          {say('local.text')}
        </p>
        <TokenForm action="/local" label={say('local.token')} nonce={frame.nonce}>
          {say('local.use-link')}
        </TokenForm>
      </div>
    </Page>
  )
}

const Wrong: FC<{ wrong: LocalWrong }> = ({ wrong }) => {
  if (wrong.kind === 'locked') return <Say k="local.locked" v={{ time: <When at={wrong.until} exact={true} /> }} />
  return (
    <>{say(wrong.kind === 'gone' ? 'local.gone' : wrong.kind === 'passkey' ? 'local.wrong-passkey' : 'local.wrong')}</>
  )
}
