import { JitupError } from '../errors.ts'
import type { App } from '../sign-on/app.ts'
import type { Delivery } from '../store/deliveries.ts'
import { webhookTarget } from '../store/webhooks.ts'
import { signatureHeaders } from './webhook-signature.ts'

/** How long a receiver may take, in milliseconds. */
const timeoutMs = 10_000

/**
 * Sends a message to its webhook. Redirects are not followed: what is signed for one receiver is for no other.
 * @returns the HTTP status, 2xx
 * @throws JitupError `webhook_refused` with `details.status` for any other, `fetch_*`, `not_found` when it is gone, `secret_wrong`
 */
export async function sendWebhook(
  app: Pick<App, 'db' | 'seal' | 'now' | 'fetchPublic'>,
  { id, webhookId, body: content }: Delivery,
): Promise<number> {
  const target = await webhookTarget(app.db, app.seal, webhookId ?? '', app.now())
  if (target === null) throw new JitupError('not_found', 'The webhook is gone.')
  const body = JSON.stringify(content)
  const { status } = await app.fetchPublic(target.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...signatureHeaders({ id, body, at: app.now() }, target.secrets) },
    body,
    maxBytes: 0,
    statusOnly: true,
    timeoutMs,
  })
  if (status >= 200 && status < 300) return status
  throw new JitupError('webhook_refused', `The receiver answered with ${status}.`, { status })
}
