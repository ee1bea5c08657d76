import type { roleScopes } from '../api/contract/roles.ts'
import { addCustomColumnIn, renameColumnIn } from '../api/edit/columns.ts'
import { deleteConverterIn, saveConverterIn } from '../api/edit/converters.ts'
import { deleteRoleRuleIn, existingRule, saveRoleRuleIn } from '../api/edit/role-rules.ts'
import { deleteRoleIn, saveRoleIn } from '../api/edit/roles.ts'
import { falloutOf, weigh, withdrawNow } from '../api/edit/rule-withdrawal.ts'
import type { ColumnType, RoleRule } from '../core/types.ts'
import type { App } from '../sign-on/app.ts'
import type { Tx } from '../store/database.ts'
import { makeValue, putAliases, putLookup, spellValue } from '../store/lookup-configuration.ts'
import type { Author } from '../store/rules.ts'
import { writeSetting } from '../store/settings.ts'
import type { MetadataDocument } from '../trust/document.ts'
import { builtInCaptions, builtInRoles } from './built-in.ts'
import type { Difference } from './compare.ts'
import type { ConfigFile } from './config-file.ts'
import { rowOfFields } from './converter-fields.ts'
import type { Directory } from './directory.ts'
import { bindDomains, freeDomains, removeProvider, writeProvider } from './perform-provider.ts'
import type { Fields, Kind } from './thing.ts'

/** What an edit needs to know beside the difference itself. */
export interface Performance {
  readonly tx: Tx
  readonly app: App
  readonly author: Author
  readonly file: ConfigFile
  readonly stored: Directory
  /** Metadata of providers that are new, by slug. */
  readonly documents: ReadonlyMap<string, MetadataDocument>
  readonly withdraw: 'now' | 'next-sign-on'
}

/** Of these differences some are carried out at this place. */
interface Stage {
  readonly kind: Kind
  readonly ops: readonly Difference['op'][]
  readonly run: (with_: Performance, one: Difference) => Promise<unknown>
}

/**
 * In this order no edit is in the way of another: rules go before their roles are protected, roles are there before rules and lists
 * name them, and what was named goes last.
 */
const stages: readonly Stage[] = [
  { kind: 'setting', ops: ['add', 'change', 'remove'], run: writeOneSetting },
  { kind: 'lookup', ops: ['add', 'change'], run: ({ tx }, one) => putLookup(tx, keyOf(one), String(to(one).caption)) },
  { kind: 'column', ops: ['add', 'change', 'remove'], run: writeColumn },
  { kind: 'lookup value', ops: ['add', 'change'], run: writeValue },
  { kind: 'role rule', ops: ['remove'], run: removeRule },
  { kind: 'role', ops: ['remove'], run: resetRole },
  { kind: 'role', ops: ['add', 'change'], run: writeRole },
  { kind: 'converter', ops: ['remove'], run: ({ tx }, one) => deleteConverterIn(tx, idOf(one)) },
  { kind: 'provider', ops: ['remove'], run: removeProvider },
  { kind: 'provider', ops: ['change'], run: freeDomains },
  { kind: 'provider', ops: ['add', 'change'], run: writeProvider },
  { kind: 'provider', ops: ['add', 'change'], run: bindDomains },
  { kind: 'converter', ops: ['change'], run: writeConverter },
  { kind: 'converter', ops: ['add'], run: writeConverter },
  { kind: 'role rule', ops: ['change'], run: narrowRule },
  { kind: 'role rule', ops: ['add', 'change'], run: writeRule },
  { kind: 'role', ops: ['remove'], run: removeRole },
]

/**
 * Carries out differences, inside a change of rules. Nothing here decides anything.
 * @param within runs one edit, and says in its errors which entry of the file asked for it
 */
export async function perform(
  performance: Performance,
  differences: readonly Difference[],
  within: (one: Difference, work: () => Promise<unknown>) => Promise<void>,
): Promise<void> {
  for (const { kind, ops, run } of stages) {
    const meant = differences.filter((one) => ops.includes(one.op) && (one.named ?? one.stored)?.kind === kind)
    // Of a tree the leaves go first; the database has it sorted by name.
    for (const one of kind === 'role' && ops.includes('remove') ? leavesFirst(meant) : meant) {
      await within(one, () => run(performance, one))
    }
  }
}

const to = ({ named }: Difference): Fields => named?.fields ?? {}
const idOf = ({ stored }: Difference): string => stored?.id ?? ''
const keyOf = ({ named, stored }: Difference): string => (named ?? stored)?.key ?? ''
const changedIn = ({ fields }: Difference) => new Set(fields.map((one) => one.field))

function writeOneSetting({ tx }: Performance, one: Difference): Promise<unknown> {
  return writeSetting(tx, keyOf(one), one.op === 'remove' ? null : to(one).value)
}

async function writeColumn({ tx }: Performance, one: Difference): Promise<void> {
  const { caption, type, lookup } = to(one)
  const name = keyOf(one)
  if (one.op === 'remove') await renameColumnIn(tx, name, { caption: builtInCaptions[name] ?? name })
  else if (one.op === 'change') await renameColumnIn(tx, name, { caption: String(caption) })
  else {
    const made = { name, caption: String(caption), type: type as ColumnType, lookup: lookup as string | null }
    await addCustomColumnIn(tx, made)
  }
}

