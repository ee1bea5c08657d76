import { lastPartOf } from '../core/converters.ts'
import { REDACTED } from '../core/redact.ts'
import type { NameId } from '../core/types.ts'
import type { Database } from '../store/database.ts'
import type { Seal } from '../store/seal.ts'
import { openSignOn, type SignOnRecord } from '../store/sign-ons.ts'
import { readStretch, type StoredSignOn } from '../store/stored-sign-ons.ts'
import type { Statement } from './identify.ts'

/** Entries of the journal that are read at a time. */
const stretch = 100

/** However rare a provider's sign-ons are, no more than so many entries are looked at for each that is wanted. */
const lookedFor = 50

/**
 * The last `last` verified sign-ons of a provider, or of all, newest first, a stretch of the journal at a time: whatever is
 * counted over them needs no more memory than one stretch. Tests and unverified attempts are not among them.
 */
export async function* lastSignOns(
  db: Database,
  { providerId, last }: { providerId: string | null; last: number },
): AsyncGenerator<readonly StoredSignOn[]> {
  let [left, before] = [last, null as string | null]
  let looks = Math.ceil((last * lookedFor) / stretch) + 100
  while (left > 0 && looks-- > 0) {
    const read = await readStretch(db, { before, length: stretch, providerId })
    const some = read.signOns.slice(0, left)
    left -= some.length
    if (some.length > 0) yield some
    if (read.looked < stretch) return
    before = read.last
  }
}

/** Why a stored sign-on cannot be tried again. */
export type Untriable = 'not_kept' | 'redacted'

/**
 * What the provider said, as far as it is kept. A value that was redacted is no value: where rules read it, the sign-on
 * cannot be judged again.
 */
export function statementOf(record: SignOnRecord, reads: ReadonlySet<string>): Statement | Untriable {
  if (!record.claims || record.subject === undefined) return 'not_kept'
  if (record.subject?.value === REDACTED) return 'redacted'
  const hidden = new Set(record.redacted ?? [])
  for (const name of hidden) if (reads.has(name) || reads.has(lastPartOf(name))) return 'redacted'
  return {
    nameId: record.subject && nameIdOf(record.subject),
    claims: new Map(record.claims.filter(([name]) => !hidden.has(name))),
  }
}

const nameIdOf = ({ value, format }: { value: string; format: string | null }): NameId => ({
  value,
  format,
  nameQualifier: null,
  spNameQualifier: null,
  spProvidedId: null,
})

/** Opens what the journal has sealed. */
export const recordOfStored = (seal: Seal, { id, sealed }: StoredSignOn): SignOnRecord => openSignOn(seal, id, sealed)
