import { JitupError } from '../errors.ts'

/** What a position consists of in a list that can be had in several orders: the order, the row's place in it, the row. */
export const sortedCursor = ['text', 'text', 'id'] as const

/** A row's place in one order of a list. */
export interface Place {
  readonly key: string
  readonly id: string
}

const moment = /^\d{4,6}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/

/**
 * Where a list goes on. A cursor goes on in the order in which it was made.
 * @param times the orders whose places are moments
 * @throws JitupError `cursor_invalid`
 */
export function placeIn(order: string, times: readonly string[], after: readonly string[] | null): Place | null {
  if (after === null) return null
  const [madeFor, key = '', id = ''] = after
  if (madeFor === order && (!times.includes(order) || moment.test(key))) return { key, id }
  throw new JitupError('cursor_invalid', 'This cursor belongs to another order of the list. Start again without one.', {
    field: 'cursor',
  })
}
