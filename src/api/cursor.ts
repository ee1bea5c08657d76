import { faultOf } from '../core/text.ts'
import { JitupError } from '../errors.ts'
import { isUuid } from '../store/uuid.ts'

/** What a position in a list consists of. */
export type CursorPart = 'id' | 'text' | 'integer'

/**
 * A position in a list as one opaque text. It holds nothing secret and grants nothing: it says after which row to go on, so
 * that rows which come and go meanwhile neither repeat nor hide others.
 */
export const writeCursor = (path: string, position: readonly string[]): string =>
  Buffer.from(JSON.stringify([path, ...position]), 'utf8').toString('base64url')

/**
 * Reads a cursor of the same list.
 * @throws JitupError `cursor_invalid` for anything that `writeCursor` did not make for this list
 */
export function readCursor(path: string, parts: readonly CursorPart[], text: string): readonly string[] {
  const values = decode(text)
  const [madeFor, ...position] = values
  const fits = (value: unknown, index: number): value is string =>
    typeof value === 'string' && isPart(value, parts[index])
  if (madeFor !== path || position.length !== parts.length || !position.every(fits)) throw wrong()
  if (writeCursor(path, position) !== text) throw wrong()
  return position
}

function decode(text: string): unknown[] {
  if (text.length > 4000 || !/^[A-Za-z0-9_-]+$/.test(text)) throw wrong()
  try {
    const values: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
    return Array.isArray(values) ? values : []
  } catch {
    throw wrong()
  }
}

function isPart(value: string, part: CursorPart | undefined): boolean {
  if (part === 'id') return isUuid(value)
  if (part === 'integer') return /^[1-9][0-9]{0,8}$/.test(value)
  return part === 'text' && faultOf(value, { limit: 600 }) === null
}

const wrong = () =>
  new JitupError('cursor_invalid', 'This cursor does not belong to this list. Start again without one.', {
    field: 'cursor',
  })
