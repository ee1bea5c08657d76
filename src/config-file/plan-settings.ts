import { writeSetting } from '../store/settings.ts'
import type { SettingsFields } from './config-file.ts'
import { merge } from './merge.ts'
import type { Planning } from './step.ts'

/** Plans the texts of the pages. */
export function planSettings({ file, last, stored, steps, kept }: Planning): void {
  const merged = merge({
    now: file.settings,
    last: last.settings,
    stored: stored.settings as Readonly<Record<keyof SettingsFields, unknown>>,
  })
  for (const name of merged.kept) kept.push(`settings.${name}`)
  for (const [name, value] of Object.entries(merged.taken)) {
    steps.push({
      path: ['settings', name],
      change: `setting ${name} changed`,
      run: (tx) => writeSetting(tx, name, value),
    })
  }
}
