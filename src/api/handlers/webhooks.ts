import { pageOfDeliveries } from '../../store/deliveries.ts'
import { isUuid } from '../../store/uuid.ts'
import { deleteWebhook, pageOfWebhooks, type Webhook } from '../../store/webhooks.ts'
import { delivery, newWebhook, webhook, webhookInput, webhookPatch } from '../contract/webhooks.ts'
import { showDelivery } from '../delivery-view.ts'
import { assertVersion, notFound } from '../edit/change.ts'
import {
  changeWebhook,
  existingWebhook,
  makeWebhook,
  retryDelivery,
  rotateWebhook,
  testWebhook,
} from '../edit/webhooks.ts'
import { list, one, pageFrom, type Route } from '../route.ts'

const show = ({ id, version, url, events, enabled, createdAt, previousUntil, offCode, offAt }: Webhook) => ({
  id,
  version,
  url,
  events,
  enabled,
  createdAt,
  previousSecretUntil: previousUntil,
  switchedOff: offCode === null || offAt === null ? null : { code: offCode, at: offAt },
})

export const webhookRoutes: readonly Route[] = [
  list({
    path: '/webhooks',
    summary: 'Lists the webhooks',
    scope: 'admin',
    items: webhook,
    cursor: ['id'],
    handle: async ({ app, page: { limit, after } }) => {
      const rows = await pageOfWebhooks(app.db, { before: after?.[0] ?? null, limit: limit + 1 })
      return pageFrom(rows, limit, ({ id }) => [id], show)
    },
  }),
  one({
    method: 'POST',
    path: '/webhooks',
    summary: 'Makes a webhook; its secret is in this answer and nowhere else',
    scope: 'admin',
    stepUp: true,
    shownOnce: true,
    body: webhookInput,
    answer: newWebhook,
    status: 201,
    handle: async ({ app, body }) => {
      const made = await makeWebhook(app, body)
      const { id, version } = made.webhook
      return { body: { ...show(made.webhook), secret: made.secret }, version, location: `/webhooks/${id}` }
    },
  }),
  one({
    method: 'GET',
    path: '/webhooks/:id',
    summary: 'Reads a webhook',
    scope: 'admin',
    answer: webhook,
    handle: async ({ app, params: { id = '' } }) => {
      const found = await existingWebhook(app.db, id)
      return { body: show(found), version: found.version }
    },
  }),
  one({
    method: 'PATCH',
    path: '/webhooks/:id',
    summary: 'Changes where a webhook leads, what it is told, and whether it is on',
    scope: 'admin',
    stepUp: true,
    body: webhookPatch,
    answer: webhook,
    handle: async ({ app, params: { id = '' }, body, expectedVersion }) => {
      const changed = await changeWebhook(app, id, body, expectedVersion)
      return { body: show(changed), version: changed.version }
    },
  }),
  one({
    method: 'DELETE',
    path: '/webhooks/:id',
    summary: 'Removes a webhook with its deliveries',
    scope: 'admin',
    handle: async ({ app, params: { id = '' }, expectedVersion }) => {
      await app.db.transaction(async (tx) => {
        const found = await existingWebhook(tx, id, true)
        assertVersion(found.version, expectedVersion)
        await deleteWebhook(tx, found.id)
      })
      return {}
    },
  }),
  one({
    method: 'POST',
    path: '/webhooks/:id/rotate',
    summary: 'Gives a webhook a new secret, shown once; the one before signs as well for a day',
    scope: 'admin',
    stepUp: true,
    shownOnce: true,
    answer: newWebhook,
    handle: async ({ app, params: { id = '' } }) => {
      const made = await rotateWebhook(app, id)
      return { body: { ...show(made.webhook), secret: made.secret }, version: made.webhook.version }
    },
  }),
  one({
    method: 'POST',
    path: '/webhooks/:id/test',
    summary: 'Sends a test now, and tells what came of it',
    scope: 'admin',
    answer: delivery,
    handle: async ({ app, params: { id = '' } }) => ({ body: showDelivery(await testWebhook(app, id)) }),
  }),
  list({
    path: '/webhooks/:id/deliveries',
    summary: 'Lists what was sent to a webhook in the last 30 days and what became of it, newest first',
    scope: 'admin',
    items: delivery,
    cursor: ['id'],
    handle: async ({ app, params: { id = '' }, page: { limit, after } }) => {
      const { id: webhookId } = await existingWebhook(app.db, id)
      const page = { before: after?.[0] ?? null, limit: limit + 1 }
      return pageFrom(await pageOfDeliveries(app.db, { webhookId }, page), limit, (row) => [row.id], showDelivery)
    },
  }),
  one({
    method: 'POST',
    path: '/webhooks/:id/deliveries/:delivery/retry',
    summary: 'Sends what was given up once more, under the same id',
    scope: 'admin',
    answer: delivery,
    handle: async ({ app, params: { id = '', delivery: which = '' } }) => {
      if (!isUuid(id)) throw notFound('webhook')
      return { body: showDelivery(await retryDelivery(app, id, which)) }
    },
  }),
]
