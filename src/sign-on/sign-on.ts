import { plan } from '../core/plan.ts'
import type { App } from './app.ts'
import { apply } from './apply.ts'
import { newAttempt } from './attempt.ts'
import { consumeOnce } from './consume.ts'
import { followHint } from './hint.ts'
import { ask, link, lockKeys, recognise } from './identify.ts'
import { journalEntry, journalRefusedPlan, keepWaiting, leaveWork } from './journal.ts'
import { type Incoming, receive } from './receive.ts'
import { redirect } from './redirect.ts'
import { refuse } from './refuse.ts'
import { openSession } from './session.ts'
import { keepForConfirmation } from './test-sign-on.ts'
import { withProvider } from './trust.ts'
import { verify } from './verify.ts'
import { workAfterSignOn } from './work-marks.ts'

/**
 * One sign-on, from the identity provider's message to the redirect. Start reading here.
 *
 * A person is signed on when, and only when, the one transaction below has committed: the message and its request are
 * used up, user, contact and roles are as the rules say, the journal tells why, and the session exists.
 *
 * @throws SignOnRefused for everything else; what is worth knowing about it is in the journal by then
 */
export async function signOn(app: App, incoming: Incoming): Promise<Response> {
  const attempt = newAttempt(app, incoming)
  try {
    const message = await receive(app, incoming, attempt) //             1 bounded, decoded, from which browser
    const outcome = await withProvider(app, incoming.slug, async (provider) => {
      attempt.provider = provider.record
      const assertion = await verify(app, provider, message, attempt) // 2 signature, audience, time
      if (assertion.inResponseTo === null) return followHint(provider, message)
      const book = await app.rules.current()
      const question = ask(provider.record.policy, assertion, book, attempt.at)
      return app.db.serialised(
        lockKeys(question),
        async (tx) => {
          const [request, known] = await Promise.all([
            consumeOnce(tx, app, provider, message, assertion, book, attempt), // 3 once only, and still allowed
            recognise(tx, question), //                                    4 who is it: one consistent read
          ])
          if (attempt.committed) return attempt.committed
          const snapshot = await link(tx, app.seal, question, known) //    or somebody who is here by another name?
          const decided = plan(snapshot, assertion.claims, book.rules) //  5 what will change: pure
          attempt.mark('planned')
          if (request.mode === 'test')
            return keepForConfirmation(tx, app, book, request, message, assertion, decided, attempt)
          if (decided.refusal) return journalRefusedPlan(tx, app, book, snapshot, assertion, decided, attempt)
          const actor = { kind: 'sign-on', signOnId: attempt.id } as const
          const person = await apply(tx, snapshot, decided, actor, attempt.at) // 6 exactly that
          const entry = journalEntry(app, book, person, assertion, decided, attempt) // 7 and why
          leaveWork(tx, app, book, snapshot, person.userId, assertion, decided, attempt) // and what somebody has to see to
          if (person.status !== 'active') return keepWaiting(tx, entry, person.userId, attempt) // here, and not let in yet
          const session = { ...person, providerId: provider.record.policy.id, signOnId: attempt.id, ...request }
          return attempt.keep(openSession(tx, app, assertion, session, attempt.at, entry)) // 8 signed on, with all of it
        },
        { recognisesItself: true, keyed: true },
      )
    })
    workAfterSignOn(app.db)
    return redirect(app, outcome, message.ownCookie)
  } catch (error) {
    throw await refuse(app, attempt, incoming, error)
  }
}
