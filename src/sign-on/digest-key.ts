import { digestText, type Standing } from '../core/digest-key.ts'
import type { Claims, Rules, Snapshot } from '../core/types.ts'
import type { Seal } from '../store/seal.ts'

/**
 * The key under which "the same again changes nothing" may be remembered: a keyed hash of `digestText`. Without the secret it says
 * nothing about the claims, and nobody who writes to the database can make one.
 * Remember it only where `mayRemember` says so. User and provider status are not in it and are read at every sign-on.
 */
export const digestKey = (
  seal: Seal,
  snapshot: Pick<Snapshot, 'provider' | 'subject' | 'nameId' | 'columns'>,
  rules: Pick<Rules, 'converters'>,
  claims: Claims,
  standing: Standing,
): Buffer => seal.keyed('unchanged sign-on', digestText(snapshot, rules, claims, standing))[0]
