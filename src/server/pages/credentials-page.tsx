import type { FC } from 'hono/jsx'
import { say } from '../../messages.ts'
import type { Credentials } from '../../sign-on/local-credentials.ts'
import { type Frame, Page } from './layout.tsx'
import { NewPassword, type PasswordWrong } from './password-fields.tsx'
import { Say, Text, When } from './value.tsx'

/** What has just happened here. */
export type CredentialsDone = 'password' | 'passkey' | 'removed'

/** Where a local administrator chooses what to sign in by: after a link, or whenever they like. All of it may be left for later. */
export const CredentialsPage: FC<{
  frame: Frame
  login: string
  credentials: Credentials
  wrong: PasswordWrong | null
  refused: boolean
  done: CredentialsDone | null
}> = ({ frame, login, credentials, wrong, refused, done }) => (
  <Page frame={frame} title={say('credentials.title')}>
    <div class="card">
      <h1>{say('credentials.title')}</h1>
      {done === null ? null : (
        <p class="note good" role="status">
          {say(`credentials.done-${done}`)}
        </p>
      )}
      {refused ? (
        <p class="note bad" role="alert">
          {say('passkey.refused')}
        </p>
      ) : null}
      <p>{say('credentials.lead')}</p>
      <p>
        <a class="button quiet" href="/admin">
          {say('credentials.skip')}
        </a>
      </p>
    </div>
    <section class="card" aria-labelledby="of-password">
      <h2 id="of-password">{say('credentials.password')}</h2>
      <p>
        {credentials.password === null ? (
          say('credentials.password-none')
        ) : (
          <Say k="credentials.password-since" v={{ time: <When at={credentials.password.changedAt} /> }} />
        )}
      </p>
      <form method="post" action="/local/password">
        <input type="text" name="login" autocomplete="username" value={login} hidden={true} readonly={true} />
        <NewPassword wrong={wrong} />
        <button class="button" type="submit">
          {say('credentials.password-set')}
        </button>
      </form>
    </section>
    <section class="card" aria-labelledby="of-passkeys">
      <h2 id="of-passkeys">{say('credentials.passkeys')}</h2>
      <Passkeys passkeys={credentials.passkeys} />
      <form method="post" action="/local/passkeys">
        <p>
          <label for="name">{say('credentials.passkey-name')}</label>
          <input id="name" name="name" type="text" maxlength={100} required={true} value="Passkey" />
        </p>
        <button class="button" type="submit">
          {say('credentials.passkey-add')}
        </button>
      </form>
    </section>
  </Page>
)

const Passkeys: FC<Pick<Credentials, 'passkeys'>> = ({ passkeys }) =>
  passkeys.length === 0 ? (
    <p>{say('credentials.passkeys-none')}</p>
  ) : (
    <ul class="rows">
      {passkeys.map(({ id, name, createdAt }) => (
        <li>
          <span>
            <Text text={name} />
          </span>
          <form method="post" action={`/local/passkeys/${id}/remove`} class="actions">
            <span class="soft">
              <Say k="credentials.passkey-added" v={{ time: <When at={createdAt} dateOnly={true} /> }} />
            </span>
            <button
              class="button danger low"
              type="submit"
              aria-label={`${say('credentials.passkey-remove')}: ${name}`}
            >
              {say('credentials.passkey-remove')}
            </button>
          </form>
        </li>
      ))}
    </ul>
  )
