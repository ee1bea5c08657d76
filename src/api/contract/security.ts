/** Who may administer, and what of the protections is relaxed. */
import { z } from 'zod'
import { id, time } from '../fields.ts'
import { roleRef } from './roles.ts'
import { scopes } from './tokens.ts'

/** Somebody who may do something here. */
export const administrator = z.strictObject({
  user: z.strictObject({ id, login: z.string() }),
  contact: z.strictObject({ id, name: z.string() }),
  status: z.enum(['active', 'disabled', 'pending', 'deleted']),
  /** What they may do by all of their roles; `admin` is everything. */
  scopes: z.array(z.enum(scopes)),
  /** The roles that say so. */
  roles: z.array(roleRef),
  /** Needs no identity provider: an emergency administrator. */
  local: z.boolean(),
  /** Of a local one: is there a password, and how many passkeys. */
  hasPassword: z.boolean(),
  passkeys: z.int(),
  /** The last sign-in that is still known; null: none. */
  usedAt: time.nullable(),
})

/** Which of them a list holds. */
export const administratorQuery = z.strictObject({
  local: z.literal('true').optional().describe('Only who needs no identity provider'),
})

/** How a command on the server's machine finds this installation. */
export const commandLine = z.strictObject({
  /** `PUBLIC_URL` of the server. */
  publicUrl: z.string(),
  /** For `--data`; null: a PostgreSQL server, or it is not known here. */
  dataFolder: z.string().nullable(),
  /** Variables that must be set as they are for the server; their values are told nowhere. */
  variables: z.array(z.string()),
})

/** Stable: the pages have a sentence for each. */
export const securityCodes = [
  'administrator_missing',
  'administrator_without_credentials',
  'administrators_by_provider_only',
  'provider_demo',
  'exception',
  'exception_over',
  'provider_warning',
  'idp_initiated',
  'old_messages',
  'withdrawals_unlimited',
  'people_reactivated',
  'key_waiting',
  'metadata_failed',
  'metadata_http',
  'certificate_ending',
  'certificate_ended',
  'domain_unproven',
  'token_unused',
  'token_everything',
  'token_ending',
  'sessions_long',
  'notifications_missing',
  'mail_failing',
  'webhook_off',
] as const
export type SecurityCode = (typeof securityCodes)[number]

/** `bad`: to be mended now. `warn`: decide whether it has to be so. `note`: it is so, and somebody chose it. */
export const securityFinding = z.strictObject({
  code: z.enum(securityCodes),
  verdict: z.enum(['bad', 'warn', 'note']),
  /** Slug of the identity provider that it is about. */
  provider: z.string().nullable(),
  /** The id of what it is about otherwise: a token, a webhook, a user, a domain, a key. */
  about: z.string().nullable(),
  /** Its name, or the name of the exception or setting. */
  name: z.string().nullable(),
  /** Until when it is so, or since when, as the code says. */
  at: time.nullable(),
})

export const securityReport = z.strictObject({
  at: time,
  /** The worst first. */
  findings: z.array(securityFinding),
})
