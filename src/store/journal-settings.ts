import type { Database, Tx } from './database.ts'
import { readSettingsNamed } from './settings.ts'

/** What the journal keeps of a sign-on, and for how long. */
export interface JournalSettings {
  /** After so many days the values of an entry are dropped: what arrived, and what of it stands in the plan. */
  readonly claimsRetentionDays: number
  /** After so many days the entry goes. */
  readonly journalRetentionDays: number
  /** After so many days an event of the audit goes. */
  readonly auditRetentionDays: number
  /** False: no values are kept at all. */
  readonly storeClaims: boolean
  /** Names of attributes whose values are never kept; `*` at the end stands for everything that begins so. */
  readonly redactedAttributes: readonly string[]
}

export const journalDefaults: JournalSettings = {
  claimsRetentionDays: 90,
  journalRetentionDays: 400,
  auditRetentionDays: 1100,
  storeClaims: true,
  redactedAttributes: [],
}

/** The settings of the journal, with defaults for what nobody has set. */
export const readJournalSettings = (db: Database | Tx): Promise<JournalSettings> => readOver(db, journalDefaults)

/** The stored settings of these names over their defaults; null is as good as not there. */
export async function readOver<Settings extends object>(db: Database | Tx, defaults: Settings): Promise<Settings> {
  const stored = Object.entries(await readSettingsNamed(db, Object.keys(defaults)))
  return { ...defaults, ...Object.fromEntries(stored.filter(([, value]) => value !== null)) }
}
