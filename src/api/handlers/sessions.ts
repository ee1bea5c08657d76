import type { App } from '../../sign-on/app.ts'
import { endSessionsWhere, type SessionFacts, sessionsOf } from '../../store/sessions.ts'
import { findUser } from '../../store/users.ts'
import { isUuid } from '../../store/uuid.ts'
import { openSessions, sessionsEnded } from '../contract/session-proof.ts'
import { notFound } from '../edit/change.ts'
import { one, type Route } from '../route.ts'
import { ownSession } from './session-proof.ts'

const show = (current: string | null) => (one: SessionFacts) => ({
  id: one.signOnId,
  provider: one.provider,
  createdAt: one.createdAt,
  seenAt: one.seenAt,
  expiresAt: one.expiresAt,
  current: one.signOnId === current,
})

const existing = async (app: App, idOrLogin: string) => {
  const user = await findUser(app.db, idOrLogin)
  if (!user) throw notFound('user')
  return user
}

/** Open sessions: everybody's own, and for administrators anybody's. Ending acts on the next request, on every node. */
export const sessionsRoutes: readonly Route[] = [
  one({
    method: 'GET',
    path: '/session/sessions',
    summary: 'Lists where one is signed in',
    scope: null,
    signedIn: true,
    answer: openSessions,
    handle: async (call) => {
      const own = ownSession(call)
      return { body: { items: (await sessionsOf(call.app.db, own.userId)).map(show(own.signOnId)) } }
    },
  }),
  one({
    method: 'DELETE',
    path: '/session/sessions',
    summary: 'Ends all of one’s sessions but this one',
    scope: null,
    signedIn: true,
    answer: sessionsEnded,
    handle: async (call) => {
      const own = ownSession(call)
      const which = { allBut: own.tokenHash }
      const ended = await call.app.db.transaction((tx) => endSessionsWhere(tx, own.userId, which))
      return { body: { ended } }
    },
  }),
  one({
    method: 'DELETE',
    path: '/session/sessions/:id',
    summary: 'Ends one of one’s sessions',
    scope: null,
    signedIn: true,
    handle: async (call) => {
      const { id = '' } = call.params
      const { userId } = ownSession(call)
      const end = () => call.app.db.transaction((tx) => endSessionsWhere(tx, userId, { signOnId: id }))
      if (!isUuid(id) || (await end()) === 0) throw notFound('session')
      return {}
    },
  }),
  one({
    method: 'GET',
    path: '/users/:id/sessions',
    summary: 'Lists where a user is signed in',
    scope: 'admin',
    answer: openSessions,
    handle: async ({ app, caller, params }) => {
      const user = await existing(app, params.id ?? '')
      return { body: { items: (await sessionsOf(app.db, user.id)).map(show(caller.session?.signOnId ?? null)) } }
    },
  }),
  one({
    method: 'DELETE',
    path: '/users/:id/sessions',
    summary: 'Ends all sessions of a user',
    scope: 'admin',
    answer: sessionsEnded,
    handle: async ({ app, params }) => {
      const user = await existing(app, params.id ?? '')
      const ended = await app.db.transaction((tx) => endSessionsWhere(tx, user.id, { allBut: null }))
      return { body: { ended } }
    },
  }),
]
