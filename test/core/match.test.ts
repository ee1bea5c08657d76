import { describe, expect, it } from 'vitest'
import { comesBack, isInPilot, newcomerType } from '../../src/core/admission.ts'
import { PERSISTENT, TRANSIENT } from '../../src/core/attributes.ts'
import { mailDomainOf } from '../../src/core/mail-domain.ts'
import { CANDIDATE_LIMIT, type Candidate, linkTargets, matchOf, notAKey, openTargets } from '../../src/core/match.ts'
import { plan } from '../../src/core/plan.ts'
import { project } from '../../src/core/project.ts'
import type { LinkRule, Origin, Snapshot, UserType } from '../../src/core/types.ts'
import {
  administrators,
  auditors,
  catalogue,
  claimsOf,
  columnNamed,
  converterOf,
  manual,
  nameIdOf,
  OTHER_PROVIDER,
  PROVIDER,
  personOf,
  providerOf,
  rulesOf,
  snapshotOf,
} from './world.ts'

const columns = new Map(catalogue.map((one) => [one.name, one]))
const byNumber: LinkRule = { by: 'column', column: 'Badge', attribute: 'employeeNumber' }
const byLogin: LinkRule = { by: 'login', from: 'NameID' }
const byEmail: LinkRule = { by: 'email', attribute: 'mail' }
const at = '2026-01-01T00:00:00.000Z'
const sentBy = (providerId: string): Origin => ({ kind: 'claim', converterId: 'c', attribute: 'a', providerId, at })
const bound = new Map([['acme.example', PROVIDER]])

const candidate = (overrides: Partial<Candidate> = {}): Candidate => ({
  position: 0,
  userId: 'user-1',
  type: 'employee',
  status: 'active',
  value: '42',
  origin: { kind: 'import', at },
  createdBy: 'import',
  providerId: null,
  guarded: false,
  ...overrides,
})

const targetsOf = (link: readonly LinkRule[], attributes: Parameters<typeof claimsOf>[0], nameId = nameIdOf('jb')) =>
  openTargets(providerOf(), linkTargets({ link }, columns, claimsOf(attributes), nameId), bound)

const decide = (
  link: readonly LinkRule[],
  attributes: Parameters<typeof claimsOf>[0],
  candidates: readonly Candidate[],
  userType: UserType = 'employee',
) => matchOf(providerOf(), userType, targetsOf(link, attributes), candidates)

describe('whom a rule looks for', () => {
  it('is the value as the column would hold it', () => {
    expect(targetsOf([byNumber], { employeeNumber: ' 0042 ' })).toMatchObject([{ text: '42', keys: ['42'] }])
  })

  it.each<[string, LinkRule, Parameters<typeof claimsOf>[0]]>([
    ['an attribute that did not arrive', byNumber, {}],
    ['an empty attribute', byNumber, { employeeNumber: ['', ' '] }],
    ['an attribute with several values', byNumber, { employeeNumber: ['42', '43'] }],
    ['a value that the column cannot hold', byNumber, { employeeNumber: 'forty-two' }],
    ['a column that does not exist', { ...byNumber, column: 'Nowhere' }, { employeeNumber: '42' }],
    ['a column that identifies nobody', { ...byNumber, column: 'GivenName' }, { employeeNumber: '42' }],
    ['the column of addresses', { ...byNumber, column: 'Email' }, { employeeNumber: 'a@acme.example' }],
    ['an address without a domain', byEmail, { mail: 'a@' }],
    ['what is no address', byEmail, { mail: 'acme.example' }],
    ['an address in a domain of nobody', byEmail, { mail: 'a@elsewhere.example' }],
    ['a value with a control character', { by: 'login', from: { attribute: 'uid' } }, { uid: 'a\u0000' }],
    ['a value that is far too long', { by: 'login', from: { attribute: 'uid' } }, { uid: 'ﷺ'.repeat(200) }],
  ])('is nobody for %s', (_, rule, attributes) => {
    expect(targetsOf([rule], attributes)).toEqual([])
  })

  it('is nobody by a NameID that changes at every sign-on', () => {
    expect(targetsOf([byLogin], {}, nameIdOf('x', TRANSIENT))).toEqual([])
    expect(targetsOf([byLogin], {}, nameIdOf('x', PERSISTENT))).toHaveLength(1)
  })

  it('is an address only in a mail domain that is bound to this very provider', () => {
    const targets = linkTargets({ link: [byEmail] }, columns, claimsOf({ mail: 'Ada@ACME.example' }), null)
    expect(openTargets(providerOf(), targets, new Map())).toEqual([])
    expect(openTargets(providerOf(), targets, new Map([['acme.example', OTHER_PROVIDER]]))).toEqual([])
    expect(openTargets(providerOf(), targets, bound)).toHaveLength(1)
  })

  it.each([
    ['Name', 'name'],
    ['Email', 'email'],
    ['Department', 'type'],
    ['Vip', 'type'],
    ['BirthDate', 'type'],
    ['JobTitle', null],
    ['Phone', null],
    ['Badge', null],
  ])('may be known by the column %s: %s', (name, why) => {
    expect(notAKey(columnNamed(name))).toBe(why)
  })
})

