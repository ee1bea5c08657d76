/**
 * How long administrators wait for their lists:
 *
 *   node bench/admin-lists.mjs --contacts 100000 --sign-ons 1000000 --times 40
 *
 * Fills a database once with generated rows (`bench/admin-lists.sql`), then asks every list of the API over HTTP, `--times` times each,
 * one after the other, each time for something else where the list can be asked for something. `--database URL` uses a PostgreSQL
 * that is there, and fills it only where it is empty. Needs a build.
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { addressOf, ask, startServer as startDatabase } from './database.mjs'
import { dist } from './dist.mjs'
import { cpuOf, cpuOfFamily, parentOf, quantile } from './measure.mjs'
import { machine } from './report.mjs'

const token = 'a-token-of-the-benchmark-long-enough'
const port = 3998
const root = `http://localhost:${port}/api/v1`
const print = (text) => process.stdout.write(`${text}\n`)

/** The server, in a process of its own, as `jitup serve` runs it. */
async function serve() {
  const [{ startServer }, { readConfig }, { createLog }] = await Promise.all([
    dist('server/start.js'),
    dist('server/config.js'),
    dist('server/log.js'),
  ])
  const config = readConfig(
    {},
    {
      PORT: String(port),
      DATABASE_URL: process.env.BENCH_DATABASE,
      JITUP_SECRET: 'a secret of the benchmark, long enough',
      JITUP_ADMIN_TOKEN: token,
      LOG_LEVEL: 'error',
    },
  )
  const { stop } = await startServer(config, createLog(config.logLevel))
  process.once('SIGTERM', () => stop().then(() => process.exit()))
  process.send('ready')
}

async function main() {
  const { values: given } = parseArgs({
    options: {
      contacts: { type: 'string', default: '100000' },
      'sign-ons': { type: 'string', default: '1000000' },
      times: { type: 'string', default: '40' },
      database: { type: 'string' },
      only: { type: 'string', default: '' },
    },
  })
  const server = given.database === undefined ? await startDatabase() : null
  try {
    const connection = server ? await server.create('admin_lists') : new pg.Client(given.database)
    const { host, port, user, password, database } = connection
    const own = { host, port, user, password, database }
    const { migrate } = await dist('store/migrate.js')
    await migrate(own)
    await fill({ ...own, ...(server ? { user: 'postgres' } : {}) }, given)
    await measure(own, Number(given.times), new RegExp(given.only))
  } finally {
    await server?.stop()
  }
}

async function fill(connection, given) {
  const [{ filled }] = await ask(connection, 'select exists (select 1 from sign_ons) as filled')
  if (filled) return
  const start = performance.now()
  const script = await readFile(new URL('admin-lists.sql', import.meta.url), 'utf8')
  await ask(connection, script.replaceAll(':contacts', given.contacts).replaceAll(':signons', given['sign-ons']))
  await ask(connection, 'vacuum analyze')
  const [{ size }] = await ask(connection, 'select pg_size_pretty(pg_database_size(current_database())) as size')
  print(`${size}, filled in ${Math.round((performance.now() - start) / 1000)} s`)
}

/** A place far down in a list, as its cursor has it. */
const cursor = (path, ...position) => Buffer.from(JSON.stringify([path, ...position])).toString('base64url')

