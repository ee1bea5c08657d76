import type { FC } from 'hono/jsx'
import { say } from '../../messages.ts'
import { type Frame, Page } from './layout.tsx'
import { PostForm } from './post-form.tsx'

/** Posts what it was posted to the same address: by itself, or by the button where scripts are off. */
export const PostAgainPage: FC<{ frame: Frame; fields: Readonly<Record<string, string>> }> = ({ frame, fields }) => (
  <Page frame={{ ...frame, login: null }} title={say('sign-in.title')}>
    <div class="card">
      <h1>{say('sign-in.title')}</h1>
      <PostForm frame={frame} action={frame.path} fields={fields} label={say('leave.go')} />
    </div>
  </Page>
)
