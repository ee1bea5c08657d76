import { type Explanation, explain } from '../core/explain.ts'
import { plan } from '../core/plan.ts'
import type { Plan, Snapshot } from '../core/types.ts'
import { JitupError } from '../errors.ts'
import { providerBySlug } from '../store/providers.ts'
import type { App, RuleBook } from './app.ts'
import { ask, identify, type Statement } from './identify.ts'
import type { TriedRules } from './replay.ts'
import { readRuleBook } from './rule-book.ts'

/** What a statement of a provider would change, with everything needed to show why. */
export interface Preview {
  readonly snapshot: Snapshot
  readonly book: RuleBook
  readonly plan: Plan
  readonly explanation: Explanation
}

/**
 * Shows what a sign-on would do with today's rules and directory. Nothing is written, nobody is signed on, and a provider
 * that is switched off can be tried too. The rules are read afresh: a preview right after an edit shows the edit.
 * @param tried other rules than those in force: a draft
 * @throws JitupError `provider_unknown`
 */
export async function preview(
  app: Pick<App, 'db' | 'seal' | 'now'>,
  slug: string,
  statement: Statement,
  tried?: TriedRules,
): Promise<Preview> {
  const provider = await providerBySlug(app.db, slug)
  if (!provider) throw new JitupError('provider_unknown', `There is no identity provider ${JSON.stringify(slug)}.`)
  const book = tried?.book ?? (await readRuleBook(app.db))
  const policy = tried?.policies.get(provider.policy.id) ?? provider.policy
  const snapshot = await identify(app.db, app.seal, ask(policy, statement, book, app.now()))
  const decided = plan(snapshot, statement.claims, book.rules)
  return { snapshot, book, plan: decided, explanation: explain(snapshot, statement.claims, book.rules, decided) }
}
