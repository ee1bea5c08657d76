import type { FC } from 'hono/jsx'
import { say } from '../../messages.ts'
import { type Frame, Page } from './layout.tsx'

/** After signing out. */
export const SignedOutPage: FC<{ frame: Frame }> = ({ frame }) => (
  <Page frame={frame} title={say('signed-out.title')}>
    <div class="card">
      <h1>{say('signed-out.title')}</h1>
      <p>{say('signed-out.text')}</p>
      <a class="button" href="/">
        {say('signed-out.again')}
      </a>
    </div>
  </Page>
)
