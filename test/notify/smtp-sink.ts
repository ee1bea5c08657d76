import { createServer, type Socket } from 'node:net'
import { createSecureContext, TLSSocket } from 'node:tls'
import type { KeyPair } from '../../src/protocols/saml/certificate.ts'

/** A message as the server got it. */
export interface Caught {
  readonly from: string
  readonly to: readonly string[]
  /** Headers and body, lines with CR LF. */
  readonly raw: string
  readonly encrypted: boolean
  readonly login: string | null
}

export interface SinkOptions {
  /** With it STARTTLS is offered. */
  readonly keys?: KeyPair
  /** `user:password` that may sign in; without it nobody has to. */
  readonly login?: string
  /** Answers to a message, one after the other; the last one stays. `250 ok` when not given. */
  readonly replies?: readonly string[]
  /** Says nothing at all. */
  readonly silent?: boolean
}

/** A mail server that delivers nothing: the outside world of a test. */
export async function smtpSink(options: SinkOptions = {}) {
  const caught: Caught[] = []
  const sockets = new Set<Socket>()
  let messages = 0
  const reply = () => {
    const replies = options.replies ?? ['250 ok']
    return replies[Math.min(messages++, replies.length - 1)] ?? '250 ok'
  }
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket)).on('error', () => {})
    if (options.silent) return
    socket.write('220 sink ESMTP\r\n')
    talk(socket, false)
  })

  function talk(socket: Socket, encrypted: boolean): void {
    let [text, data, from, login] = ['', false, '', null as string | null]
    let to: string[] = []
    const say = (line: string) => socket.write(`${line}\r\n`)
    const hear = (chunk: Buffer) => {
      text += chunk.toString('latin1')
      for (;;) {
        const end = data ? text.indexOf('\r\n.\r\n') : text.indexOf('\r\n')
        if (end < 0) return
        const piece = text.slice(0, end)
        text = text.slice(end + (data ? 5 : 2))
        if (data) {
          data = false
          const answer = reply()
          if (answer.startsWith('250')) caught.push({ from, to, raw: piece, encrypted, login })
          to = []
          say(answer)
        } else if (command(piece)) return
      }
    }
    /** @returns true when the connection is somebody else's from here on */
    const command = (line: string): boolean => {
      const [, argument = ''] = /^\S+ ?(.*)$/s.exec(line) ?? []
      switch (line.slice(0, 4).toUpperCase()) {
        case 'EHLO':
          say('250-sink')
          if (options.keys && !encrypted) say('250-STARTTLS')
          if (options.login !== undefined) say('250-AUTH PLAIN')
          say('250 8BITMIME')
          return false
        case 'STAR':
          return startTls()
        case 'AUTH': {
          const [, user = '', password = ''] = Buffer.from(argument.slice(6), 'base64').toString().split('\0')
          login = `${user}:${password}`
          say(login === options.login ? '235 ok' : '535 no')
          return false
        }
        case 'MAIL':
          from = /<([^>]*)>/.exec(argument)?.[1] ?? ''
          say(options.login !== undefined && login !== options.login ? '530 sign in' : '250 ok')
          return false
        case 'RCPT':
          to.push(/<([^>]*)>/.exec(argument)?.[1] ?? '')
          say('250 ok')
          return false
        case 'DATA':
          data = true
          say('354 go on')
          return false
        case 'QUIT':
          say('221 bye')
          socket.end()
          return true
        default:
          say('502 what')
          return false
      }
    }
    const startTls = (): boolean => {
      if (!options.keys) {
        say('502 what')
        return false
      }
      socket.off('data', hear)
      say('220 go on')
      const key = options.keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
      const secureContext = createSecureContext({ key, cert: options.keys.certificatePem })
      const secure = new TLSSocket(socket, { isServer: true, secureContext })
      secure.on('error', () => {})
      talk(secure, true)
      return true
    }
    socket.on('data', hear)
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    caught,
    close: () => {
      for (const socket of sockets) socket.destroy()
      return new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}
