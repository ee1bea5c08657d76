import type { Database } from '../store/database.ts'
import type { Seal } from '../store/seal.ts'
import { readSpKeys, type SpKey, spKeysRevision } from '../store/sp-keys.ts'

/** Our key pairs as this node knows them. */
export interface OurKeys {
  /** The one that signs first. Parsed once, not at each message. */
  readonly known: readonly [SpKey, ...SpKey[]]
  /** Asks the database whether they have changed. @returns true when they had */
  refresh(): Promise<boolean>
}

/**
 * Opens our keys. A sign-on costs no query for them: each node asks every few seconds, when metadata is asked for, and when
 * an answer was refused (it may have been encrypted to a key that is newer than what this node knows). Until then the worst
 * is a signature with the key before, which is published still.
 */
export async function openOurKeys(db: Database, seal: Seal): Promise<OurKeys> {
  let { revision, keys } = await readSpKeys(db, seal)
  return {
    get known() {
      return keys
    },
    refresh: async () => {
      if ((await spKeysRevision(db)) === revision) return false
      ;({ revision, keys } = await readSpKeys(db, seal))
      return true
    },
  }
}
