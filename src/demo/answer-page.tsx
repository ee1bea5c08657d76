import { raw } from 'hono/html'
import type { FC } from 'hono/jsx'
import { say } from '../messages.ts'
import { chooserPath, Page, type PageFrame } from './page.tsx'
import type { DemoPerson } from './people.ts'

/** Carries the signed Response to the application: by itself, or by the button where scripts are off. */
export const AnswerPage: FC<{
  frame: PageFrame
  person: DemoPerson
  acsUrl: string
  samlResponse: string
  relayState: string | null
}> = ({ frame, person, acsUrl, samlResponse, relayState }) => (
  <Page frame={frame} title={say('demo-idp.signing-on-title')}>
    <h1>{say('demo-idp.signing-on', { name: person.name })}</h1>
    <p class="soft">{say('demo-idp.on-its-way')}</p>
    <form method="post" action={acsUrl}>
      <input type="hidden" name="SAMLResponse" value={samlResponse} />
      {relayState === null ? null : <input type="hidden" name="RelayState" value={relayState} />}
      <button class="button" type="submit">
        {say('demo-idp.continue')}
      </button>
    </form>
    <script nonce={frame.nonce}>{raw('document.forms[0].submit()')}</script>
  </Page>
)

/** One calm sentence and what to do; the code only for who looks for it. */
export const ProblemPage: FC<{ frame: PageFrame; title: string; message: string; code: string }> = (props) => (
  <Page frame={props.frame} title={props.title}>
    <h1>{props.title}</h1>
    <p>{props.message}</p>
    <p>{say('demo-idp.problem-do')}</p>
    <p>
      <a class="button" href={chooserPath(props.frame, null)}>
        {say('demo-idp.problem-back')}
      </a>
    </p>
    <details>
      <summary>{say('demo-idp.support')}</summary>
      <p>
        {say('demo-idp.code')} <code>{props.code}</code>
      </p>
    </details>
  </Page>
)
