import { pageOfDeliveries } from '../../store/deliveries.ts'
import { mailDelivery, mailInput, mailSettings, mailTest } from '../contract/mail.ts'
import { delivery } from '../contract/webhooks.ts'
import { showDelivery } from '../delivery-view.ts'
import { mailAsShown, saveMail, testMail } from '../edit/mail.ts'
import { retryDelivery } from '../edit/webhooks.ts'
import { list, one, pageFrom, type Route } from '../route.ts'

const answer = (body: Awaited<ReturnType<typeof mailAsShown>>) => ({ body, version: body.version })

export const mailRoutes: readonly Route[] = [
  one({
    method: 'GET',
    path: '/settings/mail',
    summary: 'Reads how e-mail leaves and who gets what; never the password',
    scope: 'admin',
    answer: mailSettings,
    handle: async ({ app }) => answer(await mailAsShown(app.db)),
  }),
  one({
    method: 'PUT',
    path: '/settings/mail',
    summary: 'Says how e-mail leaves and who gets what',
    scope: 'admin',
    stepUp: true,
    body: mailInput,
    answer: mailSettings,
    handle: async ({ app, body, expectedVersion }) => answer(await saveMail(app, body, expectedVersion)),
  }),
  one({
    method: 'POST',
    path: '/settings/mail/test',
    summary: 'Sends a test to one of the recipients now, and tells what came of it',
    scope: 'admin',
    body: mailTest,
    answer: delivery,
    handle: async ({ app, body }) => ({ body: showDelivery(await testMail(app, body)) }),
  }),
  list({
    path: '/settings/mail/deliveries',
    summary: 'Lists the e-mails of the last 30 days and what became of them, newest first',
    scope: 'admin',
    items: mailDelivery,
    cursor: ['id'],
    handle: async ({ app, page: { limit, after } }) => {
      const page = { before: after?.[0] ?? null, limit: limit + 1 }
      return pageFrom(
        await pageOfDeliveries(app.db, 'mail', page),
        limit,
        (row) => [row.id],
        (row) => ({ ...showDelivery(row), address: row.address }),
      )
    },
  }),
  one({
    method: 'POST',
    path: '/settings/mail/deliveries/:delivery/retry',
    summary: 'Sends an e-mail that was given up once more',
    scope: 'admin',
    answer: delivery,
    handle: async ({ app, params: { delivery: which = '' } }) => ({
      body: showDelivery(await retryDelivery(app, null, which)),
    }),
  }),
]
