/**
 * Responses in the shape that well-known identity providers give them, made by the test identity provider: whatever
 * differs from a plain one and is harmless must be accepted, and read as it was meant.
 */
import { describe, expect, test } from 'vitest'
import { verifyResponse } from '../../src/protocols/saml/index.ts'
import {
  createIdentityProvider,
  type EncryptOptions,
  encryptAssertion,
  makeKeyPair,
  type ResponseOptions,
  type SignOptions,
  signXml,
  toFormField,
} from '../../src/testing/index.ts'
import {
  accepted,
  change,
  element,
  expected,
  idp,
  insertBefore,
  judge,
  now,
  refused,
  respond,
  spEntityId,
} from './world.ts'

const sp = makeKeyPair({ commonName: 'Service provider', now })
const keys = { decryptionKeys: [sp.privateKey] }
const xsi = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
const format = (name: string) => `urn:oasis:names:tc:SAML:2.0:attrname-format:${name}`
const nameId = (name: string) => `urn:oasis:names:tc:SAML:${name}`

/** An Attribute in canonical form; `attributes` stand behind the namespace declarations, sorted by the caller. */
const attribute = (attributes: string, ...values: string[]) =>
  `<saml2:Attribute ${attributes}>${values.join('')}</saml2:Attribute>`
const value = (text: string, attributes = '') => `<saml2:AttributeValue${attributes}>${text}</saml2:AttributeValue>`
const typed = (text: string) => value(text, ` ${xsi} xsi:type="xs:string"`)

/** A Response with these Attribute elements and nothing else in its AttributeStatement. */
const sending = (attributes: readonly string[], options: Partial<ResponseOptions> = {}) => ({
  ...options,
  attributes: { placeholder: [] },
  editUnsigned: (xml: string) => {
    const edited = change(xml, /<saml2:Attribute Name="placeholder".*?<\/saml2:Attribute>/, attributes.join(''))
    return options.editUnsigned?.(edited) ?? edited
  },
})

/** With a default namespace where our own generator writes a prefix, as AD FS and Entra ID do. */
const unprefixed = (xml: string) =>
  xml
    .replace(/<saml2:Assertion xmlns:saml2=/, '<Assertion xmlns=')
    .replace(/<(\/?)saml2:(?!Issuer xmlns)/g, '<$1')
    .replace(/(<saml2:Issuer xmlns:saml2=[^<]*<\/)Issuer>/, '$1saml2:Issuer>')

const claims2005 = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/'

interface Vendor {
  readonly response: Partial<ResponseOptions>
  readonly claims: Readonly<Record<string, readonly string[]>>
  readonly nameId: string | null
  readonly warnings?: readonly string[]
}

