/** A small directory for unit tests: every builder fills in what the test does not care about. */
import { nameKey } from '../../src/core/names.ts'
import type {
  CellValue,
  Claims,
  Column,
  ColumnType,
  Converter,
  Grant,
  LookupValue,
  NameId,
  Origin,
  Person,
  ProviderPolicy,
  Role,
  RoleRule,
  Rules,
  Snapshot,
  User,
} from '../../src/core/types.ts'

const column = (name: string, type: ColumnType = 'text', lookup: string | null = null): Column => ({
  name,
  caption: name,
  type,
  lookup,
  required: name === 'Name',
  custom: false,
})

/** The columns that the product brings along, and one custom column of every further type. */
export const catalogue: readonly Column[] = [
  column('Name'),
  column('GivenName'),
  column('Surname'),
  column('MiddleName'),
  column('Account', 'lookup', 'Account'),
  column('Type', 'lookup', 'ContactType'),
  column('Department', 'lookup', 'Department'),
  column('JobTitle'),
  column('Phone', 'phone'),
  column('Email', 'email'),
  column('BirthDate', 'date'),
  column('Language', 'language'),
  column('Owner', 'lookup', 'Contact'),
  { ...column('Badge', 'integer'), custom: true },
  { ...column('Hours', 'decimal'), custom: true },
  { ...column('Vip', 'boolean'), custom: true },
  { ...column('HiredAt', 'datetime'), custom: true },
  { ...column('Zone', 'timezone'), custom: true },
  { ...column('SecondDepartment', 'lookup', 'Department'), custom: true },
  column('user.culture', 'language'),
  column('user.timeZone', 'timezone'),
]

export const columnNamed = (name: string): Column => {
  const found = catalogue.find((one) => one.name === name)
  if (!found) throw new Error(`no column ${name}`)
  return found
}

export const PROVIDER = '00000000-0000-7000-8000-000000000001'
export const OTHER_PROVIDER = '00000000-0000-7000-8000-000000000002'

export const providerOf = (overrides: Partial<ProviderPolicy> = {}): ProviderPolicy => ({
  id: PROVIDER,
  slug: 'corporate',
  name: 'Corporate',
  userType: 'employee',
  employees: { create: true, update: true },
  external: { create: false, update: false },
  roles: 'sync',
  subjectFrom: 'NameID',
  loginFrom: 'auto',
  loginTaken: 'suffix',
  roleAttributes: 'well-known',
  exactRoleNames: true,
  ignoreGroups: [],
  absentGroups: 'keep',
  groupSeparator: null,
  groupNames: 'as-sent',
  ...overrides,
})

export const nameIdOf = (value: string, format: string | null = null): NameId => ({
  value,
  format,
  nameQualifier: null,
  spNameQualifier: null,
  spProvidedId: null,
})

export const claimsOf = (attributes: Readonly<Record<string, string | readonly string[]>>): Claims =>
  new Map(Object.entries(attributes).map(([name, value]) => [name, typeof value === 'string' ? [value] : value]))

export const roleOf = (name: string, overrides: Partial<Role> = {}): Role => ({
  id: `role-${name}`,
  name,
  protected: false,
  builtIn: null,
  ...overrides,
})

export const administrators = roleOf('Administrators', { protected: true, builtIn: 'administrators' })
export const allEmployees = roleOf('All employees', { builtIn: 'all-employees' })
export const allExternal = roleOf('All external users', { builtIn: 'all-external' })
export const sales = roleOf('Sales')
export const support = roleOf('Support')
export const auditors = roleOf('Auditors', { protected: true })
export const everyRole: readonly Role[] = [administrators, allEmployees, allExternal, sales, support, auditors]

export const converterOf = (column: string, overrides: Partial<Converter> = {}): Converter => ({
  id: `converter-${column}`,
  providerId: null,
  attributes: [column],
  column,
  defaultValue: null,
  position: 0,
  ...overrides,
})

export const roleRuleOf = (group: string, role: Role, overrides: Partial<RoleRule> = {}): RoleRule => ({
  id: `rule-${group}-${role.name}`,
  providerId: null,
  groups: [group],
  roleId: role.id,
  ...overrides,
})

export const rulesOf = (converters: readonly Converter[] = [], roleRules: readonly RoleRule[] = []): Rules => ({
  revision: 1,
  converters,
  roleRules,
})

export const lookupValueOf = (lookup: string, name: string, overrides: Partial<LookupValue> = {}): LookupValue => ({
  id: `${lookup}-${name}`,
  lookup,
  name,
  keys: [nameKey(name)],
  createdAt: new Date('2026-01-01T00:00:00Z'),
  ...overrides,
})

export const manual = (role: Role): Grant => ({ roleId: role.id, origin: { kind: 'manual' } })
export const base = (role: Role): Grant => ({ roleId: role.id, origin: { kind: 'base' } })
export const provided = (role: Role, ruleId: string | null = null, providerId = PROVIDER): Grant => ({
  roleId: role.id,
  origin: { kind: 'provider', providerId, ruleId },
})

export const originOfKind = (kind: Origin['kind']): Origin => ({ kind, at: '2026-01-01T00:00:00.000Z' })

export const personOf = (
  parts: {
    readonly user?: Partial<User>
    readonly values?: Readonly<Record<string, CellValue>>
    readonly origins?: Readonly<Record<string, Origin['kind']>>
    readonly grants?: readonly Grant[]
  } = {},
): Person => ({
  user: { id: 'user-1', login: 'john.best', type: 'employee', status: 'active', version: 3, ...parts.user },
  contact: {
    id: 'contact-1',
    version: 5,
    values: new Map(Object.entries({ Name: 'John Best', ...parts.values })),
    origins: new Map(Object.entries(parts.origins ?? {}).map(([name, kind]) => [name, originOfKind(kind)])),
  },
  grants: parts.grants ?? [base(allEmployees)],
})

export const snapshotOf = (overrides: Partial<Snapshot> = {}): Snapshot => ({
  provider: providerOf(),
  subject: { value: 'john.best', format: null },
  nameId: nameIdOf('john.best'),
  person: null,
  columns: new Map(catalogue.map((one) => [one.name, one])),
  lookupValues: [],
  roles: everyRole,
  emailOwners: new Map(),
  loginsTaken: new Set(),
  otherAdministrators: true,
  match: overrides.person ? { kind: 'identity' } : { kind: 'new' },
  domainOwners: new Map(),
  activity: { withdrawals: 0, lookupValues: 0 },
  ...overrides,
})
