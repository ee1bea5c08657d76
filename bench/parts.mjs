/**
 * What one verification is made of, each piece by itself and nothing between them: base64, the parser over what came
 * and over what was signed, the schema, SHA-256 and RSA. Canonical form is measured too, but belongs to the sum only
 * where a message does not bring the very bytes that were signed; these do.
 */
import { constants, createDecipheriv, createHash, privateDecrypt, verify } from 'node:crypto'
import { dist } from './dist.mjs'

const { cleanEngine, rawEngine } = await dist('protocols/saml/xml/engine.js')
const { withDocument } = await dist('protocols/saml/xml/parse.js')
const { canonicalBytes } = await dist('protocols/saml/xml/c14n.js')
const { toFormField } = await dist('testing/index.js')

// The options of `parse.ts`.
const OPTIONS = (1 << 11) | (1 << 23) | (1 << 25) | (1 << 27) | (1 << 22) | (1 << 16)

function parsed(slot, bytes) {
  slot.run(({ lib }) => {
    const context = lib._xmlNewParserCtxt()
    const at = lib._malloc(bytes.length)
    lib.HEAPU8.set(bytes, at)
    const document = lib._xmlCtxtReadMemory(context, at, bytes.length, 0, 0, OPTIONS)
    lib._free(at)
    lib._xmlFreeParserCtxt(context)
    lib._xmlFreeDoc(document)
  })
}

/** What validating costs: a document that is there already is validated again and again. */
function validated({ lib, schema }, document) {
  const context = lib._xmlSchemaNewValidCtxt(schema)
  if (lib._xmlSchemaValidateDoc(context, document) !== 0) throw new Error('the schema does not fit')
  lib._xmlSchemaFreeValidCtxt(context)
}

const DS = 'http://www.w3.org/2000/09/xmldsig#'
const cut = (xml, from, to, start = 0) => xml.slice(xml.indexOf(from, start), xml.indexOf(to, start) + to.length)

/** The bytes that the cryptography works on, found here once, outside the measured time. */
export function dissect(xml) {
  // The outer signature is the one that what is read is taken from.
  const whole = xml.indexOf('<ds:Signature ') < xml.indexOf('<saml2:Assertion')
  const signature = cut(xml, '<ds:Signature ', '</ds:Signature>')
  const element = whole
    ? cut(xml, '<saml2p:Response', '</saml2p:Response>')
    : cut(xml, '<saml2:Assertion', '</saml2:Assertion>')
  const digests = [{ bytes: Buffer.from(element.replace(signature, '')), signature }]
  if (whole) {
    const assertion = cut(xml, '<saml2:Assertion', '</saml2:Assertion>')
    const inner = cut(assertion, '<ds:Signature ', '</ds:Signature>')
    if (inner !== '') digests.push({ bytes: Buffer.from(assertion.replace(inner, '')), signature: inner })
  }
  return digests.map((one) => ({
    bytes: one.bytes,
    // Canonical form declares the prefix on the element that is signed.
    info: Buffer.from(
      cut(one.signature, '<ds:SignedInfo>', '</ds:SignedInfo>').replace(
        '<ds:SignedInfo>',
        `<ds:SignedInfo xmlns:ds="${DS}">`,
      ),
    ),
    value: Buffer.from(/<ds:SignatureValue>([^<]*)</.exec(one.signature)[1], 'base64'),
    digest: /<ds:DigestValue>([^<]*)</.exec(one.signature)[1],
  }))
}

/** The EncryptedAssertion's plaintext, as AES-256-GCM and RSA-OAEP give it. */
function opened(xml, privateKey) {
  const [wrapped, sealed] = [...xml.matchAll(/<xenc:CipherValue>([^<]*)</g)].map(([, text]) =>
    Buffer.from(text, 'base64'),
  )
  const key = privateDecrypt({ key: privateKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' }, wrapped)
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12), { authTagLength: 16 })
  decipher.setAuthTag(sealed.subarray(-16))
  return Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()])
}

/** The parts of verifying one message, as functions to be timed; those that are not `inSum` are told for themselves. */
export function partsOf(xml, { key, privateKey }) {
  const encrypted = xml.includes('EncryptedAssertion')
  const field = toFormField(xml)
  const came = Buffer.from(xml)
  const plaintext = encrypted ? opened(xml, privateKey) : null
  const proofs = dissect(plaintext?.toString() ?? xml)
  const parts = {
    base64: () => Buffer.from(field, 'base64'),
    parseRaw: () => {
      parsed(rawEngine, came)
      if (plaintext !== null) parsed(rawEngine, plaintext)
    },
    parseSigned: () => parsed(cleanEngine, proofs[0].bytes),
    sha256: () => {
      for (const { bytes, digest } of proofs) {
        if (createHash('sha256').update(bytes).digest('base64') !== digest) throw new Error('another digest')
      }
    },
    rsa: () => {
      for (const { info, value } of proofs)
        if (!verify('sha256', info, key, value)) throw new Error('another signature')
    },
    ...(plaintext && { decrypt: () => opened(xml, privateKey) }),
  }
  const inDocument = (bytes, name, once) => ({
    name,
    repeated: (times) =>
      rawEngine.run((engine) =>
        withDocument(engine, bytes, { nodes: 20_000 }, (document) => {
          for (let time = 0; time < times; time++) once(engine, document)
        }),
      ),
  })
  const xsd = [came, ...(plaintext ? [plaintext] : [])].map((bytes) =>
    inDocument(bytes, 'xsd', (engine, document) => validated(engine, document.address)),
  )
  const canonical = inDocument(proofs[0].bytes, 'c14n', (_, document) => canonicalBytes(document, document.root, []))
  return { parts, within: [...xsd, canonical] }
}

/** The floor: nothing but the cryptography and base64. */
export const floorOf = ({ parts }) => [parts.base64, parts.sha256, parts.rsa, ...(parts.decrypt ? [parts.decrypt] : [])]
