import { isDeepStrictEqual } from 'node:util'
import sql from 'sql-template-tag'
import type { ProviderPolicy } from '../../core/types.ts'
import { JitupError } from '../../errors.ts'
import type { Database, Tx } from '../../store/database.ts'
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
  if (made.enabled && (await isGuardedProvider(tx, [made.policy]))) throw guarded(['enabled'])
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

const isGuardedProvider = async (tx: Tx, policies: readonly Reach[]): Promise<boolean> =>
  (await guardedProviders(tx, policies)).size > 0

/** What decides which roles a provider's groups may give. */
type Reach = Pick<ProviderPolicy, 'id' | 'userType' | 'allowedRoles'>

/**
 * Of some providers those whose groups may give a role that only administrators hand out, whatever their mode is now, as
 * `rolesOfGroups` has it; or by whom somebody signs on who has one.
 * @returns their ids
 */
export async function guardedProviders(db: Database | Tx, policies: readonly Reach[]): Promise<ReadonlySet<string>> {
  const reaches = policies.map(({ id, userType, allowedRoles = null }) => {
    return { id, external: userType === 'external', allowed: allowedRoles }
  })
  const rows = await db.query<{ id: string }>(sql`
    select p.id from jsonb_to_recordset(${JSON.stringify(reaches)}::jsonb) p (id uuid, external boolean, allowed uuid[])
      join role_rules u on u.provider_id = p.id or (u.provider_id is null and not p.external)
      join roles r on r.id = u.role_id
    where ${isGuarded} and case when p.allowed is null then not p.external else r.id = any(p.allowed) end
    union
    select i.provider_id from roles r join grants g on g.role_id = r.id
      join users u on u.id = g.user_id and u.status <> 'deleted' join identities i on i.user_id = u.id
    where ${isGuarded} and i.provider_id = any(${policies.map(({ id }) => id)}::uuid[])`)
  return new Set(rows.map(({ id }) => id))
}

const guarded = (fields: readonly string[]) =>
  new JitupError(
    'forbidden',
    `Roles that only administrators hand out depend on this identity provider. Only an administrator may do this: ${fields.join(', ')}.`,
    { scope: 'admin', because: 'guarded_roles', fields },
  )
