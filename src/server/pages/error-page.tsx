import type { FC } from 'hono/jsx'
import { type MessageKey, say } from '../../messages.ts'
import { type Frame, Page } from './layout.tsx'
import { Text } from './value.tsx'

/** Which sentences an error page shows. */
export interface ErrorTexts {
  readonly title: MessageKey
  readonly text: MessageKey
  readonly todo: MessageKey
}

/** The calm page: what it means, what to do, and the reference that an administrator can search. */
export const ErrorPage: FC<{ frame: Frame; texts: ErrorTexts; reference: string | null; help: string | null }> = ({
  frame,
  texts,
  reference,
  help,
}) => (
  <Page frame={frame} title={say(texts.title)}>
    <div class="card">
      <h1>{say(texts.title)}</h1>
      <p class="lead">{say(texts.text)}</p>
      <p>{say(texts.todo)}</p>
      {help === null ? null : (
        <p class="note">
          <Text text={help} />
        </p>
      )}
      <p>
        <a class="button" href="/">
          {say(texts.title === 'error.404.title' ? 'error.start' : 'error.again')}
        </a>
      </p>
      {reference === null ? null : (
        <p class="small soft">
          {say('error.reference')}: <code>{reference}</code>
        </p>
      )}
    </div>
  </Page>
)
