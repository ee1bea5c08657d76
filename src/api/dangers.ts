import type { ProviderPolicy } from '../core/types.ts'
import type { App } from '../sign-on/app.ts'
import { listProviders } from '../store/providers.ts'
import { listRoleRules } from '../store/role-rules.ts'
import { findRole } from '../store/roles.ts'
import { findUser, holdsProtectedRole } from '../store/users.ts'
import { isUuid } from '../store/uuid.ts'
import { workById } from '../store/worklist.ts'
import { foretellMerge } from './edit/lookup-merge.ts'
import { ownValue, surroundingsOf, widenedBy } from './edit/lookup-state.ts'
import { shownName } from './edit/lookup-values.ts'
import { guardedProviders } from './edit/provider-reach.ts'

/** What a request asks for, when it is judged whether a session may do it only right after its person has proved who they are. */
export interface DangerAsked<Query, Body> {
  readonly app: Pick<App, 'db'>
  readonly params: Readonly<Record<string, string>>
  readonly query: Query
  readonly body: Body
}

/** Of a provider: whom it is believed to be, and whom it can find or make of people who are here. */
export const trustFields = [
  ...(['settings', 'metadata', 'metadataUrl', 'metadataCertificates', 'metadataSha256'] as const),
  ...(['userType', 'subjectFrom', 'roleAttributes', 'link', 'reactivate', 'allowedRoles', 'allowedAccounts'] as const),
] as const

/** Of the settings: what is kept for how long, and how long a session lasts. */
export const keepingFields = [
  ...(['claimsRetentionDays', 'journalRetentionDays', 'auditRetentionDays', 'storeClaims'] as const),
  ...(['redactedAttributes', 'sessionIdleMinutes', 'sessionAbsoluteMinutes', 'administratorIdleMinutes'] as const),
] as const

/** What is carried out. What would happen may be asked at any time. */
export const unlessDry = ({ body }: { readonly body: { readonly dryRun?: boolean | undefined } }): boolean =>
  body.dryRun !== true

/** Whatever changes one of these fields. */
export const changing =
  (...fields: readonly string[]) =>
  ({ body }: { readonly body: object }): boolean =>
    fields.some((field) => (body as Readonly<Record<string, unknown>>)[field] !== undefined)

/** A grant, or a rule: the role it hands out, by name or id, and where it is one that is there, its id. */
interface Giving {
  readonly id?: string | undefined
  readonly role?: string | undefined
}

/** Does one of these hand out a role that only administrators hand out? */
export async function anyGuarded(app: Pick<App, 'db'>, given: readonly Giving[]): Promise<boolean> {
  for (const role of new Set(given.map((one) => one.role))) {
    if (role !== undefined && (await findRole(app.db, role))?.guarded) return true
  }
  const ids = new Set(given.flatMap(({ id }) => (id === undefined ? [] : [id.toLowerCase()])))
  if (ids.size === 0) return false
  const rules = await listRoleRules(app.db, { after: null, limit: 1_000_000 })
  return rules.some((rule) => rule.protected && ids.has(rule.id))
}

/** Does this give a role rights, or protect or unprotect it: by its own word, or by the role it is put below or taken from? */
export const givesRights = async ({
  app,
  params: { id },
  body,
}: {
  readonly app: Pick<App, 'db'>
  readonly params: Readonly<Record<string, string>>
  readonly body: { readonly parent?: string | null | undefined }
}): Promise<boolean> =>
  changing('protected', 'scopes')({ body }) ||
  (body.parent !== undefined && anyGuarded(app, [{ role: body.parent ?? undefined }, { role: id }]))

/** Has this user, by id or login name, a role that only administrators hand out? Whoever is made to sign on as them has it too. */
export async function holdsGuarded({ db }: Pick<App, 'db'>, idOrLogin: string): Promise<boolean> {
  const user = await findUser(db, idOrLogin)
  return user !== null && (await holdsProtectedRole(db, user.id)).any
}

/** Is somebody let in by this, again or for the first time, who has such a role? */
export const letsGuardedIn = async ({
  app,
  params: { id = '' },
  body,
}: {
  readonly app: Pick<App, 'db'>
  readonly params: Readonly<Record<string, string>>
  readonly body: { readonly status: string }
}): Promise<boolean> => body.status === 'active' && holdsGuarded(app, id)

