import { isMessage, messages, say } from '../messages.ts'

/** What people read above a column: the caption that an administrator gave it; of one that still has its first, the reader's words for it. */
export function captionOf({ name, caption }: { readonly name: string; readonly caption: string }): string {
  const key = `column.${name}`
  return isMessage(key) && messages[key] === caption ? say(key) : caption
}
