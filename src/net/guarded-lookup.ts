import { type LookupAddress, lookup as systemLookup } from 'node:dns'
import type { LookupFunction } from 'node:net'

/** Looks a name up, as `dns.lookup` with `all: true`. */
export type LookupAll = (host: string, done: (error: Error | null, addresses: readonly LookupAddress[]) => void) => void

/** The system's resolver. */
export const lookupAll: LookupAll = (host, done) => systemLookup(host, { all: true }, done)

/**
 * What `net.connect` asks for the addresses of a name; it connects to nothing else than what is answered here, so that no second
 * answer of a name server comes in between.
 * @param assertReachable throws for an address that is not to be connected to
 */
export function guardedLookup(
  host: string,
  lookup: LookupAll,
  assertReachable: (address: string) => void,
): LookupFunction {
  return (_name, { all }, done) => {
    lookup(host, (error, addresses) => {
      const [first] = addresses ?? []
      if (error || first === undefined) return done(error ?? new Error('The name has no address.'), '', 0)
      try {
        // All of them: a name that mixes public and private addresses is up to no good.
        for (const { address } of addresses) assertReachable(address)
      } catch (refused) {
        return done(refused as Error, '', 0)
      }
      if (all) done(null, [...addresses])
      else done(null, first.address, first.family)
    })
  }
}
