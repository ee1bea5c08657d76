import { JitupError } from '../../errors.ts'
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
      const view = session && (await sessionView(app.db, session))
      if (!session || !view) throw new JitupError('unauthorized', 'Nobody is signed in.')
      const { userId, contactId, login, type, administrator } = session
      return {
        body: {
          ...{ userId, contactId, login, type, administrator },
          ...view,
          scopes: [...scopes],
          displayName: view.displayName ?? 'jitup',
          demo: app.demo,
        },
      }
    },
  }),
]
