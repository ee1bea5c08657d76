import { diffRules, type RowChange } from '../../core/rules-diff.ts'
import { JitupError } from '../../errors.ts'
import type { App } from '../../sign-on/app.ts'
import type { Tx } from '../../store/database.ts'
import { contentOfRevision, type RevisionContent, revisionsAfter } from '../../store/revisions.ts'
import type { Author } from '../../store/rules.ts'
import { rulesNames, tellChange } from '../rules-words.ts'
import { invalid } from './change.ts'
import { type Draft, layDraft } from './draft.ts'
import { type Revised, type Revising, reviseRules } from './revise.ts'
import type { RoleRuleRights } from './role-rules.ts'

/**
 * Saves a draft as one version of the rules: converters, role rules and policies stand or fall together.
 * @param basedOn the version that the draft was made from. Versions after it that changed no rule do not matter.
 * @throws JitupError `rules_changed` with what others have changed since, and as saving each part would
 */
export const saveRules = (
  app: App,
  author: Author,
  draft: Draft,
  how: Revising & { readonly basedOn: number },
  rights: RoleRuleRights,
): Promise<Revised> =>
  reviseRules(app, author, how, async (tx, known) => {
    await assertBasis(tx, how.basedOn, known)
    await layDraft(tx, app, draft, rights, '', author, { draft: how.dryRun })
    return {}
  })

/** What a provider is called, and whether it is on, says nothing about rules. */
const isLabel = ({ of, change, fields }: RowChange): boolean =>
  of === 'provider' && change === 'changed' && fields.every(({ field }) => field === 'name' || field === 'enabled')

/** As many changes, and as many versions, as an error tells of. */
const told = { changes: 100, revisions: 20 }

async function assertBasis(tx: Tx, basedOn: number, known: RevisionContent): Promise<void> {
  if (basedOn === known.revision) return
  const basis = await contentOfRevision(tx, basedOn)
  if (!basis) throw invalid('basedOn', 'There is no such version of the rules.')
  const changes = diffRules(basis, known).filter((one) => !isLabel(one))
  if (changes.length === 0) return
  const names = await rulesNames(tx, [basis, known])
  const text = `Somebody else has changed the rules since version ${basedOn}. Nothing was saved.`
  throw new JitupError('rules_changed', text, {
    basedOn,
    current: known.revision,
    count: changes.length,
    changes: changes.slice(0, told.changes).map((one) => tellChange(one, names)),
    revisions: await revisionsAfter(tx, basedOn, told.revisions),
  })
}
