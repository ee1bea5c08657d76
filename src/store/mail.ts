import sql from 'sql-template-tag'
import type { Notice } from '../core/notices.ts'
import type { Database, Tx } from './database.ts'
import type { Seal } from './seal.ts'
import { readSettingsNamed, writeSetting } from './settings.ts'
import { uuid7 } from './uuid.ts'

/** How e-mail leaves. */
export interface MailSettings {
  readonly enabled: boolean
  readonly host: string
  readonly port: number
  /** `none` only on this machine. */
  readonly security: 'starttls' | 'tls' | 'none'
  readonly user: string | null
  readonly from: string
}

const passwordPlace = { table: 'settings', row: 'mailPassword', column: 'value' }

/** @returns the settings, and the password that is kept, sealed; null: none were made */
export async function readMail(
  db: Database | Tx,
): Promise<{ readonly settings: MailSettings; readonly sealedPassword: string | null } | null> {
  const { mail, mailPassword: sealed } = await readSettingsNamed(db, ['mail', 'mailPassword'])
  if (mail === undefined) return null
  return { settings: mail as MailSettings, sealedPassword: typeof sealed === 'string' ? sealed : null }
}

/** The password in the clear, to sign in with and for nothing else. @throws JitupError `secret_wrong` */
export async function mailPassword(db: Database, seal: Seal): Promise<string | null> {
  const { mailPassword: sealed } = await readSettingsNamed(db, ['mailPassword'])
  return typeof sealed === 'string' ? seal.open(passwordPlace, sealed) : null
}

/** Writes the settings. @param password undefined: the one that is kept stays; null: none */
export async function writeMail(
  tx: Tx,
  seal: Seal,
  settings: MailSettings,
  password: string | null | undefined,
): Promise<void> {
  await writeSetting(tx, 'mail', settings)
  if (password === undefined) return
  await writeSetting(tx, 'mailPassword', password === null ? null : seal.seal(passwordPlace, password))
}

/** Who gets e-mail about what. */
export interface Recipient {
  readonly id: string
  readonly address: string
  readonly events: readonly string[]
}

export const listRecipients = (db: Database | Tx): Promise<Recipient[]> =>
  db.query(sql`select id, address, events from mail_recipients order by address_key`)

/** Makes these the recipients. Who stays keeps what waits for them; who goes loses their messages. */
export async function putRecipients(
  tx: Tx,
  recipients: readonly { readonly address: string; readonly key: string; readonly events: readonly string[] }[],
  now: Date,
): Promise<void> {
  await tx.query(sql`
    delete from mail_recipients where not address_key = any(${recipients.map((one) => one.key)}::text[])`)
  for (const { address, key, events } of recipients) {
    await tx.query(sql`
      insert into mail_recipients (id, address, address_key, events) values (${uuid7(now)}, ${address}, ${key}, ${events})
      on conflict (address_key) do update set address = excluded.address, events = excluded.events`)
  }
}

/** @returns the address, or null when the recipient is gone */
export async function addressOf(db: Database, recipientId: string): Promise<string | null> {
  const [row] = await db.query<{ address: string }>(sql`
    select address from mail_recipients where id = ${recipientId}::uuid`)
  return row?.address ?? null
}

/** Recipients for whom something waits: since when, and when their last e-mail was made. */
export const waitingMail = (
  tx: Tx,
): Promise<{ readonly id: string; readonly since: Date; readonly mailedAt: Date | null }[]> =>
  tx.query(sql`
    select r.id, min(m.at) as since, r.mailed_at as "mailedAt"
    from mail_waiting m join mail_recipients r on r.id = m.recipient_id group by r.id`)

/** Takes what waits for a recipient, oldest first: it is going into an e-mail. */
export async function takeWaiting(tx: Tx, recipientId: string, now: Date): Promise<Notice[]> {
  await tx.query(sql`update mail_recipients set mailed_at = ${now} where id = ${recipientId}::uuid`)
  const rows = await tx.query<Omit<Notice, 'provider'> & { providerId: string | null; slug: string | null }>(sql`
    with taken as (delete from mail_waiting where recipient_id = ${recipientId}::uuid returning notice_id)
    select n.event, n.provider_id as "providerId", n.provider as slug, n.counts, n.facts
    from notices n join taken t on t.notice_id = n.id order by n.at, n.id`)
  return rows.map(({ providerId, slug, ...row }) => ({
    ...row,
    provider: providerId === null || slug === null ? null : { id: providerId, slug },
  }))
}

/** Forgets what waits for e-mails that nobody sends. */
export const forgetWaiting = (tx: Tx): Promise<unknown> => tx.query(sql`delete from mail_waiting`)

/** Takes somebody who is being erased from the recipients, by the key of their address. */
export const forgetRecipient = (tx: Pick<Tx, 'query'>, contactId: string): Promise<unknown> =>
  tx.query(sql`
    delete from mail_recipients where address_key = (select email_key from contacts where id = ${contactId}::uuid)`)
