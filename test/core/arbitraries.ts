/**
 * Random directories, rules and sign-ons for the laws. Everything is plain rows with UUIDs and storable names, so that the same
 * world can be written to a real database. `LAW_RUNS` sets the number of cases of all laws together.
 */
import * as fc from 'fast-check'
import { PERSISTENT } from '../../src/core/attributes.ts'
import { nameKey } from '../../src/core/names.ts'
import type {
  Claims,
  Column,
  Converter,
  GrantOrigin,
  NameId,
  NameSource,
  ProviderPolicy,
  Role,
  RoleRule,
  Rules,
} from '../../src/core/types.ts'
import { converterOptions, lookupOptions } from './converter-arbitraries.ts'
import { catalogue, nameIdOf } from './world.ts'

/** A lookup value as its table holds it. `aliases` are names, not keys. */
export interface LookupRow {
  readonly id: string
  readonly lookup: string
  readonly name: string
  readonly aliases: readonly string[]
  readonly createdAt: Date
}

/** Somebody else: their contact may be an Owner, own an address; their user may hold a login name or be an administrator. */
export interface OtherPerson {
  readonly contactId: string
  readonly userId: string
  readonly name: string
  readonly email: string | null
  readonly login: string
  readonly administrator: boolean
  readonly createdAt: Date
}

/** What happens to the one person of the world, in order. Edits and grants before the first sign-on are to be skipped. */
export type Step =
  | { readonly kind: 'sign-on'; readonly claims: Claims }
  /** A person edits a text column by hand. */
  | { readonly kind: 'edited'; readonly column: string; readonly text: string | null }
  /** The role is given by another way than the provider. */
  | { readonly kind: 'granted'; readonly roleId: string; readonly origin: 'manual' | 'import' | 'scim' }

export interface World {
  readonly columns: readonly Column[]
  readonly lookupValues: readonly LookupRow[]
  /** The three built-in roles first. */
  readonly roles: readonly Role[]
  readonly others: readonly OtherPerson[]
  readonly provider: ProviderPolicy
  /** Rows of another provider must have no effect. */
  readonly otherProviderId: string
  readonly rules: Rules
  readonly nameId: NameId
  readonly steps: readonly Step[]
}

/** Cases for one of `laws` laws. */
export const runsOf = (laws: number): number => Math.max(1, Math.ceil(Number(process.env.LAW_RUNS ?? 2000) / laws))

// Ids are made from small numbers: distinct by construction, and a failing case stays readable.
const idOf = (kind: number, index: number): string =>
  `0199${kind.toString(16).padStart(4, '0')}-0000-7000-8000-${index.toString(16).padStart(12, '0')}`

const names = ['Sales', 'sales', ' SALES ', 'Straße', 'STRASSE', 'İzmir', 'R & D', 'Ωmega', 'a\tb', "O'Hara"]
const groups = [
  ...['Sales', 'sales', 'Administrators', 'All employees', 'cn=Sales,ou=Groups', 'offline_access', 'Auditors'],
  ...[
    'cn=Administrators,ou=Self',
    'CORP\\Sales',
    '/staff/Auditors',
    'Sales;Auditors',
    'cn=a\\;Sales,ou=x',
    'cn=broken\\',
  ],
]
/** What a glob rule may say; some of them describe the groups above, some nothing. */
const globs = ['S*', '*', 'cn=*,ou=*', '*ales', 'Sal?s', 'CORP\\*', '*A*', 'Auditors']

const roleNames = ['Sales', 'sales', 'Auditors', 'R & D', '__proto__']
const attributeNames = [
  ...['A', 'B', 'C', 'D', 'mail', '__proto__', 'constructor', 'urn:oid:2.5.4.42'],
  ...['http://x.test/claims/A', 'urn:x:A'],
]
const roleAttributeNames = ['memberOf', 'groups', 'Role']

const moment = fc.integer({ min: 0, max: 5 }).map((day) => new Date(Date.UTC(2026, 0, 1 + day)))

