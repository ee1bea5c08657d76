/** What our documents say can be checked: links lead somewhere, every setting has its row, commands for the database work. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import pg from 'pg'
import { expect, it, test } from 'vitest'
import { routeTable } from '../../src/api/routes.ts'
import { entrySchemas, settingsSchema } from '../../src/config-file/schema.ts'
import { exceptionNames } from '../../src/protocols/saml/settings.ts'
import { Browser, count, newWorld, respond } from '../sign-on/world.ts'

const root = new URL('../../', import.meta.url)
const read = (path: string) => readFileSync(new URL(path, root), 'utf8')
const pages = [
  ...readdirSync(root).filter((name) => name.endsWith('.md')),
  ...['docs/', 'docs/decisions/'].flatMap((folder) =>
    readdirSync(new URL(folder, root))
      .filter((name) => name.endsWith('.md'))
      .map((name) => `${folder}${name}`),
  ),
]
const prose = (path: string) => read(path).replace(/^```.*?^```/gms, '')

/** The anchors of a page: its headings as GitHub and others name them, and those that were set by hand. */
function anchorsOf(path: string): ReadonlySet<string> {
  const headings = [...prose(path).matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  )
  return new Set([...headings, ...[...read(path).matchAll(/<a id="([^"]+)">/g)].map(([, id = '']) => id)])
}

test.each(pages)('every link of %s leads somewhere', (page) => {
  for (const [, target = ''] of prose(page).matchAll(/\]\(([^)\s]+)\)/g)) {
    if (/^[a-z]+:/.test(target)) continue
    const [path = '', anchor] = target.split('#')
    const file = path === '' ? page : new URL(path, new URL(page, 'file:///')).pathname.slice(1)
    expect([target, existsSync(new URL(file, root))]).toEqual([target, true])
    if (anchor !== undefined) expect([target, anchorsOf(file).has(anchor)]).toEqual([target, true])
  }
})

test('decisions are numbered one after the other', () => {
  const numbers = pages.filter((one) => one.startsWith('docs/decisions/')).map((one) => one.slice(15, 19))
  expect(numbers.toSorted()).toEqual(numbers.map((_, at) => String(at + 1).padStart(4, '0')))
})

test('the configuration file’s page has every key, and no exception is left out', () => {
  const page = read('docs/configuration.md')
  const keys = [...Object.values(entrySchemas), settingsSchema].flatMap((schema) => Object.keys(schema.shape))
  for (const key of [...keys, ...exceptionNames]) expect([key, page.includes(`\`${key}\``)]).toEqual([key, true])
})

test('the page of the API has every noun', () => {
  const page = read('docs/api.md')
  for (const { path } of routeTable) {
    const noun = path.split('/').find((part) => part !== '' && part !== 'api' && part !== 'v1') ?? ''
    expect([path, page.includes(noun)]).toEqual([path, true])
  }
})

test('the page of operations has every variable', () => {
  const page = read('docs/operations.md')
  const names = [...read('src/server/config.ts').matchAll(/\benv\.([A-Z_]+)|\(env, '([A-Z_]+)'/g)]
  expect(names.length).toBeGreaterThan(10)
  for (const [, direct, named] of names) {
    const name = direct ?? named ?? ''
    expect([name, page.includes(`\`${name}\``)]).toEqual([name, true])
  }
})

it('what is said of a backup that was put back ends every session and refuses what came before', async () => {
  const world = await newWorld()
  const client = new pg.Client(world.database.connection)
  try {
    const browser = new Browser(world)
    expect(await browser.post(respond(world, await browser.start()))).toBeInstanceOf(Response)
    await browser.start()
    expect([await count(world, 'sessions'), await count(world, 'pending_requests')]).not.toContain(0)
    const [, commands = ''] = /^```sql\n(.*?)^```/ms.exec(read('docs/operations.md')) ?? []
    await client.connect()
    // The world's clock has its own date.
    await client.query(commands.replace('now()', `'2026-11-23T13:00:00Z'::timestamptz`))
    expect([await count(world, 'sessions'), await count(world, 'pending_requests')]).toEqual([0, 0])
    expect(await browser.post(respond(world, await browser.start()))).toMatchObject({
      code: 'assertion_before_restore',
    })
    world.clock.now = new Date('2026-11-23T13:00:01Z')
    expect(await browser.post(respond(world, await browser.start()))).toBeInstanceOf(Response)
  } finally {
    await client.end()
    await world.end()
  }
})
