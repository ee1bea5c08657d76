/** Examples of the shapes in `contract/webhooks.ts`. */
const webhook = {
  id: '019ab3c4-5d6e-7000-8000-000000000041',
  version: 1,
  url: 'https://hooks.acme.example/jitup',
  events: ['certificate.expiring', 'key.waiting'],
  enabled: true,
  createdAt: '2026-11-23T12:00:00.000Z',
  previousSecretUntil: null,
  switchedOff: null,
}
export const webhooks = {
  webhookInput: { url: 'https://hooks.acme.example/jitup', events: ['certificate.expiring', 'key.waiting'] },
  webhookPatch: { enabled: false },
  webhook,
  newWebhook: { ...webhook, secret: 'whsec_…' },
  delivery: {
    id: '019ab3c4-5d6e-7000-8000-000000000042',
    event: 'key.waiting',
    state: 'waiting',
    attempts: 2,
    createdAt: '2026-11-23T12:00:00.000Z',
    triedAt: '2026-11-23T12:01:03.000Z',
    nextAt: '2026-11-23T12:03:17.000Z',
    doneAt: null,
    status: 503,
    code: 'webhook_refused',
  },
}
