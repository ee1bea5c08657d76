import { randomBytes } from 'node:crypto'
import type { z } from 'zod'
import { JitupError } from '../../errors.ts'
import type { App } from '../../sign-on/app.ts'
import { assertProven } from '../../sign-on/domain-proof.ts'
import { domainName } from '../../sign-on/mail-domain.ts'
import { isPublicMail } from '../../sign-on/public-mail.ts'
import type { Database, Tx } from '../../store/database.ts'
import { type DomainRecord, deleteDomain, domainById, insertDomain, markProven } from '../../store/domains.ts'
import { isUuid, uuid7 } from '../../store/uuid.ts'
import { domainInput } from '../contract.ts'
import { check, invalid, notFound } from './change.ts'
import { providerIdOf } from './existing-provider.ts'

export type DomainInput = z.input<typeof domainInput>

/**
 * Binds a mail domain to a provider: exactly this domain, nothing below it. Another binding, another token: a domain that
 * moves is proven again.
 * @throws JitupError `validation_failed` for what is no domain of an organisation, `conflict` when it is bound already
 */
export const bindDomain = (app: App, given: DomainInput): Promise<DomainRecord> =>
  app.db.transaction((tx) => bindDomainIn(tx, app, given))

/** As `bindDomain`, inside a transaction. */
export async function bindDomainIn(tx: Tx, app: Pick<App, 'now'>, given: DomainInput): Promise<DomainRecord> {
  const { domain: text, provider: slug } = check(domainInput, given)
  const domain = organisationDomain(text)
  const providerId = (await providerIdOf(tx, slug)) ?? ''
  const now = app.now()
  const id = uuid7(now)
  const token = randomBytes(20).toString('hex')
  if (!(await insertDomain(tx, { id, domain, providerId, token, createdAt: now }))) {
    throw new JitupError('conflict', `The domain ${domain} is bound already. Remove that first.`, { field: 'domain' })
  }
  return existingDomain(tx, id)
}

/**
 * A domain that an organisation can own, as DNS has it.
 * @throws JitupError `validation_failed`
 */
export function organisationDomain(text: string): string {
  const domain = domainName(text)
  if (domain === null) throw invalid('domain', 'This must be the domain of mail addresses, such as company.example.')
  if (isPublicMail(domain)) {
    throw invalid('domain', `Everybody can have an address at ${domain}; it belongs to no identity provider.`)
  }
  return domain
}

/**
 * Asks DNS for the proof and notes it. A proof that was given once stands until the binding is removed.
 * @throws JitupError `not_found`, `domain_unproven`, `domain_lookup_failed`
 */
export async function verifyDomain(app: App, id: string): Promise<DomainRecord> {
  const known = await existingDomain(app.db, id)
  await assertProven(app.resolveTxt, known)
  if (!(await markProven(app.db, known.id, known.token, app.now()))) throw notFound('domain')
  return existingDomain(app.db, id)
}

/** Frees a domain: its addresses lead nowhere then. @throws JitupError `not_found` */
export async function unbindDomain(app: App, id: string): Promise<void> {
  const gone = isUuid(id) && (await app.db.transaction((tx) => deleteDomain(tx, id)))
  if (!gone) throw notFound('domain')
}

/** @throws JitupError `not_found` */
export async function existingDomain(db: Database | Tx, id: string): Promise<DomainRecord> {
  const found = isUuid(id) ? await domainById(db, id) : null
  if (!found) throw notFound('domain')
  return found
}
