import sql, { type Sql } from 'sql-template-tag'
import { WITHDRAWAL_CEILING } from '../../core/ceiling.ts'
import type { RoleRule } from '../../core/types.ts'
import { JitupError } from '../../errors.ts'
import type { App } from '../../sign-on/app.ts'
import { countActivity, hourOf } from '../../store/activity.ts'
import type { Tx } from '../../store/database.ts'
import type { Author } from '../../store/rules.ts'
import { administratorsLock, otherAdministrators } from '../../store/users.ts'
import { countWithdrawals, loadsOf, type Withdrawn, withdrawAll } from '../../store/withdraw.ts'
import { actorOf } from './person.ts'

/** What becomes of the grants that a changed or deleted rule gave. */
export interface Withdrawal {
  /** Left out: each goes at its person's next sign-on, where the provider's mode takes roles away. */
  readonly withdraw?: 'now' | 'next-sign-on' | undefined
  /** The number of grants, where `now` must be confirmed. */
  readonly confirm?: number | undefined
}

/** Grants that a rule gave and gives no more. */
export interface Fallout {
  readonly where: Sql
  /** False: some of the people may have another group that still gives it. Groups are not kept; their next sign-on tells. */
  readonly exact: boolean
}

/** What a change of a rule leaves behind; `after` null: the rule goes. Null: nothing, it gives all that it gave. */
export function falloutOf(before: RoleRule, after: RoleRule | null): Fallout | null {
  const all = sql`g.rule_id = ${before.id}::uuid`
  if (after === null) return { where: all, exact: true }
  if (after.roleId !== before.roleId) return { where: sql`${all} and g.role_id <> ${after.roleId}::uuid`, exact: true }
  const kept = new Set(after.groups)
  if (after.match !== before.match || before.groups.some((group) => !kept.has(group)))
    return { where: all, exact: false }
  if (after.providerId === null || after.providerId === before.providerId) return null
  return { where: sql`${all} and g.provider_id <> ${after.providerId}::uuid`, exact: true }
}

/** What several changes of rules leave behind together. Null: nothing. */
export function falloutOfAll(
  changes: readonly { readonly before: RoleRule; readonly after: RoleRule | null }[],
): Fallout | null {
  const left = changes.flatMap(({ before, after }) => {
    const fallout = falloutOf(before, after)
    return fallout ? [{ before, after, exact: fallout.exact }] : []
  })
  if (left.length === 0) return null
  // By the columns of an index, however many rules there are: not one condition for each.
  const whole = left.filter(({ before, after, exact }) => after === null || (!exact && after.roleId === before.roleId))
  const moved = left.filter((one) => !whole.includes(one) && one.after?.roleId !== one.before.roleId)
  const narrowed = left.filter((one) => !whole.includes(one) && !moved.includes(one))
  const ids = (some: typeof left) => some.map((one) => one.before.id)
  const where = sql`(
    g.rule_id = any(${ids(whole)}::uuid[])
    or g.rule_id = any(${ids(moved)}::uuid[]) and exists (
      select 1 from unnest(${ids(moved)}::uuid[], ${moved.map((one) => one.after?.roleId)}::uuid[]) m (rule, role)
      where m.rule = g.rule_id and m.role <> g.role_id)
    or g.rule_id = any(${ids(narrowed)}::uuid[]) and exists (
      select 1 from unnest(${ids(narrowed)}::uuid[], ${narrowed.map((one) => one.after?.providerId)}::uuid[]) m (rule, provider)
      where m.rule = g.rule_id and m.provider <> g.provider_id))`
  return { where, exact: left.every((one) => one.exact) }
}

/** What taking them at once comes to, and whether that must be confirmed: above a ceiling, or where nobody knows exactly. */
export async function weigh(tx: Tx, { where, exact }: Fallout, now: Date): Promise<Withdrawn & Weighed> {
  const loads = await loadsOf(tx, where, hourOf(now))
  const above = loads.some(({ counted, used, ceiling }) => used + counted > (ceiling ?? WITHDRAWAL_CEILING))
  const found = await countWithdrawals(tx, where)
  return { ...found, exact, mustConfirm: found.grants > 0 && (above || !exact), loads }
}

interface Weighed {
  readonly exact: boolean
  readonly mustConfirm: boolean
  readonly loads: Awaited<ReturnType<typeof loadsOf>>
}

/**
 * Takes at once what a rule gave and gives no more, in the transaction that changes the rule.
 * @throws JitupError `withdrawals_paused` with `count` while it is not confirmed, `last_administrator`
 */
export async function withdrawNow(
  tx: Tx,
  app: Pick<App, 'now'>,
  author: Author,
  before: RoleRule,
  after: RoleRule | null,
  confirm: number | undefined,
): Promise<void> {
  const fallout = falloutOf(before, after)
  if (fallout) await withdrawFallout(tx, app, author, { fallout, roleIds: [before.roleId] }, confirm)
}

/**
 * As `withdrawNow`, of whatever was left behind by the rules that gave `roleIds`.
 * @param field how the caller confirms
 */
export async function withdrawFallout(
  tx: Tx,
  app: Pick<App, 'now'>,
  author: Author,
  { fallout, roleIds }: { readonly fallout: Fallout; readonly roleIds: readonly string[] },
  confirm: number | undefined,
  field = 'confirm',
): Promise<Withdrawn> {
  const office = await tx.query(sql`
    select 1 from roles where built_in = 'administrators' and id = any(${roleIds}::uuid[])`)
  const ofOffice = office.length > 0
  if (ofOffice) tx.requireLock(administratorsLock)
  const now = app.now()
  const { mustConfirm, loads, exact: _, ...found } = await weigh(tx, fallout, now)
  const { grants, people } = found
  if (mustConfirm && confirm !== grants) {
    const text = `This takes ${grants} grants from ${people} people at once. If that is meant, send ${field}: ${grants}.`
    throw new JitupError('withdrawals_paused', text, { count: grants, people })
  }
  const actor = actorOf(author)
  await withdrawAll(tx, fallout.where, actor, now)
  if (ofOffice && grants > 0 && !(await otherAdministrators(tx, nobody))) {
    throw new JitupError('last_administrator', 'Nobody would be an active administrator. Appoint another one first.')
  }
  // What somebody has confirmed is no flood, and leaves the hour to the sign-ons.
  for (const { providerId, counted } of mustConfirm ? [] : loads) {
    await countActivity(tx, providerId, 'withdrawal', now, counted)
  }
  return found
}

const nobody = '00000000-0000-0000-0000-000000000000'
