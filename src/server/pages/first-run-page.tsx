import type { FC } from 'hono/jsx'
import { say } from '../../messages.ts'
import type { PasswordFault } from '../../sign-on/passwords.ts'
import { type Frame, Page } from './layout.tsx'
import { NewPassword } from './password-fields.tsx'
import { TakeToken } from './token-form.tsx'

/** What was wrong with what was sent. */
export interface FirstRunWrong {
  readonly link: boolean
  readonly login: boolean
  readonly password: PasswordFault | null
  /** The password was typed in two ways. */
  readonly differs: boolean
  readonly passkey: boolean
}
export const nothingWrong: FirstRunWrong = { link: false, login: false, password: null, differs: false, passkey: false }

/**
 * Makes the first administrator, by the link that the server has printed. Works without JavaScript: then its secret is pasted.
 * @param props.token what was sent and is good so far: nobody has to paste it twice
 */
export const FirstRunPage: FC<{ frame: Frame; wrong: FirstRunWrong; login: string; token: string | null }> = ({
  frame,
  wrong,
  login,
  token,
}) => (
  <Page frame={frame} title={say('first.title')}>
    <div class="card">
      <h1>{say('first.title')}</h1>
      {wrong.link ? <Alert text={say('first.gone')} /> : null}
      {wrong.passkey ? <Alert text={say('passkey.refused')} /> : null}
      <p>{say('first.lead')}</p>
      <form method="post" name="token" action="/setup">
        {token === null ? (
          <p>
            <label for="token">{say('first.token')}</label>
            <input id="token" name="token" type="password" autocomplete="off" required={true} />
          </p>
        ) : (
          <input type="hidden" name="token" value={token} />
        )}
        <p>
          <label for="login">{say('first.login')}</label>
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
            aria-invalid={wrong.login ? 'true' : undefined}
            aria-describedby={wrong.login ? 'login-wrong' : undefined}
          />
          {wrong.login ? (
            <span class="wrong" id="login-wrong" role="alert">
              {say('first.wrong-login')}
            </span>
          ) : null}
        </p>
        <NewPassword wrong={wrong.password} differs={wrong.differs} />
        <p class="after-field">
          <button class="button" type="submit" name="way" value="password">
            {say('first.button')}
          </button>
        </p>
        <p class="soft">{say('first.or')}</p>
        <p>
          <button class="button quiet" type="submit" name="way" value="passkey" formnovalidate={true}>
            {say('first.passkey')}
          </button>
        </p>
      </form>
      <TakeToken nonce={frame.nonce} />
    </div>
  </Page>
)

const Alert: FC<{ text: string }> = ({ text }) => (
  <p class="note bad" role="alert">
    {text}
  </p>
)

/** There is somebody already: the link is of no use to anybody any more. */
export const TakenPage: FC<{ frame: Frame }> = ({ frame }) => (
  <Page frame={frame} title={say('first.taken-title')}>
    <div class="card">
      <h1>{say('first.taken-title')}</h1>
      <p>{say('first.taken')}</p>
      <p>
        <a href="/">{say('sign-in.title')}</a>
      </p>
    </div>
  </Page>
)
