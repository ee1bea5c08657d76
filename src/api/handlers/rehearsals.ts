import { z } from 'zod'
import type { LinkRule } from '../../core/types.ts'
import { JitupError } from '../../errors.ts'
import type { App } from '../../sign-on/app.ts'
import {
  type ForecastRow,
  forecast,
  type Rehearsal,
  type RehearsalCounts,
  type RehearsedUser,
  rehearsalOf,
  rehearse,
  rehearseAll,
} from '../../sign-on/rehearsal.ts'
import { rehearsal, rehearsalInput, rehearsedUser } from '../contract.ts'
import { invalid } from '../edit/change.ts'
import { list, one, type Route } from '../route.ts'

/** So many people are looked at for one page, however few of them are asked for. */
const looksAt = 2000

export const rehearsalRoutes: readonly Route[] = [
  one({
    method: 'POST',
    path: '/providers/:id/rehearsal',
    summary: 'Foretells whom sign-ons of a provider would find; nothing is written',
    scope: 'directory:read',
    body: rehearsalInput,
    answer: rehearsal,
    handle: async ({ app, params, body }) => {
      const link = body.link as readonly LinkRule[] | undefined
      const tried = await rehearsalOf(app, params.id ?? '', link)
      for (const rule of link ?? []) {
        if (rule.by === 'column' && !tried.columns.has(rule.column)) throw invalid('link', 'There is no such column.')
      }
      if (!body.people) return { body: { counts: await rehearseOnce(app, tried), people: [] } }
      const statements = body.people.map(({ nameId, claims }) => ({
        claims: new Map(Object.entries(claims)),
        nameId: nameId
          ? {
              value: nameId.value,
              format: nameId.format ?? null,
              nameQualifier: null,
              spNameQualifier: null,
              spProvidedId: null,
            }
          : null,
      }))
      const people = await forecast(app, tried, statements)
      return { body: { counts: countsOf(people), people } }
    },
  }),
  list({
    path: '/providers/:id/rehearsal',
    summary: 'Lists what would become of the users whom a provider does not know',
    scope: 'directory:read',
    query: z.strictObject({ outcome: rehearsedUser.shape.outcome.optional() }),
    items: rehearsedUser,
    cursor: ['id'],
    handle: async ({ app, params, query, page: { limit, after } }) => {
      const tried = await rehearsalOf(app, params.id ?? '')
      const items: RehearsedUser[] = []
      let last = after?.[0] ?? null
      for (let seen = 0; seen < looksAt; ) {
        const portion = Math.min(200, looksAt - seen)
        const page = await rehearse(tried, { after: last, limit: portion })
        for (const user of page) {
          last = user.userId
          if (query.outcome === undefined || user.outcome === query.outcome) items.push(user)
          if (items.length === limit) return { items, next: [last] }
        }
        if (page.length < portion) return { items, next: null }
        seen += portion
      }
      return { items, next: last === null ? null : [last] }
    },
  }),
]

const rehearsing = new WeakSet<App>()

/** Over everybody, one at a time on a node: nobody's reading token keeps the directory busy many times over. */
async function rehearseOnce(app: App, tried: Rehearsal): Promise<RehearsalCounts> {
  if (rehearsing.has(app)) throw new JitupError('conflict', 'Another rehearsal is under way on this node. Wait for it.')
  rehearsing.add(app)
  try {
    return await rehearseAll(tried)
  } finally {
    rehearsing.delete(app)
  }
}

function countsOf(people: readonly ForecastRow[]) {
  const count = (outcome: ForecastRow['outcome']) => people.filter((row) => row.outcome === outcome).length
  return {
    known: count('known'),
    willLink: count('will-link'),
    ambiguous: count('ambiguous'),
    barred: count('barred'),
    new: count('new'),
    refused: count('refused'),
  }
}
