import { isDeepStrictEqual } from 'node:util'
import sql from 'sql-template-tag'
import type { ProviderPolicy } from '../../core/types.ts'
import { JitupError } from '../../errors.ts'
import type { Tx } from '../../store/database.ts'
import type { ProviderRecord } from '../../store/providers.ts'

/** Whether the one who edits may decide who gets roles that only administrators hand out. */
export interface ProviderRights {
  readonly protectedRoles: boolean
}
/** Those of the configuration file, the command line and the server itself. */
export const everyProviderRight: ProviderRights = { protectedRoles: true }

/** What an edit says about whom a provider is believed to be, and where it is fetched from. */
type Said = Readonly<Record<string, unknown>>

/** Whom we believe, and where that is read from. */
const believed = ['metadata', 'metadataUrl', 'metadataCertificates', 'metadataSha256', 'settings'] as const
/** Who somebody is, which groups they have, and which roles these may give. */
const giving = ['userType', 'subjectFrom', 'roles', 'roleAttributes', 'groupSeparator', 'allowedRoles'] as const

/**
 * Lets a new provider pass that can give no role that only administrators hand out: whoever says whom we believe says who gets the
 * roles that rules give. One that is off may stand; switching it on is the administrator's word. No such role may be on its list.
 * @throws JitupError `forbidden` with `because` `guarded_roles` and the `fields`, unless `rights` say so
 */
export async function assertMayCreate(tx: Tx, rights: ProviderRights, made: ProviderRecord): Promise<void> {
  if (rights.protectedRoles) return
  if (await anyGuardedRole(tx, made.policy.allowedRoles ?? [])) throw guarded(['allowedRoles'])
  if (made.enabled && (await givesGuarded(tx, made.policy))) throw guarded(['enabled'])
}

/**
 * Lets a change of a provider pass that moves nobody closer to a role that only administrators hand out. While its groups may give
 * one by a rule, before or after the change, or somebody signs on by it who has one, its keys, its settings and what decides who
 * somebody is and what they get are an administrator's, and so is switching it on. Switching it off is not; and one that is off and
 * has signed nobody on is still being prepared.
 * @param given the fields of the request
 * @throws JitupError `forbidden` with `because` `guarded_roles` and the `fields`, unless `rights` say so
 */
export async function assertMayUpdate(
  tx: Tx,
  rights: ProviderRights,
  { before, after, given }: { readonly before: ProviderRecord; readonly after: ProviderRecord; readonly given: Said },
): Promise<void> {
  if (rights.protectedRoles) return
  const listed = new Set(before.policy.allowedRoles)
  const added = (after.policy.allowedRoles ?? []).filter((id) => !listed.has(id))
  if (await anyGuardedRole(tx, added)) throw guarded(['allowedRoles'])
  if (!after.enabled && (await isPrepared(tx, before))) return
  const fields = fieldsOf(before, after, given)
  if (fields.length > 0 && (await isGuardedProvider(tx, [before.policy, after.policy]))) throw guarded(fields)
}

/**
 * Lets a decision pass on whom a provider is believed to be, or whether it stays, unless roles that only administrators hand out
 * depend on it.
 * @throws JitupError `forbidden` with `because` `guarded_roles` and the `fields`, unless `rights` say so
 */
export async function assertMayDecide(
  tx: Tx,
  rights: ProviderRights,
  known: ProviderRecord,
  field: string,
): Promise<void> {
  if (rights.protectedRoles || (await isPrepared(tx, known))) return
  if (await isGuardedProvider(tx, [known.policy])) throw guarded([field])
}

/** Off, and nobody is known by it: an administrator who switches it on has seen no other provider under its name. */
async function isPrepared(tx: Tx, { enabled, policy }: ProviderRecord): Promise<boolean> {
  if (enabled) return false
  const known = await tx.query(sql`select 1 from identities where provider_id = ${policy.id}::uuid limit 1`)
  return known.length === 0
}

function fieldsOf(before: ProviderRecord, after: ProviderRecord, given: Said): readonly string[] {
  const on = after.enabled && !before.enabled
  const heard = before.policy.ignoreGroups.some((group) => !after.policy.ignoreGroups.includes(group))
  return [
    ...believed.filter((field) => given[field] !== undefined),
    ...giving.filter((field) => !isDeepStrictEqual(before.policy[field], after.policy[field])),
    ...(on ? ['enabled'] : []),
    ...(heard ? ['ignoreGroups'] : []),
  ]
}

const isGuarded = sql`(r.protected or r.guarded or r.built_in = 'administrators')`

async function anyGuardedRole(tx: Tx, ids: readonly string[]): Promise<boolean> {
  if (ids.length === 0) return false
  return (
    (await tx.query(sql`select 1 from roles r where r.id = any(${ids}::uuid[]) and ${isGuarded} limit 1`)).length > 0
  )
}

async function isGuardedProvider(tx: Tx, policies: readonly ProviderPolicy[]): Promise<boolean> {
  for (const policy of policies) if (await givesGuarded(tx, policy)) return true
  const [{ id } = { id: '' }] = policies
  const people = await tx.query(sql`
    select 1 from identities i join users u on u.id = i.user_id and u.status <> 'deleted'
      join grants g on g.user_id = u.id join roles r on r.id = g.role_id
    where i.provider_id = ${id}::uuid and ${isGuarded} limit 1`)
  return people.length > 0
}

/** Could a group of this provider give such a role, whatever its mode is now? As `rolesOfGroups` has it. */
async function givesGuarded(tx: Tx, { id, userType, allowedRoles }: ProviderPolicy): Promise<boolean> {
  const external = userType === 'external'
  if (external && allowedRoles === undefined) return false
  const rules = await tx.query(sql`
    select 1 from role_rules u join roles r on r.id = u.role_id
    where ${isGuarded} and (u.provider_id = ${id}::uuid or (u.provider_id is null and not ${external}))
      and (${allowedRoles === undefined} or r.id = any(${allowedRoles ?? []}::uuid[])) limit 1`)
  return rules.length > 0
}

const guarded = (fields: readonly string[]) =>
  new JitupError(
    'forbidden',
    `Roles that only administrators hand out depend on this identity provider. Only an administrator may do this: ${fields.join(', ')}.`,
    { scope: 'admin', because: 'guarded_roles', fields },
  )
