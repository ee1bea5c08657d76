/**
 * Verifying one signed response: jitup, node-saml, and what the cryptography alone costs (base64, SHA-256 and one RSA
 * verification by node:crypto). Prints its result as JSON; `run.mjs` starts it as a process of its own.
 */
import { createHash, verify as verifySignature, X509Certificate } from 'node:crypto'
import { SAML } from '@node-saml/node-saml'
import { dist } from './dist.mjs'
import { median } from './measure.mjs'
import { attribute, identityProvider, person, respond, tampered, toFormField } from './people.mjs'

const { verifyResponse } = await dist('protocols/saml/index.js')

const acsUrl = 'http://localhost:3000/sso/corp/acs'
const audience = 'http://localhost:3000/sso/corp/metadata'
const idp = identityProvider()
const certificate = new X509Certificate(Buffer.from(idp.keys.certificate, 'base64'))
const key = certificate.publicKey

const nodeSaml = new SAML({
  callbackUrl: acsUrl,
  entryPoint: idp.ssoUrl,
  issuer: audience,
  audience,
  idpCert: certificate.toString(),
  idpIssuer: idp.entityId,
  wantAssertionsSigned: true,
  wantAuthnResponseSigned: false,
})

const contenders = {
  jitup: ({ field }) =>
    verifyResponse(field, {
      idpEntityId: idp.entityId,
      spEntityId: audience,
      acsUrl,
      keys: [key],
      now: new Date(),
      request: { kind: 'stored' },
    }),
  nodeSaml: ({ field }) => nodeSaml.validatePostResponseAsync({ SAMLResponse: field }),
  floor: ({ field, assertion, signedInfo, signature, digest }) => {
    Buffer.from(field, 'base64')
    const same = createHash('sha256').update(assertion).digest('base64') === digest
    return same && verifySignature('sha256', signedInfo, key, Buffer.from(signature, 'base64'))
  },
}

/** A message with the pieces that the floor needs: they are found here once, outside the measured time. */
function dissect(xml) {
  const cut = (from, to) => xml.slice(xml.indexOf(from), xml.indexOf(to) + to.length)
  const assertion = cut('<saml2:Assertion', '</saml2:Assertion>')
  const info = cut('<ds:SignedInfo>', '</ds:SignedInfo>')
  // Canonical form declares the prefix on the element that is signed.
  const declared = '<ds:SignedInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#">'
  return {
    field: toFormField(xml),
    bytes: Buffer.byteLength(xml),
    assertion: Buffer.from(assertion.replace(cut('<ds:Signature ', '</ds:Signature>'), '')),
    signedInfo: Buffer.from(info.replace('<ds:SignedInfo>', declared)),
    signature: /<ds:SignatureValue>([^<]*)</.exec(xml)[1],
    digest: /<ds:DigestValue>([^<]*)</.exec(xml)[1],
  }
}

const respondTo = (who) => respond(idp, { who, acsUrl, audience })

/** All three must accept what they are timed with and understand the same; the two verifiers must refuse what was altered. */
async function assertHonest(groups) {
  const who = person(1, { groups })
  const good = respondTo(who)
  const ours = contenders.jitup(dissect(good))
  const { profile } = await contenders.nodeSaml(dissect(good))
  const expected = who.attributes[attribute.groups].length
  if (ours.verdict !== 'accepted') throw new Error(`jitup refused: ${ours.code} ${ours.message}`)
  if (ours.assertion.claims.get(attribute.groups).length !== expected) throw new Error('jitup lost groups')
  if (profile.attributes[attribute.groups].length !== expected) throw new Error('node-saml lost groups')
  if (contenders.floor(dissect(good)) !== true) throw new Error('the floor is not the cryptography of this message')
  for (const xml of tampered(good)) {
    const message = { field: toFormField(xml) }
    if (contenders.jitup(message).verdict !== 'rejected') throw new Error('jitup accepted a tampered response')
    const refused = await contenders.nodeSaml(message).then(
      () => false,
      () => true,
    )
    if (!refused) throw new Error('node-saml accepted a tampered response')
  }
}

/** Median microseconds of one call, over `milliseconds` of calls. */
async function time(contender, messages, milliseconds) {
  const spans = []
  const end = performance.now() + milliseconds
  for (let at = 0; performance.now() < end; at++) {
    const message = messages[at % messages.length]
    const start = process.hrtime.bigint()
    const result = contender(message)
    // Awaiting what is no promise would be counted against those that need none.
    if (result instanceof Promise) await result
    spans.push(Number(process.hrtime.bigint() - start) / 1000)
  }
  return median(spans)
}

async function measure(groups, { rounds, milliseconds }) {
  await assertHonest(groups)
  const messages = Array.from({ length: 64 }, (_, number) => dissect(respondTo(person(number, { groups }))))
  const names = Object.keys(contenders)
  // A server has been up for a while: compiled code, not code being compiled.
  for (const name of names) await time(contenders[name], messages, milliseconds * 8)
  const measured = []
  for (let round = 0; round < rounds; round++) {
    // Whoever comes after another pays for that one's garbage; so everybody comes first in turn.
    const order = names.map((_, at) => names[(at + round) % names.length])
    const figures = {}
    for (const name of order) figures[name] = await time(contenders[name], messages, milliseconds)
    measured.push(figures)
  }
  const of = (figure) => median(measured.map(figure))
  return {
    groups,
    bytes: Math.round(median(messages.map((one) => one.bytes))),
    jitup: of((one) => one.jitup),
    nodeSaml: of((one) => one.nodeSaml),
    floor: of((one) => one.floor),
    faster: of((one) => one.nodeSaml / one.jitup),
    overFloor: of((one) => one.jitup / one.floor),
  }
}

const results = []
for (const groups of [5, 150]) results.push(await measure(groups, { rounds: 9, milliseconds: 250 }))
process.stdout.write(JSON.stringify(results))
