import type { FC } from 'hono/jsx'
import { say } from '../../messages.ts'
import { type PasswordFault, passwordLength } from '../../sign-on/passwords.ts'

/** Why a password was not taken; `differ`: it was typed in two ways. */
export type PasswordWrong = PasswordFault | 'differ'

/** A new password, twice, for a form. What was typed before is never shown again. */
export const NewPassword: FC<{ wrong: PasswordWrong | null }> = ({ wrong }) => {
  const lengths = { least: passwordLength.least, most: passwordLength.most }
  const field = { type: 'password', autocomplete: 'new-password', maxlength: 1024, required: true } as const
  const marked = wrong === null ? {} : { 'aria-invalid': 'true' }
  return (
    <>
      <p>
        <label for="password">{say('password.new')}</label>
        <input id="password" name="password" aria-describedby="password-hint" {...field} {...marked} />
        {wrong === null ? (
          <span class="hint" id="password-hint">
            {say('password.hint', lengths)}
          </span>
        ) : (
          <span class="wrong" id="password-hint" role="alert">
            {say(`password.${wrong}`, lengths)}
          </span>
        )}
      </p>
      <p>
        <label for="again">{say('password.again')}</label>
        <input id="again" name="again" {...field} {...marked} />
      </p>
    </>
  )
}
