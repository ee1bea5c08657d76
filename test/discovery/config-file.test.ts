import sql from 'sql-template-tag'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { bindDomain, unbindDomain } from '../../src/api/edit/domains.ts'
import { applyConfig } from '../../src/config-file/apply.ts'
import { parseConfig } from '../../src/config-file/parse.ts'
import { listDomains } from '../../src/store/domains.ts'
import { createIdentityProvider } from '../../src/testing/index.ts'
import { newWorld, type World } from '../sign-on/world.ts'

let world: World
beforeAll(async () => {
  world = await newWorld()
})
afterAll(() => world?.end())
beforeEach(async () => {
  await world.app.db.query(sql`delete from settings where name = 'config'`)
  await world.app.db.query(sql`delete from domains`)
})

const known = new Map<string, string>()
/** The same every time: keys do not change under the tests. */
function metadata(path: string): string {
  const made = known.get(path) ?? createIdentityProvider({ entityId: `https://${path}.example/metadata` }).metadata()
  known.set(path, made)
  return made
}
const file = (lists: Readonly<Record<string, readonly string[]>>) =>
  `providers:\n${Object.entries(lists)
    .map(
      ([slug, domains]) =>
        `  - { slug: ${slug}, name: ${slug}, metadata: ${slug}, domains: [${domains.join(', ')}] }\n`,
    )
    .join('')}`
const read = (text: string) => parseConfig(text, 'jitup.yaml', metadata)
const apply = (lists: Parameters<typeof file>[0]) => applyConfig(world.app, read(file(lists)))
const bound = async () =>
  (await listDomains(world.app.db, { after: null, limit: 100 })).map((one) => `${one.domain} ${one.provider}`)

it('binds the domains that the file names, once', async () => {
  const lists = { one: ['One.example', 'bücher.example'], two: ['two.example'] }
  expect((await apply(lists)).changes).toContain('domain one.example bound to one')
  expect(await bound()).toEqual(['one.example one', 'two.example two', 'xn--bcher-kva.example one'])
  expect(await apply(lists)).toEqual({ changes: [], kept: [] })
})

it('frees none, and does not bring back what an administrator has freed or moved', async () => {
  await apply({ one: ['one.example', 'other.example'], two: [] })
  for (const { id } of await listDomains(world.app.db, { after: null, limit: 100 })) await unbindDomain(world.app, id)
  await bindDomain(world.app, { domain: 'other.example', provider: 'two' })
  const again = await apply({ one: ['one.example', 'other.example'], two: [] })
  expect(again.changes).toEqual([])
  expect(again.kept).toEqual(['domain one.example: removed', 'domain other.example: of two'])
  await apply({ one: [], two: [] })
  expect(await bound()).toEqual(['other.example two'])
})

it('says where a domain cannot be bound', async () => {
  const wrong = file({ one: ['gmail.com', '10.0.0.1'], two: ['two.example'], three: ['TWO.example'] })
  expect(() => read(wrong)).toThrowError(/providers\[0\]\.domains\[0\]: Everybody can have an address at gmail\.com/)
  expect(() => read(wrong)).toThrowError(/providers\[0\]\.domains\[1\]: This must be the domain/)
  expect(() => read(wrong)).toThrowError(/providers\[2\]\.domains: The domain two\.example is bound already, on line 3/)
  await apply({ one: [], two: ['two.example'] })
  await expect(apply({ one: ['two.example'], two: [] })).rejects.toThrowError(/belongs to two already/)
})