describe('a mail domain', () => {
  it.each([
    ['a@Acme.Example', 'acme.example'],
    ['a@ac\u00adme.example', 'acme.example'],
    ['a@acme。example', 'acme.example'],
    ['a@ａｃｍｅ.example', 'acme.example'],
    ['a@acme.example.', 'acme.example'],
    ['a@bücher.example', 'xn--bcher-kva.example'],
    ['a@xn--bcher-kva.example', 'xn--bcher-kva.example'],
    ['a@acme.example/x', 'acme.example'],
    ['a@acme example', null],
    ['a@', null],
    ['acme.example', null],
    ['a@%', null],
  ])('of %s is %s', (address, domain) => {
    expect(mailDomainOf(address)).toBe(domain)
  })
})

describe('who is found', () => {
  const sent = { employeeNumber: '42' }

  it('is the one user who has the value', () => {
    expect(decide([byNumber], sent, [candidate()])).toEqual({ kind: 'linked', by: byNumber, userId: 'user-1' })
    expect(decide([byNumber], sent, [])).toEqual({ kind: 'new' })
  })

  it('is nobody when two users have it', () => {
    const two = [candidate(), candidate({ userId: 'user-2' })]
    expect(decide([byNumber], sent, two)).toEqual({ kind: 'ambiguous', by: byNumber, count: 2 })
  })

  it('is nobody when so many have it that they were not all read', () => {
    const many = Array.from({ length: CANDIDATE_LIMIT }, (_, n) => candidate({ userId: `u${n}`, origin: null }))
    expect(decide([byNumber], sent, many)).toMatchObject({ kind: 'ambiguous' })
  })

  it.each<[string, Origin | null, boolean]>([
    ['an import', { kind: 'import', at }, true],
    ['a person', { kind: 'person', at }, true],
    ['SCIM', { kind: 'scim', at }, true],
    ['this provider', sentBy(PROVIDER), true],
    ['a template of this provider', { kind: 'template', converterId: 'c', providerId: PROVIDER, at }, true],
    ['another provider', sentBy(OTHER_PROVIDER), false],
    ['a provider that nobody remembers', { kind: 'claim', attribute: 'a', at }, false],
    ['a default value', { kind: 'default', converterId: 'c', providerId: PROVIDER, at }, false],
    ['a fixed value', { kind: 'fixed', converterId: 'c', providerId: PROVIDER, at }, false],
    ['nobody on record', null, false],
  ])('by a value from %s', (_, origin, counts) => {
    expect(decide([byNumber], sent, [candidate({ origin })]).kind).toBe(counts ? 'linked' : 'new')
    // What another has written neither stands in for the right one nor in its way.
    const both = [candidate({ origin, userId: 'other' }), candidate()]
    expect(decide([byNumber], sent, both).kind).toBe(counts ? 'ambiguous' : 'linked')
  })

  it.each<[Candidate['createdBy'], string | null, boolean]>([
    ['import', null, true],
    ['person', null, true],
    ['scim', null, true],
    ['sign-on', PROVIDER, true],
    ['sign-on', OTHER_PROVIDER, false],
    ['sign-on', null, false],
  ])('by the login name of a user made by %s of %s', (createdBy, providerId, counts) => {
    const user = candidate({ value: 'JB', origin: null, createdBy, providerId })
    expect(decide([byLogin], {}, [user]).kind).toBe(counts ? 'linked' : 'new')
  })

  it('is nobody whose login name only looks alike', () => {
    const from = { by: 'login', from: { attribute: 'uid' } } as const
    expect(decide([from], { uid: 'ﬁona' }, [candidate({ value: 'fiona' })]).kind).toBe('new')
    expect(decide([from], { uid: 'ulri\u212ae' }, [candidate({ value: 'ulrike' })]).kind).toBe('new')
    expect(decide([from], { uid: 'FIONA' }, [candidate({ value: 'fiona' })]).kind).toBe('linked')
  })

  it('is nobody whose address only looks alike', () => {
    const mail = 'ada@acme.example'
    expect(decide([byEmail], { mail }, [candidate({ value: 'ADA@Acme.Example' })]).kind).toBe('linked')
    expect(decide([byEmail], { mail }, [candidate({ value: 'ａda@acme.example' })]).kind).toBe('new')
    expect(decide([byEmail], { mail }, [candidate({ value: 'ada@acme.example.org' })]).kind).toBe('new')
  })

  it('is decided by the first rule that finds somebody', () => {
    const attributes = { employeeNumber: '42', mail: 'ada@acme.example' }
    const second = candidate({ position: 1, value: 'ada@acme.example', userId: 'user-2' })
    expect(decide([byNumber, byEmail], attributes, [second])).toMatchObject({ kind: 'linked', userId: 'user-2' })
    expect(decide([byNumber, byEmail], attributes, [second, candidate()])).toMatchObject({ userId: 'user-1' })
    const two = [second, candidate(), candidate({ userId: 'user-3' })]
    expect(decide([byNumber, byEmail], attributes, two)).toMatchObject({ kind: 'ambiguous', by: byNumber })
  })

  it('is barred for administrators and holders of protected roles, and for an employee by somebody external', () => {
    expect(decide([byNumber], sent, [candidate({ guarded: true })])).toMatchObject({ kind: 'barred' })
    expect(decide([byNumber], sent, [candidate()], 'external')).toMatchObject({ kind: 'barred' })
    expect(decide([byNumber], sent, [candidate({ type: 'external' })], 'external')).toMatchObject({ kind: 'linked' })
    expect(decide([byNumber], sent, [candidate({ type: 'external' })])).toMatchObject({ kind: 'linked' })
  })

  it('is somebody deleted only where nobody living is', () => {
    const deleted = candidate({ userId: 'gone', status: 'deleted', guarded: true })
    expect(decide([byNumber], sent, [deleted])).toMatchObject({ kind: 'linked', userId: 'gone' })
    expect(decide([byNumber], sent, [deleted, candidate()])).toMatchObject({ kind: 'linked', userId: 'user-1' })
  })
})

