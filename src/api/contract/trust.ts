/** Whom and what we believe: our keys, mail domains, and every change of either. */
import { z } from 'zod'
import { id, named, slug, time } from '../fields.ts'

/** A change of whom we believe, or of the keys we are believed by. */
export const trustEvent = z.strictObject({
  id,
  at: time,
  kind: z.string(),
  provider: z.string().nullable(),
  author: z.record(z.string(), z.unknown()),
  facts: z.record(z.string(), z.unknown()),
})

/** One of our own key pairs; the private half never leaves. */
export const spKey = z.strictObject({
  id,
  state: z.enum(['active', 'next', 'retiring']),
  fingerprint: z.string(),
  notAfter: time,
  pem: z.string(),
  createdAt: time,
  changedAt: time,
})

/** A mail domain, which leads its addresses to one provider. */
export const domainInput = z.strictObject({ domain: named(253), provider: slug })
export const domain = z.strictObject({
  id,
  domain: z.string(),
  provider: z.string(),
  provenAt: time.nullable(),
  /** False: not proven, and it would have to be, because there is a provider for external users. */
  counts: z.boolean(),
  /** What DNS must show. */
  proof: z.strictObject({ name: z.string(), type: z.literal('TXT'), value: z.string() }),
  createdAt: time,
})