const vendors: Readonly<Record<string, Vendor>> = {
  'AD FS: default namespaces, OriginalIssuer, an unsigned envelope, no NameID': {
    response: sending(
      [
        attribute(
          `xmlns:a="http://schemas.xmlsoap.org/ws/2009/09/identity/claims" Name="${claims2005}upn" a:OriginalIssuer="CN=Contoso"`,
          value('john@contoso.example'),
        ),
        attribute('Name="http://schemas.xmlsoap.org/claims/Group"', value('Domain Users'), value('CONTOSO\\Sales')),
      ],
      {
        sign: 'assertion',
        nameId: null,
        nameFormat: null,
        editUnsigned: (xml) =>
          unprefixed(change(xml, ' Destination=', ` Consent="${nameId('2.0:consent:unspecified')}" Destination=`)),
      },
    ),
    claims: {
      [`${claims2005}upn`]: ['john@contoso.example'],
      'http://schemas.xmlsoap.org/claims/Group': ['Domain Users', 'CONTOSO\\Sales'],
    },
    nameId: null,
  },
  'Entra ID: no types, a tenant’s issuer, a persistent NameID, an AuthnContext of its own': {
    response: sending(
      [
        attribute('Name="http://schemas.microsoft.com/identity/claims/objectidentifier"', value('6c1d-guid')),
        attribute('Name="http://schemas.microsoft.com/ws/2008/06/identity/claims/groups"', value('g-1'), value('g-2')),
        attribute('Name="http://schemas.microsoft.com/claims/groups.link"', value('https://graph.example/users/1')),
      ],
      {
        sign: 'assertion',
        authnContext: 'http://schemas.microsoft.com/claims/multipleauthn',
        nameId: { value: 'John@Contoso.example', format: nameId('1.1:nameid-format:emailAddress') },
        editUnsigned: unprefixed,
      },
    ),
    claims: {
      'http://schemas.microsoft.com/identity/claims/objectidentifier': ['6c1d-guid'],
      'http://schemas.microsoft.com/ws/2008/06/identity/claims/groups': ['g-1', 'g-2'],
      'http://schemas.microsoft.com/claims/groups.link': ['https://graph.example/users/1'],
    },
    nameId: 'John@Contoso.example',
  },
  'Okta: both signed, typed values, names that are unspecified': {
    response: sending(
      [
        attribute(`Name="groups" NameFormat="${format('unspecified')}"`, typed('Everyone'), typed('Sales')),
        attribute(`Name="firstName" NameFormat="${format('unspecified')}"`, typed('John')),
      ],
      { sign: 'both' },
    ),
    claims: { groups: ['Everyone', 'Sales'], firstName: ['John'] },
    nameId: '7f1e1c3a0d5b4c6e9a28',
  },
  'OneLogin: a semicolon list in one value, an empty value, a Response that is signed': {
    response: sending(
      [
        attribute(`Name="memberOf" NameFormat="${format('basic')}"`, typed('CN=Sales,OU=Groups;CN=All,OU=Groups')),
        attribute(`Name="Phone" NameFormat="${format('basic')}"`, typed('')),
      ],
      { sign: 'response' },
    ),
    claims: { memberOf: ['CN=Sales,OU=Groups;CN=All,OU=Groups'], Phone: [''] },
    nameId: '7f1e1c3a0d5b4c6e9a28',
  },
  'Google Workspace: an unsigned envelope without Destination, values of any type': {
    response: sending(
      [
        attribute(
          'Name="groups"',
          value('Sales', ` ${xsi} xsi:type="xs:anyType"`),
          value('All', ` ${xsi} xsi:type="xs:anyType"`),
        ),
      ],
      { sign: 'assertion', destination: null },
    ),
    claims: { groups: ['Sales', 'All'] },
    nameId: '7f1e1c3a0d5b4c6e9a28',
  },
  'Keycloak: one Attribute for each role, a FriendlyName, OneTimeUse': {
    response: sending(
      [
        attribute(
          `FriendlyName="email" Name="urn:oid:1.2.840.113549.1.9.1" NameFormat="${format('uri')}"`,
          typed('j@x.example'),
        ),
        attribute(`Name="Role" NameFormat="${format('basic')}"`, typed('offline_access')),
        attribute(`Name="Role" NameFormat="${format('basic')}"`, typed('Sales')),
        attribute(`Name="member" NameFormat="${format('basic')}"`, typed('/a/b')),
      ],
      { editUnsigned: (xml) => insertBefore(xml, '</saml2:Conditions>', '<saml2:OneTimeUse></saml2:OneTimeUse>') },
    ),
    claims: { 'urn:oid:1.2.840.113549.1.9.1': ['j@x.example'], Role: ['offline_access', 'Sales'], member: ['/a/b'] },
    nameId: '7f1e1c3a0d5b4c6e9a28',
    warnings: ['attribute_merged'],
  },
  'Shibboleth: a NameID inside AttributeValue, SubjectLocality, a PrefixList, two statements, several confirmations': {
    response: sending(
      [
        attribute(
          `FriendlyName="eduPersonTargetedID" Name="urn:oid:1.3.6.1.4.1.5923.1.1.1.10" NameFormat="${format('uri')}"`,
          value(
            `<saml2:NameID Format="${nameId('2.0:nameid-format:persistent')}" NameQualifier="https://idp.example" SPNameQualifier="${spEntityId}">abc=</saml2:NameID>`,
          ),
        ),
        attribute(`Name="urn:oid:1.3.6.1.4.1.5923.1.1.1.9" NameFormat="${format('uri')}"`, value('member@x.example')),
      ],
      {
        sign: 'response',
        nameId: {
          value: '_transient',
          format: nameId('2.0:nameid-format:transient'),
          nameQualifier: 'https://idp.example',
          spNameQualifier: spEntityId,
        },
        editUnsigned: (xml) => {
          const located = insertBefore(
            xml,
            '<saml2:AuthnContext>',
            '<saml2:SubjectLocality Address="192.0.2.1" DNSName="pc.x.example"></saml2:SubjectLocality>',
          )
          const holder = `<saml2:SubjectConfirmation Method="${nameId('2.0:cm:sender-vouches')}"></saml2:SubjectConfirmation>`
          const more = `<saml2:AttributeStatement>${attribute('Name="uid"', value('john'))}</saml2:AttributeStatement>`
          return insertBefore(insertBefore(located, '<saml2:SubjectConfirmation ', holder), '</saml2:Assertion>', more)
        },
      },
    ),
    claims: {
      'urn:oid:1.3.6.1.4.1.5923.1.1.1.10': ['abc='],
      'urn:oid:1.3.6.1.4.1.5923.1.1.1.9': ['member@x.example'],
      uid: ['john'],
    },
    nameId: '_transient',
  },
  'PingFederate: nil values, foreign attributes on a value, a session that ends': {
    response: sending(
      [
        attribute('Name="department"', value('', ` ${xsi} xsi:nil="true"`)),
        attribute('Name="mail"', value('j@x.example', ' xmlns:p="urn:ping" p:source="ldap"')),
        attribute(`xmlns:p="urn:ping" Name="title" p:source="ldap"`, typed('Engineer')),
      ],
      { sign: 'response', sessionNotOnOrAfter: new Date('2026-11-23T17:30:00Z') },
    ),
    claims: { department: [], mail: ['j@x.example'], title: ['Engineer'] },
    nameId: '7f1e1c3a0d5b4c6e9a28',
  },
}

