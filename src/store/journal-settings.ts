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
export async function readJournalSettings(db: Database | Tx): Promise<JournalSettings> {
  const stored = await readSettingsNamed(db, Object.keys(journalDefaults))
  return { ...journalDefaults, ...stored }
}
