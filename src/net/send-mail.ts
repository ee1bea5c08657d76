import { connect, isIP, type Socket } from 'node:net'
import { createTransport } from 'nodemailer'
import { JitupError } from '../errors.ts'
import { addressKind } from './address.ts'
import { guardedLookup, type LookupAll, lookupAll } from './guarded-lookup.ts'

/** The server that takes e-mail from us. */
export interface MailServer {
  readonly host: string
  readonly port: number
  /** `starttls`: encrypted after a greeting, or not at all; `tls`: from the first byte; `none`: in the clear. */
  readonly security: 'starttls' | 'tls' | 'none'
  readonly user: string | null
  readonly password: string | null
}

/** One plain text to one address. Texts may hold anything: line breaks never become headers. */
export interface Mail {
  readonly from: { readonly name: string; readonly address: string }
  readonly to: string
  readonly subject: string
  readonly text: string
  /** Without angle brackets; the same for every attempt, so that a mail program can tell a repeated one. */
  readonly messageId: string
  readonly date: Date
}

/**
 * Hands an e-mail to a server.
 * @throws JitupError `mail_address_forbidden`, `mail_unreachable`, `mail_untrusted` (no encryption, or a certificate that nobody vouches for),
 *   `mail_login_refused`, `mail_refused`; `details.status` is the server's reply. Its words are repeated nowhere.
 */
export type SendMail = (server: MailServer, mail: Mail) => Promise<void>

/** How long all of it may take, in milliseconds. */
export const MAIL_TIMEOUT = 30_000

/** Where mail is handed in. A server for it often stands in the organisation's own network; nothing else listens there. */
const mailPorts: ReadonlySet<number> = new Set([25, 465, 587, 2525])

export interface SendMailOptions {
  /** Trusted instead of the system's authorities. */
  readonly ca?: string | undefined
  /** For all of it. */
  readonly timeoutMs?: number | undefined
  /** Host names that may stand in a private network whatever their port is. Link-local addresses stay closed. */
  readonly allowPrivateHosts?: readonly string[] | undefined
  /** Instead of the system's resolver. */
  readonly lookup?: LookupAll | undefined
}

/**
 * Makes the sender of a server. Certificates are always checked, and proxies of the environment are not looked at. Who names the
 * server in the settings does not look into our network by it: a private address is reached on the ports of mail, or when the
 * operator has listed the host.
 */
export function createSendMail(options: SendMailOptions = {}): SendMail {
  const allowed = new Set((options.allowPrivateHosts ?? []).map((host) => host.toLowerCase()))
  const timeout = options.timeoutMs ?? MAIL_TIMEOUT
  return async (server, mail) => {
    let socket: Socket | undefined
    const transport = createTransport({
      getSocket: (_options, done) => {
        const { host, port } = server
        const assertReachable = (address: string) => {
          const kind = addressKind(address)
          if (kind === 'public' || (kind === 'private' && (mailPorts.has(port) || allowed.has(host.toLowerCase()))))
            return
          throw forbidden()
        }
        try {
          if (isIP(host)) assertReachable(host)
        } catch (error) {
          return done(error as Error, {})
        }
        const opened = connect({
          host,
          port,
          lookup: guardedLookup(host, options.lookup ?? lookupAll, assertReachable),
        })
        socket = opened
        const refused = (error: Error) => done(error, {})
        opened.once('error', refused)
        opened.once('connect', () => {
          opened.off('error', refused)
          done(null, { connection: opened })
        })
      },
      host: server.host,
      port: server.port,
      secure: server.security === 'tls',
      requireTLS: server.security === 'starttls',
      ignoreTLS: server.security === 'none',
      ...(server.user === null ? {} : { auth: { user: server.user, pass: server.password ?? '' } }),
      tls: {
        // Said aloud, because an environment variable can switch the default off.
        rejectUnauthorized: true,
        minVersion: 'TLSv1.2',
        ...(options.ca === undefined ? {} : { ca: options.ca }),
      },
      connectionTimeout: timeout,
      greetingTimeout: timeout,
      socketTimeout: timeout,
      dnsTimeout: timeout,
      disableFileAccess: true,
      disableUrlAccess: true,
      logger: false,
    })
    let timer: NodeJS.Timeout | undefined
    // Each step has its limit; a server that answers each just in time would still go on for long.
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(unreachable('It did not answer in time.')), timeout)
    })
    try {
      await Promise.race([late, transport.sendMail(messageOf(mail))])
    } catch (error) {
      throw asMailError(error)
    } finally {
      clearTimeout(timer)
      transport.close()
      socket?.destroy()
    }
  }
}

const messageOf = ({ from, to, subject, text, messageId, date }: Mail) => ({
  from,
  // As an object: whatever stands in it is one address, never a list.
  to: { name: '', address: to },
  envelope: { from: from.address, to: [to] },
  subject,
  text,
  messageId: `<${messageId}>`,
  date,
  // Nobody's holiday answer comes back, and none of ours answers one (RFC 3834).
  headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
  disableFileAccess: true,
  disableUrlAccess: true,
})

const forbidden = () =>
  new JitupError('mail_address_forbidden', 'The mail server is in a network that is not spoken to on this port.')
const unreachable = (why: string, cause?: unknown) =>
  new JitupError('mail_unreachable', `The mail server cannot be reached. ${why}`, {}, { cause })

/** What went wrong, in our words: the error's own may repeat whatever some server has said. */
function asMailError(error: unknown): JitupError {
  if (error instanceof JitupError) return error
  const { code, responseCode } = (error instanceof Error ? error : {}) as { code?: unknown; responseCode?: unknown }
  const status = typeof responseCode === 'number' ? responseCode : null
  const details = status === null ? {} : { status }
  const options = { cause: withoutWords(error) }
  if (code === 'ETLS' || isCertificateError(error)) {
    return new JitupError(
      'mail_untrusted',
      'The mail server offers no encryption that can be trusted.',
      details,
      options,
    )
  }
  if (code === 'EAUTH' || code === 'ENOAUTH') {
    return new JitupError(
      'mail_login_refused',
      'The mail server does not take this user and password.',
      details,
      options,
    )
  }
  if (status !== null)
    return new JitupError('mail_refused', `The mail server has refused it (${status}).`, details, options)
  return unreachable('Nobody answers there as a mail server does.', options.cause)
}

const isCertificateError = (error: unknown): boolean => {
  const { code, cause } = (error instanceof Error ? error : {}) as { code?: unknown; cause?: unknown }
  const text = `${String(code)} ${error instanceof Error ? error.message : ''}`
  return (
    /CERT|SELF_SIGNED|UNABLE_TO_|certificate|altnames|ERR_TLS|ERR_SSL|EPROTO/.test(text) ||
    (cause instanceof Error && isCertificateError(cause))
  )
}

const withoutWords = (error: unknown): Error => {
  const { code } = (error instanceof Error ? error : {}) as { code?: unknown }
  return new Error(`mail: ${typeof code === 'string' && /^[A-Z_]{1,40}$/.test(code) ? code : 'unknown'}`)
}