describe.each(Object.entries(vendors))('%s', (_, { response, claims, nameId: name, warnings = [] }) => {
  test('is accepted and read as it was meant', () => {
    const verdict = judge(respond(response))
    expect(verdict).toMatchObject({ verdict: 'accepted' })
    if (verdict.verdict !== 'accepted') return
    expect(Object.fromEntries(verdict.assertion.claims)).toEqual(claims)
    expect(verdict.assertion.nameId?.value ?? null).toBe(name)
    expect(verdict.warnings.map(({ code }) => code)).toEqual(warnings)
  })
  test('and so when it is encrypted, whichever way its key is sent', () => {
    const signedInside = response.sign !== 'response'
    const data = signedInside ? 'aes256-gcm' : 'aes256-cbc'
    for (const placement of ['inside', 'sibling'] as const) {
      const encrypt = { recipients: sp.certificatePem, data, placement } satisfies EncryptOptions & {
        recipients: string
      }
      const assertion = accepted(respond({ ...response, encrypt }), keys)
      expect(Object.fromEntries(assertion.claims)).toEqual(claims)
    }
  })
  test('but not with one letter changed', () => {
    const last =
      Object.values(claims)
        .flat()
        .findLast((one) => one !== '') ?? ''
    const verdict = judge(change(respond(response), `>${last}<`, `>${last}x<`))
    expect(verdict).toMatchObject({ verdict: 'rejected', code: 'signature_digest' })
  })
})

