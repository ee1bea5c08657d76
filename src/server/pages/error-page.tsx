import type { FC } from 'hono/jsx'
import { type MessageKey, say } from '../../messages.ts'
import { type Frame, Page } from './layout.tsx'
import { Lines } from './value.tsx'

/** Which sentences an error page shows. */
export interface ErrorTexts {
  readonly title: MessageKey
  readonly text: MessageKey
  readonly todo: MessageKey
}

/** The calm page: what it means, what to do, and the reference that an administrator can search. */
export const ErrorPage: FC<{ frame: Frame; texts: ErrorTexts; reference: string | null }> = ({
  frame,
  texts,
  reference,
}) => (
  <Page frame={frame} title={say(texts.title)}>
    <div class="card">
      <h1>{say(texts.title)}</h1>
      <p class="lead">{say(texts.text)}</p>
      <p>{say(texts.todo)}</p>
      {frame.helpText === null ? null : (
        <p class="note">
          <Lines text={frame.helpText} />
        </p>
      )}
      {texts.text === 'error.403.text' ? <OtherPerson frame={frame} /> : <Again texts={texts} />}
      {reference === null ? null : (
        <p class="small soft">
          {say('error.reference')}: <code>{reference}</code>
        </p>
      )}
    </div>
  </Page>
)

const Again: FC<{ texts: ErrorTexts }> = ({ texts: { title } }) => (
  <p>
    <a class="button" href="/">
      {say(title === 'error.404.title' || title === 'error.acs.title' ? 'error.start' : 'error.again')}
    </a>
  </p>
)

/** Trying again would be refused again: what helps is to be somebody else. */
const OtherPerson: FC<{ frame: Frame }> = ({ frame }) => (
  <>
    {frame.demo ? <p class="note">{say('error.403.demo')}</p> : null}
    {frame.login === null ? (
      <p>
        <a class="button" href="/">
          {say('sign-in.title')}
        </a>
      </p>
    ) : (
      <form method="post" action="/sign-out" class="actions">
        <a class="button" href="/me">
          {say('error.403.me')}
        </a>
        <button class="button quiet" type="submit">
          {say('error.403.other')}
        </button>
      </form>
    )}
  </>
)
