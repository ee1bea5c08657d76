/**
 * Verifies a great many responses in one process, accepted and refused ones mixed, and tells what memory that left:
 *
 *   node bench/soak.mjs --count 1000000
 *
 * One in eight is refused, at another step each time. Fails when WebAssembly's memory grew at all or the process by more
 * than 64 MiB after its first tenth.
 */
import { X509Certificate } from 'node:crypto'
import { parseArgs } from 'node:util'
import { dist } from './dist.mjs'
import { identityProvider, person, respond, tampered, toFormField } from './people.mjs'

const { values } = parseArgs({ options: { count: { type: 'string', default: '1000000' } } })
const count = Number(values.count)

const { verifyResponse } = await dist('protocols/saml/index.js')
const { cleanEngine, rawEngine } = await dist('protocols/saml/xml/engine.js')
const { makeKeyPair } = await dist('testing/index.js')

const acsUrl = 'http://localhost:3000/sso/corp/acs'
const audience = 'http://localhost:3000/sso/corp/metadata'
const now = new Date()
const idp = identityProvider()
const ours = makeKeyPair({ commonName: 'Service provider', now })
const expected = {
  idpEntityId: idp.entityId,
  spEntityId: audience,
  acsUrl,
  keys: [new X509Certificate(Buffer.from(idp.keys.certificate, 'base64')).publicKey],
  decryptionKeys: [ours.privateKey],
  now,
  request: { kind: 'stored' },
}

const message = (number, options = {}) =>
  respond(idp, {
    who: person(number, { groups: [5, 5, 5, 40, 150][number % 5] }),
    acsUrl,
    audience,
    issueInstant: now,
    ...options,
  })

const good = [
  ...Array.from({ length: 300 }, (_, number) => message(number)),
  ...Array.from({ length: 60 }, (_, number) => message(number, { sign: 'both' })),
  ...Array.from({ length: 20 }, (_, number) => message(number, { encrypt: { recipients: ours.certificatePem } })),
].map(toFormField)

const one = message(0)
const bad = [
  '',
  'not base64',
  toFormField(`${one}<!-- -->`),
  toFormField(one.slice(0, -20)),
  toFormField(one.replace('<saml2:Issuer', '<saml2:Unknown/><saml2:Issuer')),
  toFormField(`<a>${'<b>'.repeat(60)}${'</b>'.repeat(60)}</a>`),
  toFormField(`<a>${'<b/>'.repeat(30_000)}</a>`),
  ...tampered(one).map(toFormField),
  toFormField(message(0, { sign: 'none' })),
  toFormField(respond(idp, { who: person(0), acsUrl: `${acsUrl}/other`, audience, issueInstant: now })),
  toFormField(respond(idp, { who: person(0), acsUrl, audience, issueInstant: new Date(now.getTime() - 86_400_000) })),
]

const MiB = 2 ** 20
const wasmBytes = () => rawEngine.run(({ lib }) => lib.HEAPU8.length) + cleanEngine.run(({ lib }) => lib.HEAPU8.length)
const verdicts = { accepted: 0, rejected: 0 }
const codes = new Set()

function snapshot(done) {
  const { rss, heapUsed, external } = process.memoryUsage()
  const one = { done, rss: rss / MiB, heap: heapUsed / MiB, external: external / MiB, wasm: wasmBytes() / MiB }
  const figures = Object.entries(one).map(
    ([name, value]) => `${name} ${name === 'done' ? value : `${value.toFixed(1)} MiB`}`,
  )
  process.stdout.write(`${figures.join(', ')}\n`)
  return one
}

snapshot(0)
const every = Math.max(1, Math.floor(count / 10))
let settled
let last
for (let number = 1; number <= count; number++) {
  const refused = number % 8 === 0
  const list = refused ? bad : good
  const verdict = verifyResponse(list[Math.floor(number / (refused ? 8 : 1)) % list.length], expected)
  if ((verdict.verdict === 'rejected') !== refused) throw new Error(`number ${number}: ${verdict.code ?? 'accepted'}`)
  verdicts[verdict.verdict] += 1
  if (verdict.verdict === 'rejected') codes.add(verdict.code)
  // As a server would between two requests: engines are replaced, and garbage collected, only then.
  if (number % 500 === 0) await new Promise(setImmediate)
  if (number % every === 0) {
    last = snapshot(number)
    settled ??= last
  }
}
process.stdout.write(`${verdicts.accepted} accepted, ${verdicts.rejected} refused (${[...codes].sort().join(', ')})\n`)
if (last.wasm > settled.wasm || last.rss > settled.rss + 64) {
  process.stdout.write('Memory is not flat.\n')
  process.exitCode = 1
}
