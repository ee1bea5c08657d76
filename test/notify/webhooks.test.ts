import sql from 'sql-template-tag'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { noticeEvents } from '../../src/core/notices.ts'
import { collectNotices } from '../../src/notify/collect.ts'
import { deliverDue, LEASE } from '../../src/notify/deliver.ts'
import { readConfig } from '../../src/server/config.ts'
import { examine } from '../../src/server/doctor.ts'
import { openApp } from '../../src/server/jitup.ts'
import { silentLog } from '../../src/server/log.ts'
import { findWork } from '../../src/sign-on/find-work.ts'
import { retain } from '../../src/sign-on/retention.ts'
import { afterRestore } from '../../src/store/restored.ts'
import { countRefusals } from '../../src/store/sign-ons.ts'
import { type Api, addPerson, addProvider, all, newApi, publicUrl, signOn, tokenWith } from '../api/api-world.ts'
import { isSigned, newReceiver } from './receiver.ts'

let api: Api
let receiver: Awaited<ReturnType<typeof newReceiver>>
beforeAll(async () => {
  api = await newApi({ allowPrivateHosts: ['localhost'], background: false })
  receiver = await newReceiver()
})
afterAll(async () => {
  await receiver.close()
  await api.end()
})

const later = (ms: number) => {
  api.clock.now = new Date(api.clock.now.getTime() + ms)
}
const minute = 60_000
const ok = receiverAnswers(200)
function receiverAnswers(...statuses: number[]) {
  let at = 0
  return (_: unknown, response: { writeHead(status: number): { end(): void } }) => {
    response.writeHead(statuses[Math.min(at++, statuses.length - 1)] ?? 200).end()
  }
}
const hook = async (events: readonly string[] = noticeEvents, url = receiver.url) => {
  const made = await api.post('/webhooks', { url, events })
  expect(made.status).toBe(201)
  return made.body as { id: string; secret: string; version: number }
}
const end = async ({ id }: { id: string }) => expect((await api.del(`/webhooks/${id}`)).status).toBe(204)
/** Lets the job find what is new, and sends it. */
const round = async () => {
  later(6 * minute)
  await findWork(api.app)
  await collectNotices(api.app)
  await deliverDue(api.app)
}
const taken = () => receiver.received.splice(0)
const deliveries = (id: string) => all(api, `/webhooks/${id}/deliveries`, 3)

