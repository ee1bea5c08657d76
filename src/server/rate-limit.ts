import type { MiddlewareHandler } from 'hono'
import type { Env } from '../api/env.ts'
import { JitupError } from '../errors.ts'

/** Addresses remembered at once; beyond that the oldest are forgotten: memory stays bounded under a flood. */
const addresses = 10_000

/** Refuses an address that asks more often than `perMinute` on this node. */
export function rateLimit(options: { perMinute: number; now: () => Date }): MiddlewareHandler<Env> {
  const counts = new Map<string, { minute: number; count: number }>()
  return async (c, next) => {
    const address = network(c.get('address') ?? '')
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

/** One customer has a whole /64 of IPv6 addresses. What `::` stands for is written out first; an IPv4 address in it counts whole. */
function network(address: string): string {
  if (!address.includes(':') || address.includes('.')) return address
  const [before = '', after] = address.toLowerCase().split('::')
  const head = before.split(':')
  const tail = after === undefined || after === '' ? [] : after.split(':')
  const zeros = after === undefined ? [] : Array.from({ length: 8 - head.length - tail.length }, () => '0')
  return [...head, ...zeros, ...tail]
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, '') || '0')
    .join(':')
}
