import type { Described } from '../core/describe.ts'
import { isMessage, say } from '../messages.ts'

/** A sentence about a plan for whoever reads it: kinds of users are called as people call them, all else stands as it is. */
export const sentenceOf = ({ key, values }: Described): string => say(key, worded(values))

function worded(values: Described['values']): Described['values'] {
  const kind = `user-type.${values.userType}`
  return values.userType !== undefined && isMessage(kind) ? { ...values, userType: say(kind) } : values
}
