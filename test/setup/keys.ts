import crypto, { type KeyPairKeyObjectResult } from 'node:crypto'
import { syncBuiltinESMExports } from 'node:module'

/**
 * An RSA key takes longer to find than most tests take to run, and nearly every test of a server needs two. So keys that
 * a file's tests had are used again by the next file in the same worker: real ones, made by Node, never the same twice in
 * one file, therefore never shared by two parties who could meet.
 *
 * What modules make while they load is theirs for good, because modules outlive a file. What a helper makes later and
 * remembers for other files has to be wrapped in `keptKeys`.
 */
const generate = crypto.generateKeyPairSync
const pool: KeyPairKeyObjectResult[] = []
let lent = 0
let lending = false

/** From now on keys are lent, beginning with the first: a file has loaded and its tests start. */
export function lendKeys(): void {
  lent = 0
  lending = true
}

/** From now on every key is a new one. */
export function stopLending(): void {
  lending = false
}

/** Whatever `make` returns may outlive the file: its keys are new and nobody else's. */
export function keptKeys<T>(make: () => T): T {
  const before = lending
  lending = false
  try {
    return make()
  } finally {
    lending = before
  }
}

function lend(): KeyPairKeyObjectResult {
  const pair = pool[lent] ?? generate('rsa', { modulusLength: 2048 })
  pool[lent] = pair
  lent += 1
  return pair
}

/** Puts the pool behind Node's generator, for RSA keys of 2048 bits as objects alone: any other wish is fulfilled anew. */
export function installPool(): void {
  if (crypto.generateKeyPairSync !== generate) return
  const pooled = (type: string, options?: object): unknown => {
    const usual = type === 'rsa' && JSON.stringify(options) === '{"modulusLength":2048}'
    return lending && usual ? lend() : Reflect.apply(generate, crypto, [type, options])
  }
  crypto.generateKeyPairSync = pooled as typeof generate
  syncBuiltinESMExports()
}