/** What decides, beside the fields above, which roles the groups of a provider's people give them. */
interface GivenGroups {
  readonly roles?: string | undefined
  readonly groupSeparator?: string | null | undefined
  readonly ignoreGroups?: readonly string[] | undefined
}

/**
 * Does one of these policies change whom its provider can find, or what the groups of its people give them, where roles that only
 * administrators hand out depend on it?
 */
async function areDangerous({ db }: Pick<App, 'db'>, policies: ReadonlyMap<string, GivenGroups>): Promise<boolean> {
  if ([...policies.values()].some((body) => changing(...trustFields)({ body }))) return true
  const given = (await listProviders(db)).flatMap(({ policy }) => {
    const body = policies.get(policy.slug) ?? policies.get(policy.id)
    return body !== undefined && givesOtherwise(policy, body) ? [policy] : []
  })
  return given.length > 0 && (await guardedProviders(db, given)).size > 0
}

const givesOtherwise = (known: ProviderPolicy, { roles, groupSeparator, ignoreGroups }: GivenGroups): boolean =>
  (roles !== undefined && roles !== 'off' && roles !== known.roles) ||
  (groupSeparator !== undefined && groupSeparator !== known.groupSeparator) ||
  (ignoreGroups !== undefined && known.ignoreGroups.some((one) => !ignoreGroups.includes(one)))

/** What changes whom a provider is believed to be, lets its people in, or gives them more than they could get. */
export const isDangerousProvider = async ({
  app,
  params: { id = '' },
  body,
}: {
  readonly app: Pick<App, 'db'>
  readonly params: Readonly<Record<string, string>>
  readonly body: GivenGroups & { readonly enabled?: boolean | undefined }
}): Promise<boolean> => body.enabled === true || areDangerous(app, new Map([[id.toLowerCase(), body]]))

/** What becomes of a value of a lookup: it goes into another, or has another name. */
type NextValue = { readonly into: string } | { readonly name: string }

/** Could a provider of external users name other accounts by this, as by another `allowedAccounts`? */
export async function widensAccounts(
  { app: { db }, params: { name: lookup, id = '' } }: Pick<DangerAsked<unknown, unknown>, 'app' | 'params'>,
  next: NextValue,
): Promise<boolean> {
  if (lookup !== 'Account') return false
  if ('into' in next) return (await foretellMerge(db, lookup, id, next.into)).widens.length > 0
  const before = await ownValue(db, lookup, id)
  const after = { id: before.id, name: shownName(next.name) }
  return widenedBy({ before, after }, await surroundingsOf(db)).length > 0
}

/** The actions of the worklist that are dangerous elsewhere too. */
export async function isDangerousWork({
  app,
  params: { id = '' },
  body,
}: {
  readonly app: Pick<App, 'db'>
  readonly params: Readonly<Record<string, string>>
  readonly body: { readonly action: string; readonly role?: string; readonly user?: string }
}): Promise<boolean> {
  if (body.action === 'merge') return true
  if (body.action === 'rule') return anyGuarded(app, [body])
  if (body.action === 'link') return holdsGuarded(app, body.user ?? '')
  if (body.action !== 'approve' || !isUuid(id)) return false
  const entry = await workById(app.db, id)
  return entry?.kind === 'key-waiting' || (entry?.kind === 'person-waiting' && holdsGuarded(app, entry.userId ?? ''))
}

/** Rules that hand out such a role, and policies that change whom a provider can find, once they are saved. */
export async function isDangerousDraft(asked: {
  readonly app: Pick<App, 'db'>
  readonly body: {
    readonly dryRun?: boolean | undefined
    readonly roleRules?: readonly Giving[] | { readonly upsert?: readonly Giving[] | undefined } | undefined
    readonly policies?: Readonly<Record<string, object>> | undefined
  }
}): Promise<boolean> {
  const { app, body } = asked
  if (!unlessDry({ body })) return false
  if (await areDangerous(app, new Map(Object.entries(body.policies ?? {})))) return true
  const rules = body.roleRules ?? []
  return anyGuarded(app, 'length' in rules ? rules : (rules.upsert ?? []))
}
