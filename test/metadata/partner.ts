/** A partner with a web server of its own, whose keys and addresses change as the test likes. */
import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { makeKeyPair } from '../../src/protocols/saml/certificate.ts'
import { createIdentityProvider, signXml, type TestIdentityProvider, type TestKeys } from '../../src/testing/index.ts'

const METADATA = 'urn:oasis:names:tc:SAML:2.0:metadata'

export const keysNamed = (commonName: string): TestKeys & { certificatePem: string } =>
  makeKeyPair({ commonName, now: new Date('2026-01-01T00:00:00Z') })

export const fingerprintOf = ({ certificate }: TestKeys): string =>
  createHash('sha256').update(Buffer.from(certificate, 'base64')).digest('hex')

const descriptor = ({ certificate }: TestKeys): string =>
  '<md:KeyDescriptor use="signing"><ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data>' +
  `<ds:X509Certificate>${certificate}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>`

/** An EntityDescriptor in canonical form. */
export function entity(options: {
  readonly entityId: string
  readonly keys: readonly TestKeys[]
  readonly sso?: string
  readonly attributes?: string
  readonly id?: string
}): string {
  const sso = options.sso ?? 'https://idp.example/sso'
  const id = options.id === undefined ? '' : ` ID="${options.id}"`
  return (
    `<md:EntityDescriptor xmlns:md="${METADATA}"${id}${options.attributes ?? ''} entityID="${options.entityId}">` +
    '<md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">' +
    options.keys.map(descriptor).join('') +
    `<md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="${sso}">` +
    '</md:SingleSignOnService></md:IDPSSODescriptor></md:EntityDescriptor>'
  )
}

/** A federation's list, signed when keys are given. */
export function federation(
  entities: readonly string[],
  options: { readonly validUntil?: string; readonly keys?: TestKeys } = {},
): string {
  const until = options.validUntil === undefined ? '' : ` validUntil="${options.validUntil}"`
  const xml = `<md:EntitiesDescriptor xmlns:md="${METADATA}" ID="_list"${until}>${entities.join('')}</md:EntitiesDescriptor>`
  return options.keys === undefined ? xml : signXml(xml, '_list', options.keys, { prefixList: '' })
}

/** The same document, signed as a whole. */
export const signedEntity = (options: Parameters<typeof entity>[0], keys: TestKeys): string =>
  signXml(entity({ ...options, id: '_one' }), '_one', keys, { prefixList: '' })

export interface PublishingPartner {
  readonly entityId: string
  readonly url: string
  /** What its address answers. */
  document: string
  status: number
  /** The ETag that it says, when that is not the one of the document. */
  etag: string | undefined
  readonly requests: IncomingMessage['headers'][]
  /** An identity provider of this entityID that signs with these keys. */
  idp(keys: TestKeys, now: () => Date): TestIdentityProvider
  close(): Promise<void>
}

/** Starts the partner's web server on this machine. It knows ETags. */
export async function publishingPartner(entityId: string): Promise<PublishingPartner> {
  const requests: IncomingMessage['headers'][] = []
  const server = createServer((request, response) => {
    requests.push(request.headers)
    const etag = partner.etag ?? `"${createHash('sha256').update(partner.document).digest('hex').slice(0, 16)}"`
    if (partner.status === 200 && request.headers['if-none-match'] === etag) return void response.writeHead(304).end()
    response.writeHead(partner.status, { etag, 'content-type': 'application/samlmetadata+xml' }).end(partner.document)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const partner: PublishingPartner = {
    entityId,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/metadata`,
    document: '',
    status: 200,
    etag: undefined,
    requests,
    idp: (keys, now) => createIdentityProvider({ entityId, keys, now }),
    close: () => new Promise((resolve) => void server.close(() => resolve())),
  }
  return partner
}
