import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'
import { parseArgs } from 'node:util'
import { isJitupError, JitupError } from '../errors.ts'
import type { Verification } from '../protocols/protocol.ts'
import {
  certificateOf,
  type Expectations,
  importIdpMetadata,
  verifyResponse,
  verifyResponseXml,
} from '../protocols/saml/index.ts'
import { verificationSteps } from '../protocols/saml/steps.ts'
import { stepsOf } from '../protocols/steps.ts'
import { argumentReason, EXIT, type Io, readInput, wrongUse as sayWrongUse, toJson } from './io.ts'

export const help = `Usage: jitup verify [options] FILE|-

Verifies one SAML Response offline and prints the verdict as JSON.
FILE is XML, base64 as in the SAMLResponse form field, or the whole form body (SAMLResponse=...).

  --idp-metadata FILE     the identity provider's metadata, and/or
  --idp-cert FILE         a signing certificate (repeatable), with
  --idp-entity-id NAME    the identity provider's entityID
  --sp-entity-id NAME     our entityID (the Audience)
  --acs URL               our assertion consumer service (Recipient, Destination)
  --sp-key FILE           our private RSA key as PEM, to decrypt with (repeatable)
  --now TIME              the moment to judge by, ISO 8601; now when not given
  --request-id ID         the request that the Response must answer, or
  --unsolicited           it must answer none. With neither, it must answer some request
  --legacy-algorithms     accept SHA-1 and RSA keys from 1024 bits
  --cbc-unsigned          accept AES-CBC though the Response is not signed
  --loose-ids             accept IDs that are no XML names
  --signature-last        accept a Signature as the last child
  --clock-skew SECONDS    0 to 300; 180 when not given
  --max-age SECONDS       how long ago it may have been issued; 3600 when not given
  --help                  this text

Exit code: 0 accepted, 1 rejected, 2 wrong use.
`

const MAX_INPUT = 2 * 1024 * 1024
const MAX_FILE = 1024 * 1024

const options = {
  'idp-metadata': { type: 'string' },
  'idp-cert': { type: 'string', multiple: true },
  'idp-entity-id': { type: 'string' },
  'sp-entity-id': { type: 'string' },
  acs: { type: 'string' },
  'sp-key': { type: 'string', multiple: true },
  now: { type: 'string' },
  'request-id': { type: 'string' },
  unsolicited: { type: 'boolean' },
  'legacy-algorithms': { type: 'boolean' },
  'cbc-unsigned': { type: 'boolean' },
  'loose-ids': { type: 'boolean' },
  'signature-last': { type: 'boolean' },
  'clock-skew': { type: 'string' },
  'max-age': { type: 'string' },
  json: { type: 'boolean' },
} as const

/** `jitup verify`: the same verifier as the server's, without a server. Prints JSON; 0 accepted, 1 rejected, 2 wrong use. */
export async function run(argv: string[], io: Io): Promise<number> {
  try {
    const { values, positionals } = parsed(argv)
    const [file, ...others] = positionals
    if (file === undefined || others.length > 0) throw wrongUse('Name one file, or - for standard input.')
    const expected = await expectations(values, io)
    const verdict = verifyInput(await readInput(file, io, MAX_INPUT), expected)
    io.stdout(`${toJson(asJson(verdict))}\n`)
    return verdict.verdict === 'accepted' ? EXIT.done : EXIT.failed
  } catch (error) {
    if (!isJitupError(error)) throw error
    if (error.code.startsWith('metadata_') || error.code === 'request_too_large') {
      io.stdout(`${toJson({ verdict: 'rejected', code: error.code, step: 'setup', message: error.message })}\n`)
      return EXIT.failed
    }
    return sayWrongUse(io, 'verify', error.message)
  }
}

type Values = ReturnType<typeof parsed>['values']

function parsed(argv: string[]) {
  try {
    return parseArgs({ args: argv, allowPositionals: true, options })
  } catch (error) {
    throw wrongUse(argumentReason(error))
  }
}

