import { isIP } from 'node:net'
import type { z } from 'zod'
import { emailKey } from '../../core/names.ts'
import { JitupError } from '../../errors.ts'
import type { App } from '../../sign-on/app.ts'
import type { Database, Tx } from '../../store/database.ts'
import { type Delivery, lastAttempts } from '../../store/deliveries.ts'
import { listRecipients, type MailSettings, putRecipients, readMail, writeMail } from '../../store/mail.ts'
import { contentVersion } from '../content-version.ts'
import { mailInput, mailTest } from '../contract/mail.ts'
import { assertVersion, check, invalid, invalidAll } from './change.ts'
import { sendTest } from './webhooks.ts'

const loopback = /^(localhost|127(\.[0-9]{1,3}){3}|::1)$/

/** The settings as they are shown; the password never is, though another one is another version. */
export async function mailAsShown(db: Database | Tx) {
  const [mail, listed, attempts] = await Promise.all([readMail(db), listRecipients(db), lastAttempts(db)])
  const { at, code, status } = attempts.find(({ name }) => name === 'mail') ?? {}
  const none = { enabled: false, host: null, port: null, security: null, user: null, from: null }
  const recipients = listed.map(({ address, events }) => ({ address, events }))
  return {
    ...(mail?.settings ?? none),
    hasPassword: mail !== null && mail.sealedPassword !== null,
    recipients,
    last: at === undefined ? null : { at, code: code ?? null, status: status ?? null },
    version: contentVersion([mail, recipients]),
  }
}

/**
 * Makes these the settings of e-mail. A password that is kept is for one server and user: for another it has to be given again, so
 * that nobody has it sent to a server of theirs.
 * @throws JitupError `validation_failed`, `precondition_failed`
 */
export async function saveMail(app: App, input: z.input<typeof mailInput>, expectedVersion?: number) {
  const { recipients, password, ...given } = check(mailInput, input)
  const settings = settingsOf(given)
  const known = recipients.map(({ address, events }) => ({ address, events, key: emailKey(address) }))
  if (new Set(known.map(({ key }) => key)).size < known.length) {
    throw invalid('recipients', 'Each address may stand there once.')
  }
  return app.db.serialised(['mail'], async (tx) => {
    if (expectedVersion !== undefined) assertVersion((await mailAsShown(tx)).version, expectedVersion)
    const before = await readMail(tx)
    const hasPassword = before !== null && before.sealedPassword !== null
    const same = before !== null && serverOf(before.settings) === serverOf(settings)
    if (password === undefined && hasPassword && !same && settings.user !== null) {
      throw invalid('password', 'Give the password again: the one that is kept is for another server or user.')
    }
    if (settings.user !== null && (password === null || (password === undefined && !hasPassword))) {
      throw invalid('password', 'A user needs a password.')
    }
    await writeMail(tx, app.seal, settings, settings.user === null ? null : password)
    await putRecipients(tx, known, app.now())
    return mailAsShown(tx)
  })
}

const serverOf = ({ host, port, security, user }: MailSettings): string => JSON.stringify([host, port, security, user])

function settingsOf({
  enabled = true,
  host: name,
  security = 'starttls',
  port = security === 'tls' ? 465 : 587,
  user = null,
  from,
}: Omit<z.output<typeof mailInput>, 'recipients' | 'password'>): MailSettings {
  const host = name.replace(/^\[|\]$/g, '').toLowerCase()
  const here = loopback.test(host)
  const errors = [
    ...(security === 'none' && !here
      ? [{ field: 'security', message: 'Without encryption only a mail server on this machine is spoken to.' }]
      : []),
    ...(security !== 'none' && isIP(host) !== 0
      ? [{ field: 'host', message: 'With encryption this must be a name: certificates are for names.' }]
      : []),
  ]
  if (errors.length > 0) throw invalidAll(errors)
  return { enabled, host, port, security, user, from }
}

/** Sends a test to one of the recipients and waits for what comes of it. @throws JitupError `validation_failed`, `conflict` */
export async function testMail(app: App, input: z.input<typeof mailTest>): Promise<Delivery> {
  const { address } = check(mailTest, input)
  if ((await readMail(app.db)) === null) throw new JitupError('conflict', 'E-mail is not set up.')
  const recipient = (await listRecipients(app.db)).find((one) => emailKey(one.address) === emailKey(address))
  if (!recipient) throw invalid('address', 'This is none of the recipients.')
  return sendTest(app, { webhookId: null, recipientId: recipient.id })
}
