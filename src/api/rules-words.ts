import type { GuardedReach } from '../core/guarded-reach.ts'
import type { RevisedProvider, RowChange, RulesRow } from '../core/rules-diff.ts'
import type { Converter, RoleRule } from '../core/types.ts'
import type { RulesConflict } from '../core/undo-rules.ts'
import type { Widened } from '../core/widening.ts'
import { columnNames, roleNameOf } from '../messages/caption.ts'
import { isMessage, say } from '../messages.ts'
import { ruleWords } from '../sign-on/explain-rule.ts'
import { type Columns, readColumns } from '../store/columns.ts'
import type { Database, Tx } from '../store/database.ts'
import { listProviders } from '../store/providers.ts'
import type { RevisionContent } from '../store/revisions.ts'
import { listRoles } from '../store/roles.ts'

/** By which names the ids in rules are told. */
export interface RulesNames {
  readonly columns: Columns
  readonly roles: ReadonlyMap<string, string>
  /** The slug of each provider. */
  readonly providers: ReadonlyMap<string, string>
}

/** Today's names; what is gone by now by the name that the given revisions knew it by. */
export async function rulesNames(db: Database | Tx, contents: readonly RevisionContent[]): Promise<RulesNames> {
  const columns = await readColumns(db)
  const roles = await listRoles(db)
  const providers = await listProviders(db)
  return {
    columns,
    roles: new Map([
      ...contents.flatMap((one) => [...one.roleNames]),
      ...roles.map((one): [string, string] => [one.id, one.name]),
    ]),
    providers: new Map([
      ...contents.flatMap((one) => one.providers.map((row): [string, string] => [row.id, row.slug])),
      ...providers.map(({ policy }): [string, string] => [policy.id, policy.slug]),
    ]),
  }
}

/** One field as people read it: names instead of ids. */
const shownField = (field: string): string =>
  field === 'providerId' ? 'provider' : field === 'roleId' ? 'role' : field

const captionOf = (field: string): string => {
  const key = `field.${shownField(field)}`
  return isMessage(key) ? say(key) : field
}

function shownValue(field: string, value: unknown, names: RulesNames): unknown {
  if (typeof value === 'string' && field === 'providerId') return names.providers.get(value) ?? value
  if (typeof value === 'string' && field === 'roleId') return names.roles.get(value) ?? value
  if (Array.isArray(value) && field === 'allowedRoles') return value.map((id) => names.roles.get(id) ?? id)
  return value
}

/** The longest value in a sentence; the fields beside it have all of it. */
const shownLength = 120

function valueText(value: unknown): string {
  if (value === null || value === undefined) return say('revision.no-value')
  if (typeof value === 'boolean') return say(value ? 'revision.yes' : 'revision.no')
  const text =
    value === '' || (Array.isArray(value) && value.length === 0)
      ? say('revision.no-value')
      : typeof value === 'string'
        ? value
        : Array.isArray(value) && value.every((one) => typeof one === 'string')
          ? value.join(', ')
          : JSON.stringify(value)
  return text.length > shownLength ? `${text.slice(0, shownLength)}…` : text
}

const roleWords = (id: string, names: RulesNames): string => roleNameOf(names.roles.get(id) ?? id)

/** What a row is called: the caption of its column, the role that it gives, the provider. */
function nameOf({ of, row }: Told, names: RulesNames): string {
  if (of === 'provider') return (row as RevisedProvider).name
  if (of === 'role-rule') return roleWords((row as RoleRule).roleId, names)
  return columnNames(names.columns)((row as Converter).column)
}

/** A row in words: what it reads and fills, what gives which role. */
function rowWords({ of, row }: Told, names: RulesNames): string {
  if (of === 'provider') return say('revision.provider', { provider: (row as RevisedProvider).name })
  if (of === 'converter') return ruleWords(row as Converter, columnNames(names.columns))
  const { groups, roleId, providerId } = row as RoleRule
  const provider = providerId === null ? null : (names.providers.get(providerId) ?? providerId)
  return say(groups.length > 1 ? 'revision.rule-several' : 'revision.rule', {
    groups: valueText(groups),
    role: roleWords(roleId, names),
    where: provider === null ? '' : say('revision.where', { provider }),
  })
}

type Told = { readonly of: RowChange['of']; readonly row: RulesRow }

/** The provider that a row is for; null: all of them, or it is one. */
const scopeOf = ({ of, row }: Told, names: RulesNames): string | null => {
  if (of === 'provider') return (row as RevisedProvider).slug
  const { providerId } = row as Converter | RoleRule
  return providerId === null ? null : (names.providers.get(providerId) ?? providerId)
}

/** One row that differs, for people and programs alike. */
export function tellChange(one: RowChange, names: RulesNames) {
  const row = one.after ?? one.before
  if (!row) throw new Error('a change has a row on one side')
  const told = { of: one.of, row }
  const fields = one.fields.map(({ field, before, after }) => ({
    field: shownField(field),
    caption: captionOf(field),
    before: shownValue(field, before, names),
    after: shownValue(field, after, names),
  }))
  const list = fields.map(({ caption, before, after }) =>
    say('revision.field', { field: caption, before: valueText(before), after: valueText(after) }),
  )
  return {
    of: one.of,
    change: one.change,
    id: one.id,
    name: nameOf(told, names),
    provider: scopeOf(told, names),
    fields,
    sentence: say(`revision.${one.change}`, { row: rowWords(told, names), fields: list.join(', ') }),
  }
}

/** Something that stays as it is, and why. */
export function tellConflict({ code, of, id, row, fields, missing }: RulesConflict, names: RulesNames) {
  const told = { of, row }
  const gone = missing === null ? null : (names.roles.get(missing) ?? names.providers.get(missing) ?? missing)
  const key =
    code === 'row_changed' && fields.length === 0 ? 'revision.row_changed-whole' : (`revision.${code}` as const)
  const values = { row: rowWords(told, names), fields: fields.map(captionOf).join(', '), missing: gone ?? '' }
  return {
    code,
    of,
    id,
    name: nameOf(told, names),
    fields: fields.map(shownField),
    missing: gone,
    sentence: say(key, values),
  }
}

/** A provider that could do more, and by which field. */
export function tellWidened({ providerId, field }: Widened, names: RulesNames) {
  const provider = names.providers.get(providerId) ?? providerId
  const [name = field, part] = field.split('.')
  const caption = part === undefined ? captionOf(name) : `${captionOf(name)} (${part})`
  return { provider, field, sentence: say('revision.wider', { provider, field: caption }) }
}

/** A provider by which a role can be had that only administrators hand out. */
export function tellReach({ providerId, roleId }: GuardedReach, names: Pick<RulesNames, 'providers' | 'roles'>) {
  const provider = names.providers.get(providerId) ?? providerId
  const role = names.roles.get(roleId) ?? roleId
  return { provider, role, sentence: say('revision.reach', { provider, role }) }
}
