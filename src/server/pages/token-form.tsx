import { raw } from 'hono/html'
import type { Child, FC } from 'hono/jsx'

/** Takes the secret from behind # into the form and out of the address; a person then sees the button alone. */
const take = `const f=document.forms.token,t=f.elements.token
if(location.hash.length>1){t.value=location.hash.slice(1);f.firstElementChild.hidden=true;history.replaceState(null,'',location.pathname)}`

/** A button that uses a link up: nothing that only opens links does. Without JavaScript the secret is pasted by hand. */
export const TokenForm: FC<{ action: string; label: string; nonce: string; children: Child }> = (props) => (
  <>
    <form method="post" name="token" action={props.action}>
      <p>
        <label for="token">{props.label}</label>
        <input id="token" name="token" type="password" autocomplete="off" required={true} />
      </p>
      <p class="after-field">
        <button class="button" type="submit">
          {props.children}
        </button>
      </p>
    </form>
    <script nonce={props.nonce}>{raw(take)}</script>
  </>
)
