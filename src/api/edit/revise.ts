import { type GuardedReach, guardedReachOf } from '../../core/guarded-reach.ts'
import { diffRules, type RowChange } from '../../core/rules-diff.ts'
import type { RoleRule } from '../../core/types.ts'
import { type Widened, widenings } from '../../core/widening.ts'
import type { App } from '../../sign-on/app.ts'
import type { Tx } from '../../store/database.ts'
import { onlyAsked } from '../../store/only-asked.ts'
import { contentNow, type RevisionContent } from '../../store/revisions.ts'
import { listRoles } from '../../store/roles.ts'
import { type Author, recordRevision, rulesLock } from '../../store/rules.ts'
import { rolesWithdrawn } from '../../store/withdraw.ts'
import { type RulesNames, rulesNames } from '../rules-words.ts'
import { falloutOfAll, type Withdrawal, weigh, withdrawFallout } from './rule-withdrawal.ts'

/** What a change of several rules takes, or took, from people: grants that rules gave and give no more. */
export interface RevisedWithdrawals {
  readonly grants: number
  readonly people: number
  readonly losses: number
  /** False: some of the people may have another group that still gives it; their next sign-on tells. */
  readonly exact: boolean
  /** To take them at once, their number must be confirmed. */
  readonly mustConfirm: boolean
  readonly roles: Awaited<ReturnType<typeof rolesWithdrawn>>
  /** True: they were taken with the change. False: each goes at its person's next sign-on. */
  readonly now: boolean
}

/** What a change of several rules came to, or would come to. */
export interface Revised {
  /** The new version; null: nothing was written, because nothing differs or it was only asked. */
  readonly revision: number | null
  readonly changes: readonly RowChange[]
  readonly withdrawals: RevisedWithdrawals
  /** By what a provider may do more than before. */
  readonly widens: readonly Widened[]
  /** By which providers it lets roles be had that only administrators hand out. */
  readonly reaches: readonly GuardedReach[]
  readonly names: RulesNames
}

/** How a change is made. */
export interface Revising extends Withdrawal {
  /** Only tells. */
  readonly dryRun: boolean
  /** The field by which a caller confirms withdrawals. */
  readonly confirmField?: string
}

/**
 * Makes a change of several rules as one version: all of it or nothing. It is made by the functions that save rules and, when it is
 * only asked, rolled back; where nothing differs there is no new version.
 * @param work changes rules and gives what else is to be told; `known` are the rules before it
 * @param agree looks at what it comes to before it is written, and may refuse it
 * @throws JitupError as saving each part would, and as `withdrawFallout`
 */
export async function reviseRules<T extends object>(
  app: App,
  author: Author,
  how: Revising,
  work: (tx: Tx, known: RevisionContent) => Promise<T & { readonly also?: readonly RevisionContent[] }>,
  agree: (revised: Revised & T) => void = () => {},
): Promise<Revised & T> {
  const make = async (tx: Tx): Promise<Revised & T> => {
    const known = await contentNow(tx)
    const { also = [], ...done } = await work(tx, known)
    const next = await contentNow(tx)
    const changes = diffRules(known, next)
    const names = await rulesNames(tx, [known, ...also])
    const told = {
      ...(done as unknown as T),
      changes,
      widens: widenings(known, next),
      reaches: guardedReachOf(known, next, new Set(changes.map(({ id }) => id)), await guardedRoles(tx)),
      names,
    }
    const asked = { ...told, revision: null, withdrawals: await withdrawalsOf(tx, app, changes) }
    agree(asked)
    if (how.dryRun) return asked
    const taken = how.withdraw === 'now' ? await takeNow(tx, app, author, changes, how) : false
    const revision = changes.length > 0 ? await recordRevision(tx, author) : null
    return { ...asked, withdrawals: { ...asked.withdrawals, now: taken }, revision }
  }
  if (how.dryRun) return onlyAsked(app.db, [rulesLock], make)
  const made = await app.db.serialised([rulesLock], make)
  app.rules.forget()
  for (const { of, after } of made.changes)
    if (of === 'provider' && after && 'slug' in after) app.providers.forget(after.slug)
  return made
}

/** The ids of the roles that only administrators hand out. */
const guardedRoles = async (tx: Tx): Promise<ReadonlySet<string>> =>
  new Set((await listRoles(tx)).flatMap(({ id, guarded }) => (guarded ? [id] : [])))

const falloutOf = (changes: readonly RowChange[]) =>
  falloutOfAll(
    changes.flatMap(({ of, before, after }) =>
      of === 'role-rule' && before ? [{ before: before as RoleRule, after: after as RoleRule | null }] : [],
    ),
  )

async function withdrawalsOf(tx: Tx, app: App, changes: readonly RowChange[]): Promise<RevisedWithdrawals> {
  const fallout = falloutOf(changes)
  if (!fallout) return { grants: 0, people: 0, losses: 0, exact: true, mustConfirm: false, roles: [], now: false }
  const { grants, people, losses, exact, mustConfirm } = await weigh(tx, fallout, app.now())
  return { grants, people, losses, exact, mustConfirm, roles: await rolesWithdrawn(tx, fallout.where), now: false }
}

async function takeNow(
  tx: Tx,
  app: App,
  author: Author,
  changes: readonly RowChange[],
  how: Revising,
): Promise<boolean> {
  const fallout = falloutOf(changes)
  if (!fallout) return false
  const roleIds = changes.flatMap(({ before }) => (before && 'roleId' in before ? [before.roleId] : []))
  await withdrawFallout(tx, app, author, { fallout, roleIds }, how.confirm, how.confirmField)
  return true
}
