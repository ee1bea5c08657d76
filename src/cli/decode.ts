import { parseArgs } from 'node:util'
import { isJitupError } from '../errors.ts'
import { decodeMessage, type UnverifiedMessage } from '../protocols/saml/decode.ts'
import { argumentReason, EXIT, type Io, readInput, toJson, wrongUse } from './io.ts'

export const help = `Usage: jitup decode [--json] FILE|-|URL

Shows any SAML message: XML, base64, deflated, percent-encoded, a form body, or a
whole redirect address (which is taken apart, not opened). Lists the attributes.
Nothing is verified: use "jitup verify" to find out whether a message is genuine.

  --json   the same as JSON
  --help   this text
`

const MAX_INPUT = 4 * 1024 * 1024

/** `jitup decode`: 0 when the message could be decoded, 1 when not, 2 for wrong use. */
export async function run(argv: string[], io: Io): Promise<number> {
  let source: string
  let json: boolean
  try {
    const { values, positionals } = parseArgs({
      args: argv,
      allowPositionals: true,
      options: { json: { type: 'boolean', default: false } },
    })
    const [only, ...others] = positionals
    if (only === undefined || others.length > 0) throw new TypeError('Name one file, - or an address.')
    source = only
    json = values.json
  } catch (error) {
    return wrongUse(io, 'decode', argumentReason(error))
  }
  try {
    const isAddress = /^https?:\/\//i.test(source)
    const message = decodeMessage(isAddress ? source : (await readInput(source, io, MAX_INPUT)).toString('utf8'))
    if (message.notParsed !== null && !json)
      io.stderr(`Shown as it came, because it was not parsed. ${message.notParsed}\n`)
    io.stdout(json ? `${toJson(asJson(message))}\n` : asText(message))
    return EXIT.done
  } catch (error) {
    if (!isJitupError(error)) throw error
    io.stderr(`${error.message} (${error.code})\n`)
    return error.code === 'request_malformed' ? EXIT.usage : EXIT.failed
  }
}

const asJson = (message: UnverifiedMessage) => ({
  trust: 'none: nothing was verified',
  kind: message.unverifiedKind,
  relayState: message.unverifiedRelayState,
  attributes: Object.fromEntries(message.unverifiedAttributes),
  xml: message.unverifiedXml,
  notParsed: message.notParsed,
})

function asText({ unverifiedXml, unverifiedAttributes, unverifiedRelayState }: UnverifiedMessage): string {
  const parts = [`${unverifiedXml}\n`]
  if (unverifiedRelayState !== null) parts.push(`\nRelayState: ${unverifiedRelayState}\n`)
  if (unverifiedAttributes.size > 0) {
    parts.push('\nAttributes (not verified):\n')
    for (const [name, values] of unverifiedAttributes) {
      parts.push(`  ${shownText(name)} = ${values.map((value) => toJson(value)).join(', ') || '(no value)'}\n`)
    }
  }
  return parts.join('')
}

const shownText = (text: string): string => toJson(text).slice(1, -1)
