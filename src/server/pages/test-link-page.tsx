import type { FC } from 'hono/jsx'
import { say } from '../../messages.ts'
import { type Frame, Page } from './layout.tsx'
import { TokenForm } from './token-form.tsx'
import { Say } from './value.tsx'

/** Asks a colleague to try a provider: by a button, so that nothing that only opens links uses it up. */
export const TestLinkPage: FC<{ frame: Frame; provider: string; gone: boolean }> = ({ frame, provider, gone }) => (
  <Page frame={{ ...frame, login: null }} title={say('test-link.title', { provider })}>
    <div class="card">
      <h1>
        <Say k="test-link.title" v={{ provider }} />
      </h1>
      {gone ? (
        <p class="note bad" role="alert">
          {say('test-link.gone')}
        </p>
      ) : null}
      <p>{say('test-link.text')}</p>
      <p>
        <Say k="test-link.sees" v={{ provider }} />
      </p>
      <TokenForm action={frame.path} label={say('test-link.token')} nonce={frame.nonce}>
        <Say k="test-link.button" v={{ provider }} />
      </TokenForm>
    </div>
  </Page>
)

/** The colleague is done, and learns nothing. */
export const TestedPage: FC<{ frame: Frame }> = ({ frame }) => (
  <Page frame={{ ...frame, login: null }} title={say('test-link.done-title')}>
    <div class="card">
      <h1>{say('test-link.done-title')}</h1>
      <p>{say('test-link.done')}</p>
    </div>
  </Page>
)
