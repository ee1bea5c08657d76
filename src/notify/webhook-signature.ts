import { createHmac } from 'node:crypto'

/**
 * The headers of a message by the Standard Webhooks specification: its id, the attempt's time in seconds, and for each secret an
 * HMAC-SHA-256 over `id.timestamp.body`. A receiver takes it when one of the signatures fits, so that secrets can be changed.
 * @param secrets as receivers know them: base64 behind `whsec_`
 */
export function signatureHeaders(
  message: { readonly id: string; readonly body: string; readonly at: Date },
  secrets: readonly string[],
): Readonly<Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string>> {
  const timestamp = String(Math.floor(message.at.getTime() / 1000))
  const signed = `${message.id}.${timestamp}.${message.body}`
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
    return `v1,${createHmac('sha256', key).update(signed, 'utf8').digest('base64')}`
  })
  return { 'webhook-id': message.id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') }
}
