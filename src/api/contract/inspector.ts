/** The decoder for messages that somebody pastes. */
import { z } from 'zod'
import { slug, time } from '../fields.ts'
import { planSchema } from './sign-ons.ts'

const text = z.string().nullable()
const name = z.strictObject({ value: text, format: text, nameQualifier: text, spNameQualifier: text })

export const inspectorInput = z
  .strictObject({
    /** Anything with a SAML message in it: XML, base64, deflated, percent-encoded, a form body, an address, a curl command, a HAR file. */
    message: z.string().min(1).max(1_048_576),
    /** Left out: whoever the Issuer names. */
    provider: slug.optional(),
    /** The moment to judge by; the present when left out. */
    now: z.iso.datetime({ offset: true }).optional(),
    /** Judges by the message's own time: was it good when it was made? */
    ownTime: z.boolean().optional(),
    /** Shows what would change by attributes that nobody vouches for. */
    unverified: z.boolean().optional(),
  })
  .refine(({ now, ownTime }) => now === undefined || ownTime !== true, {
    error: 'Give either now or ownTime',
    path: ['ownTime'],
  })

/** What a message says of itself; nobody vouches for it. Times are texts as they came. */
export const messageFacts = z.strictObject({
  id: text,
  issuer: text,
  destination: text,
  inResponseTo: text,
  issueInstant: text,
  status: z.array(z.string()),
  statusMessage: text,
  signed: z.boolean(),
  encryptedAssertions: z.int(),
  assertions: z.array(
    z.strictObject({
      id: text,
      issuer: text,
      issueInstant: text,
      signed: z.boolean(),
      nameId: name.nullable(),
      notBefore: text,
      notOnOrAfter: text,
      audiences: z.array(z.string()),
      confirmations: z.array(
        z.strictObject({
          method: text,
          recipient: text,
          inResponseTo: text,
          notBefore: text,
          notOnOrAfter: text,
        }),
      ),
      authnInstant: text,
      authnContext: text,
      sessionIndex: text,
      sessionNotOnOrAfter: text,
    }),
  ),
  acsUrl: text,
  nameId: name.nullable(),
  sessionIndexes: z.array(z.string()),
  entityId: text,
  validUntil: text,
})

const use = z.strictObject({
  kind: z.enum(['column', 'condition', 'roles', 'overage-mark', 'login', 'subject']),
  column: z.string().optional(),
  converterId: z.string().optional(),
  decides: z.boolean().optional(),
})

export const inspection = z.strictObject({
  /** The name of its root element, such as Response or AuthnRequest; null: it is not XML that we would parse. */
  kind: text,
  binding: z.enum(['post', 'redirect']).nullable(),
  wrapping: z.enum(['xml', 'base64', 'deflated']),
  relayState: text,
  /** Indented, with deceptive characters written out; cut off when it is very long. */
  xml: z.string(),
  xmlCut: z.boolean(),
  /** Why it was not parsed. */
  notParsed: text,
  facts: messageFacts.nullable(),
  provider: z
    .strictObject({ slug: z.string(), name: z.string(), enabled: z.boolean(), guessed: z.boolean() })
    .nullable(),
  /** Null: it is no Response, or no provider of that Issuer is known. */
  verification: z
    .strictObject({
      /** `sealed`: encrypted, and the caller may not read claims. None of them lets anybody sign on. */
      verdict: z.enum(['verified', 'refused', 'sealed']),
      clock: z.enum(['present', 'given', 'message']),
      judgedAt: time,
      /** What a sign-on checks beside that, and this does not. */
      notChecked: z.array(z.enum(['transport', 'request', 'browser', 'replay', 'time'])),
      steps: z.array(
        z.strictObject({
          step: z.string(),
          verdict: z.enum(['passed', 'refused', 'not-reached']),
          code: text,
          message: text,
          fix: text,
          evidence: z.record(z.string(), z.unknown()),
        }),
      ),
      warnings: z.array(z.strictObject({ code: z.string(), message: z.string() })),
    })
    .nullable(),
  /** Verified, or only said: `verified` tells. Null: none are legible. */
  attributes: z
    .strictObject({
      verified: z.boolean(),
      nameId: name.nullable(),
      values: z.array(z.strictObject({ name: z.string(), values: z.array(z.string()) })),
    })
    .nullable(),
  /** The attributes beside the attribute mapping. */
  mapping: z
    .strictObject({
      attributes: z.array(z.strictObject({ name: z.string(), uses: z.array(use) })),
      /** Attributes that nothing reads. */
      unmapped: z.array(z.string()),
      /** Rows that found nothing. */
      silent: z.array(
        z.strictObject({
          column: z.string(),
          caption: z.string(),
          attribute: z.string(),
          how: z.enum(['absent', 'empty']),
        }),
      ),
    })
    .nullable(),
  /** What would change; `verified` false: by attributes that nobody vouches for, as was asked for. */
  plan: z
    .strictObject({
      verified: z.boolean(),
      plan: planSchema,
      explanation: z.record(z.string(), z.unknown()),
      sentences: z.array(z.string()),
    })
    .nullable(),
  /** What is not shown to this caller, and the scope it would need. */
  withheld: z.array(z.strictObject({ part: z.enum(['decryption', 'mapping', 'plan']), scope: z.string() })),
})
