import type { digestOf } from '../core/notices.ts'
import { JitupError } from '../errors.ts'
import { defaultLanguage, isLanguage, readBy } from '../messages/language.ts'
import type { App } from '../sign-on/app.ts'
import { readPublished } from '../sign-on/published.ts'
import type { Delivery } from '../store/deliveries.ts'
import { addressOf, mailPassword, readMail } from '../store/mail.ts'
import { listProviders } from '../store/providers.ts'
import { readSetting } from '../store/settings.ts'
import { digestText, type MailText, plainName, testText } from './mail-text.ts'

type Part = Pick<App, 'db' | 'seal' | 'now' | 'publicUrl' | 'sendMail'>

/** Sends an e-mail to its recipient. @throws JitupError `mail_*`, `conflict` when e-mail is off, `not_found`, `secret_wrong` */
export async function sendDigest(app: Part, { id, recipientId, event, body }: Delivery): Promise<void> {
  const [mail, to] = await Promise.all([readMail(app.db), addressOf(app.db, recipientId ?? '')])
  if (mail === null) throw new JitupError('conflict', 'E-mail is not set up.')
  if (to === null) throw new JitupError('not_found', 'The recipient is gone.')
  const { displayName } = await readPublished(app.db)
  const language = await readSetting<string>(app.db, 'language')
  const providers = new Map((await listProviders(app.db)).map(({ policy }) => [policy.id, policy.name]))
  const context = { publicUrl: app.publicUrl, displayName, providers }
  const { subject, text } = readBy(
    { language: isLanguage(language) ? language : defaultLanguage },
    (): MailText => (event === 'test' ? testText(context) : digestText(body as ReturnType<typeof digestOf>, context)),
  )
  const { host, port, security, user, from } = mail.settings
  const password = user === null ? null : await mailPassword(app.db, app.seal)
  const messageId = `${id}@${new URL(app.publicUrl).hostname}`
  await app.sendMail(
    { host, port, security, user, password },
    { from: { name: plainName(displayName), address: from }, to, subject, text, messageId, date: app.now() },
  )
}
