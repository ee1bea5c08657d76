import { z } from 'zod'
import { nameKey } from '../../core/names.ts'

/** The parameter by which a list is searched, the same everywhere: letter case and accents are as in names. */
export const searchBy = (what: string) => z.string().max(256).optional().describe(`Part of ${what}`)

/** For lists that are short enough to be read whole: is the text part of one of these? */
export function mentions(search: string | undefined, texts: readonly (string | null | undefined)[]): boolean {
  if (search === undefined) return true
  const key = nameKey(search)
  return texts.some((text) => typeof text === 'string' && nameKey(text).includes(key))
}