describe('A webhook', () => {
  it('is made with a secret that is shown once and stands sealed', async () => {
    const made = await hook(['work.new'])
    expect(made.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
    const read = await api.get(`/webhooks/${made.id}`)
    expect(read.body).toMatchObject({ url: receiver.url, events: ['work.new'], enabled: true, switchedOff: null })
    expect(JSON.stringify([read.body, (await api.get('/webhooks')).body])).not.toContain(made.secret.slice(6, 30))
    const [row] = await api.app.db.query<{ sealed: string }>(sql`
      select sealed_secret as sealed from webhooks where id = ${made.id}::uuid`)
    expect(row?.sealed.startsWith(api.app.seal.prefix)).toBe(true)
    await end(made)
    expect((await api.get(`/webhooks/${made.id}`)).status).toBe(404)
  })

  it('is changed by those who have seen it as it is', async () => {
    const made = await hook(['work.new'])
    const stale = await api.patch(`/webhooks/${made.id}`, { enabled: false }, { headers: { 'if-match': '"7"' } })
    expect(stale.status).toBe(412)
    const changed = await api.patch(`/webhooks/${made.id}`, { enabled: false }, { headers: { 'if-match': '"1"' } })
    expect(changed.body).toMatchObject({ enabled: false, version: 2, events: ['work.new'] })
    await end(made)
  })

  it.each([
    ['http://example.com/hook'],
    ['https://user:secret@example.com/'],
    ['ftp://example.com/'],
    ['javascript:alert(1)'],
    ['https://exa mple.com/'],
  ])('does not lead to %s', async (url) => {
    const refused = await api.post('/webhooks', { url, events: ['work.new'] })
    expect(refused).toMatchObject({ status: 422, body: { code: 'validation_failed', errors: [{ field: 'url' }] } })
  })

  it('is for administrators', async () => {
    const token = await tokenWith(api, 'trust:write', 'directory:write', 'rules:write')
    for (const path of ['/webhooks', '/settings/mail', '/settings/mail/deliveries']) {
      expect((await api.get(path, { token })).status).toBe(403)
    }
    expect((await api.post('/webhooks', { url: receiver.url, events: ['work.new'] }, { token })).status).toBe(403)
  })

  it('gets a test at once, signed; what comes of it is the answer', async () => {
    const made = await hook(['key.waiting'])
    receiver.how.answer = ok
    const test = await api.post(`/webhooks/${made.id}/test`, undefined)
    expect(test.body).toMatchObject({ event: 'test', state: 'delivered', status: 200, code: null, attempts: 1 })
    const [one] = taken()
    expect(one && isSigned(one, made.secret)).toBe(true)
    expect(one?.headers['webhook-id']).toBe(test.body.id)
    expect(Number(one?.headers['webhook-timestamp'])).toBe(Math.floor(api.clock.now.getTime() / 1000))
    expect(JSON.parse(one?.body ?? '')).toMatchObject({ type: 'test', data: { link: `${publicUrl}/admin/settings` } })
    receiver.how.answer = receiverAnswers(500)
    const failed = await api.post(`/webhooks/${made.id}/test`, undefined)
    expect(failed.body).toMatchObject({ state: 'failed', status: 500, code: 'webhook_refused', nextAt: null })
    receiver.how.answer = ok
    taken()
    await end(made)
  })

  it('signs with both secrets for a day after a change, then with the new one alone', async () => {
    const made = await hook(['key.waiting'])
    const { body: changed } = await api.post(`/webhooks/${made.id}/rotate`, undefined)
    expect(changed.secret).not.toBe(made.secret)
    await api.post(`/webhooks/${made.id}/test`, undefined)
    const [both] = taken()
    expect(both && [isSigned(both, made.secret), isSigned(both, changed.secret)]).toEqual([true, true])
    later(25 * 3_600_000)
    await api.post(`/webhooks/${made.id}/test`, undefined)
    const [one] = taken()
    expect(one && [isSigned(one, made.secret), isSigned(one, changed.secret)]).toEqual([false, true])
    await retain(api.app)
    const [row] = await api.app.db.query(sql`select sealed_previous from webhooks where id = ${made.id}::uuid`)
    expect(row).toEqual({ sealed_previous: null })
    await end(made)
  })

  it('never follows a redirect, and reaches nothing inside that the operator has not named', async () => {
    const inside = await newReceiver()
    receiver.how.answer = (_, response) => void response.writeHead(307, { location: inside.url }).end()
    const made = await hook(['key.waiting'])
    const test = await api.post(`/webhooks/${made.id}/test`, undefined)
    expect(test.body).toMatchObject({ state: 'failed', status: 307, code: 'webhook_refused' })
    expect(inside.received).toEqual([])
    await end(made)
    for (const url of ['https://169.254.169.254/latest', 'https://10.0.0.1/', 'https://[::ffff:127.0.0.1]/']) {
      const closed = await hook(['key.waiting'], url)
      const refused = await api.post(`/webhooks/${closed.id}/test`, undefined)
      expect(refused.body).toMatchObject({ state: 'failed', code: 'fetch_address_forbidden' })
      await end(closed)
    }
    receiver.how.answer = ok
    taken()
    await inside.close()
  })
})

describe('What happens', () => {
  it('is told of with ids, codes and numbers, and of nobody by name', async () => {
    await round()
    const made = await hook()
    const { idp } = await addProvider(api, 'told')
    await api.post('/converters', { attributes: ['Dept'], column: 'Department', unknownValue: 'queue' })
    for (const text of ['Secret unit', 'Other unit']) {
      expect((await signOn(api, idp, 'told', 'ada.private', { Dept: [text] })).status).toBe(303)
    }
    const { userId } = await addPerson(api, 'Pending Person')
    await api.app.db.query(sql`update users set status = 'pending' where id = ${userId}::uuid`)
    await round()
    const sent = taken()
    const bodies = sent.map((one) => JSON.parse(one.body))
    expect(bodies.map(({ type, data }) => [type, data.provider, data.counts])).toEqual(
      expect.arrayContaining([
        ['work.new', 'told', { 'lookup-value': 2 }],
        ['person.waiting', null, { 'person-waiting': 1 }],
      ]),
    )
    expect(sent.every((one) => isSigned(one, made.secret))).toBe(true)
    expect(JSON.stringify(bodies)).not.toMatch(/unit|Pending|private/)
    await round()
    expect(taken()).toEqual([])
    await end(made)
  })

  it('comes together while there is more and more of it', async () => {
    const made = await hook(['work.new'])
    const { idp } = await addProvider(api, 'storm')
    const come = async (n: number) => signOn(api, idp, 'storm', 'a', { Dept: [`Storm ${n}`] })
    for (let n = 0; n < 30; n++) {
      await come(n)
      later(30_000)
      await collectNotices(api.app)
    }
    await deliverDue(api.app)
    const counts = taken().map(({ body }) => JSON.parse(body).data.counts['lookup-value'])
    expect(counts.length).toBeLessThan(5)
    await round()
    const rest = taken().map(({ body }) => JSON.parse(body).data.counts['lookup-value'])
    expect([...counts, ...rest].reduce((sum, one) => sum + one, 0)).toBe(30)
    await end(made)
  })

  it('is a certificate that ends: at 30, 7 and 1 days, each once', async () => {
    const made = await hook(['certificate.expiring'])
    await addProvider(api, 'ending')
    const notAfter = new Date(api.clock.now.getTime() + 30 * 86_400_000)
    await api.app.db.query(sql`
      update idp_certificates set not_after = ${notAfter} where provider_id = (select id from providers where slug = 'ending')`)
    const told: number[] = []
    for (let day = 0; day < 33; day++) {
      await round()
      told.push(...taken().map(({ body }) => JSON.parse(body).data.facts.days))
      later(86_400_000 - 6 * minute)
    }
    expect(told).toEqual([30, 7, 1])
    await end(made)
  }, 120_000)

  it('is a jump of refusals, told once, on the worklist while it lasts, and its end', async () => {
    const made = await hook(['refusals.jumped', 'refusals.calmed'])
    const { id } = await addProvider(api, 'jump')
    const refuse = (n: number) =>
      countRefusals(api.app.db, id, 'expired', new Date(Math.floor(api.clock.now.getTime() / minute) * minute), n)
    await refuse(9)
    await round()
    expect(taken()).toEqual([])
    await refuse(20)
    await round()
    expect(taken().map(({ body }) => JSON.parse(body))).toMatchObject([
      { type: 'refusals.jumped', data: { provider: 'jump', facts: { codes: 'expired' } } },
    ])
    for (let n = 0; n < 4; n++) {
      await refuse(20)
      await round()
    }
    expect(taken()).toEqual([])
    const open = await all(api, '/worklist?kind=refusals-high')
    expect(open).toMatchObject([{ provider: 'jump', facts: { refused: 29 }, actions: ['dismiss'] }])
    for (let n = 0; n < 4; n++) await round()
    expect(taken().map(({ body }) => JSON.parse(body).type)).toEqual(['refusals.calmed'])
    expect(await all(api, '/worklist?kind=refusals-high')).toEqual([])
    await end(made)
  })

  it('is a refresh of metadata that failed', async () => {
    const made = await hook(['metadata.failed'])
    const source = await newReceiver(receiverAnswers(503))
    const { id } = await addProvider(api, 'stale')
    await api.app.db.query(sql`
      insert into provider_metadata (provider_id, url, next_at) values (${id}::uuid, ${source.url}, ${api.clock.now})
      on conflict (provider_id) do update set url = excluded.url, next_at = excluded.next_at`)
    expect((await api.post('/providers/stale/refresh', undefined)).status).toBe(422)
    await round()
    expect(taken().map(({ body }) => JSON.parse(body))).toMatchObject([
      { type: 'metadata.failed', data: { provider: 'stale', link: `${publicUrl}/admin/providers/stale` } },
    ])
    await end(made)
    await source.close()
  })
})

describe('A message that does not arrive', () => {
  /** Something to tell about a provider of its own. */
  const happens = async (slug: string) => {
    const { idp } = await addProvider(api, slug)
    await signOn(api, idp, slug, 'a', { Dept: [`Of ${slug}`] })
  }

  it('is sent again under the same id until it is taken', async () => {
    const made = await hook(['work.new'])
    receiver.how.answer = receiverAnswers(500, 503, 200)
    await happens('again')
    await round()
    expect(await deliveries(made.id)).toMatchObject([
      { state: 'waiting', attempts: 1, status: 500, code: 'webhook_refused' },
    ])
    await deliverDue(api.app)
    expect(receiver.received).toHaveLength(1)
    later(minute)
    await deliverDue(api.app)
    later(3 * minute)
    await deliverDue(api.app)
    const sent = taken()
    expect(sent).toHaveLength(3)
    expect(new Set(sent.map(({ headers, body }) => `${headers['webhook-id']} ${body}`)).size).toBe(1)
    expect(sent.every((one) => isSigned(one, made.secret))).toBe(true)
    expect(await deliveries(made.id)).toMatchObject([{ state: 'delivered', attempts: 3, status: 200, code: null }])
    expect((await deliveries(made.id))[0]?.id).toBe(sent[0]?.headers['webhook-id'])
    await end(made)
  })

  it('does not keep others waiting when its receiver hangs', async () => {
    const hanging = await newReceiver(() => {})
    const [slow, quick] = [await hook(['work.new'], hanging.url), await hook(['work.new'])]
    receiver.how.answer = ok
    await happens('hang')
    later(6 * minute)
    await collectNotices(api.app)
    const round = deliverDue(api.app)
    for (let tries = 0; tries < 200 && receiver.received.length === 0; tries++)
      await new Promise((go) => setTimeout(go, 20))
    expect(taken()).toHaveLength(1)
    await round
    expect(await deliveries(slow.id)).toMatchObject([{ state: 'waiting', code: 'fetch_timeout', attempts: 1 }])
    expect(await deliveries(quick.id)).toMatchObject([{ state: 'delivered' }])
    await end(slow)
    await end(quick)
    await hanging.close()
  }, 60_000)

  it('is given up after a day; where nothing arrived the webhook is off, others hear of it, and it can be sent again', async () => {
    const other = await newReceiver()
    const [dead, alive] = [await hook(['work.new']), await hook(['channel.failing'], other.url)]
    receiver.how.answer = receiverAnswers(500)
    await happens('dead')
    await round()
    for (let hours = 0; hours < 27; hours++) {
      later(3_600_000)
      await deliverDue(api.app)
    }
    const [lost] = await deliveries(dead.id)
    expect(lost).toMatchObject({ state: 'failed', status: 500, code: 'webhook_refused', nextAt: null })
    expect((await api.get(`/webhooks/${dead.id}`)).body).toMatchObject({
      enabled: false,
      switchedOff: { code: 'webhook_refused' },
    })
    await deliverDue(api.app)
    expect(other.received.map(({ body }) => JSON.parse(body))).toMatchObject([
      { type: 'channel.failing', data: { facts: { channel: 'webhook', webhook: dead.id, code: 'webhook_refused' } } },
    ])
    receiver.how.answer = ok
    taken()
    const path = `/webhooks/${dead.id}/deliveries/${lost.id}/retry`
    expect((await api.post(path, undefined)).body).toMatchObject({ id: lost.id, state: 'delivered', status: 200 })
    expect((await api.post(path, undefined)).body.code).toBe('conflict')
    expect(taken().map(({ headers }) => headers['webhook-id'])).toEqual([lost.id])
    const on = await api.patch(`/webhooks/${dead.id}`, { enabled: true })
    expect(on.body).toMatchObject({ enabled: true, switchedOff: null })
    expect((await api.post(`/webhooks/${alive.id}/deliveries/${lost.id}/retry`, undefined)).status).toBe(404)
    await end(dead)
    await end(alive)
    await other.close()
  }, 60_000)

  it('has arrived with its status, however long the answer goes on', async () => {
    const made = await hook(['key.waiting'])
    receiver.how.answer = (_, response) => {
      response.writeHead(202)
      response.write('x'.repeat(100_000))
    }
    expect((await api.post(`/webhooks/${made.id}/test`, undefined)).body).toMatchObject({
      state: 'delivered',
      status: 202,
    })
    receiver.how.answer = ok
    taken()
    await end(made)
  })

  it('is not sent by itself after a restore, but can be', async () => {
    const made = await hook(['work.new'])
    receiver.how.answer = receiverAnswers(500)
    await happens('restored')
    await round()
    taken()
    await afterRestore(api.app.db, api.clock.now)
    receiver.how.answer = ok
    later(minute)
    await deliverDue(api.app)
    expect(taken()).toEqual([])
    const [lost] = await deliveries(made.id)
    expect(lost).toMatchObject({ state: 'failed', code: 'delivery_abandoned' })
    const again = await api.post(`/webhooks/${made.id}/deliveries/${lost.id}/retry`, undefined)
    expect(again.body).toMatchObject({ state: 'delivered' })
    taken()
    await end(made)
  })

  it('whose webhook is off for a day is given up, and the doctor names what was switched off by itself', async () => {
    const [off, dead] = [await hook(['work.new']), await hook(['work.new'])]
    receiver.how.answer = receiverAnswers(410)
    await happens('doctor')
    later(6 * minute)
    await collectNotices(api.app)
    await api.patch(`/webhooks/${off.id}`, { enabled: false })
    await deliverDue(api.app)
    later(25 * 3_600_000)
    await collectNotices(api.app)
    expect(await deliveries(off.id)).toMatchObject([{ state: 'failed', code: 'delivery_abandoned', attempts: 0 }])
    const config = { ...readConfig({}, { JITUP_SECRET: api.secrets[0], DATABASE_URL: 'postgres://here/db' }) }
    const findings = await examine(config, { connection: api.connection, stop: async () => {} }, api.clock.now)
    const said = findings.filter(({ check }) => check === 'webhooks')
    expect(said).toEqual([{ check: 'webhooks', verdict: 'warn', message: expect.stringContaining(dead.id) }])
    receiver.how.answer = ok
    taken()
    await end(off)
    await end(dead)
  })

  it('ends at once where the receiver says that it is gone for good', async () => {
    const made = await hook(['work.new'])
    receiver.how.answer = receiverAnswers(410)
    await happens('gone')
    await round()
    expect(await deliveries(made.id)).toMatchObject([{ state: 'failed', status: 410 }])
    expect((await api.get(`/webhooks/${made.id}`)).body.enabled).toBe(false)
    receiver.how.answer = ok
    taken()
    await end(made)
  })

  it('is another node’s when one dies in the middle, and never two nodes’ at once', async () => {
    const made = await hook(['work.new'])
    receiver.how.answer = ok
    for (let n = 0; n < 12; n++) await happens(`node-${n}`)
    later(6 * minute)
    await findWork(api.app)
    await collectNotices(api.app)
    const open = () =>
      openApp({
        connection: api.connection,
        secrets: api.secrets,
        publicUrl,
        log: silentLog,
        now: () => api.clock.now,
        allowPrivateHosts: ['localhost'],
        background: false,
      })
    const nodes = [await open(), await open()]
    // One message was taken by a node that is no more.
    const [dying] = await api.app.db.query<{ id: string }>(sql`
      update deliveries set attempts = 1, next_at = ${new Date(api.clock.now.getTime() + LEASE)}
      where id = (select id from deliveries where webhook_id = ${made.id}::uuid order by id limit 1) returning id`)
    await Promise.all([api, ...nodes].map(({ app }) => deliverDue(app)))
    const ids = taken().map(({ headers }) => headers['webhook-id'])
    expect([ids.length, new Set(ids).size, ids.includes(dying?.id)]).toEqual([11, 11, false])
    later(LEASE)
    await Promise.all([api, ...nodes].map(({ app }) => deliverDue(app)))
    expect(taken().map(({ headers }) => headers['webhook-id'])).toEqual([dying?.id])
    for (const node of nodes) await node.close()
    await end(made)
  })

  it('is written by one node when several look at once', async () => {
    const made = await hook(['work.new'])
    await happens('once')
    later(6 * minute)
    await Promise.all([1, 2, 3].map(() => collectNotices(api.app)))
    expect(await deliveries(made.id)).toHaveLength(1)
    await end(made)
  })

  it('is forgotten after 30 days', async () => {
    const made = await hook(['work.new'])
    await api.post(`/webhooks/${made.id}/test`, undefined)
    expect(await deliveries(made.id)).toHaveLength(1)
    later(31 * 86_400_000)
    await retain(api.app)
    expect(await deliveries(made.id)).toEqual([])
    await end(made)
    taken()
  })
})
