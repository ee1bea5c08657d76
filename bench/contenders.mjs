/** Who verifies a response in `verify.mjs`: each takes a form field and returns the groups it read, or throws. */

import saml20 from '@boxyhq/saml20'
import { SAML } from '@node-saml/node-saml'
import * as samlify from 'samlify'
import { dist } from './dist.mjs'
import { attribute } from './people.mjs'

const { verifyResponse } = await dist('protocols/saml/index.js')

/** The contenders by name, set up for one provider, one service provider and one kind of response. */
export function contendersFor({ idp, certificate, acsUrl, audience, ours, encrypted }) {
  const privateKeyPem = ours.privateKey.export({ type: 'pkcs8', format: 'pem' })
  const expected = {
    idpEntityId: idp.entityId,
    spEntityId: audience,
    acsUrl,
    keys: [certificate.publicKey],
    decryptionKeys: [ours.privateKey],
    request: { kind: 'stored' },
  }
  const nodeSaml = new SAML({
    callbackUrl: acsUrl,
    entryPoint: idp.ssoUrl,
    issuer: audience,
    audience,
    idpCert: certificate.toString(),
    idpIssuer: idp.entityId,
    wantAssertionsSigned: true,
    wantAuthnResponseSigned: false,
    ...(encrypted && { decryptionPvk: privateKeyPem }),
  })
  // It leaves the schema to somebody else, and here to nobody: it would only be slower.
  samlify.setSchemaValidator({ validate: async () => 'not validated' })
  const binding = (name) => `urn:oasis:names:tc:SAML:2.0:bindings:${name}`
  const samlifySp = samlify.ServiceProvider({
    entityID: audience,
    wantAssertionsSigned: true,
    assertionConsumerService: [{ Binding: binding('HTTP-POST'), Location: acsUrl }],
    ...(encrypted && { encPrivateKey: privateKeyPem }),
  })
  const samlifyIdp = samlify.IdentityProvider({
    entityID: idp.entityId,
    signingCert: idp.keys.certificate,
    singleSignOnService: [{ Binding: binding('HTTP-Redirect'), Location: idp.ssoUrl }],
    singleLogoutService: [{ Binding: binding('HTTP-Redirect'), Location: idp.ssoUrl }],
    isAssertionEncrypted: encrypted,
  })
  return {
    jitup: (field) => {
      const verdict = verifyResponse(field, { ...expected, now: new Date() })
      if (verdict.verdict !== 'accepted') throw new Error(`${verdict.code} ${verdict.message}`)
      return verdict.assertion.claims.get(attribute.groups)
    },
    nodeSaml: async (field) => {
      const { profile } = await nodeSaml.validatePostResponseAsync({ SAMLResponse: field })
      return profile.attributes[attribute.groups]
    },
    samlify: async (field) => {
      const { extract } = await samlifySp.parseLoginResponse(samlifyIdp, 'post', { body: { SAMLResponse: field } })
      return extract.attributes[attribute.groups]
    },
    saml20: async (field) => {
      const options = { publicKey: certificate.toString(), audience, ...(encrypted && { privateKey: privateKeyPem }) }
      const { claims } = await saml20.default.validate(Buffer.from(field, 'base64').toString(), options)
      return claims[attribute.groups]
    },
  }
}
