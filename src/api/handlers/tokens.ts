import { pageOfTokens, revokeToken, type TokenRecord } from '../../store/tokens.ts'
import { isUuid } from '../../store/uuid.ts'
import { newToken, token, tokenInput } from '../contract.ts'
import { notFound } from '../edit/change.ts'
import { makeToken } from '../edit/tokens.ts'
import { list, one, pageFrom, type Route } from '../route.ts'

const show = ({ id, name, scopes, createdAt, usedAt, revokedAt, expiresAt, createdBy }: TokenRecord) => ({
  id,
  name,
  scopes,
  createdAt,
  createdBy,
  usedAt,
  revokedAt,
  expiresAt,
})

export const tokenRoutes: readonly Route[] = [
  list({
    path: '/tokens',
    summary: 'Lists the API tokens, revoked ones too',
    scope: 'admin',
    items: token,
    cursor: ['id'],
    handle: async ({ app, page: { limit, after } }) => {
      const rows = await pageOfTokens(app.db, { before: after?.[0] ?? null, limit: limit + 1 })
      return pageFrom(rows, limit, (record) => [record.id], show)
    },
  }),
  one({
    method: 'POST',
    path: '/tokens',
    summary: 'Makes a token; it is in this answer and nowhere else',
    scope: 'admin',
    stepUp: true,
    shownOnce: true,
    body: tokenInput,
    answer: newToken,
    status: 201,
    handle: async ({ app, caller, body }) => {
      const made = await makeToken(app, caller.author, body)
      return { body: { ...show(made.record), token: made.token } }
    },
  }),
  one({
    method: 'DELETE',
    path: '/tokens/:id',
    summary: 'Ends a token for good',
    scope: 'admin',
    handle: async ({ app, params: { id = '' } }) => {
      if (!isUuid(id) || !(await revokeToken(app.db, id, app.now()))) throw notFound('token')
      return {}
    },
  }),
]
