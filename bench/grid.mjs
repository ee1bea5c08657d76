/**
 * Whether typing in the attribute mapping stutters when it has many rows: the built UI in Chromium, on a real server.
 *
 *   node bench/grid.mjs --rows 300
 *
 * Of every key: what the page's thread worked for it (Chromium's metrics in thread time, so that other load of the machine does
 * not count), and how long it took on the clock until the next picture (its Event Timing). A key stutters from 50 ms on.
 */

import { parseArgs } from 'node:util'
import { inflateRawSync } from 'node:zlib'
import { serve } from '@hono/node-server'
import { chromium } from 'playwright-core'
import { ask, startServer as startDatabase } from './database.mjs'
import { dist } from './dist.mjs'
import { quantile } from './measure.mjs'
import { machine } from './report.mjs'

const { values: given } = parseArgs({
  options: { rows: { type: 'string', default: '300' }, port: { type: 'string', default: '3998' } },
})
const rows = Number(given.rows)
const port = Number(given.port)
const publicUrl = `http://localhost:${port}`
const token = 'a-token-of-the-benchmark-long-enough'
const print = (text) => process.stdout.write(`${text}\n`)

const [{ openApp }, { createServer }, { silentLog }, { importAdminToken }, { createIdentityProvider, toFormField }] =
  await Promise.all([
    dist('server/jitup.js'),
    dist('server/app.js'),
    dist('server/log.js'),
    dist('api/edit/tokens.js'),
    dist('testing/index.js'),
  ])
const idp = createIdentityProvider()
const database = await startDatabase()
try {
  const connection = { ...(await database.create('grid')), max: 5 }
  const running = await openApp({
    connection,
    secrets: ['a secret of the benchmark, long enough'],
    publicUrl,
    log: silentLog,
  })
  try {
    await importAdminToken(running.app, token)
    const server = serve({ fetch: createServer(running.app).fetch, port, hostname: '127.0.0.1' })
    try {
      await fill()
      await measure(await signIn(connection))
    } finally {
      server.close()
      server.closeAllConnections()
    }
  } finally {
    await running.close()
  }
} finally {
  await database.stop()
}

async function api(path, body) {
  const response = await fetch(`${publicUrl}/api/v1${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
  return response.json()
}

/** A provider, and so many rows. */
async function fill() {
  await api('/providers', { name: 'Acme', slug: 'acme', metadata: idp.metadata() })
  const { revision } = await api('/rules')
  const upsert = Array.from({ length: rows }, (_, n) => ({
    attributes: [`https://claims.corp.example/identity/attribute-${n}`],
    column: 'Notes',
    defaultValue: `Default ${n}`,
    ...(n === 0 ? {} : { condition: { attribute: 'kind', equals: String(n) } }),
  }))
  await api('/rules', { basedOn: revision, converters: { upsert } })
}

/** Somebody signs on and is made an administrator. @returns the cookies */
async function signIn(connection) {
  const started = await fetch(`${publicUrl}/sso/acme/start`, { redirect: 'manual' })
  const request = new URL(started.headers.get('location')).searchParams.get('SAMLRequest')
  const xml = inflateRawSync(Buffer.from(request, 'base64')).toString()
  const answer = idp.respond({
    acsUrl: `${publicUrl}/sso/acme/acs`,
    audience: `${publicUrl}/sso/acme/metadata`,
    inResponseTo: / ID="([^"]+)"/.exec(xml)[1],
    nameId: { value: 'ada' },
    attributes: {},
  })
  const cookie = started.headers.getSetCookie().map((one) => one.split(';')[0])
  const done = await fetch(`${publicUrl}/sso/acme/acs`, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'content-type': 'application/x-www-form-urlencoded', cookie: cookie.join('; ') },
    body: new URLSearchParams({ SAMLResponse: toFormField(answer) }).toString(),
  })
  await ask(
    connection,
    `insert into grants (id, user_id, role_id, origin, created_at)
     select gen_random_uuid(), u.id, r.id, 'manual', now() from users u, roles r where r.built_in = 'administrators'`,
  )
  return [...cookie, ...done.headers.getSetCookie().map((one) => one.split(';')[0])].map((one) => {
    const at = one.indexOf('=')
    return { name: one.slice(0, at), value: one.slice(at + 1), url: publicUrl }
  })
}

async function measure(cookies) {
  const executablePath = process.env.JITUP_CHROMIUM ?? '/usr/bin/chromium'
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] })
  try {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 } })
    await context.addCookies(cookies)
    const page = await context.newPage()
    await page.goto(`${publicUrl}/admin/converters`)
    await page.getByLabel('Attribute for Notes').first().waitFor()
    await page.waitForLoadState('networkidle')
    const chrome = await context.newCDPSession(page)
    await chrome.send('Performance.enable', { timeDomain: 'threadTicks' })
    const worked = async () => {
      const { metrics } = await chrome.send('Performance.getMetrics')
      return metrics.find((one) => one.name === 'TaskDuration').value * 1000
    }
    print(`${machine()}, ${rows} rows, of which ${await page.locator('tr[data-key]').count()} are in the page`)
    // What measuring costs by itself, to be taken off the rest.
    print(report('a key that does nothing', await typed(page, worked, Array(20).fill('Shift'))))
    for (const [name, cell] of [
      ['typing in the first row', page.locator('tr[aria-rowindex="2"] [data-cell=attribute]')],
      ['typing in the last row', null],
    ]) {
      if (cell) await cell.focus()
      else await page.keyboard.press('Control+End')
      await page.keyboard.press('End')
      // The first key makes the row a changed one: that is more work, once.
      print(report(`${name}, the first key`, await typed(page, worked, 'x')))
      print(report(name, await typed(page, worked, 'the quick brown fox jumps over the lazy dog')))
    }
    await page.keyboard.press('Control+Home')
    print(report('moving down with the arrow', await typed(page, worked, Array(60).fill('ArrowDown'))))
  } finally {
    await browser.close()
  }
}

/** Presses keys one after the other. @returns of each the milliseconds of the thread, and on the clock until it was seen */
async function typed(page, worked, keys) {
  await page.evaluate(() => {
    globalThis.seen = []
    new PerformanceObserver((list) => {
      for (const one of list.getEntries()) if (one.name === 'keydown') globalThis.seen.push(one.duration)
    }).observe({ type: 'event', durationThreshold: 16 })
  })
  const thread = []
  for (const key of keys) {
    const before = await worked()
    await page.keyboard.press(key === ' ' ? 'Space' : key)
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))))
    thread.push((await worked()) - before)
  }
  return { thread, clock: await page.evaluate(() => globalThis.seen) }
}

function report(name, { thread, clock }) {
  const ms = (value) => `${value.toFixed(1)} ms`
  const slow = thread.filter((one) => one >= 50).length
  const seen = clock.length > 0 ? `, until seen at most ${ms(Math.max(...clock))}` : ', all seen within 16 ms'
  return `${name}: thread median ${ms(quantile(thread, 0.5))}, p95 ${ms(quantile(thread, 0.95))}, most ${ms(Math.max(...thread))}; ${slow} of ${thread.length} over 50 ms${seen}`
}
