import { raw } from 'hono/html'
import type { FC } from 'hono/jsx'
import type { Frame } from './layout.tsx'

/** A form that a browser posts by itself, or by its button where scripts are off. One on a page. */
export const PostForm: FC<{
  frame: Frame
  action: string
  fields: Readonly<Record<string, string>>
  label: string
  quiet?: boolean
  /** Waits for the button. */
  waits?: boolean
}> = ({ frame, action, fields, label, quiet = false, waits = false }) => (
  <>
    <form id="onward" method="post" action={action}>
      {Object.entries(fields).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      <button class={quiet ? 'button quiet' : 'button'} type="submit">
        {label}
      </button>
    </form>
    {waits ? null : <script nonce={frame.nonce}>{raw("document.getElementById('onward').submit()")}</script>}
  </>
)
