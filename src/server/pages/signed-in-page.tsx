import type { FC } from 'hono/jsx'
import { say } from '../../messages.ts'
import { type Frame, Page } from './layout.tsx'
import { Say } from './value.tsx'

/** Somebody is signed in, and a portal wants to sign somebody in: nobody is exchanged without a click. */
export const SignedInPage: FC<{
  frame: Frame
  login: string
  provider: string
  continueHref: string
  againHref: string
}> = ({ frame, login, provider, continueHref, againHref }) => (
  <Page frame={frame} title={say('signed-in.title')}>
    <div class="card">
      <h1>{say('signed-in.title')}</h1>
      <p>
        <Say k="signed-in.text" v={{ login, provider }} />
      </p>
      <p class="actions">
        <a class="button" href={continueHref}>
          <Say k="signed-in.continue" v={{ login }} />
        </a>
        <a class="button quiet" href={againHref}>
          <Say k="sign-in.button" v={{ provider }} />
        </a>
      </p>
    </div>
  </Page>
)
