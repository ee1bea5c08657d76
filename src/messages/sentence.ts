import type { Described } from '../core/describe.ts'
import { isMessage, say } from '../messages.ts'
import { roleNameOf } from './caption.ts'

/** A sentence about a plan for whoever reads it: kinds of users and built-in roles are called as people call them, all else stands as it is. */
export const sentenceOf = ({ key, values }: Described): string => say(key, worded(values))

function worded(values: Described['values']): Described['values'] {
  const { userType, role } = values
  const kind = `user-type.${userType}`
  return {
    ...values,
    ...(userType !== undefined && isMessage(kind) ? { userType: say(kind) } : {}),
    ...(role !== undefined ? { role: roleNameOf(role) } : {}),
  }
}
