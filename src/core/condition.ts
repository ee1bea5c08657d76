import { filledValues } from './filled-values.ts'
import type { Claims, Condition } from './types.ts'

/**
 * Does it hold for what arrived? Without a value to compare: the attribute was sent, even empty. With one or several: any of
 * its values is one of them, compared literally after trimming. Attributes go by their whole Name.
 */
export const holds = (condition: Condition, claims: Claims): boolean => {
  const values = claims.get(condition.attribute)
  if (values === undefined) return false
  if (!('equals' in condition) && !('oneOf' in condition)) return true
  const wanted = 'equals' in condition ? [condition.equals] : condition.oneOf
  const accepted = new Set(wanted.map((text) => text.trim()))
  return filledValues(values).some((value) => accepted.has(value))
}
