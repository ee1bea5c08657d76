import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { verifyResponse } from '../../src/protocols/saml/index.ts'
import { runAttacks, type SeenIdentity } from '../../src/testing/index.ts'
import { verdicts } from './verdicts.ts'
import { attacksOn, genuine, shapes, verdictOn, withDecryption } from './world.ts'

const byPost = (shape: (typeof shapes)[number]) => attacksOn(shape).filter((attack) => attack.binding === 'HTTP-POST')

/** A copy of an attack on what is left when the outer signature is taken away has the verdict of that shape. */
function verdictFor(id: string, shape: (typeof shapes)[number]): string | undefined {
  const inner = id.replace('-outer-removed', '')
  const row = verdicts[inner]
  return typeof row === 'object' ? row[inner === id ? shape : 'assertion'] : row
}

describe.each(shapes)('Attacks on a message with a signed part: %s', (shape) => {
  test('every one is refused at its step with its code', () => {
    const seen = byPost(shape).map((attack) => [attack.id, verdictOn(attack)])
    expect(Object.fromEntries(seen)).toEqual(Object.fromEntries(seen.map(([id = '']) => [id, verdictFor(id, shape)])))
  }, 240_000)

  test('what must be refused is refused, and nothing is ever forged', async () => {
    const serviceProvider = (field: string): 'refused' | SeenIdentity => {
      const verdict = verifyResponse(field, withDecryption)
      if (verdict.verdict === 'rejected') return 'refused'
      return {
        subject: verdict.assertion.nameId?.value ?? null,
        attributes: Object.fromEntries(verdict.assertion.claims),
      }
    }
    const { accepted } = await runAttacks(serviceProvider, genuine(shape))
    const harmless = byPost(shape).filter((attack) => attack.expects === 'nothing-forged')
    expect(accepted.filter((one) => one.outcome === 'forged')).toEqual([])
    expect(harmless.map((attack) => attack.id)).toEqual(expect.arrayContaining(accepted.map((one) => one.id)))
  }, 240_000)
})

test('The table names no attack that does not exist', () => {
  const known = new Set(shapes.flatMap((shape) => attacksOn(shape).map((attack) => attack.id)))
  expect(Object.keys(verdicts).filter((id) => !known.has(id))).toEqual([])
})

test('Identifiers of attacks are unique, and every class of XML attack has some', () => {
  for (const shape of shapes) {
    const ids = attacksOn(shape).map((attack) => attack.id)
    expect(new Set(ids).size).toBe(ids.length)
  }
  const classes = new Set(attacksOn('both').map((attack) => attack.threat))
  // T27 is about metadata and has a test of its own.
  const wanted = Array.from({ length: 34 }, (_, n) => `T${String(n + 1).padStart(2, '0')}`)
  expect(wanted.filter((threat) => !classes.has(threat))).toEqual(['T27'])
})

test('The documentation lists every attack in the row of its class, and no other', () => {
  const page = readFileSync(new URL('../../docs/attack-suite.md', import.meta.url), 'utf8')
  const rows = [...page.matchAll(/^\| (T\d\d) \|[^|]*\| (.*) \|$/gm)]
  const listed = rows.flatMap(([, threat, names = '']) =>
    [...names.matchAll(/`([^`]+)`/g)].flatMap(([, name = '']) =>
      name.endsWith('-40kb/200kb')
        ? ['40kb', '200kb'].map((size) => `${threat}-${name.replace('40kb/200kb', size)}`)
        : [`${threat}-${name}`],
    ),
  )
  const ids = shapes.flatMap((shape) => attacksOn(shape).map((attack) => attack.id.replace('-outer-removed', '')))
  expect(listed.sort()).toEqual([...new Set(ids)].sort())
})
