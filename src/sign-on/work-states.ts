import { X509Certificate } from 'node:crypto'
import sql from 'sql-template-tag'
import type { Database, Tx } from '../store/database.ts'
import { listWaitingCertificates } from '../store/provider-metadata.ts'
import { listProviders } from '../store/providers.ts'
import { highRefusals } from '../store/refusal-rates.ts'
import { listSpKeys } from '../store/sp-keys.ts'
import { type NewWork, WORK_LIMIT } from '../store/worklist.ts'
import type { App } from './app.ts'

/** A thing to be noted, and the provider that it is about; null: about us. */
export interface State {
  readonly providerId: string | null
  readonly work: NewWork
}

const day = 86_400_000
/** So long before a certificate ends somebody should know. */
export const EXPIRY_DAYS = 30

/**
 * What needs somebody because of how things are, not because of what happened at a sign-on: keys that wait for approval, the
 * last certificates of a provider, or our own, when they end soon, and refusals of a provider that have jumped. One list, from
 * which it is also told what is over.
 */
export async function statesOf({
  db,
  now,
}: Pick<App, 'now'> & { readonly db: Database | Tx }): Promise<readonly State[]> {
  const [waiting, providers, ours, high] = await Promise.all([
    listWaitingCertificates(db),
    listProviders(db),
    listSpKeys(db),
    highRefusals(db),
  ])
  const soon = now().getTime() + EXPIRY_DAYS * day
  const keys = [...waiting].flatMap(([providerId, certificates]) =>
    certificates
      .filter((one) => one.dismissedAt === null)
      .map((one) => aboutCertificate('key-waiting', providerId, one.fingerprint, one.notAfter)),
  )
  const ending = providers.flatMap(({ policy, enabled, certificates }) => {
    const last = certificates.toSorted((a, b) => b.notAfter.getTime() - a.notAfter.getTime())[0]
    // While another one is good for longer, nothing is going to stop.
    if (!enabled || !last || last.notAfter.getTime() > soon) return []
    return [aboutCertificate('certificate-expiring', policy.id, last.fingerprint, last.notAfter)]
  })
  const own = ours.flatMap(({ state, certificate }) => {
    const { validTo, fingerprint256 } = new X509Certificate(Buffer.from(certificate, 'base64'))
    const notAfter = new Date(validTo)
    if (state !== 'active' || notAfter.getTime() > soon) return []
    return [aboutCertificate('certificate-expiring', null, fingerprint256.replaceAll(':', '').toLowerCase(), notAfter)]
  })
  const known = new Set(providers.map(({ policy }) => policy.id))
  const refusals = Object.entries(high).flatMap(([providerId, { since, refused, all }]) =>
    known.has(providerId) ? [aboutRefusals(providerId, { since, refused, all })] : [],
  )
  return [...keys, ...ending, ...own, ...refusals]
}

const aboutCertificate = (
  kind: 'key-waiting' | 'certificate-expiring',
  providerId: string | null,
  fingerprint: string,
  notAfter: Date,
): State => ({
  providerId,
  work: {
    kind,
    thing: [fingerprint],
    record: { facts: { fingerprint, notAfter: notAfter.toISOString() } },
    userId: null,
    signOnId: null,
  },
})

const aboutRefusals = (providerId: string, facts: { since: string; refused: number; all: number }): State => ({
  providerId,
  work: { kind: 'refusals-high', thing: [facts.since], record: { facts }, userId: null, signOnId: null },
})

/** People who wait for approval, newest first: as many as a list holds. */
export async function waitingPeople({ db }: Pick<App, 'db'>): Promise<readonly State[]> {
  const rows = await db.query<{ id: string; providerId: string | null }>(sql`
    select u.id, u.provider_id as "providerId" from users u
    where u.status = 'pending' and not exists (
      select 1 from worklist w where w.user_id = u.id and w.kind = 'person-waiting' and w.standing)
    order by u.created_at desc, u.id desc limit ${WORK_LIMIT}`)
  return rows.map(({ id, providerId }) => ({
    providerId,
    work: { kind: 'person-waiting', thing: [id], record: {}, userId: id, signOnId: null },
  }))
}
