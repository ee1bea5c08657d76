import { makeTestLink } from '../../sign-on/test-link.ts'
import { type TestLink, testLinkById } from '../../store/test-links.ts'
import { isUuid } from '../../store/uuid.ts'
import { newTestLink, testLink, testLinkInput } from '../contract.ts'
import { notFound } from '../edit/change.ts'
import { one, type Route } from '../route.ts'

const show = ({ id, provider, createdAt, expiresAt, openedAt, signOnId }: TestLink) => ({
  id,
  provider,
  createdAt,
  expiresAt,
  openedAt,
  signOnId,
})

/** Hours; a day is enough for a colleague in another time zone. */
const usual = 24

export const testLinkRoutes: readonly Route[] = [
  one({
    method: 'POST',
    path: '/providers/:id/test-links',
    summary: 'Makes a link with which a colleague tries the provider once; nothing is written by it',
    scope: 'trust:write',
    shownOnce: true,
    body: testLinkInput,
    answer: newTestLink,
    status: 201,
    handle: async ({ app, caller, params, body }) => {
      const made = await makeTestLink(app, params.id ?? '', { author: caller.author, hours: body.hours ?? usual })
      return { body: { ...show(made), url: made.url }, location: `/test-links/${made.id}` }
    },
  }),
  one({
    method: 'GET',
    path: '/test-links/:id',
    summary: 'Tells what became of a test link; the sign-on that it names has the plan',
    scope: 'trust:read',
    answer: testLink,
    handle: async ({ app, params }) => {
      const link = isUuid(params.id ?? '') ? await testLinkById(app.db, params.id ?? '') : null
      if (!link) throw notFound('test link')
      return { body: show(link) }
    },
  }),
]
