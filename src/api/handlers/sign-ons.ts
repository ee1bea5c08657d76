import { withoutArrivals } from '../../core/redact.ts'
import { JitupError } from '../../errors.ts'
import { checkSentence } from '../../messages/check.ts'
import type { Step } from '../../protocols/steps.ts'
import type { App } from '../../sign-on/app.ts'
import { journeyOf } from '../../sign-on/journey.ts'
import { takenBack } from '../../sign-on/taken-back.ts'
import { recordAudit } from '../../store/audit.ts'
import { listProviders } from '../../store/providers.ts'
import { pageOfSignOns } from '../../store/sign-on-list.ts'
import { hasWritten, openSignOn, type SignOnRecord, type SignOnRow, signOnById } from '../../store/sign-ons.ts'
import { isUuid, timeOf } from '../../store/uuid.ts'
import { type Caller, may } from '../caller.ts'
import { signOnLine, signOnQuery } from '../contract/sign-ons.ts'
import { signOnDetail } from '../contract.ts'
import { notFound } from '../edit/change.ts'
import { list, one, pageFrom, type Route } from '../route.ts'
import { signOnsAsked, signOnTable } from '../sign-on-query.ts'

/** An entry as lists show it. */
export const showSignOn = (row: Omit<SignOnRow, 'sealed' | 'address'>, slugs: ReadonlyMap<string, string>) => ({
  id: row.id,
  at: row.at,
  provider: slugs.get(row.providerId ?? '') ?? null,
  outcome: row.outcome,
  code: row.code,
  step: row.step,
  userId: row.userId,
  contactId: row.contactId,
  rulesRevision: row.rulesRevision,
  problems: row.problems,
  durationMicroseconds: row.durationMicroseconds,
})

/** A step as the reader's language says it. */
export const stepInWords = (step: Step): Step => ({
  ...step,
  message: step.message === null ? null : checkSentence(step.message),
})

/** Provider → slug. */
export const slugsById = async (app: App): Promise<ReadonlyMap<string, string>> =>
  new Map((await listProviders(app.db)).map(({ policy }) => [policy.id, policy.slug]))

/** Notes that somebody has seen what arrived at these sign-ons: one event in the audit, and by ids in the log. None: nothing was seen. */
export async function claimsWereRead(app: App, caller: Caller, ...ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await recordAudit(app.db, app.now(), { kind: 'claims.read', author: caller.author, objects: ids })
  app.log.info({ caller: caller.key, signOns: ids }, 'claims were read through the API')
}

/**
 * The sealed half of an entry, for who may read claims; reading is audited.
 * @throws JitupError `not_found`, `forbidden`
 */
export async function readRecord(app: App, caller: Caller, id: string): Promise<SignOnRecord> {
  if (!may(caller, 'claims:read')) throw new JitupError('forbidden', 'This needs the scope claims:read.')
  const row = isUuid(id) ? await signOnById(app.db, id) : null
  if (!row?.sealed) throw notFound('sign-in')
  await claimsWereRead(app, caller, row.id)
  return openSignOn(app.seal, row.id, row.sealed)
}

/**
 * What a sign-on brought, for who may read claims; reading is audited. Claims are null when they are not kept any more.
 * @throws JitupError `not_found`, `forbidden`
 */
export async function readClaims(app: App, caller: Caller, id: string) {
  const record = await readRecord(app, caller, id)
  return { subject: record.subject ?? null, claims: record.claims ?? null }
}

export const signOnRoutes: readonly Route[] = [
  list({
    path: '/sign-ons',
    summary: 'Lists attempts to sign on, newest first',
    scope: 'directory:read',
    query: signOnQuery,
    items: signOnLine,
    cursor: ['id'],
    handle: async ({ app, query, page: { limit, after } }) => {
      const [filter, slugs] = await Promise.all([signOnsAsked(app, query), slugsById(app)])
      const rows = filter && (await pageOfSignOns(app.db, { ...filter, before: after?.[0] ?? null, limit: limit + 1 }))
      return pageFrom(
        rows ?? [],
        limit,
        (row) => [row.id],
        (row) => ({ ...showSignOn(row, slugs), login: row.login, contactName: row.contactName }),
      )
    },
    csv: async ({ app, query }) => {
      const [filter, slugs] = await Promise.all([signOnsAsked(app, query), slugsById(app)])
      return signOnTable(app, filter, slugs)
    },
  }),
  one({
    method: 'GET',
    path: '/sign-ons/:id',
    summary: 'Reads one attempt by its reference: plan and problems; what arrived only with the scope claims:read',
    scope: 'directory:read',
    answer: signOnDetail,
    handle: async ({ app, caller, params: { id = '' } }) => {
      const row = isUuid(id) ? await signOnById(app.db, id) : null
      if (!row) throw notFound('sign-in')
      const record = row.sealed === null ? {} : openSignOn(app.seal, row.id, row.sealed)
      const arrived = may(caller, 'claims:read') && row.sealed !== null ? await readClaims(app, caller, id) : null
      return {
        body: {
          ...showSignOn(row, await slugsById(app)),
          plan: record.plan ? (arrived ? record.plan : withoutArrivals(record.plan, hasWritten(row))) : null,
          refusal: record.refusal
            ? { message: checkSentence(record.refusal.message), evidence: record.refusal.evidence }
            : null,
          steps: journeyOf(row, record, 'saml').map(stepInWords),
          warnings: (record.warnings ?? []).map(({ code, message }) => ({ code, message: checkSentence(message) })),
          undoneBy: await takenBack(app, row),
          follows: record.follows ? { ...record.follows, at: timeOf(record.follows.signOnId) } : null,
          ...(arrived && { subject: arrived.subject, claims: arrived.claims && Object.fromEntries(arrived.claims) }),
        },
      }
    },
  }),
]
