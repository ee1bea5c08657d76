import type { MiddlewareHandler } from 'hono'
import type { Env } from '../api/env.ts'
import { JitupError } from '../errors.ts'
import { networkOf } from '../net/network.ts'

/** Addresses remembered at once; beyond that the oldest are forgotten: memory stays bounded under a flood. */
const addresses = 10_000

/** Refuses an address that asks more often than `perMinute` on this node. */
export function rateLimit(options: { perMinute: number; now: () => Date }): MiddlewareHandler<Env> {
  const counts = new Map<string, { minute: number; count: number }>()
  return async (c, next) => {
    const address = networkOf(c.get('address') ?? '')
    const minute = Math.floor(options.now().getTime() / 60_000)
    const known = counts.get(address)
    const entry = known?.minute === minute ? known : { minute, count: 0 }
    entry.count += 1
    counts.delete(address)
    counts.set(address, entry)
    if (counts.size > addresses) counts.delete(counts.keys().next().value ?? '')
    if (entry.count > options.perMinute) {
      throw new JitupError('rate_limited', 'Too many requests from this address. Try again in a minute.')
    }
    return next()
  }
}
