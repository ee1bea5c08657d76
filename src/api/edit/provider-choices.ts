import { isDeepStrictEqual } from 'node:util'
import { choices, readSettings } from '../../protocols/saml/settings.ts'
import type { Tx } from '../../store/database.ts'
import type { ProviderRecord } from '../../store/providers.ts'
import type { Author } from '../../store/rules.ts'
import { recordTrustEvent } from '../../store/trust-events.ts'

/**
 * Notes which of the settings that decide what is believed were changed, from what to what and by whom: above all who has
 * granted or prolonged an exception. Writes nothing when none was. Call it in the transaction of the change.
 */
export async function recordChoices(
  tx: Tx,
  change: { readonly before: unknown; readonly made: ProviderRecord; readonly author: Author; readonly now: Date },
): Promise<void> {
  const { made, author, now } = change
  const [before, after] = [readSettings(change.before), readSettings(made.settings)]
  const changed = (Object.keys(choices) as (keyof typeof choices)[]).filter(
    (name) => !isDeepStrictEqual(before[name], after[name]),
  )
  if (changed.length === 0) return
  const only = (settings: typeof before) => Object.fromEntries(changed.map((name) => [name, settings[name]]))
  const { id, slug } = made.policy
  const facts = { before: only(before), after: only(after) }
  await recordTrustEvent(tx, now, { kind: 'settings_changed', provider: { id, slug }, author, facts })
}
