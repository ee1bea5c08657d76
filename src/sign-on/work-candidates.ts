import { linkTargets, namesakesOf, openTargets } from '../core/match.ts'
import { readAttributes } from '../core/read-attributes.ts'
import { readCandidates } from '../store/candidates.ts'
import { providerById } from '../store/providers.ts'
import { storedById } from '../store/stored-sign-ons.ts'
import type { WorkRow } from '../store/worklist.ts'
import type { App } from './app.ts'
import { ask, recognise } from './identify.ts'
import { readRuleBook } from './rule-book.ts'
import { recordOfStored, statementOf } from './stored.ts'

/**
 * Ids of the users whom a sign-on could mean that met several: by the provider's link rules and the directory as they are now.
 * @returns null when what arrived is not kept, or not all that the rules read
 */
export async function candidatesOf(
  app: Pick<App, 'db' | 'seal' | 'now'>,
  { signOnId, providerId }: Pick<WorkRow, 'signOnId' | 'providerId'>,
): Promise<readonly string[] | null> {
  const [signOn] = signOnId === null ? [] : await storedById(app.db, [signOnId])
  const provider = providerId === null ? null : await providerById(app.db, providerId)
  if (!signOn || !provider) return null
  const { policy } = provider
  const book = await readRuleBook(app.db)
  const statement = statementOf(recordOfStored(app.seal, signOn), readAttributes(policy, book.rules))
  if (typeof statement === 'string') return null
  const question = ask(policy, statement, book, app.now())
  const { domainOwners } = await recognise(app.db, question)
  const wanted = linkTargets(policy, book.columns, statement.claims, statement.nameId)
  const targets = openTargets(policy, wanted, domainOwners)
  const candidates = targets.length === 0 ? [] : await readCandidates(app.db, targets, book.columns, policy.id)
  return [...new Set(namesakesOf(policy, targets, candidates).map(({ userId }) => userId))]
}
