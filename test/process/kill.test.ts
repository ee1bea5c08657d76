import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { inflateRawSync } from 'node:zlib'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startEmbedded } from '../../src/store/embedded.ts'
import { createIdentityProvider, toFormField } from '../../src/testing/index.ts'
import { freePort, newDataDir, removeDataDir, type ServerProcess, startProcess } from './server-process.ts'

// Kills per run of the suite, and sign-ons started before each.
const kills = 10
const signOns = 50
const lanes = 8

const idp = createIdentityProvider()
let dataDir: string
let env: Record<string, string>

beforeAll(async () => {
  dataDir = newDataDir()
  writeFileSync(join(dataDir, 'idp.xml'), idp.metadata())
  const config = `
providers:
  - { slug: acme, name: Acme, metadata: ./idp.xml, roleAttributes: [memberOf] }
roles:
  - { name: Sales team }
converters:
  - { attribute: Department, column: Department }
  - { attribute: Email, column: Email }
  - { attribute: First Name, column: GivenName }
  - { attribute: Last Name, column: Surname }
  - { column: Type, default: Employee }
roleRules:
  - { group: sales, role: Sales team }
`
  writeFileSync(join(dataDir, 'jitup.yaml'), config)
  env = { PORT: String(await freePort()), JITUP_DATA: dataDir, JITUP_CONFIG: join(dataDir, 'jitup.yaml') }
})
afterAll(() => removeDataDir(dataDir))

/** One whole sign-on by HTTP. @returns the session cookie when the redirect arrived */
async function signOn(url: string, name: string): Promise<string | null> {
  const leave = await fetch(`${url}/sso/acme/start`, { redirect: 'manual' })
  const browser = leave.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  const request = new URL(leave.headers.get('location') ?? '').searchParams.get('SAMLRequest') ?? ''
  const inResponseTo = / ID="([^"]+)"/.exec(inflateRawSync(Buffer.from(request, 'base64')).toString())?.[1] ?? ''
  const xml = idp.respond({
    acsUrl: `${url}/sso/acme/acs`,
    audience: `${url}/sso/acme/metadata`,
    inResponseTo,
    nameId: { value: name },
    attributes: {
      Department: [`Department ${name.length % 3}`],
      Email: [`${name}@acme.example`],
      'First Name': ['Kim'],
      'Last Name': [name],
      memberOf: ['sales'],
    },
  })
  const answer = await fetch(`${url}/sso/acme/acs`, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie: browser },
    body: new URLSearchParams({ SAMLResponse: toFormField(xml) }),
  })
  return answer.status === 303 ? (answer.headers.getSetCookie()[0]?.split(';')[0] ?? null) : null
}

/** Starts sign-ons in parallel lanes and kills the server somewhere in the middle. @returns those acknowledged */
async function signOnUntilKilled(server: ServerProcess, round: number): Promise<Map<string, string>> {
  const acknowledged = new Map<string, string>()
  let next = 0
  const lane = async (): Promise<void> => {
    while (next < signOns) {
      const name = `p-${round}-${next++}`
      const cookie = await signOn(server.url, name).catch(() => null)
      if (cookie !== null) acknowledged.set(name, cookie)
      if (acknowledged.size >= 5 + round * 4 && server.child.exitCode === null) server.child.kill('SIGKILL')
    }
  }
  await Promise.all(Array.from({ length: lanes }, lane))
  await server.kill('SIGKILL')
  return acknowledged
}

it(`what was acknowledged is there after ${kills} kills in the middle of ${kills * signOns} sign-ons, and nothing by halves`, async () => {
  const all = new Map<string, string>()
  for (let round = 0; round < kills; round++) {
    const server = await startProcess('serve', env)
    const acknowledged = await signOnUntilKilled(server, round)
    expect(acknowledged.size).toBeGreaterThan(0)
    for (const [name, cookie] of acknowledged) all.set(name, cookie)
  }

  const server = await startProcess('serve', env)
  const embedded = await startEmbedded({ dataDir })
  const client = new pg.Client(embedded.connection)
  await client.connect()
  try {
    const people = await client.query(`
      select i.subject, c."Surname", c."Email", d.name as department, t.name as type,
        (select count(*)::int from grants g where g.user_id = u.id) as grants,
        (select count(*)::int from provenance p where p.contact_id = c.id) as history,
        (select count(*)::int from sign_ons s where s.contact_id = c.id) as journal,
        (select count(*)::int from sessions s where s.user_id = u.id) as sessions
      from contacts c left join users u on u.contact_id = c.id left join identities i on i.user_id = u.id
        left join lookup_values d on d.id = c."Department" left join lookup_values t on t.id = c."Type"`)
    const found = new Map(people.rows.map((row) => [row.subject, row]))
    for (const name of all.keys()) expect(found.has(name), name).toBe(true)
    for (const row of people.rows) {
      expect(row).toMatchObject({ Surname: row.subject, Email: `${row.subject}@acme.example`, type: 'Employee' })
      expect(row).toMatchObject({ grants: 2, history: 6, journal: 1, sessions: 1 })
    }
    const [, cookie = ''] = [...all].at(-1) ?? []
    const me = await fetch(`${server.url}/me`, { headers: { cookie } })
    expect(me.status).toBe(200)
  } finally {
    await client.end()
    await embedded.stop()
    await server.kill('SIGTERM')
  }
}, 300_000)
