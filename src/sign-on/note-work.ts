import { isListed } from '../core/redact.ts'
import type { Plan, ProviderPolicy, Subject } from '../core/types.ts'
import { type Work, workOf } from '../core/work.ts'
import { hourOf } from '../store/activity.ts'
import type { Tx } from '../store/database.ts'
import { insertWork } from '../store/worklist.ts'
import type { App, RuleBook } from './app.ts'

/**
 * Notes for administrators what of a plan needs somebody, in its own transaction and in one statement, for whose answer nobody
 * waits. A plan without such a problem costs nothing.
 *
 * @param about `plan` with only those values that may be kept; `userId` the person after it was carried out, null when it
 *   was not and nobody is known by the subject
 */
export function noteWork(
  tx: Tx,
  app: Pick<App, 'seal'>,
  book: Pick<RuleBook, 'journal'>,
  about: {
    readonly provider: ProviderPolicy
    readonly subject: Subject | null
    readonly userId: string | null
    readonly plan: Plan
    readonly signOnId: string
    readonly now: Date
  },
): void {
  const { provider, subject, userId, plan, signOnId, now } = about
  const work = workOf(plan, userId ?? subject, hourOf(now))
  if (work.length === 0) return
  const named = userId === null ? subject : null
  const keptSubject = named && isKept(book, provider) ? { subject: named } : {}
  const toNote = ({ kind, thing, problem }: Work) => ({
    kind,
    thing,
    userId,
    signOnId,
    about: named,
    record: { problem, ...keptSubject },
  })
  tx.send(insertWork(app.seal, provider.id, work.map(toNote), now))
}

const isKept = ({ journal }: Pick<RuleBook, 'journal'>, { subjectFrom }: ProviderPolicy): boolean =>
  journal.storeClaims &&
  !isListed(journal.redactedAttributes, subjectFrom === 'NameID' ? 'NameID' : subjectFrom.attribute)
