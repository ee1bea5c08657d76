import type { FC } from 'hono/jsx'
import { say } from '../../messages.ts'
import { type PasswordFault, passwordLength } from '../../sign-on/passwords.ts'

/** Why a password was not taken; `differ`: it was typed in two ways. */
export type PasswordWrong = PasswordFault | 'differ'

const marked = (isWrong: boolean) => (isWrong ? { 'aria-invalid': 'true' as const } : {})

/** A new password, twice, for a form. What was typed before is never shown again. */
export const NewPassword: FC<{ wrong: PasswordWrong | null; differs?: boolean }> = ({ wrong, differs = false }) => {
  const lengths = { least: passwordLength.least, most: passwordLength.most }
  const field = { type: 'password', autocomplete: 'new-password', maxlength: 1024, required: true } as const
  const fault = wrong === 'differ' ? null : wrong
  const apart = differs || wrong === 'differ'
  return (
    <>
      <p>
        <label for="password">{say('password.new')}</label>
        <input id="password" name="password" aria-describedby="password-hint" {...field} {...marked(fault !== null)} />
        {fault === null ? (
          <span class="hint" id="password-hint">
            {say('password.hint', lengths)}
          </span>
        ) : (
          <span class="wrong" id="password-hint" role="alert">
            {say(`password.${fault}`, lengths)}
          </span>
        )}
      </p>
      <p>
        <label for="again">{say('password.again')}</label>
        <input
          id="again"
          name="again"
          aria-describedby={apart ? 'again-wrong' : undefined}
          {...field}
          {...marked(apart)}
        />
        {apart ? (
          <span class="wrong" id="again-wrong" role="alert">
            {say('password.differ')}
          </span>
        ) : null}
      </p>
    </>
  )
}
