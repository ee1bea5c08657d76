/** What this tab keeps over a reload is under keys that begin so: drafts, rows that are not saved yet. */
const prefix = 'jitup-'
const ownerKey = `${prefix}owner`

/** Forgets it: whoever sits here next must not find what somebody else has begun. */
export function forgetKept(): void {
  for (const key of Object.keys(window.sessionStorage))
    if (key.startsWith(prefix)) window.sessionStorage.removeItem(key)
}

/**
 * Says whose it is. A session may also end by itself, or on a page without scripts of ours: then somebody else who signs in in this
 * tab finds nothing, and the same person finds what they had begun.
 */
export function keepFor(userId: string): void {
  if (window.sessionStorage.getItem(ownerKey) === userId) return
  forgetKept()
  window.sessionStorage.setItem(ownerKey, userId)
}
