import { journalDefaults } from '../store/journal-settings.ts'
import { defaultLifetimes } from '../store/sessions.ts'
import { writeSetting } from '../store/settings.ts'
import type { SettingsFields } from './config-file.ts'
import { merge, turnsOn, type Widening } from './merge.ts'
import type { Planning } from './step.ts'

const longer = (fallback: number) => (to: number, from: unknown) => to > Number(from ?? fallback)

/** What keeps more of people, or lets their sessions last longer. */
const widening: Widening<SettingsFields> = {
  claimsRetentionDays: longer(journalDefaults.claimsRetentionDays),
  journalRetentionDays: longer(journalDefaults.journalRetentionDays),
  auditRetentionDays: longer(journalDefaults.auditRetentionDays),
  storeClaims: (to, from) => turnsOn(to, from ?? journalDefaults.storeClaims),
  redactedAttributes: (to, from) => Array.isArray(from) && !from.every((one) => to.includes(one)),
  sessionIdleMinutes: longer(defaultLifetimes.sessionIdleMinutes),
  sessionAbsoluteMinutes: longer(defaultLifetimes.sessionAbsoluteMinutes),
  administratorIdleMinutes: longer(defaultLifetimes.administratorIdleMinutes),
}

/** Plans the texts of the pages, what is kept, and how long sessions last. */
export function planSettings({ file, last, stored, steps, kept }: Planning): void {
  const versions = {
    now: file.settings,
    last: last.settings,
    stored: stored.settings as Readonly<Record<keyof SettingsFields, unknown>>,
  }
  const merged = merge(versions, widening)
  for (const name of merged.kept) kept.push(`settings.${name}`)
  for (const [name, value] of Object.entries(merged.taken)) {
    steps.push({
      path: ['settings', name],
      change: `setting ${name} changed`,
      run: (tx) => writeSetting(tx, name, value),
    })
  }
}
