import type { Claims, Converter, ProviderPolicy, Rules, UserType } from '../core/types.ts'
import type { Header, Special } from './header.ts'

/** What a line says, as a sign-on would say it. */
export interface RowStatement {
  readonly row: number
  readonly claims: Claims
  /** The key's text as it stands there; '' when there is none. */
  readonly key: string
  readonly login: string | null
  readonly roles: readonly string[] | null
  readonly identity: { readonly provider: string; readonly subject: string; readonly format: string } | null
  /** Null: the file does not say; a newcomer is an employee then. */
  readonly type: UserType | null
}

/** Names that no header can have: they begin with a blank. */
const loginAttribute = ' login'
const rolesAttribute = ' roles'
const typeAttribute = ' type'

/**
 * The mapping of an import: every column of the file becomes an attribute of its own name, written whenever it is filled. An
 * empty cell leaves what is there.
 */
export const rulesOf = (header: Header): Rules => ({
  revision: 0,
  converters: [...header.columns.keys()].map(
    (column, position): Converter => ({
      id: `import ${column}`,
      providerId: null,
      attributes: [column],
      column,
      defaultValue: null,
      position,
      whenAbsent: 'keep',
      whenEmpty: 'keep',
      overwrite: 'always',
      unknownValue: 'create',
    }),
  ),
  roleRules: [],
})

/** The provider that stands for the file. It is none that anybody could sign on by. */
export const policyOf = (header: Header): ProviderPolicy => ({
  id: '',
  slug: '',
  name: '',
  userType: 'employee',
  externalWhen: { attribute: typeAttribute, equals: 'external' },
  employees: { create: true, update: true },
  external: { create: true, update: true },
  roles: header.specials.has('roles') ? 'sync' : 'off',
  subjectFrom: { attribute: loginAttribute },
  loginFrom: { attribute: loginAttribute },
  loginTaken: 'refuse',
  roleAttributes: [rolesAttribute],
  exactRoleNames: true,
  ignoreGroups: [],
  absentGroups: 'keep',
  groupSeparator: null,
  groupNames: 'as-sent',
})

/** Why a line says nothing that could be carried out. */
export interface RowFault {
  readonly row: number
  readonly field: string | null
  readonly message: string
}

/** Reads one line. */
export function statementOf(
  header: Header,
  { row, cells }: { readonly row: number; readonly cells: readonly string[] },
): RowStatement | RowFault {
  if (cells.length !== header.width) {
    return { row, field: null, message: `It has ${cells.length} cells where the first line has ${header.width}.` }
  }
  const special = (name: Special) => {
    const at = header.specials.get(name)
    return at === undefined ? null : (cells[at] ?? '').trim()
  }
  const login = special('login') || null
  const type = special('type') || null
  if (type !== null && type !== 'employee' && type !== 'external') {
    return { row, field: 'type', message: 'It must be employee or external.' }
  }
  const [provider, subject] = [special('provider') ?? '', special('subject') ?? '']
  if ((provider === '') !== (subject === '')) {
    return { row, field: 'subject', message: 'provider and subject must both be there, or neither.' }
  }
  const roles = special('roles')
  const names =
    roles === null ? null : [...new Set(roles.split(';').map((one) => one.trim()))].filter((one) => one !== '')
  const claims = new Map<string, readonly string[]>([[typeAttribute, [type ?? 'employee']]])
  for (const [column, at] of header.columns) claims.set(column, [cells[at] ?? ''])
  if (login !== null) claims.set(loginAttribute, [login])
  if (names !== null) claims.set(rolesAttribute, names)
  const { key } = header
  return {
    row,
    claims,
    key: key.kind === 'login' ? (login ?? '') : (cells[header.columns.get(key.column.name) ?? -1] ?? '').trim(),
    login,
    roles: names,
    identity: subject === '' ? null : { provider, subject, format: special('format') ?? '' },
    type,
  }
}

/** The same line with its roles under their exact names. */
export const withRoles = (statement: RowStatement, names: readonly string[]): RowStatement => ({
  ...statement,
  claims: new Map(statement.claims).set(rolesAttribute, names),
})
