/** Webhooks: programs that are told what needs attention. */
import { z } from 'zod'
import { noticeEvents } from '../../core/notices.ts'
import { id, time, version } from '../fields.ts'

/** Which events a receiver is told of: each once, at least one. */
export const eventList = z
  .array(z.enum(noticeEvents))
  .min(1)
  .max(noticeEvents.length)
  .refine((events) => new Set(events).size === events.length, { error: 'must name each event once' })

const loopback = /^(localhost|127(\.[0-9]{1,3}){3}|\[::1\])$/

/** An https address; on this machine http as well, where the operator allows it. Whether it may be reached is seen when it is sent to. */
const address = z
  .url()
  .max(2000)
  .refine(
    (text) => {
      if (!URL.canParse(text) || /[\s\u0000-\u001f]/.test(text)) return false
      const { protocol, hostname, username, password } = new URL(text)
      const safe = protocol === 'https:' || (protocol === 'http:' && loopback.test(hostname))
      return safe && username === '' && password === ''
    },
    { error: 'must be an https address without a user name' },
  )

export const webhookInput = z.strictObject({
  url: address,
  events: eventList,
  /** True when not given. */
  enabled: z.boolean().optional(),
})

export const webhookPatch = z.strictObject({
  url: address.optional(),
  events: eventList.optional(),
  enabled: z.boolean().optional(),
})

/** What became of a message. */
export const delivery = z.strictObject({
  /** The same for every attempt; a webhook gets it as `webhook-id`. */
  id,
  event: z.enum([...noticeEvents, 'digest', 'test']),
  /** `failed`: given up after a day; it can be sent again. */
  state: z.enum(['waiting', 'delivered', 'failed']),
  attempts: z.int(),
  createdAt: time,
  triedAt: time.nullable(),
  /** When it is tried next; null: not any more. */
  nextAt: time.nullable(),
  doneAt: time.nullable(),
  /** HTTP status or SMTP reply of the last attempt, where there was one. */
  status: z.int().nullable(),
  /** Error code of the last attempt; null: it went well, or there was none. */
  code: z.string().nullable(),
})

export const webhook = z.strictObject({
  id,
  version,
  url: z.string(),
  events: z.array(z.string()),
  enabled: z.boolean(),
  createdAt: time,
  /** Until when the secret before this one signs as well; null: it does not. */
  previousSecretUntil: time.nullable(),
  /** Why and when it was switched off by itself; null: it was not. */
  switchedOff: z.strictObject({ code: z.string(), at: time }).nullable(),
})
/** The only answer that ever holds the secret itself. */
export const newWebhook = webhook.extend({ secret: z.string() })