async function lists(connection) {
  const one = async (text) => (await ask(connection, text))[0] ?? {}
  const instant = `'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'`
  const byName = await one(
    'select name_key as key, id from contacts order by name_key, id offset (select count(*) * 9 / 10 from contacts) limit 1',
  )
  const byChange = await one(`select to_char(updated_at at time zone 'utc', ${instant}) as key, id from contacts
    order by updated_at desc, id desc offset (select count(*) * 9 / 10 from contacts) limit 1`)
  const byLogin = await one(
    'select login_key as key, id from users order by login_key offset (select count(*) * 9 / 10 from users) limit 1',
  )
  const old = await one('select id from sign_ons order by at, id offset 1000 limit 1')
  const person = await one('select id from contacts order by id offset 5000 limit 1')
  const value = await one(
    "select name_key as key, id from lookup_values where lookup = 'Account' order by name_key offset 3500 limit 1",
  )
  const logins = (await ask(connection, 'select login from users order by id limit 40')).map((row) => row.login)
  const login = (n) => encodeURIComponent(logins[n % logins.length])
  const grant = await one('select id from grants order by id offset (select count(*) * 9 / 10 from grants) limit 1')
  const names = [
    'moss',
    'ida',
    'lindq',
    'nakamura 77',
    "o'br",
    'best 4',
    'zz',
    'corp.ex',
    'john.best',
    'a',
    'u99',
    'nobody',
    '55509',
    '0170 79',
    'Kovář 31',
    'de v',
    '王',
    'q',
  ]
  const name = (n) => encodeURIComponent(names[n % names.length])
  const roles = ['Role 5', 'Role 777', 'All employees', 'Administrators', 'Role 30', 'Role 510']
  const role = (n) => encodeURIComponent(roles[n % roles.length])
  const accounts = ['Account value 5', 'Account value 110', 'Account value 19990', 'Account value 7500']
  const account = (n) => encodeURIComponent(accounts[n % accounts.length])
  const idp = (n) => `idp-${1 + (n % 5)}`
  const status = (n) => ['active', 'disabled', 'pending', 'deleted'][n % 4]
  const outcomes = [
    'created',
    'updated',
    'unchanged',
    'refused',
    'tested',
    'replayed',
    'undone',
    'created,updated',
    'undone,replayed',
    'refused,tested',
  ]
  const outcome = (n) => outcomes[n % outcomes.length]
  return {
    contacts: () => '/contacts',
    'contacts, 200 of them': () => '/contacts?limit=200',
    'contacts, deep': () => `/contacts?cursor=${cursor('/contacts', 'name', byName.key, byName.id)}`,
    'contacts by last change': () => '/contacts?sort=-updated',
    'contacts by last change, deep': () =>
      `/contacts?sort=-updated&cursor=${cursor('/contacts', '-updated', byChange.key, byChange.id)}`,
    'contacts, chosen columns': () => '/contacts?columns=GivenName,Surname,Account,Email',
    'contacts, search': (n) => `/contacts?search=${name(n)}`,
    'contacts, search by last change': (n) => `/contacts?sort=-updated&search=${name(n)}`,
    'contacts of an account': (n) => `/contacts?account=${account(n)}`,
    'contacts of an account, by last change': (n) => `/contacts?sort=-updated&account=${account(n)}`,
    'contacts with a role': (n) => `/contacts?role=${role(n)}`,
    'contacts of a provider': (n) => `/contacts?provider=${idp(n)}`,
    'contacts by status': (n) => `/contacts?status=${n % 5 === 4 ? 'none' : status(n)}`,
    'contacts, external': () => '/contacts?type=external',
    'contacts, all filters': (n) =>
      `/contacts?search=${name(n)}&role=${role(n + 1)}&provider=${idp(n)}&status=active&type=employee&sort=-updated`,
    users: () => '/users',
    'users, deep': () => `/users?cursor=${cursor('/users', 'login', byLogin.key, byLogin.id)}`,
    'users, newest': () => '/users?sort=-created',
    'users, search': (n) => `/users?search=${name(n)}`,
    'users by status': (n) => `/users?status=${status(n)}`,
    'users with a role of a provider': (n) => `/users?role=${role(n)}&provider=${idp(n)}`,
    'users not seen': (n) => `/users?notSeenDays=${[7, 30, 59, 90][n % 4]}`,
    'sign-ons': () => '/sign-ons',
    'sign-ons, deep': () => `/sign-ons?cursor=${cursor('/sign-ons', old.id)}`,
    'sign-ons of a provider': (n) => `/sign-ons?provider=${idp(n)}`,
    'sign-ons by outcome': (n) => `/sign-ons?outcome=${outcome(n)}`,
    'sign-ons by outcome and provider': (n) => `/sign-ons?outcome=${outcome(n)}&provider=${idp(n >> 1)}`,
    'sign-ons by outcome, deep': (n) =>
      `/sign-ons?outcome=${outcome(n)}&provider=${idp(n >> 1)}&cursor=${cursor('/sign-ons', old.id)}`,
    'sign-ons by code': (n) =>
      `/sign-ons?code=${['signature_invalid', 'expired', 'user_not_provisioned', 'too_old'][n % 4]}`,
    'sign-ons of a contact': () => `/sign-ons?contact=${person.id}`,
    'sign-ons of a user': (n) => `/sign-ons?user=${login(n)}`,
    'sign-ons, search by login': (n) => `/sign-ons?search=u${500 + n * 20}`,
    'sign-ons, search by reference': () => `/sign-ons?search=${old.id}`,
    'sign-ons, search by its beginning': () => `/sign-ons?search=${old.id.slice(0, 8)}`,
    'sign-ons of a month ago': (n) =>
      `/sign-ons?to=${new Date(Date.now() - (20 + n) * 86_400_000).toISOString().slice(0, 10)}&tests=hide`,
    'sign-ons, tests': () => '/sign-ons?tests=only',
    'overview, day': () => '/overview?range=day',
    'overview, week': () => '/overview?range=week',
    'overview, month': () => '/overview?range=month',
    converters: () => '/converters?limit=200',
    'role-rules': () => '/role-rules?limit=200',
    roles: () => '/roles?limit=200',
    lookups: () => '/lookups',
    'lookup values': () => '/lookups/Department/values',
    'lookup values, deep': () =>
      `/lookups/Account/values?cursor=${cursor('/lookups/:name/values', value.key, value.id)}`,
    'lookup values, search': (n) => `/lookups/Account/values?search=value%20${n * 13}`,
    'accounts, search': (n) => `/accounts?search=${n * 7}`,
    grants: () => '/grants',
    'grants, deep': () => `/grants?cursor=${cursor('/grants', grant.id)}`,
    'grants of a user': (n) => `/grants?user=${login(n)}`,
    'grants of a role': (n) => `/grants?role=${role(n)}`,
    'grants of a provider': (n) => `/grants?provider=${idp(n)}`,
    'grants by origin': (n) => `/grants?origin=${['manual', 'base', 'provider', 'import'][n % 4]}`,
    contact: () => `/contacts/${person.id}`,
    'contact, explained': () => `/contacts/${person.id}/explanation`,
    user: (n) => `/users/${login(n)}`,
    'history of a contact': () => `/contacts/${person.id}/history`,
    worklist: () => '/worklist',
    'worklist counts': () => '/worklist/counts',
    audit: () => '/audit',
    'audit by kind': (n) => `/audit?kind=${['users.change', 'claims.read', 'sign-on', 'roles.create'][n % 4]}`,
    'audit about somebody': () => `/audit?about=${person.id}`,
    revisions: () => '/revisions',
    columns: () => '/columns',
    providers: () => '/providers',
    administrators: () => '/administrators',
    'security report': () => '/security-report',
    'trust-events': () => '/trust-events',
  }
}