async function writeValue({ tx, app, stored }: Performance, one: Difference): Promise<void> {
  const [lookup] = JSON.parse(keyOf(one)) as [string]
  const { name, aliases } = to(one)
  const known = stored.values.get(keyOf(one))
  const id = known?.id ?? (await makeValue(tx, lookup, String(name), app.now()))
  if (known) await spellValue(tx, id, String(name))
  await putAliases(tx, lookup, id, aliases as readonly string[])
}

async function removeRule({ tx, app, author, withdraw }: Performance, one: Difference): Promise<void> {
  const before = await existingRule(tx, idOf(one))
  await deleteRoleRuleIn(tx, before.id)
  if (withdraw === 'now') await withdrawOf(tx, app, author, before, null)
}

/** What it comes to was confirmed for all rules together. */
async function withdrawOf(tx: Tx, app: App, author: Author, before: RoleRule, after: RoleRule | null): Promise<void> {
  const fallout = falloutOf(before, after)
  if (!fallout) return
  const { grants } = await weigh(tx, fallout, app.now())
  await withdrawNow(tx, app, author, before, after, grants)
}

/** First only what is to stay: another rule may take what goes. */
async function narrowRule({ tx, app }: Performance, one: Difference): Promise<void> {
  const before = await existingRule(tx, idOf(one))
  const wanted = to(one).groups as readonly string[]
  const groups = before.groups.filter((group) => wanted.includes(group))
  if (groups.length > 0 && groups.length < before.groups.length)
    await saveRoleRuleIn(tx, app, { id: before.id, groups })
}

async function writeRule({ tx, app, author, withdraw }: Performance, one: Difference): Promise<void> {
  const { provider, groups, match, role } = to(one)
  const all = [...(groups as readonly string[])]
  if (one.op === 'add') {
    const made = { provider: provider as string | undefined, groups: all, match: match as 'glob' | undefined }
    await saveRoleRuleIn(tx, app, { ...made, role: String(role) })
    return
  }
  const before = await existingRule(tx, idOf(one))
  const after = await saveRoleRuleIn(tx, app, { id: before.id, groups: all })
  const was = { ...before, groups: (one.stored?.fields.groups ?? []) as readonly string[] }
  if (withdraw === 'now') await withdrawOf(tx, app, author, was, after)
}

async function writeRole({ tx, app }: Performance, one: Difference): Promise<void> {
  const { name, kind, parent, protected: isProtected, scopes, sensitive } = to(one)
  if (one.op === 'add') {
    const made = {
      name: String(name),
      kind: kind as 'functional',
      protected: Boolean(isProtected),
      scopes: scopes as typeof roleScopes,
      sensitive: Boolean(sensitive),
    }
    await saveRoleIn(tx, app, parent === undefined ? made : { ...made, parent: String(parent) })
    return
  }
  const changed = changedIn(one)
  await saveRoleIn(tx, app, {
    id: idOf(one),
    ...(changed.has('name') ? { name: String(name) } : {}),
    ...(changed.has('parent') ? { parent: parent === undefined ? null : String(parent) } : {}),
    ...(changed.has('protected') ? { protected: Boolean(isProtected) } : {}),
    ...(changed.has('scopes') ? { scopes: scopes as typeof roleScopes } : {}),
    ...(changed.has('sensitive') ? { sensitive: Boolean(sensitive) } : {}),
  })
}

/** A built-in role has its first name again before anything speaks of it by that. */
async function resetRole({ tx, app, stored }: Performance, one: Difference): Promise<void> {
  const role = [...stored.roles.values()].find(({ id }) => id === idOf(one))
  if (role?.builtIn) await saveRoleIn(tx, app, { id: role.id, name: builtInRoles[role.builtIn], sensitive: false })
}

async function removeRole({ tx, app, author }: Performance, one: Difference): Promise<void> {
  if (one.stored?.unnamed === 'remove') await deleteRoleIn(tx, app, author, idOf(one))
}

function leavesFirst(roles: readonly Difference[]): Difference[] {
  const above = new Map(roles.map(({ stored }) => [stored?.fields.name, stored?.fields.parent]))
  const depth = (name: unknown, seen = 0): number => {
    const parent = above.get(name)
    return parent === undefined || seen > above.size ? seen : depth(parent, seen + 1)
  }
  return roles.toSorted((a, b) => depth(b.stored?.fields.name) - depth(a.stored?.fields.name))
}

async function writeConverter({ tx, app }: Performance, one: Difference): Promise<void> {
  const { provider, column, position, attribute, default: text, ...options } = to(one)
  const row = rowOfFields({
    attributes: (attribute ?? null) as readonly string[] | null,
    default: (text ?? null) as string | null,
    ...options,
  })
  const at = { position: Number(position) }
  if (one.op === 'change') await saveConverterIn(tx, app, { ...row, ...at, id: idOf(one) })
  else
    await saveConverterIn(tx, app, {
      ...row,
      ...at,
      provider: (provider ?? null) as string | null,
      column: String(column),
    })
}
