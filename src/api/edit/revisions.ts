import { diffRules, type RevisedProvider, type RowChange, type RulesContent, sameValue } from '../../core/rules-diff.ts'
import type { Converter, RoleRule } from '../../core/types.ts'
import {
  bringBack,
  changesOf,
  type RulesConflict,
  type RulesPlan,
  takeBack,
  withoutImpossible,
} from '../../core/undo-rules.ts'
import { isJitupError, JitupError } from '../../errors.ts'
import type { App } from '../../sign-on/app.ts'
import { readColumns } from '../../store/columns.ts'
import type { Tx } from '../../store/database.ts'
import { contentBefore, contentOfRevision, type RevisionContent } from '../../store/revisions.ts'
import { listRoles } from '../../store/roles.ts'
import type { Author } from '../../store/rules.ts'
import { type RoleReturning, rolesReturning } from '../../store/withdraw.ts'
import { rulesNames, tellConflict, tellWidened } from '../rules-words.ts'
import { notFound } from './change.ts'
import { replaceConvertersIn } from './converters.ts'
import { updateProviderIn } from './provider-change.ts'
import { type Revised, type Revising, reviseRules } from './revise.ts'
import { replaceRoleRulesIn } from './role-rule-set.ts'
import type { RoleRuleRights } from './role-rules.ts'

/** Who brings rules back, and how far their rights go. */
export interface Restorer {
  readonly author: Author
  readonly rights: RoleRuleRights & { /** Policies of providers. */ readonly policies: boolean }
}

/** How rules are brought back. */
export interface Restoring extends Revising {
  /** What is gone, or cannot stand today, is left out; otherwise nothing is brought back. An undo always leaves it out. */
  readonly leaveGone?: boolean | undefined
  /** A provider may do more again than it may now. */
  readonly confirmWidening?: boolean | undefined
}

/** What bringing rules back came to, or would come to. */
export interface Restored extends Revised {
  /** What people lost who get it back at their next sign-on, where their group still arrives. */
  readonly returns: readonly RoleReturning[]
  readonly conflicts: readonly RulesConflict[]
}

/**
 * Brings a whole version of the rules back, as a new version. Providers stay: those that came later keep their policy, and whether
 * one is on is not touched.
 * @throws JitupError `not_found`, `restore_conflict` for what is gone, `restore_widens`, `forbidden` beyond the restorer's rights,
 *   `withdrawals_paused`, and as saving rules would
 */
export const restoreRevision = (app: App, by: Restorer, revision: number, how: Restoring): Promise<Restored> =>
  putBack(app, by, how, 'whole', async (tx, known) => {
    const then = await contentOfRevision(tx, revision)
    if (!then) throw notFound('revision')
    return { plan: bringBack(then, known), also: [then], gone: revision + 1 }
  })

/**
 * Takes back what one version of the rules has changed, and nothing else. What later versions have changed too stays, and is a
 * conflict; so is what cannot stand today.
 * @throws JitupError `not_found`, and as `restoreRevision`
 */
export const undoRevision = (app: App, by: Restorer, revision: number, how: Restoring): Promise<Restored> =>
  putBack(app, by, { ...how, leaveGone: true }, 'part', async (tx, known) => {
    const then = await contentOfRevision(tx, revision)
    const before = await contentBefore(tx, revision)
    if (!then || !before) throw notFound('revision')
    return { plan: takeBack(diffRules(before, then), known), also: [before, then], gone: revision }
  })

/** Of these nobody needs to be asked: they are no part of what can be brought back. */
const remarks: ReadonlySet<string> = new Set(['state_stays', 'provider_stays'])

/** What is to be put back. */
interface Planned {
  readonly plan: RulesPlan
  readonly also: readonly RevisionContent[]
  /** From which version on it was gone. */
  readonly gone: number
}

/** The rule, where it comes back or gives to more people than it does now. */
function givesMore({ of, before, after }: RowChange): RoleRule[] {
  if (of !== 'role-rule' || !after) return []
  const [was, is] = [before as RoleRule | null, after as RoleRule]
  const as = (rule: RoleRule) => [rule.roleId, rule.match ?? null, rule.providerId]
  const isWider = was === null || !sameValue(as(was), as(is)) || is.groups.some((group) => !was.groups.includes(group))
  return isWider ? [is] : []
}

