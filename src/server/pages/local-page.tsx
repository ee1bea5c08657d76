import { raw } from 'hono/html'
import type { FC } from 'hono/jsx'
import { say } from '../../messages.ts'
import { type Frame, Page } from './layout.tsx'

/** Takes the secret from behind # into the form, and out of the address. */
const take = `const t=document.forms.local.elements.token
if(location.hash.length>1){t.value=location.hash.slice(1);history.replaceState(null,'',location.pathname)}`

/** Signs an administrator in by a link of the command line: by a button, so that nothing that only opens links uses it up. */
export const LocalPage: FC<{ frame: Frame; gone: boolean }> = ({ frame, gone }) => (
  <Page frame={frame} title={say('local.title')}>
    <div class="card">
      <h1>{say('local.title')}</h1>
      {gone ? (
        <p class="note bad" role="alert">
          {say('local.gone')}
        </p>
      ) : null}
      <p>{say('local.text')}</p>
      <form method="post" name="local" action="/local">
        <label for="token">{say('local.token')}</label>
        <input id="token" name="token" type="password" autocomplete="off" required={true} />
        <button class="button" type="submit">
          {say('local.button')}
        </button>
      </form>
      <script nonce={frame.nonce}>{raw(take)}</script>
    </div>
  </Page>
)
