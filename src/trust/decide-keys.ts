import type { WaitingCertificate } from '../store/provider-metadata.ts'
import type { IdpCertificate } from '../store/providers.ts'

/** What becomes of a partner's keys when its metadata is read again. */
export interface KeyDecision {
  readonly pinned: readonly IdpCertificate[]
  readonly waiting: readonly WaitingCertificate[]
  /** New and vouched for: pinned at once. */
  readonly taken: readonly IdpCertificate[]
  /** New, and nobody vouches for them, or they are unwanted: they wait, from now on. */
  readonly arrived: readonly IdpCertificate[]
  /** No longer published, while another pinned one is: no longer pinned. */
  readonly retired: readonly IdpCertificate[]
}

/**
 * Decides which keys of a partner are believed (rule S12). Pure.
 *
 * A new key is taken when the document was vouched for: signed with a key that must sign it or that the partner is known by,
 * or agreed on by its hash. Any other waits for an administrator, and so does one that is `unwanted` (fingerprints):
 * whoever plays back an older signed document must not get a key back that has gone. A key that is no longer published goes when another pinned
 * one is still published; when none is, the pinned ones stay, because nobody would be left to sign anybody on. What waited
 * and is no longer published is forgotten.
 */
export function decideKeys(
  known: { readonly pinned: readonly IdpCertificate[]; readonly waiting: readonly WaitingCertificate[] },
  published: readonly IdpCertificate[],
  options: { readonly vouched: boolean; readonly unwanted?: ReadonlySet<string>; readonly now: Date },
): KeyDecision {
  const fresh = published.filter((one) => !has(known.pinned, one))
  const taken = options.vouched ? fresh.filter((one) => !options.unwanted?.has(one.fingerprint)) : []
  const all = [...known.pinned, ...taken]
  const stays = all.some((one) => has(published, one))
  const retired = stays ? all.filter((one) => !has(published, one)) : []
  const waits = fresh.filter((one) => !taken.includes(one))
  return {
    pinned: all.filter((one) => !retired.includes(one)),
    waiting: waits.map(
      (one) =>
        known.waiting.find((other) => other.fingerprint === one.fingerprint) ?? {
          ...one,
          firstSeen: options.now,
          dismissedAt: null,
        },
    ),
    taken,
    arrived: waits.filter((one) => !has(known.waiting, one)),
    retired,
  }
}

const has = (all: readonly IdpCertificate[], one: IdpCertificate): boolean =>
  all.some((other) => other.fingerprint === one.fingerprint)
