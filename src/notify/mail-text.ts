import type { digestOf, Notice } from '../core/notices.ts'
import { isMessage, say } from '../messages.ts'
import { linkOf } from './notice-body.ts'

/** What an e-mail says. */
export interface MailText {
  readonly subject: string
  readonly text: string
}

const longest = 80

/**
 * A name as it may stand in an e-mail, whoever has chosen it: one line, nothing that hides or turns what is around it, not too long.
 */
export function plainName(name: string): string {
  const line = name
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Surrogate}]+/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim()
  const letters = [...line]
  return letters.length <= longest ? line : `${letters.slice(0, longest - 1).join('')}…`
}

/** Where texts come from, and who is told of. */
export interface MailContext {
  readonly publicUrl: string
  /** Of the installation. */
  readonly displayName: string
  /** Names of providers by id; of those that are gone their slug is told. */
  readonly providers: ReadonlyMap<string, string>
}

/** The e-mail of what has come together, in the language of `readBy`. */
export function digestText({ lines, more }: ReturnType<typeof digestOf>, context: MailContext): MailText {
  const name = plainName(context.displayName)
  const count = lines.length + more
  const first = lines[0]
  const sentences = lines.map((line) => `- ${sentenceOf(line, context)}\n  ${linkTo(line, context)}`)
  return {
    subject:
      count === 1 && first !== undefined
        ? say('notice.subject-one', { name, what: say(`notice.title.${first.event}`) })
        : say('notice.subject', { name, count }),
    text: [
      say('notice.lead', { name }),
      sentences.join('\n\n'),
      ...(more > 0 ? [say('notice.more', { count: more })] : []),
      `${say('notice.why', { url: context.publicUrl })}`,
      '',
    ].join('\n\n'),
  }
}

/** The e-mail that only shows that e-mail arrives. */
export function testText({ displayName, publicUrl }: Pick<MailContext, 'displayName' | 'publicUrl'>): MailText {
  const name = plainName(displayName)
  return { subject: say('notice.test-subject', { name }), text: `${say('notice.test', { name, url: publicUrl })}\n` }
}

const linkTo = ({ event, provider }: Notice, { publicUrl }: MailContext): string =>
  linkOf(publicUrl, event, provider?.slug ?? null)

function sentenceOf({ event, provider, counts, facts }: Notice, { providers }: MailContext): string {
  const own = provider === null
  const count = Object.values(counts).reduce((sum, one) => sum + one, 0)
  const values = {
    ...facts,
    ...counts,
    count,
    provider: provider === null ? '' : plainName(providers.get(provider.id) ?? provider.slug),
    date: String(facts.notAfter ?? '').slice(0, 10),
  }
  const key = own ? `notice.${event}-own` : `notice.${event}`
  return say(isMessage(key) ? key : `notice.${event}`, values)
}
