import { raw } from 'hono/html'
import type { Child, FC } from 'hono/jsx'

/** Takes the secret from behind # into the form and out of the address; of the form and the page a person then sees what is left. */
const take = `const f=document.forms.token,t=f.elements.token,all=(s,h)=>{for(const e of document.querySelectorAll(s))e.hidden=h}
if(location.hash.length>1){t.value=location.hash.slice(1);f.firstElementChild.hidden=true;all('[data-without-link]',true);all('[data-with-link]',false);history.replaceState(null,'',location.pathname)}`

/** The script for a form of that name whose first line is the secret; the page may have parts with and without a link. */
export const TakeToken: FC<{ nonce: string }> = ({ nonce }) => <script nonce={nonce}>{raw(take)}</script>

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
    <TakeToken nonce={props.nonce} />
  </>
)