function putBack(
  app: App,
  { author, rights }: Restorer,
  how: Restoring,
  what: 'whole' | 'part',
  planOf: (tx: Tx, known: RevisionContent) => Promise<Planned>,
): Promise<Restored> {
  return reviseRules(
    app,
    author,
    { ...how, confirmField: 'confirmWithdrawals' },
    async (tx, known) => {
      const { plan, also, gone } = await planOf(tx, known)
      const roles = await listRoles(tx)
      const possible = withoutImpossible(plan, known, {
        columns: await readColumns(tx),
        roleIds: new Set(roles.map((one) => one.id)),
        providerIds: new Set(known.providers.map((one) => one.id)),
      })
      const { conflicts } = possible
      const inTheWay = conflicts.filter((one) => !remarks.has(one.code))
      if (inTheWay.length > 0 && !how.leaveGone && !how.dryRun) {
        const names = await rulesNames(tx, [known, ...also])
        const text = 'That version cannot come back as a whole. Nothing was changed.'
        throw new JitupError('restore_conflict', text, {
          conflicts: inTheWay.slice(0, told).map((one) => tellConflict(one, names)),
        })
      }
      const changes = changesOf(possible, known)
      await carryOut(tx, app, author, changes, { known, rights, draft: how.dryRun })
      const giving = changes.flatMap(givesMore)
      const returns = giving.length === 0 ? [] : await rolesReturning(tx, giving, gone)
      return { conflicts, also, returns }
    },
    ({ widens, names }) => {
      if (widens.length === 0 || how.confirmWidening || how.dryRun) return
      const text = `Bringing ${what === 'whole' ? 'that version' : 'that'} back would let a provider do more than it may now.`
      throw new JitupError('restore_widens', text, { widens: widens.map((one) => tellWidened(one, names)) })
    },
  )
}

/** As many conflicts as an error tells of. */
const told = 100

async function carryOut(
  tx: Tx,
  app: App,
  author: Author,
  changes: readonly RowChange[],
  {
    known,
    rights,
    draft,
  }: { readonly known: RulesContent; readonly rights: Restorer['rights']; readonly draft: boolean },
): Promise<void> {
  const of = (kind: RowChange['of']) => changes.filter((one) => one.of === kind)
  const parts = (kind: RowChange['of']) => ({
    gone: of(kind).flatMap(({ before }) => (before ? [before.id] : [])),
    come: of(kind).flatMap(({ after }) => (after ? [after] : [])),
  })
  const policies = of('provider')
  if (policies.length > 0 && !rights.policies) {
    throw new JitupError('forbidden', 'This needs the scope trust:write.', { scope: 'trust:write' })
  }
  // Rows that go first, so that roles and columns are free for those that come.
  await naming('converters', async () => {
    const { gone, come } = parts('converter')
    await replaceConvertersIn(tx, { gone, come: come as readonly Converter[] })
  })
  await naming('roleRules', async () => {
    const { gone, come } = parts('role-rule')
    await replaceRoleRulesIn(tx, { gone, come: come as readonly RoleRule[] }, rights)
  })
  for (const { after } of policies) {
    const next = after as RevisedProvider
    const now = known.providers.find((one) => one.id === next.id)
    if (!now) continue
    await naming(`policies.${next.slug}`, () =>
      updateProviderIn(tx, app, next.slug, patchOf(now, next), undefined, author, { draft, rights }),
    )
  }
}

/** What must be said of a provider for its policy to become another: what that one does not have is taken back by null. */
function patchOf(now: RevisedProvider, next: RevisedProvider): object {
  const names = new Set([...Object.keys(now), ...Object.keys(next)])
  const changed = [...names].flatMap((name): [string, unknown][] => {
    const [was, is] = [now[name as keyof RevisedProvider], next[name as keyof RevisedProvider]]
    return ['id', 'slug', 'enabled'].includes(name) || sameValue(was, is) ? [] : [[name, is ?? null]]
  })
  return Object.fromEntries(changed)
}

/** What could not be saved today is a conflict of the restore, and says of which part. */
async function naming<T>(place: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!isJitupError(error) || (error.code !== 'validation_failed' && error.code !== 'conflict')) throw error
    const text = `A row could not be saved today. Nothing was changed. ${error.message}`
    throw new JitupError('restore_conflict', text, {
      conflicts: [{ code: error.code, of: place, sentence: error.message }],
    })
  }
}
