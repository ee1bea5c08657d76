import type { FC } from 'hono/jsx'
import { type MessageKey, say } from '../../messages.ts'
import type { Dispatch } from '../../protocols/logout.ts'
import type { LogoutView } from '../../sign-on/sign-out.ts'
import { type Frame, Page } from './layout.tsx'
import { PostForm } from './post-form.tsx'
import { Say } from './value.tsx'

/** After signing out: what is known of it, and no more. While the partner is being told, it leads on there. */
export const SignedOutPage: FC<{ frame: Frame; logout: LogoutView | null }> = ({ frame, logout }) => (
  <Page frame={frame} title={say('signed-out.title')}>
    <div class="card">
      <h1>{say('signed-out.title')}</h1>
      <p>{logout === null ? say('signed-out.text') : <Say k={textOf(logout)} v={{ provider: logout.provider }} />}</p>
      {logout?.dispatch ? <Onward logout={logout} dispatch={logout.dispatch} frame={frame} /> : null}
      <p>
        <a class="button" href="/">
          {say('signed-out.again')}
        </a>
      </p>
    </div>
  </Page>
)

function textOf({ outcome, now }: LogoutView): MessageKey {
  if (outcome !== 'waiting') return `signed-out.${outcome}`
  return now ? 'signed-out.waiting' : 'signed-out.unconfirmed'
}

const Onward: FC<{ logout: LogoutView; dispatch: Dispatch; frame: Frame }> = ({ logout, dispatch, frame }) => {
  const label = say(logout.now ? 'signed-out.continue' : 'signed-out.retry', { provider: logout.provider })
  if (dispatch.binding === 'post') {
    const { action, fields } = dispatch
    return <PostForm frame={frame} action={action} fields={fields} label={label} quiet={true} waits={!logout.now} />
  }
  return (
    <p>
      <a href={dispatch.location}>{label}</a>
    </p>
  )
}

/** Carries our answer back to a partner that takes it by POST; it may stand in a frame of the partner's page. */
export const LogoutAnswerPage: FC<{ frame: Frame; dispatch: Extract<Dispatch, { binding: 'post' }> }> = ({
  frame,
  dispatch,
}) => (
  // Nobody's: the page's policy lets its one form go elsewhere.
  <Page frame={{ ...frame, login: null }} title={say('logout-answer.title')}>
    <div class="card">
      <h1>{say('logout-answer.title')}</h1>
      <p>{say('logout-answer.text')}</p>
      <PostForm
        frame={frame}
        action={dispatch.action}
        fields={dispatch.fields}
        label={say('logout-answer.back')}
        quiet={true}
      />
    </div>
  </Page>
)

/** For a partner that wants no answer. */
export const EndedPage: FC<{ frame: Frame }> = ({ frame }) => (
  <Page frame={{ ...frame, login: null }} title={say('logout-answer.title')}>
    <div class="card">
      <h1>{say('logout-answer.title')}</h1>
      <p>{say('logout-answer.text')}</p>
    </div>
  </Page>
)
