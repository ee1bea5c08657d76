import type { FC } from 'hono/jsx'
import { say } from '../../messages.ts'
import { type Frame, Page } from './layout.tsx'

/** The end of a window in which somebody has proved once more who they are: what they were about to do waits in another. */
export const ProvenPage: FC<{ frame: Frame }> = ({ frame }) => (
  <Page frame={frame} title={say('proven.title')}>
    <div class="card">
      <h1>{say('proven.title')}</h1>
      <p>{say('proven.text')}</p>
    </div>
  </Page>
)
