import { explainColumn, explainContact } from '../../sign-on/explain-contact.ts'
import { explainSignOn } from '../../sign-on/explain-sign-on.ts'
import { readColumns } from '../../store/columns.ts'
import { contactById } from '../../store/contacts.ts'
import { signOnById } from '../../store/sign-ons.ts'
import { isUuid } from '../../store/uuid.ts'
import { may } from '../caller.ts'
import { contactExplanation, explainedValue, signOnExplanation } from '../contract.ts'
import { notFound } from '../edit/change.ts'
import { list, one, pageFrom, type Route } from '../route.ts'
import { claimsWereRead, showSignOn, slugsById } from './sign-ons.ts'

export const explainRoutes: readonly Route[] = [
  one({
    method: 'GET',
    path: '/sign-ons/:id/explanation',
    summary: 'Explains one attempt by the plan and the rules of its day; what arrived only with the scope claims:read',
    scope: 'directory:read',
    answer: signOnExplanation,
    handle: async ({ app, caller, params: { id = '' } }) => {
      const row = isUuid(id) ? await signOnById(app.db, id) : null
      if (!row) throw notFound('sign-in')
      const reads = may(caller, 'claims:read')
      const { steps, ...explained } = await explainSignOn(app, row, reads)
      // Its sentences tell what arrived too, also of an entry to which nobody came with a message.
      if (reads && row.sealed !== null) await claimsWereRead(app, caller, row.id)
      return {
        body: {
          ...explained,
          signOn: showSignOn(row, await slugsById(app)),
          arrived: reads ? explained.arrived : null,
          groups: reads ? explained.groups : null,
          steps: steps.map(({ step, verdict, code }) => ({ step, verdict, code })),
        },
      }
    },
  }),
  one({
    method: 'GET',
    path: '/contacts/:id/explanation',
    summary: 'Explains every value of a contact: who wrote it, by which rule, when, and what it replaced',
    scope: 'directory:read',
    answer: contactExplanation,
    handle: async ({ app, caller, params: { id = '' } }) => {
      const explained = isUuid(id) ? await explainContact(app, id, may(caller, 'claims:read')) : null
      if (!explained) throw notFound('contact')
      const { arrivalsOf, ...body } = explained
      await claimsWereRead(app, caller, ...arrivalsOf)
      return { body }
    },
  }),
  list({
    path: '/contacts/:id/columns/:name/explanation',
    summary: 'Explains one column of a contact, newest change first, each by the rule of its day',
    scope: 'directory:read',
    items: explainedValue,
    cursor: ['id'],
    handle: async ({ app, caller, params: { id = '', name = '' }, page: { limit, after } }) => {
      const columns = await readColumns(app.db)
      if (!isUuid(id) || !(await contactById(app.db, columns, id))) throw notFound('contact')
      if (!columns.has(name)) throw notFound('column')
      const part = { before: after?.[0] ?? null, limit: limit + 1 }
      const { values, arrivalsOf } = await explainColumn(app, id, name, part, may(caller, 'claims:read'))
      await claimsWereRead(app, caller, ...arrivalsOf)
      return pageFrom(
        values,
        limit,
        (row) => [row.id],
        (row) => row,
      )
    },
  }),
]