describe('the plan', () => {
  const phone = rulesOf([converterOf('Phone')])
  const found = (overrides: Partial<Snapshot>): Snapshot =>
    snapshotOf({ person: personOf(), match: { kind: 'linked', by: byNumber, userId: 'user-1' }, ...overrides })

  it('links, and maps everything at once', () => {
    const decided = plan(found({}), claimsOf({ Phone: '1' }), phone)
    expect(decided).toMatchObject({
      decision: 'update',
      changes: [
        { kind: 'identity-linked', login: 'john.best', because: { kind: 'linked', by: byNumber } },
        { kind: 'column-set', column: 'Phone' },
      ],
    })
  })

  it('links although newcomers are not created', () => {
    const provider = providerOf({ employees: { create: false, update: false } })
    expect(plan(found({ provider }), claimsOf({ Phone: '1' }), phone).changes).toMatchObject([
      { kind: 'identity-linked' },
    ])
  })

  it.each(['disabled', 'pending', 'deleted'] as const)('links nobody who is %s, whatever comes back', (status) => {
    const snapshot = found({ provider: providerOf({ reactivate: true }), person: personOf({ user: { status } }) })
    expect(plan(snapshot, new Map(), phone)).toMatchObject({ refusal: { code: `user_${status}` }, changes: [] })
  })

  it('refuses where several are found, and where nobody may be linked', () => {
    const ambiguous = snapshotOf({ match: { kind: 'ambiguous', by: byNumber, count: 2 } })
    expect(plan(ambiguous, new Map(), phone).refusal).toMatchObject({
      code: 'contact_ambiguous',
      details: { by: 'Badge', count: 2 },
    })
    const barred = snapshotOf({ match: { kind: 'barred', by: byEmail, userId: 'user-1' } })
    expect(plan(barred, new Map(), phone).refusal).toMatchObject({ code: 'link_not_allowed', details: { by: 'email' } })
  })

  it('lets newcomers wait, and refuses them until they are approved', () => {
    const provider = providerOf({ newUsers: 'pending' })
    const first = plan(snapshotOf({ provider }), claimsOf({ Phone: '1' }), phone)
    expect(first.changes[0]).toMatchObject({ kind: 'user-created', status: 'pending' })
    expect(project(snapshotOf({ provider }), first)).toMatchObject({ status: 'pending' })
    const waiting = snapshotOf({ provider, person: personOf({ user: { status: 'pending' } }) })
    expect(plan(waiting, claimsOf({ Phone: '2' }), phone)).toMatchObject({
      refusal: { code: 'user_pending' },
      changes: [],
    })
  })

  it('brings a disabled user back where the provider may, but never the holder of a protected role', () => {
    const provider = providerOf({ reactivate: true })
    const disabled = snapshotOf({ provider, person: personOf({ user: { status: 'disabled' } }) })
    const decided = plan(disabled, claimsOf({ Phone: '1' }), phone)
    expect(decided.changes).toMatchObject([{ kind: 'user-reactivated', login: 'john.best' }, { kind: 'column-set' }])
    expect(project(disabled, decided)).toMatchObject({ status: 'active' })
    for (const role of [administrators, auditors]) {
      const person = personOf({ user: { status: 'disabled' }, grants: [manual(role)] })
      expect(comesBack({ ...disabled, person })).toBe(false)
      expect(plan({ ...disabled, person }, new Map(), phone).refusal).toMatchObject({ code: 'user_disabled' })
    }
  })

  it('takes what a provider says of itself for the type of its newcomers, and the switches of that type', () => {
    const provider = providerOf({ externalWhen: { attribute: 'kind', equals: 'guest' } })
    expect(newcomerType(provider, claimsOf({ kind: 'guest' }))).toBe('external')
    expect(newcomerType(provider, claimsOf({ kind: 'staff' }))).toBe('employee')
    expect(newcomerType({ ...provider, userType: 'external' }, claimsOf({ kind: 'staff' }))).toBe('external')
    const guest = claimsOf({ kind: 'guest' })
    expect(plan(snapshotOf({ provider }), guest, phone).refusal).toMatchObject({ code: 'user_not_provisioned' })
    const open = { ...provider, external: { create: true, update: true } }
    expect(plan(snapshotOf({ provider: open }), guest, phone).changes).toMatchObject([
      { kind: 'user-created', userType: 'external' },
      { kind: 'contact-created' },
      { kind: 'column-set', column: 'Name' },
      { kind: 'role-granted', role: 'All external users' },
    ])
    // Who is an employee already stays one.
    expect(plan(snapshotOf({ provider: open, person: personOf() }), guest, phone)).toMatchObject({ changes: [] })
  })

  it('lets in nobody but the pilot, whoever they are', () => {
    const subject = { value: 'john.best', format: null }
    expect(isInPilot({}, subject, new Map())).toBe(true)
    expect(isInPilot({ pilot: {} }, subject, new Map())).toBe(false)
    expect(isInPilot({ pilot: { subjects: ['john.best'] } }, subject, new Map())).toBe(true)
    const when = { attribute: 'memberOf', equals: 'pilot' }
    expect(isInPilot({ pilot: { subjects: ['x'], when } }, subject, claimsOf({ memberOf: ['a', 'pilot'] }))).toBe(true)
    const others = snapshotOf({ provider: providerOf({ pilot: { when } }), person: personOf() })
    expect(plan(others, claimsOf({ Phone: '1' }), phone)).toMatchObject({
      refusal: { code: 'not_in_pilot' },
      changes: [],
    })
  })

  it('writes no address in a mail domain of another provider', () => {
    const rules = rulesOf([converterOf('Email')])
    const write = (Email: string, owner: string) =>
      plan(
        snapshotOf({ domainOwners: new Map([['acme.example', owner]]), person: personOf() }),
        claimsOf({ Email }),
        rules,
      )
    for (const address of ['ceo@acme.example', 'ceo@ACME.example.', 'ceo@acme。example']) {
      expect(write(address, OTHER_PROVIDER)).toMatchObject({ changes: [], problems: [{ code: 'email_domain_bound' }] })
      expect(write(address, PROVIDER)).toMatchObject({ changes: [{ column: 'Email' }], problems: [] })
    }
    expect(write('ceo@sub.acme.example', OTHER_PROVIDER).changes).toHaveLength(1)
  })

  it('gives no login name that is an address in a mail domain of another provider', () => {
    const name = (owner: string, loginTaken: 'suffix' | 'refuse') =>
      plan(
        snapshotOf({
          provider: providerOf({ loginTaken }),
          nameId: nameIdOf('ceo@acme.example'),
          domainOwners: new Map([['acme.example', owner]]),
        }),
        new Map(),
        rulesOf(),
      )
    expect(name(PROVIDER, 'suffix').changes[0]).toMatchObject({ login: 'ceo@acme.example' })
    expect(name(OTHER_PROVIDER, 'suffix')).toMatchObject({
      changes: [{ login: 'ceo@acme.example-2' }, {}, {}, {}],
      problems: [{ code: 'login_taken' }],
    })
    expect(name(OTHER_PROVIDER, 'refuse').refusal).toMatchObject({ code: 'login_taken' })
  })
})