const anyUnits = fc
  .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 12 })
  .map((units) => String.fromCharCode(...units))

/** Texts that often mean the same, often a value of some type, and sometimes anything at all. */
export const receivedText: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...names) },
  { weight: 3, arbitrary: fc.constantFrom('', ' ', '7', '-0012', '1.50', 'yes', '2026-02-28', '2026-02-30', 'en_us') },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      ...['a@x.test', 'A@X.test', 'b@x.test', '2026-01-01T10:00:00+02:00', 'Europe/Oslo'],
      ...['Best, John', 'John M. Best', 'Ada Lovelace', 'zero\u200bwidth'],
    ),
  },
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 5 }).map((index) => idOf(1, index)) },
  { weight: 2, arbitrary: fc.string({ unit: 'grapheme', maxLength: 20 }) },
  { weight: 1, arbitrary: anyUnits },
  { weight: 1, arbitrary: fc.constantFrom('x'.repeat(257), 'ﷺ'.repeat(256), 'nul\u0000', '\ud800', 'x'.repeat(256)) },
)

const values = fc.array(receivedText, { maxLength: 3 })

const groupValues = fc.array(fc.oneof(fc.constantFrom(...groups), receivedText), { maxLength: 6 })

/** Claims over a small set of names, so that rules and claims meet. */
export const claimsArbitrary: fc.Arbitrary<Claims> = fc
  .tuple(
    fc.uniqueArray(fc.tuple(fc.constantFrom(...attributeNames), values), { selector: ([name]) => name, maxLength: 8 }),
    fc.uniqueArray(fc.tuple(fc.constantFrom(...roleAttributeNames), groupValues), { selector: ([name]) => name }),
    fc.oneof(
      { weight: 9, arbitrary: fc.constant([]) },
      { weight: 1, arbitrary: fc.constant([['http://schemas.microsoft.com/claims/groups.link', ['x']] as const]) },
    ),
  )
  .map(([attributes, roles, overage]) => new Map<string, readonly string[]>([...attributes, ...roles, ...overage]))

/** Claims without any restraint: for the law that nothing received makes `plan` throw. */
export const hostileClaims: fc.Arbitrary<Claims> = fc
  .array(
    fc.tuple(
      fc.oneof(fc.constantFrom(...attributeNames, ...roleAttributeNames), anyUnits),
      fc.oneof(
        { weight: 8, arbitrary: fc.array(fc.oneof(receivedText, anyUnits), { maxLength: 5 }) },
        { weight: 1, arbitrary: fc.constant(['x'.repeat(1_048_576)]) },
        { weight: 1, arbitrary: fc.constant(Array.from({ length: 5_000 }, (_, index) => `group ${index % 4_900}`)) },
      ),
    ),
    { maxLength: 12 },
  )
  .map((entries) => new Map(entries))

const storableName = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...names.map((name) => name.trim())) },
  {
    weight: 1,
    arbitrary: fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 12 }).filter((text) => text.trim() !== ''),
  },
)

const lookupRows: fc.Arbitrary<readonly LookupRow[]> = fc
  .array(
    fc.record({
      lookup: fc.constantFrom('Account', 'Department', 'ContactType'),
      name: storableName,
      aliases: fc.uniqueArray(storableName, { maxLength: 2, selector: nameKey }),
      createdAt: moment,
    }),
    { maxLength: 6 },
  )
  .map((rows) => rows.map((row, index) => ({ id: idOf(1, index), ...row })))

const rolesArbitrary: fc.Arbitrary<readonly Role[]> = fc
  .uniqueArray(fc.tuple(fc.constantFrom(...roleNames), fc.boolean()), { selector: ([name]) => name })
  .map((further) => [
    { id: idOf(2, 0), name: 'Administrators', protected: true, builtIn: 'administrators' },
    { id: idOf(2, 1), name: 'All employees', protected: false, builtIn: 'all-employees' },
    { id: idOf(2, 2), name: 'All external users', protected: false, builtIn: 'all-external' },
    ...further.map(([name, isProtected], index) => ({
      id: idOf(2, 3 + index),
      name,
      protected: isProtected,
      builtIn: null,
    })),
  ])

