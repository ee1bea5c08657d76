import * as fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { claimsRead, digestText, mayRemember, type Standing } from '../../src/core/digest-key.ts'
import { nameKey } from '../../src/core/names.ts'
import { plan } from '../../src/core/plan.ts'
import type { Claims, Snapshot } from '../../src/core/types.ts'
import { claimsArbitrary, hostileClaims, runsOf, type World, worldArbitrary } from './arbitraries.ts'
import { advance, handled, initialState, type State, wholeSnapshot } from './model.ts'
import { catalogue, claimsOf, converterOf, nameIdOf, providerOf } from './world.ts'

const runs = { numRuns: runsOf(10) }
const standing: Standing = { rulesRevision: 1, userId: 'u', userVersion: 1, contactVersion: 1, generation: '1' }
const columns = new Map(catalogue.map((column) => [column.name, column]))

describe('the text of a digest', () => {
  const about = { provider: providerOf(), subject: { value: 'j', format: null }, nameId: nameIdOf('j'), columns }
  const rules = { converters: [converterOf('GivenName'), converterOf('Surname')] }
  const text = (claims: Claims, at: Partial<Standing> = {}) => digestText(about, rules, claims, { ...standing, ...at })

  it('differs wherever the input differs, however the pieces are cut', () => {
    const inputs: readonly Claims[] = [
      ...[claimsOf({}), claimsOf({ GivenName: [] }), claimsOf({ GivenName: '' }), claimsOf({ GivenName: ['', ''] })],
      ...[claimsOf({ GivenName: ['a', 'b'] }), claimsOf({ GivenName: ['b', 'a'] }), claimsOf({ GivenName: 'a,b' })],
      ...[claimsOf({ GivenName: 'a","b' }), claimsOf({ GivenName: 'a', Surname: 'b' }), claimsOf({ Surname: 'ab' })],
      // UTF-8 carries no half of a character: as bytes all of these would be one.
      ...[claimsOf({ GivenName: '\ud800' }), claimsOf({ GivenName: '\udc00' }), claimsOf({ GivenName: '\ufffd' })],
      claimsOf({ GivenName: '\\ud800' }),
    ]
    const bytes = inputs.map((claims) => Buffer.from(text(claims), 'utf8').toString('hex'))
    expect(new Set(bytes).size).toBe(inputs.length)
    const states: readonly Partial<Standing>[] = [
      { userId: 'v' },
      ...[{}, { rulesRevision: 2 }, { userVersion: 2 }, { contactVersion: 2 }, { generation: '2' }],
      ...[
        { rulesRevision: 11, userVersion: 1 },
        { rulesRevision: 1, userVersion: 11 },
      ],
    ]
    expect(new Set(states.map((at) => text(new Map(), at))).size).toBe(states.length)
  })

  it('does not depend on the order in which attributes arrive, nor on what nobody reads', () => {
    const claims = claimsOf({ Surname: 'Best', GivenName: 'John', memberOf: ['a', 'b'] })
    expect(text(new Map([...claims].toReversed()))).toBe(text(claims))
    expect(text(new Map([...claims, ['SessionStart', ['10:41']]]))).toBe(text(claims))
  })

  it('lists every attribute that converters, conditions, templates, policies and link rules look at', () => {
    const provider = providerOf({
      roleAttributes: ['team'],
      subjectFrom: { attribute: 'uid' },
      loginFrom: { template: '{mail_name_part}' },
      externalWhen: { attribute: 'kind' },
      pilot: { when: { attribute: 'ring', equals: '1' } },
      link: [
        { by: 'column', column: 'Badge', attribute: 'badge' },
        { by: 'login', from: { attribute: 'account' } },
      ],
    })
    const converters = [
      converterOf('GivenName', { attributes: ['first', 'given'] }),
      converterOf('Surname', { attributes: null, template: '{last} {suffix}' }),
      converterOf('JobTitle', { attributes: ['title'], lastPart: true, condition: { attribute: 'staff' } }),
    ]
    const sent = [
      ...['account', 'badge', 'first', 'given', 'http://a.example/title', 'kind', 'last', 'mail', 'ring', 'staff'],
      ...['suffix', 'team', 'uid'],
    ]
    const claims = new Map([...sent, 'memberOf', 'http://b.example/title', 'other'].map((name) => [name, ['x']]))
    expect(claimsRead(provider, { converters }, columns, claims)).toEqual(sent)
  })
})

