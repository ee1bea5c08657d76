/** The metadata among the fixtures: what importing each must give, or the code and why it is refused. */
import { expect, test } from 'vitest'
import { isJitupError } from '../../../src/errors.ts'
import { importIdpMetadata } from '../../../src/protocols/saml/index.ts'
import { describeWith } from '../../setup/required.ts'
import { corpusPresent, type Library, metadataOf, readFixture } from './corpus.ts'

interface Imported {
  readonly entityId: string
  readonly keys: number
}
interface Refused {
  readonly code: string
  readonly why: string
}

const serviceProvider: Refused = { code: 'metadata_invalid', why: 'describes a service provider' }
const several: Refused = { code: 'metadata_invalid', why: 'describes two identity providers; one must be chosen' }
const hello: Imported = { entityId: 'https://hello.example.com/access/saml/idp.xml', keys: 1 }
const oneLogin: Imported = { entityId: 'https://app.onelogin.com/saml/metadata/383123', keys: 1 }
const several2: Imported = { entityId: 'https://idp.examle.com/saml/metadata', keys: 2 }

const table: readonly (readonly [Library, Readonly<Record<string, Imported | Refused>>])[] = [
  [
    'node-saml',
    {
      'acme_tools_com.xml': serviceProvider,
      'expected metadata without key.xml': serviceProvider,
      'expected metadata.xml': serviceProvider,
      'expectedMetadataWithBothKeys.xml': serviceProvider,
      'expectedMetadataWithEncryptionAndTwoSigningKeys.xml': serviceProvider,
      'expected_metadata_metadataExtensions.xml': serviceProvider,
      'signedMetadata.xml': serviceProvider,
    },
  ],
  [
    'python3-saml',
    {
      'data/metadata/entities_metadata.xml': serviceProvider,
      'data/metadata/expired_metadata_settings1.xml': serviceProvider,
      'data/metadata/idp_metadata.xml': oneLogin,
      'data/metadata/idp_metadata2.xml': { code: 'metadata_invalid', why: 'its sign-on address is not https' },
      'data/metadata/idp_metadata_different_sign_and_encrypt_cert.xml': oneLogin,
      'data/metadata/idp_metadata_multi_certs.xml': several2,
      'data/metadata/idp_metadata_multi_signing_certs.xml': several2,
      'data/metadata/idp_metadata_same_sign_and_encrypt_cert.xml': oneLogin,
      'data/metadata/idp_multiple_descriptors.xml': several,
      'data/metadata/metadata_bad_order_settings1.xml': serviceProvider,
      'data/metadata/metadata_settings1.xml': serviceProvider,
      'data/metadata/no_expiration_mark_metadata.xml': serviceProvider,
      'data/metadata/noentity_metadata_settings1.xml': serviceProvider,
      'data/metadata/signed_metadata_settings1.xml': serviceProvider,
      'data/metadata/signed_metadata_settings2.xml': serviceProvider,
      'data/metadata/testshib-providers.xml': { entityId: 'https://idp.testshib.org/idp/shibboleth', keys: 1 },
      'data/metadata/unparsed_metadata.xml': { code: 'metadata_invalid', why: 'is not well formed' },
    },
  ],
  [
    'ruby-saml',
    {
      'metadata/idp_descriptor.xml': hello,
      'metadata/idp_descriptor_2.xml': { ...hello, keys: 2 },
      'metadata/idp_descriptor_3.xml': { entityId: 'https://idp.example.com/idp/shibboleth', keys: 1 },
      'metadata/idp_descriptor_4.xml': hello,
      'metadata/idp_descriptor_5.xml': hello,
      'metadata/idp_descriptor_6.xml': hello,
      'metadata/idp_different_slo_response_location.xml': hello,
      'metadata/idp_metadata_different_sign_and_encrypt_cert.xml': oneLogin,
      'metadata/idp_metadata_multi_certs.xml': several2,
      'metadata/idp_metadata_multi_signing_certs.xml': { ...several2, keys: 3 },
      'metadata/idp_metadata_same_sign_and_encrypt_cert.xml': oneLogin,
      'metadata/idp_multiple_descriptors.xml': several,
      'metadata/idp_multiple_descriptors_2.xml': several,
      'metadata/idp_without_slo_response_location.xml': hello,
      'metadata/no_idp_descriptor.xml': serviceProvider,
    },
  ],
]

describeWith({ 'SAML corpora at JITUP_CORPUS or ../shared/corpus': corpusPresent }, 'Metadata of the corpora', () => {
  test.each(table)('of %s is imported, or refused for a reason', (library, expected) => {
    expect(metadataOf(library)).toEqual(Object.keys(expected).sort())
    for (const [path, wanted] of Object.entries(expected)) {
      const result = 'code' in wanted ? { code: wanted.code } : wanted
      expect([path, imported(readFixture(library, path).toString('utf8'))]).toEqual([path, result])
    }
  })

  test.each(table)('of %s never gives an address that is not https', (library) => {
    for (const path of metadataOf(library)) {
      const result = attempt(readFixture(library, path).toString('utf8'))
      if ('code' in result) continue
      for (const address of [result.ssoRedirectUrl, result.ssoPostUrl, result.sloRedirectUrl, result.sloPostUrl])
        expect([path, address ?? 'https:']).toEqual([path, expect.stringMatching(/^https:/)])
    }
  })
})

function attempt(xml: string) {
  try {
    return importIdpMetadata(xml)
  } catch (error) {
    if (!isJitupError(error)) throw error
    return { code: error.code }
  }
}

function imported(xml: string): Imported | { readonly code: string } {
  const result = attempt(xml)
  return 'code' in result ? result : { entityId: result.entityId, keys: result.certificates.length }
}