async function expectations(values: Values, io: Io): Promise<Expectations> {
  const text = async (file: string) => (await readInput(file, io, MAX_FILE)).toString('utf8')
  const metadata = values['idp-metadata'] === undefined ? null : importIdpMetadata(await text(values['idp-metadata']))
  const certificates = await Promise.all((values['idp-cert'] ?? []).map(text))
  const keys = [
    ...(metadata?.certificates ?? []).map(({ pem }) => createPublicKey(pem)),
    ...certificates.map((certificate) => createPublicKey(certificateOf(certificate).pem)),
  ] satisfies KeyObject[]
  if (keys.length === 0) throw wrongUse('Name --idp-metadata or --idp-cert.')
  const decryptionKeys = (await Promise.all((values['sp-key'] ?? []).map(text))).map(decryptionKey)
  if (values.unsolicited && values['request-id'] !== undefined) {
    throw wrongUse('--request-id and --unsolicited exclude each other.')
  }
  return {
    idpEntityId: values['idp-entity-id'] ?? metadata?.entityId ?? needed('--idp-entity-id'),
    spEntityId: values['sp-entity-id'] ?? needed('--sp-entity-id'),
    acsUrl: values.acs ?? needed('--acs'),
    keys,
    decryptionKeys,
    now: values.now === undefined ? new Date() : instantOf(values.now),
    request: values.unsolicited
      ? { kind: 'unsolicited' }
      : values['request-id'] === undefined
        ? { kind: 'stored' }
        : { kind: 'id', id: values['request-id'] },
    ...(values['clock-skew'] === undefined
      ? {}
      : { clockSkewSeconds: secondsOf('--clock-skew', values['clock-skew']) }),
    ...(values['max-age'] === undefined ? {} : { maxAgeSeconds: secondsOf('--max-age', values['max-age']) }),
    legacyAlgorithms: values['legacy-algorithms'] ?? false,
    cbcUnderUnsignedResponse: values['cbc-unsigned'] ?? false,
    looseIds: values['loose-ids'] ?? false,
    signatureLast: values['signature-last'] ?? false,
  }
}

function decryptionKey(pem: string): KeyObject {
  try {
    const key = createPrivateKey(pem)
    if (key.asymmetricKeyType === 'rsa') return key
  } catch {
    // Why OpenSSL could not read it may quote the key.
  }
  throw wrongUse('--sp-key must be a private RSA key in PEM without a passphrase.')
}

function verifyInput(input: Buffer, expected: Expectations): Verification {
  const start = input.toString('latin1', 0, 200).trimStart()
  // A byte order mark is not base64 either: let the verifier name it.
  if (start.startsWith('<') || start.startsWith('\u00ef\u00bb\u00bf')) return verifyResponseXml(input, expected)
  return verifyResponse(formField(input.toString('latin1').trim()), expected)
}

/** The field of a form body as a browser posts it; anything else as it is. */
function formField(text: string): string {
  if (!/(?:^|&)SAMLResponse=/.test(text)) return text
  const [only = '', ...others] = new URLSearchParams(text).getAll('SAMLResponse')
  if (others.length > 0) throw wrongUse('The form body has several SAMLResponse fields.')
  // As `jitup decode`: a form that was not percent-encoded has its plus signs read as spaces.
  return only.replaceAll(' ', '+')
}

function asJson(verdict: Verification): unknown {
  if (verdict.verdict === 'rejected') {
    const { findings: _inSteps, ...rejection } = verdict
    return { ...rejection, steps: stepsOf(verificationSteps, verdict) }
  }
  const { nameId, claims, ...facts } = verdict.assertion
  return {
    verdict: 'accepted',
    assertion: { ...facts, subject: nameId, attributes: Object.fromEntries(claims) },
    warnings: verdict.warnings,
  }
}

function instantOf(text: string): Date {
  const date = new Date(text)
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.test(text) && !Number.isNaN(date.getTime()))
    return date
  throw wrongUse('--now must be a time such as 2026-11-23T09:30:00Z.')
}

function secondsOf(name: string, text: string): number {
  if (/^\d{1,6}$/.test(text)) return Number(text)
  throw wrongUse(`${name} must be a number of seconds.`)
}

function needed(name: string): never {
  throw wrongUse(`Name ${name}.`)
}

const wrongUse = (message: string) => new JitupError('request_malformed', message)
