/** E-mail about what needs attention: the server that takes it, and who gets what. */
import { z } from 'zod'
import { named, storable, time, version } from '../fields.ts'
import { delivery, eventList } from './webhooks.ts'

const security = z.enum(['starttls', 'tls', 'none'])
// One run of characters in each branch: a name is never tried in two ways, however long it is.
const host = z
  .string()
  .max(253)
  .regex(/^(?:[A-Za-z0-9][A-Za-z0-9.-]*|\[?[0-9A-Fa-f:.]{2,45}\]?)$/, {
    error: 'must be the name of a host, without a port',
  })
const mailAddress = z.email({ error: 'must be one e-mail address' }).max(250)

export const mailRecipient = z.strictObject({ address: mailAddress, events: eventList })

export const mailInput = z.strictObject({
  /** False: nothing is sent, and what comes up meanwhile is not told later. True when not given. */
  enabled: z.boolean().optional(),
  host,
  /** 587 when not given, with `tls` 465. */
  port: z.int().min(1).max(65_535).optional(),
  /** `starttls` when not given; `none` for a host on this machine alone. */
  security: security.optional(),
  /** Null or not given: without signing in. */
  user: named(256).nullable().optional(),
  /** Not given: the one that is kept, if server and user stay; null: none. */
  password: storable(1024).min(1).nullable().optional(),
  from: mailAddress,
  recipients: z.array(mailRecipient).max(50),
})

export const mailSettings = z.strictObject({
  enabled: z.boolean(),
  /** Null: e-mail is not set up. */
  host: z.string().nullable(),
  port: z.int().nullable(),
  security: security.nullable(),
  user: z.string().nullable(),
  /** Is a password kept? It is never shown. */
  hasPassword: z.boolean(),
  from: z.string().nullable(),
  recipients: z.array(z.strictObject({ address: z.string(), events: z.array(z.string()) })),
  /** What the last attempt to send an e-mail came to; `code` null: it went well. */
  last: z.strictObject({ at: time, code: z.string().nullable(), status: z.int().nullable() }).nullable(),
  version,
})

/** To one of the recipients. */
export const mailTest = z.strictObject({ address: mailAddress })

/** `address` null: the recipient is gone. */
export const mailDelivery = delivery.extend({ address: z.string().nullable() })
