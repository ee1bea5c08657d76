import type { FC } from 'hono/jsx'
import { say } from '../../messages.ts'
import { type Frame, Page } from './layout.tsx'
import { PostForm } from './post-form.tsx'
import { Say } from './value.tsx'

/** Posts a request to an identity provider: by itself, or by the button where scripts are off. */
export const LeavePage: FC<{
  frame: Frame
  provider: string
  location: string
  form: Readonly<Record<string, string>>
}> = ({ frame, provider, location, form }) => (
  // Nobody's: the page's policy lets its forms go to the identity provider alone.
  <Page frame={{ ...frame, login: null }} title={say('leave.title', { provider })}>
    <div class="card">
      <h1>
        <Say k="leave.title" v={{ provider }} />
      </h1>
      <p>{say('leave.text')}</p>
      <PostForm frame={frame} action={location} fields={form} label={say('leave.go')} />
    </div>
  </Page>
)

/** Leads on to where an identity provider's sign-in begins: by itself, with a link beside it. */
export const OnwardPage: FC<{ frame: Frame; provider: string; href: string }> = ({ frame, provider, href }) => (
  <Page frame={frame} title={say('leave.title', { provider })}>
    <div class="card">
      <h1>
        <Say k="leave.title" v={{ provider }} />
      </h1>
      <p>{say('leave.text')}</p>
      <p>
        <a class="button" href={href}>
          {say('leave.go')}
        </a>
      </p>
    </div>
  </Page>
)
