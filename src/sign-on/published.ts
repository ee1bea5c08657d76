import { type PublishedSettings, publishedSettings } from '../protocols/published.ts'
import type { Database, Tx } from '../store/database.ts'
import { readSettingsNamed } from '../store/settings.ts'

const defaultName = 'jitup'

/** What this installation tells partners of itself: its name, and whatever of `publishedSettings` is set. */
export async function readPublished(
  db: Database | Tx,
): Promise<{ readonly displayName: string; readonly about: PublishedSettings }> {
  const { displayName, ...about } = await readSettingsNamed(db, ['displayName', ...Object.keys(publishedSettings)])
  return { displayName: typeof displayName === 'string' ? displayName : defaultName, about }
}
