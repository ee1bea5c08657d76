import { JitupError } from '../../errors.ts'
import { proofEnds } from '../../sign-on/proof.ts'
import { sessionView } from '../../store/session-view.ts'
import { session as shape } from '../contract/session.ts'
import { one, type Route } from '../route.ts'

export const sessionRoutes: readonly Route[] = [
  one({
    method: 'GET',
    path: '/session',
    summary: 'Tells who is signed in in this browser, and what they may do',
    scope: null,
    signedIn: true,
    answer: shape,
    handle: async ({ app, caller: { session, scopes } }) => {
      const view = session && (await sessionView(app.db, session.userId))
      if (!session || !view) throw new JitupError('unauthorized', 'Nobody is signed in.')
      const { userId, contactId, login, type, administrator, provider } = session
      return {
        body: {
          ...{ userId, contactId, login, type, administrator, provider },
          ...view,
          scopes: [...scopes],
          provenUntil: proofEnds(session),
          displayName: view.displayName ?? 'jitup',
          demo: app.demo,
        },
      }
    },
  }),
]
