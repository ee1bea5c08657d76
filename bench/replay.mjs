/**
 * What the tools cost on many stored sign-ons: a draft tried on them, carried out and taken back, and how often attributes arrive.
 *
 *   node bench/replay.mjs --sign-ons 10000
 *
 * Everything goes through the API of one process on the embedded PostgreSQL. The sign-ons are written by the steps of a sign-on, one
 * person each, without signatures: a replay reads what is stored.
 */
import { once } from 'node:events'
import { parseArgs } from 'node:util'
import { ask, startServer as startDatabase } from './database.mjs'
import { dist } from './dist.mjs'
import { attribute, groupName, identityProvider, person } from './people.mjs'
import { machine } from './report.mjs'

const { values: given } = parseArgs({ options: { 'sign-ons': { type: 'string', default: '10000' } } })
const signOns = Number(given['sign-ons'])
const print = (text) => process.stdout.write(`${text}\n`)
const token = 'a-token-of-the-benchmark-long-enough'
const publicUrl = 'http://localhost:3999'

const [{ openApp }, { createServer }, { silentLog }, { importAdminToken }] = await Promise.all([
  dist('server/jitup.js'),
  dist('server/app.js'),
  dist('server/log.js'),
  dist('api/edit/tokens.js'),
])
const database = await startDatabase()
try {
  const connection = { ...(await database.create('replay')), max: 10 }
  const secrets = ['a secret of the benchmark, long enough']
  const running = await openApp({ connection, secrets, publicUrl, log: silentLog })
  try {
    await importAdminToken(running.app, token)
    await measure(running.app, createServer(running.app), { ...connection, user: 'postgres' })
  } finally {
    await running.close()
  }
} finally {
  await database.stop()
}

async function measure(app, server, administrator) {
  const api = async (method, path, body) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    const sent = body === undefined ? {} : { body: JSON.stringify(body) }
    const response = await server.request(`${publicUrl}/api/v1${path}`, { method, headers, ...sent })
    const answer = await response.json()
    if (response.status >= 400) throw new Error(`${method} ${path}: ${JSON.stringify(answer)}`)
    return answer
  }
  const { id: providerId } = await api('POST', '/providers', {
    name: 'Corp',
    slug: 'corp',
    metadata: identityProvider().metadata(),
    roleAttributes: [attribute.groups],
    withdrawalCeiling: 1_000_000,
  })
  const columns = { Name: 'name', GivenName: 'givenName', Surname: 'surname', Email: 'email', Department: 'department' }
  const more = {
    JobTitle: 'jobTitle',
    MobilePhone: 'phone',
    Account: 'company',
    Language: 'language',
    Country: 'country',
  }
  for (const [column, name] of Object.entries({ ...columns, ...more })) {
    await api('POST', '/converters', { column, attributes: [attribute[name]] })
  }
  await api('POST', '/converters', { column: 'Type', defaultValue: 'Employee' })
  for (let n = 0; n < 40; n++) await api('POST', '/roles', { name: groupName(n * 10) })
  await timed(`${signOns} sign-ons stored`, () => store(app, providerId))
  // As the database does by itself within a minute.
  await ask(administrator, 'analyze')
  const rows = (await api('GET', '/converters?limit=200')).items
  const title = rows.find((one) => one.column === 'JobTitle')
  const draft = { converters: { upsert: [{ id: title.id, convert: ['upper'] }] } }

  const ended = async (id) => {
    for (;;) {
      const replay = await api('GET', `/replays/${id}`)
      if (replay.state !== 'running') return replay
      await once(AbortSignal.timeout(50), 'abort')
    }
  }
  const replay = await timed('a draft tried on them', async () =>
    ended((await api('POST', '/replays', { last: signOns, draft })).id),
  )
  print(`  ${replay.state}, ${replay.counts.affected} of ${replay.counts.people} people change`)
  await api('PATCH', `/converters/${title.id}`, { convert: ['upper'] })
  const applied = await timed('carried out', async () => {
    await api('POST', `/replays/${replay.id}/apply`, {})
    return ended(replay.id)
  })
  print(`  ${applied.state}: ${JSON.stringify(applied.counts.applied)}`)
  const undone = await timed('taken back', async () => {
    await api('POST', '/undo', { replayId: replay.id })
    return ended(replay.id)
  })
  print(`  ${undone.state}: ${JSON.stringify(undone.counts.undone)}`)
  await timed('coverage of them', () => api('GET', `/coverage?provider=corp&last=${signOns}`))
  print(machine())
}

async function timed(what, work) {
  const start = performance.now()
  const result = await work()
  print(`${what}: ${((performance.now() - start) / 1000).toFixed(1)} s`)
  return result
}

/** As a sign-on does it, from the snapshot to the journal. */
async function store(app, providerId) {
  const [{ plan }, { apply }, { ask, identify }, { readRuleBook }, { providerById }, { insertSignOn }, { uuid7 }] =
    await Promise.all(
      [
        'core/plan',
        'sign-on/apply',
        'sign-on/identify',
        'sign-on/rule-book',
        'store/providers',
        'store/sign-ons',
        'store/uuid',
      ].map((file) => dist(`${file}.js`)),
    )
  const book = await readRuleBook(app.db)
  const { policy } = await providerById(app.db, providerId)
  const one = async (number) => {
    const { email, attributes } = person(number)
    const claims = new Map(Object.entries(attributes))
    const nameId = { value: email, format: null, nameQualifier: null, spNameQualifier: null, spProvidedId: null }
    const now = new Date()
    const id = uuid7(now)
    await app.db.serialised([`bench ${email}`], async (tx) => {
      const snapshot = await identify(tx, app.seal, ask(policy, { claims, nameId }, book, now))
      const decided = plan(snapshot, claims, book.rules)
      const known = await apply(tx, snapshot, decided, { kind: 'sign-on', signOnId: id }, now)
      const entry = {
        id,
        providerId,
        outcome: 'created',
        code: null,
        step: null,
        ...known,
        problems: [],
        address: null,
      }
      const kept = { subject: { value: email, format: null }, claims: [...claims], plan: decided }
      await tx.query(
        insertSignOn(app.seal, { ...entry, rulesRevision: book.rules.revision, durationMicroseconds: 0 }, kept),
      )
    })
  }
  for (let at = 0; at < signOns; at += 8) {
    await Promise.all(Array.from({ length: Math.min(8, signOns - at) }, (_, n) => one(at + n)))
  }
}
