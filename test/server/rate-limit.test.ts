import { Hono } from 'hono'
import { expect, it } from 'vitest'
import type { Env } from '../../src/api/env.ts'
import { isJitupError } from '../../src/errors.ts'
import { rateLimit } from '../../src/server/rate-limit.ts'

/** A page that each network may ask for twice a minute. */
function limited(): (address: string) => Promise<number> {
  const app = new Hono<Env>()
  app.onError((error, c) => c.text('', isJitupError(error) && error.code === 'rate_limited' ? 429 : 500))
  app.use(async (c, next) => {
    c.set('address', c.req.header('x-from') ?? null)
    return next()
  })
  app.get('/', rateLimit({ perMinute: 2, now: () => new Date('2026-11-23T12:00:00Z') }), (c) => c.text('ok'))
  return async (address) => (await app.request('/', { headers: { 'x-from': address } })).status
}

it.each([
  ['however its zeros are written', ['2001:db8::1', '2001:0db8:0:0::2', '2001:DB8:0:0:0:0:0:3']],
  ['when only the end differs', ['2001:db8:1:2::a', '2001:db8:1:2:ffff:ffff:ffff:ffff', '2001:db8:1:2:0:1::']],
  ['when the end is long and the middle left out', ['2001:db8::a:b:c', '2001:db8::b:b:c', '2001:db8::1:0:0:1']],
])('a /64 is one network %s', async (_, addresses) => {
  const ask = limited()
  const statuses: number[] = []
  for (const address of addresses) statuses.push(await ask(address))
  expect(statuses).toEqual([200, 200, 429])
})

it.each([
  ['two IPv4 addresses', '192.0.2.1', '192.0.2.2'],
  ['two IPv4 addresses as IPv6 writes them', '::ffff:192.0.2.1', '::ffff:192.0.2.2'],
  ['the networks beside each other', '2001:db8:0:1::1', '2001:db8:0:2::1'],
])('%s are counted each for itself', async (_, one, other) => {
  const ask = limited()
  for (const address of [one, one, other]) expect(await ask(address)).toBe(200)
  expect(await ask(one)).toBe(429)
})

it.each(['', '::', '::::', '1:2:3:4:5:6:7:8:9::1', '::1', 'fe80::1%eth0'])(
  '%j is an address like any other',
  async (odd) => {
    const ask = limited()
    expect([await ask(odd), await ask(odd), await ask(odd)]).toEqual([200, 200, 429])
  },
)