describe('AD FS with an encryption certificate', () => {
  // It encrypts with AES-256-CBC and RSA-OAEP and, as it is set up, signs the assertion only.
  const sealed = (sign: 'assertion' | 'both') =>
    respond({ sign, encrypt: { recipients: sp.certificatePem, data: 'aes256-cbc' } })
  test('is accepted once MessageAndAssertion is signed, and before that the refusal says so', () => {
    expect(refused(sealed('assertion'), 'encryption_cbc_unsigned', 'decryption', keys).message).toContain(
      'sign message and assertion',
    )
    accepted(sealed('both'), keys)
  })
})

describe('Old Auth0: the Signature as last child of the Assertion', () => {
  test('is accepted where it is excused', () => {
    const xml = respond({ sign: 'assertion' })
    const signature = element(xml, 'ds:Signature')
    const late = insertBefore(change(xml, signature, ''), '</saml2:Assertion>', signature)
    refused(late, 'schema_invalid', 'schema')
    expect(judge(late, { signatureLast: true })).toMatchObject({ warnings: [{ code: 'signature_last' }] })
  })
})

describe('Any of them', () => {
  test('may break the lines of its base64: form field, signature, digest, certificate and ciphertext', () => {
    const wrapped = (xml: string, name: string) =>
      xml.replace(
        new RegExp(`(<${name}>)([^<]*)`, 'g'),
        (_, tag: string, text: string) => `${tag}\n${text.replace(/(.{64})/g, '$1\n')}\n`,
      )
    const edit = (xml: string) => wrapped(xml, 'xenc:CipherValue')
    const xml = wrapped(
      respond({ sign: 'response', encrypt: { recipients: sp.certificatePem, edit } }),
      'ds:SignatureValue',
    )
    const certificate = wrapped(xml, 'ds:X509Certificate')
    const field = toFormField(certificate).replace(/(.{76})/g, '$1\r\n')
    expect(verifyResponse(field, { ...expected, ...keys })).toMatchObject({ verdict: 'accepted' })
    const digest = wrapped(respond({ sign: 'assertion' }), 'ds:X509Certificate')
    accepted(digest)
  })
  test('may indent its XML, if it did so before it signed', () => {
    const indented = (xml: string) => change(xml, /><(?!saml2:Issuer)/g, '>\n  <')
    accepted(respond({ sign: 'response', editUnsigned: indented }))
    accepted(respond({ sign: 'assertion', editUnsigned: indented }))
  })
  test.each<SignOptions['prefixList']>(['', 'xs', 'xs xsi saml2', '#default xs'])(
    'may sign with the PrefixList %j',
    (prefixList) => {
      const unsigned = change(respond({ sign: 'none', responseId: '_r', assertionId: '_a' }), /<\?xml.*?\?>/, '')
      // Prefixes that are declared on the element itself are rendered there with or without the list.
      accepted(signXml(unsigned, '_a', idp.keys, { prefixList }))
    },
  )
  test('may send 300 groups of long names, where its budgets are raised', () => {
    const groups = Array.from({ length: 300 }, (_, n) => `CN=group ${n},OU=${'u'.repeat(200)},DC=x,DC=example`)
    const limits = { bytes: 1_048_576, nodes: 20_000 }
    expect(accepted(respond({ attributes: { groups } }), { limits }).claims.get('groups')).toEqual(groups)
    const encrypt = { recipients: sp.certificatePem }
    expect(accepted(respond({ attributes: { groups }, encrypt }), { ...keys, limits }).claims.get('groups')).toEqual(
      groups,
    )
  })
  test('may answer unasked, when that is what is expected', () => {
    accepted(respond({ inResponseTo: null }), { request: { kind: 'unsolicited' } })
  })
  test('may be encrypted by whoever relays it, if the assertion is signed by its maker', () => {
    const other = createIdentityProvider({ now: () => now })
    const xml = encryptAssertion(respond({ sign: 'assertion' }), [other.keys.privateKey, sp.certificatePem])
    expect(xml).not.toContain('<saml2:Conditions')
    accepted(xml, keys)
  })
})