/** Plays a world and shows what was found at each sign-on. */
const play = (world: World, look: (state: State, snapshot: Snapshot, claims: Claims) => void): void => {
  let state = initialState(world)
  for (const step of world.steps) {
    if (step.kind !== 'sign-on') {
      state = handled(state, step)
      continue
    }
    for (let twice = 0; twice < 2; twice++) {
      const snapshot = wholeSnapshot(world, state, step.claims)
      look(state, snapshot, step.claims)
      state = advance(world, state, snapshot, plan(snapshot, step.claims, world.rules))
    }
  }
}

test('claims of the same digest text get the same plan', () => {
  let same = 0
  fc.assert(
    fc.property(worldArbitrary(), fc.oneof(claimsArbitrary, hostileClaims), fc.nat(), (world, other, cut) =>
      play(world, (state, snapshot, claims) => {
        // Some attributes go, others come or are replaced: half of the time none that is read.
        const mixed = new Map([...claims, ...other].filter((_, index) => ((cut >> (index % 16)) & 1) === 0))
        for (const changed of [mixed, new Map([...other, ...claims]), new Map([...claims].slice(1))]) {
          const again = wholeSnapshot(world, state, changed)
          const text = digestText(again, world.rules, changed, standing)
          if (text !== digestText(snapshot, world.rules, claims, standing)) continue
          same++
          expect(plan(again, changed, world.rules)).toEqual(plan(snapshot, claims, world.rules))
        }
      }),
    ),
    runs,
  )
  expect(same).toBeGreaterThan(runs.numRuns / 10)
})

const stranger = { id: '0199bbbb-0000-7000-8000-000000000001', createdAt: new Date('2020-01-01') }

/** What the sign-ons of others write, and what does not count as a change of the directory's generation. */
const lateness = (snapshot: Snapshot, texts: readonly string[]): Snapshot => {
  const known = new Set(snapshot.lookupValues.flatMap(({ lookup, keys }) => keys.map((key) => `${lookup} ${key}`)))
  const made = ['Account', 'Department', 'ContactType'].flatMap((lookup) =>
    texts
      .filter((text) => text.trim() !== '' && !known.has(`${lookup} ${nameKey(text)}`))
      .map((text, index) => {
        const id = `${stranger.id.slice(0, -4)}${String(index).padStart(4, '0')}`
        return { ...stranger, id, lookup, name: text, keys: [nameKey(text)] }
      }),
  )
  const namesakes = texts.map((text) => ({ ...stranger, lookup: 'Contact', name: text, keys: [nameKey(text)] }))
  return {
    ...snapshot,
    lookupValues: [...snapshot.lookupValues, ...made, ...namesakes],
    loginsTaken: new Set([...snapshot.loginsTaken, ...texts.map(nameKey)]),
    otherAdministrators: !snapshot.otherAdministrators,
    activity: { withdrawals: 1_000_000, lookupValues: 1_000_000 },
  }
}

test('a plan that may be remembered changes nothing, and what other people’s sign-ons write does not alter it', () => {
  let remembered = 0
  fc.assert(
    fc.property(worldArbitrary(), (world) =>
      play(world, (_, snapshot, claims) => {
        const decided = plan(snapshot, claims, world.rules)
        if (!mayRemember(snapshot, world.rules, claims, decided)) return
        remembered++
        expect(decided).toMatchObject({ decision: 'unchanged', changes: [], problems: [], refusal: null })
        const texts = [...claims.values(), ...world.rules.converters.map((row) => [row.defaultValue ?? ''])].flat()
        expect(plan(lateness(snapshot, texts), claims, world.rules)).toEqual(decided)
      }),
    ),
    runs,
  )
  expect(remembered).toBeGreaterThan(runs.numRuns / 50)
})

test('neither a change, a remark, a newcomer nor a name of a person in it may be remembered', () => {
  const owner = { id: 'o', lookup: 'Contact', name: 'Ada', keys: ['ada'], createdAt: new Date(0) }
  fc.assert(
    fc.property(worldArbitrary(), (world) =>
      play(world, (_, snapshot, claims) => {
        const decided = plan(snapshot, claims, world.rules)
        const may = mayRemember(snapshot, world.rules, claims, decided)
        if (decided.changes.length > 0 || decided.problems.length > 0 || !snapshot.person) expect(may).toBe(false)
        if (!may) return
        const named = { converters: [...world.rules.converters.filter((row) => row.column !== 'Owner')] }
        const withOwner = { converters: [...named.converters, converterOf('Owner', { attributes: ['Manager'] })] }
        const sent = new Map([...claims, ['Manager', ['Ada']]])
        const found = { ...snapshot, lookupValues: [...snapshot.lookupValues, owner] }
        expect(mayRemember(found, withOwner, sent, decided)).toBe(false)
      }),
    ),
    runs,
  )
})
