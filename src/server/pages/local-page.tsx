import type { FC } from 'hono/jsx'
import { say } from '../../messages.ts'
import { type Frame, Page } from './layout.tsx'
import { TokenForm } from './token-form.tsx'

/** Signs an administrator in by a link of the command line: by a button, so that nothing that only opens links uses it up. */
export const LocalPage: FC<{ frame: Frame; gone: boolean }> = ({ frame, gone }) => (
  <Page frame={frame} title={say('local.title')}>
    <div class="card">
      <h1>{say('local.title')}</h1>
      {gone ? (
        <p class="note bad" role="alert">
          {say('local.gone')}
        </p>
      ) : null}
      <p>{say('local.text')}</p>
      <TokenForm action="/local" label={say('local.token')} nonce={frame.nonce}>
        {say('local.button')}
      </TokenForm>
    </div>
  </Page>
)