const othersArbitrary: fc.Arbitrary<readonly OtherPerson[]> = fc
  .uniqueArray(
    fc.record({
      name: storableName,
      email: fc.option(fc.constantFrom('a@x.test', 'B@X.TEST')),
      login: fc.constantFrom('john', 'JOHN-2', 'a@x.test', 'Sales', 'b@x.test', 'opaque'),
      administrator: fc.boolean(),
      createdAt: moment,
    }),
    { selector: ({ login }) => nameKey(login), maxLength: 4 },
  )
  .map((people) => people.map((one, index) => ({ contactId: idOf(3, index), userId: idOf(4, index), ...one })))

const PROVIDER_ID = idOf(5, 0)
const OTHER_PROVIDER_ID = idOf(5, 1)

const ownerOfRule = fc.constantFrom(null, null, PROVIDER_ID, OTHER_PROVIDER_ID)

const nameSource: fc.Arbitrary<NameSource> = fc.oneof(
  { weight: 7, arbitrary: fc.constant('NameID' as const) },
  { weight: 1, arbitrary: fc.constantFrom('A', 'mail').map((attribute) => ({ attribute })) },
)

const switches = fc.record({
  create: fc.oneof({ weight: 6, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
  update: fc.oneof({ weight: 4, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
})

const providerArbitrary: fc.Arbitrary<ProviderPolicy> = fc.record({
  id: fc.constant(PROVIDER_ID),
  slug: fc.constant('corporate'),
  name: fc.constant('Corporate'),
  userType: fc.constantFrom('employee' as const, 'employee' as const, 'external' as const),
  employees: switches,
  external: switches,
  roles: fc.constantFrom('sync' as const, 'sync' as const, 'replace' as const, 'add' as const, 'off' as const),
  subjectFrom: nameSource,
  loginFrom: fc.oneof(fc.constant('auto' as const), nameSource),
  loginTaken: fc.constantFrom('suffix' as const, 'refuse' as const),
  roleAttributes: fc.oneof(
    fc.constant('well-known' as const),
    fc.uniqueArray(fc.constantFrom(...roleAttributeNames), { minLength: 1 }),
  ),
  exactRoleNames: fc.boolean(),
  ignoreGroups: fc.constantFrom([], ['offline_access'], ['Aud*']),
  absentGroups: fc.constantFrom('keep' as const, 'none' as const),
  groupSeparator: fc.constantFrom(null, null, ';'),
  groupNames: fc.constantFrom('as-sent' as const, 'cn' as const, 'strip-domain' as const, 'last-segment' as const),
})

/** What a policy may say about roles beyond what every provider has; most say nothing. */
const roleOptions = (roles: readonly Role[]) =>
  fc.record(
    {
      roleNameCase: fc.constant('ignore' as const),
      createRoles: fc.constant(true as const),
      allowedRoles: fc.subarray(roles.map(({ id }) => id)),
      withdrawalCeiling: fc.integer({ min: 0, max: 3 }),
    },
    { requiredKeys: [] },
  )

const converterArbitrary = (columns: readonly string[]): fc.Arbitrary<Omit<Converter, 'id'>> =>
  fc
    .record({
      providerId: ownerOfRule,
      attributes: fc.option(fc.uniqueArray(fc.constantFrom(...attributeNames), { minLength: 1, maxLength: 2 }), {
        freq: 6,
      }),
      column: fc.constantFrom(...columns),
      defaultValue: fc.option(
        receivedText.filter((text) => !/\u0000|\p{Surrogate}/u.test(text)),
        { freq: 2 },
      ),
      position: fc.integer({ min: 0, max: 9 }),
      options: converterOptions(attributeNames, names),
    })
    .map(({ options, attributes, ...row }) => ({
      ...row,
      ...options,
      attributes: options.template === undefined ? attributes : null,
    }))
    .filter((row) => row.attributes !== null || row.defaultValue !== null || row.template !== undefined)

const rulesArbitrary = (roles: readonly Role[], tidy: boolean): fc.Arbitrary<Rules> => {
  const columns = catalogue.map(({ name }) => name)
  const converter = converterArbitrary(tidy ? columns : [...columns, 'Nowhere', '__proto__'])
  return fc
    .tuple(
      tidy
        ? fc.uniqueArray(converter, {
            selector: (row) => `${row.providerId} ${row.column} ${JSON.stringify(row.condition)}`,
            maxLength: 14,
          })
        : fc.array(converter, { maxLength: 20 }),
      fc.uniqueArray(
        fc
          .record({
            providerId: ownerOfRule,
            of: fc.oneof(
              { weight: 4, arbitrary: fc.uniqueArray(fc.constantFrom(...groups), { minLength: 1, maxLength: 3 }) },
              { weight: 1, arbitrary: fc.uniqueArray(fc.constantFrom(...globs), { minLength: 1, maxLength: 2 }) },
            ),
            glob: fc.boolean(),
            roleId: fc.constantFrom(...roles.map(({ id }) => id), ...(tidy ? [] : [idOf(9, 9)])),
          })
          .map(
            ({ of, glob, ...rest }): Omit<RoleRule, 'id'> => ({
              ...rest,
              groups: of,
              ...(glob && of.some((text) => globs.includes(text)) ? { match: 'glob' } : {}),
            }),
          ),
        { selector: (row) => JSON.stringify(row), maxLength: 6 },
      ),
    )
    .map(([converters, roleRules]) => ({
      revision: 1,
      converters: converters.map((row, index): Converter => ({ id: idOf(6, index), ...row })),
      roleRules: roleRules.map((row, index): RoleRule => ({ id: idOf(7, index), ...row })),
    }))
}

const otherOrigins = ['manual', 'import', 'scim'] as const satisfies readonly GrantOrigin['kind'][]

const stepsArbitrary = (roles: readonly Role[]): fc.Arbitrary<readonly Step[]> =>
  fc.array(
    fc.oneof(
      { weight: 5, arbitrary: fc.record({ kind: fc.constant('sign-on' as const), claims: claimsArbitrary }) },
      {
        weight: 1,
        arbitrary: fc
          .record({
            kind: fc.constant('edited' as const),
            column: fc.constantFrom('Name', 'GivenName', 'Surname', 'JobTitle'),
            text: fc.constantFrom('By hand', 'Sales', null),
          })
          // Everybody has a name.
          .map((step) => (step.column === 'Name' ? { ...step, text: step.text ?? 'By hand' } : step)),
      },
      {
        weight: 1,
        arbitrary: fc.record({
          kind: fc.constant('granted' as const),
          roleId: fc.constantFrom(...roles.map(({ id }) => id)),
          origin: fc.constantFrom(...otherOrigins),
        }),
      },
    ),
    { minLength: 1, maxLength: 4 },
  )

const nameIdArbitrary: fc.Arbitrary<NameId> = fc.constantFrom(
  nameIdOf('john'),
  nameIdOf('john', 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress'),
  nameIdOf('opaque', PERSISTENT),
)

/**
 * One world. `tidy` (the default): only rules that the product would have saved, so that a database takes them all; otherwise also
 * columns and roles that do not exist and several rows for one column.
 */
export const worldArbitrary = ({ tidy = true } = {}): fc.Arbitrary<World> =>
  rolesArbitrary.chain((roles) =>
    fc.record({
      columns: fc.constant(catalogue),
      lookupValues: lookupRows,
      roles: fc.constant(roles),
      others: othersArbitrary,
      provider: fc
        .tuple(providerArbitrary, roleOptions(roles), lookupOptions)
        .map(([policy, roleWise, lookupWise]) => ({ ...policy, ...roleWise, ...lookupWise })),
      otherProviderId: fc.constant(OTHER_PROVIDER_ID),
      rules: rulesArbitrary(roles, tidy),
      nameId: nameIdArbitrary,
      steps: stepsArbitrary(roles),
    }),
  )
