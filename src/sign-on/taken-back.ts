import { isJitupError } from '../errors.ts'
import { openSignOn, type SignOnRow, undosSince } from '../store/sign-ons.ts'
import { timeOf } from '../store/uuid.ts'
import type { App } from './app.ts'

/** @returns the journal's entry by which this one was taken back, the latest of several; null: none that the journal still has */
export async function takenBack(
  { db, seal }: Pick<App, 'db' | 'seal'>,
  { id, at, outcome, contactId }: SignOnRow,
): Promise<{ readonly signOnId: string; readonly at: Date } | null> {
  if (contactId === null || !['created', 'updated', 'replayed'].includes(outcome)) return null
  const undone = (await undosSince(db, { contactId, at })).find((one) => followed(seal, one) === id)
  return undone ? { signOnId: undone.id, at: timeOf(undone.id) } : null
}

function followed(seal: App['seal'], { id, sealed }: { id: string; sealed: string }): string | null {
  try {
    return openSignOn(seal, id, sealed).follows?.signOnId ?? null
  } catch (error) {
    if (isJitupError(error) && error.code === 'secret_wrong') return null
    throw error
  }
}