/** Every backend is its child. */
async function postmasterOf(connection) {
  const client = new pg.Client(connection)
  await client.connect()
  try {
    const { rows } = await client.query('select pg_backend_pid() as pid')
    return parentOf(rows[0].pid)
  } finally {
    await client.end()
  }
}

async function measure(connection, times, only) {
  const child = fork(new URL(import.meta.url).pathname, [], {
    env: { ...process.env, BENCH_DATABASE: addressOf(connection) },
  })
  try {
    await once(child, 'message')
    const { countFigures } = await dist('sign-on/figures.js')
    const { openDatabase } = await dist('store/database.js')
    const db = openDatabase(connection)
    // The job of a server that has been running for a while.
    await countFigures({ db, now: () => new Date() })
    await db.close()
    print(
      `${machine()}\n\n| list | rows | p50 ms | p95 ms | max ms | Node CPU ms | database CPU ms |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: |`,
    )
    const postmaster = await postmasterOf(connection)
    const slow = []
    for (const [label, path] of Object.entries(await lists(connection))) {
      if (!only.test(label)) continue
      const spans = []
      let rows = 0
      const before = { node: cpuOf(child.pid), database: cpuOfFamily(postmaster) }
      for (let n = 0; n < times; n++) {
        const start = performance.now()
        const response = await fetch(`${root}${path(n)}`, { headers: { authorization: `Bearer ${token}` } })
        const answer = await response.json()
        spans.push(performance.now() - start)
        if (response.status !== 200) throw new Error(`${path(n)}: ${JSON.stringify(answer)}`)
        rows = Math.max(rows, answer.items?.length ?? 1)
      }
      const node = (cpuOf(child.pid) - before.node) / times
      const database = (cpuOfFamily(postmaster) - before.database) / times
      const [p50, p95, max] = [quantile(spans, 0.5), quantile(spans, 0.95), Math.max(...spans)]
      if (p95 >= 300) slow.push(label)
      print(`| ${[label, rows, ...[p50, p95, max, node, database].map((ms) => ms.toFixed(1))].join(' | ')} |`)
    }
    print(
      slow.length === 0 ? '\nEvery list under 300 ms at the 95th percentile.' : `\n300 ms or more: ${slow.join(', ')}`,
    )
  } finally {
    const gone = once(child, 'exit')
    child.kill()
    await gone
  }
}

if (process.send) await serve()
else await main()
