import { raw } from 'hono/html'
import type { FC } from 'hono/jsx'
import { say } from '../../messages.ts'
import { type Frame, Page } from './layout.tsx'

/** What a browser is asked to do with a passkey, and where its answer goes. */
export interface PasskeyAsk {
  readonly kind: 'create' | 'get'
  /** As JSON, for the browser's own functions (WebAuthn level 3, section 5.1.8). */
  readonly options: unknown
  readonly action: string
  /** What goes with the answer. */
  readonly fields: Readonly<Record<string, string>>
  /** Where the other ways are. */
  readonly back: string
}

/** Begins by itself; where the browser wants a click first, or somebody has changed their mind, the button begins anew. */
const run = `const f=document.forms.passkey,e=f.elements,P=window.PublicKeyCredential,say=i=>{for(const p of f.querySelectorAll('[data-say]'))p.hidden=p.dataset.say!==i}
const go=async()=>{say('');try{const o=JSON.parse(f.dataset.options),c=f.dataset.kind==='create'?await navigator.credentials.create({publicKey:P.parseCreationOptionsFromJSON(o)}):await navigator.credentials.get({publicKey:P.parseRequestOptionsFromJSON(o)})
e.passkey.value=JSON.stringify(c.toJSON());f.submit()}catch{say('failed')}}
if(P&&P.parseCreationOptionsFromJSON){e.start.hidden=false;e.start.onclick=go;go()}else say('unsupported')`

/**
 * Lets the browser make or use a passkey and posts what it says: one document that asks nobody, as all our pages. Without JavaScript
 * it says so and leads back.
 */
export const PasskeyPage: FC<{ frame: Frame; ask: PasskeyAsk }> = ({ frame, ask }) => (
  <Page frame={frame} title={say(`passkey.${ask.kind}-title`)}>
    <div class="card">
      <h1>{say(`passkey.${ask.kind}-title`)}</h1>
      <p>{say(`passkey.${ask.kind}`)}</p>
      <form
        method="post"
        name="passkey"
        action={ask.action}
        data-kind={ask.kind}
        data-options={JSON.stringify(ask.options)}
      >
        {Object.entries(ask.fields).map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
        <input type="hidden" name="passkey" value="" />
        <p class="note bad" role="alert" data-say="failed" hidden={true}>
          {say('passkey.failed')}
        </p>
        <p class="note bad" role="alert" data-say="unsupported" hidden={true}>
          {say('passkey.unsupported')}
        </p>
        <p class="note bad" data-say="script">
          {say('passkey.needs-script')}
        </p>
        <p class="actions">
          <button class="button" type="button" name="start" hidden={true}>
            {say('passkey.start')}
          </button>
          <a href={ask.back}>{say('passkey.back')}</a>
        </p>
      </form>
      <script nonce={frame.nonce}>{raw(run)}</script>
    </div>
  </Page>
)
