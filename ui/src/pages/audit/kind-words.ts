import type { TextKey } from '../../texts/dictionary.ts'

/** Says a text of the screen; null: there is none. */
type Look = (key: TextKey) => string | null

/**
 * What an entry of the audit is about and what was done, in words: `converters.change` is "Attribute mapping: changed". Kinds are
 * made of the API's addresses, so they are told by their first and last part. Null: no words for it.
 */
export function kindWords(look: Look, kind: string): string | null {
  const whole = look(`audit.kind-${kind}` as TextKey)
  if (whole !== null) return whole
  const parts = kind.split('.')
  if (parts[0] === 'trust') return look(`audit.trust-${parts[1]?.replaceAll('-', '_')}` as TextKey)
  const what = look(`audit.of-${parts[0]}` as TextKey)
  const did = look(`audit.did-${parts.at(-1)}` as TextKey)
  return what === null || did === null ? null : `${what}: ${did}`
}

const uuid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i

/** An id short enough for a line of a table: its end, because the beginning of all of a day is the same. */
export const shortId = (id: string): string => (uuid.test(id) ? `…${id.slice(-8)}` : id)
