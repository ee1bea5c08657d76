import type { z } from 'zod'
import type { ProviderPolicy } from '../../core/types.ts'
import { isJitupError } from '../../errors.ts'
import type { App, RuleBook } from '../../sign-on/app.ts'
import { readRuleBook } from '../../sign-on/rule-book.ts'
import { listConverters } from '../../store/converters.ts'
import type { Tx } from '../../store/database.ts'
import { onlyAsked } from '../../store/only-asked.ts'
import { listProviders } from '../../store/providers.ts'
import { listRoleRules } from '../../store/role-rules.ts'
import { type Author, rulesLock } from '../../store/rules.ts'
import type { draftInput } from '../contract.ts'
import { invalidAll } from './change.ts'
import { type ConverterInput, deleteConverterIn, saveConvertersIn } from './converters.ts'
import { updateProviderIn } from './provider-change.ts'
import { deleteRoleRulesIn, saveRoleRulesIn } from './role-rule-set.ts'
import type { RoleRuleInput, RoleRuleRights } from './role-rules.ts'

export type Draft = z.output<typeof draftInput>

/** Rules as they would be, with the policies of all providers. */
export interface DraftedRules {
  readonly book: RuleBook
  readonly policies: ReadonlyMap<string, ProviderPolicy>
}

/**
 * The rules in force with a draft laid over them. The draft is saved by the very functions that save rules and then rolled
 * back, so that what a draft may say is exactly what can be saved.
 * @throws JitupError as saving would: `validation_failed` with the field below `draft`, `forbidden`, `conflict`, `not_found`
 */
export async function rulesWith(app: App, draft: Draft | undefined, rights: RoleRuleRights): Promise<DraftedRules> {
  if (!draft) return app.db.transaction(readDrafted)
  return onlyAsked(app.db, [rulesLock], (tx) => withDraft(tx, app, draft, rights))
}

/** Rules to try, and what a draft was laid over. */
export interface RulesBeside {
  readonly tried: DraftedRules
  /** The rules in force at that very moment; null: there is no draft. */
  readonly inForce: DraftedRules | null
}

/**
 * The same, with the rules in force beside them.
 * @throws JitupError as `rulesWith`
 */
export async function rulesBeside(app: App, draft: Draft | undefined, rights: RoleRuleRights): Promise<RulesBeside> {
  if (!draft) return { tried: await rulesWith(app, undefined, rights), inForce: null }
  return onlyAsked(app.db, [rulesLock], async (tx) => {
    const inForce = await readDrafted(tx)
    return { inForce, tried: await withDraft(tx, app, draft, rights) }
  })
}

async function withDraft(tx: Tx, app: App, draft: Draft, rights: RoleRuleRights): Promise<DraftedRules> {
  await layDraft(tx, app, draft, rights, 'draft', undefined, { draft: true })
  return readDrafted(tx)
}

async function readDrafted(tx: Tx): Promise<DraftedRules> {
  const book = await readRuleBook(tx)
  const providers = await listProviders(tx)
  return { book, policies: new Map(providers.map(({ policy }) => [policy.id, policy])) }
}

/**
 * Lays a draft over the rules in force, inside a change of rules.
 * @param below where the draft stands in the request: errors name the field of the request, not that of the row alone
 * @param options.draft it is only tried
 * @throws JitupError as saving each part would
 */
export async function layDraft(
  tx: Tx,
  app: Pick<App, 'now'>,
  draft: Draft,
  rights: RoleRuleRights,
  below: string,
  author?: Author,
  options: { readonly draft?: boolean } = {},
): Promise<void> {
  const within = withinOf(below)
  for (const [slug, policy] of Object.entries(draft.policies ?? {})) {
    await within(`policies.${slug}`, () =>
      updateProviderIn(tx, app, slug, policy, undefined, author, { ...options, rights }),
    )
  }
  const known = { converters: await listConverters(tx), roleRules: await listRoleRules(tx, everyRule) }
  const converters = patchOf(draft.converters, known.converters)
  for (const id of converters.remove) await within('converters', () => deleteConverterIn(tx, id))
  await saveConvertersIn(tx, app, converters.upsert as readonly ConverterInput[], (at, work) =>
    within(`converters.${at}`, work),
  )
  const roleRules = patchOf(draft.roleRules, known.roleRules)
  await within('roleRules', () => deleteRoleRulesIn(tx, roleRules.remove, rights))
  await saveRoleRulesIn(tx, app, roleRules.upsert as readonly RoleRuleInput[], rights, (at, work) =>
    within(`roleRules.${at}`, work),
  )
}

const everyRule = { after: null, limit: 1_000_000 }

type Rows = readonly { readonly id?: string | undefined }[]
type Patch = { readonly upsert?: Rows | undefined; readonly remove?: readonly string[] | undefined }

/** A whole set is a patch that removes whatever it does not name. */
function patchOf(given: Rows | Patch | undefined, known: Rows): { upsert: Rows; remove: readonly string[] } {
  if (given === undefined) return { upsert: [], remove: [] }
  if (!('length' in given)) return { upsert: given.upsert ?? [], remove: given.remove ?? [] }
  const kept = new Set(given.flatMap(({ id }) => (id === undefined ? [] : [id])))
  return { upsert: given, remove: known.flatMap(({ id }) => (id === undefined || kept.has(id) ? [] : [id])) }
}

const withinOf =
  (below: string) =>
  async <T>(place: string, work: () => Promise<T>): Promise<T> => {
    try {
      return await work()
    } catch (error) {
      const errors = fieldErrors(error)
      if (!errors) throw error
      throw invalidAll(
        errors.map(({ field, message }) => ({ field: [below, place, field].filter(Boolean).join('.'), message })),
      )
    }
  }

function fieldErrors(error: unknown): readonly { field: string; message: string }[] | null {
  if (!isJitupError(error) || error.code !== 'validation_failed') return null
  const { errors } = error.details
  return Array.isArray(errors) ? errors : null
}
