import { raw } from 'hono/html'
import type { FC } from 'hono/jsx'
import { say } from '../../messages.ts'
import { type Frame, Page } from './layout.tsx'

/** Posts what it was posted to the same address: by itself, or by the button where scripts are off. */
export const PostAgainPage: FC<{ frame: Frame; fields: Readonly<Record<string, string>> }> = ({ frame, fields }) => (
  <Page frame={{ ...frame, login: null }} title={say('sign-in.title')}>
    <div class="card">
      <h1>{say('sign-in.title')}</h1>
      <form id="again" method="post" action={frame.path}>
        {Object.entries(fields).map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
        <button class="button" type="submit">
          {say('leave.go')}
        </button>
      </form>
    </div>
    <script nonce={frame.nonce}>{raw("document.getElementById('again').submit()")}</script>
  </Page>
)
