/** What we say to ruby-saml's responses. It has no settings files: each test names its parties, mostly the message's own. */
import { duplicatedAttributes, type Expected } from './expected.ts'
import type { NamedParties } from './parties.ts'

/** The parties of the messages that ruby-saml and python3-saml share. */
const stuff: NamedParties = {
  idpEntityId: 'http://idp.example.com/',
  spEntityId: 'http://stuff.com/endpoints/metadata.php',
  acsUrl: 'http://stuff.com/endpoints/endpoints/acs.php',
}

/** Those of its encrypted messages, whose audience nobody can read from outside. */
const rubySamlDemo: NamedParties = {
  idpEntityId: 'https://idp.example.com/simplesaml/saml2/idp/metadata.php',
  spEntityId: 'http://rubysaml.com:3000/saml/metadata',
  acsUrl: 'http://rubysaml.com:3000/saml/acs',
}
const demo1: NamedParties = {
  idpEntityId: 'http://idp.example.com/metadata.php',
  spEntityId: 'http://sp.example.com/demo1/metadata.php',
  acsUrl: 'http://sp.example.com/demo1/index.php?acs',
}
const okta: NamedParties = {
  idpEntityId: 'http://www.okta.com/exk4jkh2xxJIrTmGP0x7',
  spEntityId: 'http://sp.example.com/saml/metadata',
  acsUrl: 'http://sp.example.com/saml/acs',
}
const demo = {
  certificate: 'responses/signed_message_encrypted_signed_assertion.xml.base64',
  parties: rubySamlDemo,
} as const
const demo1Trust = {
  certificate: 'responses/response_with_ds_namespace_at_the_root.xml.base64',
  parties: demo1,
} as const

export const rubySaml: readonly Expected[] = [
  {
    trust: { certificate: 'embedded' },
    strict: 'signature_key_weak',
    legacy: 'accepted',
    files: ['responses/adfs_response_sha256.xml', 'responses/adfs_response_sha512.xml'],
  },
  {
    trust: { certificate: 'embedded' },
    strict: 'accepted',
    legacy: 'accepted',
    files: ['responses/adfs_response_xmlns.xml'],
  },
  {
    trust: { certificate: 'embedded' },
    strict: 'algorithm_forbidden',
    legacy: 'accepted',
    files: ['responses/response_with_ds_namespace_at_the_root.xml.base64'],
  },
  {
    trust: { certificate: 'embedded' },
    strict: 'algorithm_forbidden',
    legacy: 'accepted',
    why: duplicatedAttributes,
    warnings: ['attribute_merged'],
    files: ['responses/invalids/duplicated_attributes.xml.base64'],
  },
  {
    trust: { certificate: 'certificates/certificate_without_head_foot' },
    strict: 'algorithm_forbidden',
    legacy: 'accepted',
    files: ['responses/response_with_signed_assertion_2.xml.base64'],
  },
  {
    trust: { certificate: 'certificates/ruby-saml.crt' },
    strict: 'algorithm_forbidden',
    legacy: 'accepted',
    files: ['responses/signed_nameid_in_atts.xml', 'responses/signed_unqual_nameid_in_atts.xml'],
  },
  {
    trust: { certificate: 'certificates/ruby-saml.crt' },
    strict: 'algorithm_forbidden',
    legacy: 'algorithm_forbidden',
    why: 'an algorithm URI that does not exist',
    files: ['responses/adfs_response_sha1.xml', 'responses/adfs_response_sha384.xml'],
  },
  {
    trust: { certificate: 'certificates/ruby-saml.crt' },
    strict: 'markup_forbidden',
    legacy: 'markup_forbidden',
    why: 'a document type (the attack it is named for)',
    files: ['responses/attackxee.xml'],
  },
  {
    trust: { certificate: 'embedded' },
    strict: 'algorithm_forbidden',
    legacy: 'issuer_mismatch',
    why: 'the Response and its Assertion name two issuers',
    files: ['responses/inclusive_namespaces.xml'],
  },
  {
    trust: { certificate: 'embedded' },
    strict: 'algorithm_forbidden',
    legacy: 'signature_invalid',
    why: 'not signed with the certificate it carries; its library reads it without checking',
    files: [
      'responses/no_signature_ns.xml',
      'responses/response_with_ampersands.xml',
      'responses/response_with_multiple_attribute_statements.xml',
      'responses/response_with_multiple_attribute_values.xml',
      'responses/response_with_undefined_recipient.xml.base64',
    ],
  },
  {
    trust: { certificate: 'certificates/ruby-saml.crt' },
    strict: 'schema_invalid',
    legacy: 'schema_invalid',
    why: 'a placeholder where base64 should be',
    files: [
      'responses/open_saml_response.xml',
      'responses/response_with_saml2_namespace.xml.base64',
      'responses/response_with_signed_assertion.xml.base64',
      'responses/response_without_attributes.xml.base64',
      'responses/simple_saml_php.xml',
    ],
  },
  {
    trust: { certificate: 'certificates/ruby-saml.crt' },
    strict: 'assertion_several',
    legacy: 'assertion_several',
    why: 'two assertions (the attack it is named for)',
    files: ['responses/response_assertion_wrapped.xml.base64', 'responses/response_with_ampersands.xml.base64'],
  },
  {
    trust: { certificate: 'certificates/ruby-saml.crt' },
    strict: 'message_not_utf8',
    legacy: 'message_not_utf8',
    why: 'deflated, which the POST binding never is',
    files: [
      'responses/response_audience_self_closed_tag.xml.base64',
      'responses/response_unsigned_xml_base64',
      'responses/valid_response.xml.base64',
      'responses/valid_response_with_formatted_x509certificate.xml.base64',
      'responses/valid_response_without_x509certificate.xml.base64',
    ],
  },
  {
    trust: { certificate: 'certificates/ruby-saml.crt' },
    strict: 'message_not_utf8',
    legacy: 'message_not_utf8',
    why: 'a byte order mark',
    files: ['responses/response_wrapped.xml.base64'],
  },
  {
    trust: { certificate: 'certificates/ruby-saml.crt' },
    strict: 'signature_missing',
    legacy: 'signature_missing',
    why: 'not signed; its library only reads it',
    files: ['responses/response_double_status_code.xml.base64', 'responses/test_sign.xml'],
  },
  {
    trust: { certificate: 'certificates/ruby-saml.crt' },
    strict: 'schema_invalid',
    legacy: 'schema_invalid',
    why: 'an encrypted attribute',
    files: ['responses/response_encrypted_attrs.xml.base64', 'responses/response_no_cert_and_encrypted_attrs.xml'],
  },
  {
    trust: { certificate: 'certificates/ruby-saml.crt' },
    strict: 'schema_invalid',
    legacy: 'schema_invalid',
    why: 'an encrypted NameID',
    files: ['responses/response_encrypted_nameid.xml.base64'],
  },
  {
    trust: { certificate: 'certificates/ruby-saml.crt' },
    strict: 'schema_invalid',
    legacy: 'schema_invalid',
    why: 'a response without any fact (it tries code injection)',
    files: ['responses/response_eval.xml'],
  },
  {
    trust: { certificate: 'certificates/ruby-saml.crt' },
    strict: 'markup_forbidden',
    legacy: 'markup_forbidden',
    why: 'a comment inside a NameID (the attack it is named for)',
    files: [
      'responses/response_node_text_attack.xml.base64',
      'responses/response_node_text_attack2.xml.base64',
      'responses/response_node_text_attack3.xml.base64',
    ],
  },
  {
    trust: { certificate: 'certificates/ruby-saml.crt' },
    strict: 'algorithm_forbidden',
    legacy: 'issuer_mismatch',
    why: 'the Response and its Assertion name two issuers',
    files: [
      'responses/response_with_signed_assertion_3.xml',
      'responses/response_with_signed_message_and_assertion.xml',
    ],
  },
  {
    trust: { certificate: 'certificates/ruby-saml.crt' },
    strict: 'signature_reference',
    legacy: 'signature_reference',
    why: 'a Reference with an empty URI',
    files: ['responses/response_without_reference_uri.xml.base64'],
  },
  {
    trust: { certificate: 'certificates/ruby-saml.crt' },
    strict: 'algorithm_forbidden',
    legacy: 'issuer_mismatch',
    why: 'the Response names no Issuer',
    files: ['responses/signed_response_with_undefined_recipient.xml.base64'],
  },
  {
    trust: { certificate: 'certificates/ruby-saml.crt' },
    strict: 'algorithm_forbidden',
    legacy: 'signature_transform',
    why: 'inclusive canonicalisation',
    files: ['responses/starfield_response.xml.base64'],
  },
  {
    trust: { certificate: 'embedded' },
    strict: 'algorithm_forbidden',
    legacy: 'destination_mismatch',
    files: ['responses/invalids/empty_destination.xml.base64'],
  },
  {
    trust: { certificate: 'embedded' },
    strict: 'algorithm_forbidden',
    legacy: 'subject_missing',
    files: ['responses/invalids/empty_nameid.xml.base64'],
  },
  {
    trust: { certificate: 'certificates/ruby-saml.crt' },
    strict: 'algorithm_forbidden',
    legacy: 'signature_transform',
    files: ['responses/invalids/encrypted_new_attack.xml.base64'],
  },
  {
    trust: { certificate: 'certificates/ruby-saml.crt', parties: stuff },
    strict: 'message_not_utf8',
    legacy: 'message_not_utf8',
    files: [
      'responses/invalids/invalid_audience.xml.base64',
      'responses/invalids/invalid_issuer_assertion.xml.base64',
      'responses/invalids/invalid_signature_position.xml.base64',
    ],
  },
  {
    trust: { certificate: 'embedded', parties: stuff },
    strict: 'algorithm_forbidden',
    legacy: 'issuer_mismatch',
    files: ['responses/invalids/invalid_issuer_message.xml.base64'],
  },
  {
    trust: { certificate: 'embedded', parties: stuff },
    strict: 'algorithm_forbidden',
    legacy: 'in_response_to_mismatch',
    files: ['responses/invalids/invalid_subjectconfirmation_inresponse.xml.base64'],
  },
  {
    trust: { certificate: 'embedded', parties: stuff },
    strict: 'algorithm_forbidden',
    legacy: 'destination_mismatch',
    files: ['responses/invalids/invalid_subjectconfirmation_nb.xml.base64'],
  },
  {
    trust: { certificate: 'embedded', parties: stuff },
    strict: 'algorithm_forbidden',
    legacy: 'recipient_mismatch',
    files: [
      'responses/invalids/invalid_subjectconfirmation_noa.xml.base64',
      'responses/invalids/invalid_subjectconfirmation_recipient.xml.base64',
      'responses/invalids/no_subjectconfirmation_data.xml.base64',
    ],
  },
  {
    trust: { certificate: 'certificates/ruby-saml.crt' },
    strict: 'assertion_several',
    legacy: 'assertion_several',
    files: [
      'responses/invalids/multiple_assertions.xml.base64',
      'responses/invalids/response_with_doubled_signed_assertion.xml',
    ],
  },
  {
    trust: { certificate: 'certificates/ruby-saml.crt' },
    strict: 'schema_invalid',
    legacy: 'schema_invalid',
    files: [
      'responses/invalids/multiple_signed.xml.base64',
      'responses/invalids/no_id.xml.base64',
      'responses/invalids/no_issuer_assertion.xml.base64',
      'responses/invalids/no_saml2.xml.base64',
      'responses/invalids/no_status.xml.base64',
      'responses/invalids/no_status_code.xml.base64',
      'responses/invalids/response_with_concealed_signed_assertion.xml',
    ],
  },
  {
    trust: { certificate: 'embedded' },
    strict: 'algorithm_forbidden',
    legacy: 'authn_statement_missing',
    files: ['responses/invalids/no_authnstatement.xml.base64'],
  },
  {
    trust: { certificate: 'embedded' },
    strict: 'algorithm_forbidden',
    legacy: 'audience_mismatch',
    files: ['responses/invalids/no_conditions.xml.base64'],
  },
  {
    trust: { certificate: 'embedded' },
    strict: 'algorithm_forbidden',
    legacy: 'issuer_mismatch',
    files: ['responses/invalids/no_issuer_response.xml.base64'],
  },
  {
    trust: { certificate: 'certificates/ruby-saml.crt' },
    strict: 'signature_missing',
    legacy: 'signature_missing',
    files: ['responses/invalids/no_nameid.xml.base64', 'responses/invalids/no_signature.xml.base64'],
  },
  {
    trust: { certificate: 'embedded', parties: stuff },
    strict: 'algorithm_forbidden',
    legacy: 'confirmation_method',
    files: ['responses/invalids/no_subjectconfirmation_method.xml.base64'],
  },
  {
    trust: { certificate: 'embedded', parties: stuff },
    strict: 'schema_invalid',
    legacy: 'schema_invalid',
    files: ['responses/invalids/response_invalid_signed_element.xml.base64'],
  },
  {
    trust: { certificate: 'certificates/ruby-saml.crt' },
    strict: 'xml_id_duplicate',
    legacy: 'xml_id_duplicate',
    files: ['responses/invalids/signature_wrapping_attack.xml.base64'],
  },
  {
    trust: { certificate: 'certificates/ruby-saml.crt' },
    strict: 'status_not_success',
    legacy: 'status_not_success',
    files: [
      'responses/invalids/status_code_responder.xml.base64',
      'responses/invalids/status_code_responer_and_msg.xml.base64',
    ],
  },
  {
    trust: { certificate: 'embedded' },
    strict: 'algorithm_forbidden',
    legacy: 'name_qualifier_mismatch',
    files: ['responses/invalids/wrong_spnamequalifier.xml.base64'],
  },
  {
    trust: demo,
    strict: 'signature_key_weak',
    legacy: 'accepted',
    files: [
      'responses/signed_message_encrypted_signed_assertion.xml.base64',
      'responses/signed_message_encrypted_unsigned_assertion.xml.base64',
    ],
  },
  {
    trust: demo,
    strict: 'encryption_cbc_unsigned',
    legacy: 'accepted',
    warnings: ['cbc_unsigned'],
    files: ['responses/unsigned_message_encrypted_signed_assertion.xml.base64'],
  },
  {
    trust: demo1Trust,
    strict: 'algorithm_forbidden',
    legacy: 'accepted',
    files: [
      'responses/unsigned_message_aes128gcm_encrypted_signed_assertion.xml.base64',
      'responses/unsigned_message_aes192gcm_encrypted_signed_assertion.xml.base64',
      'responses/unsigned_message_aes256gcm_encrypted_signed_assertion.xml.base64',
    ],
  },
  {
    trust: demo1Trust,
    strict: 'encryption_cbc_unsigned',
    legacy: 'accepted',
    warnings: ['cbc_unsigned'],
    files: [
      'responses/unsigned_message_aes128_encrypted_signed_assertion.xml.base64',
      'responses/unsigned_message_aes192_encrypted_signed_assertion.xml.base64',
      'responses/unsigned_message_aes256_encrypted_signed_assertion.xml.base64',
    ],
  },
  {
    trust: demo,
    strict: 'encryption_cbc_unsigned',
    legacy: 'signature_missing',
    why: 'nothing in it is signed, inside or outside',
    files: [
      'responses/unsigned_encrypted_adfs.xml',
      'responses/unsigned_message_encrypted_unsigned_assertion.xml.base64',
    ],
  },
  {
    trust: demo1Trust,
    strict: 'encryption_cbc_unsigned',
    legacy: 'decryption_failed',
    why: 'what was encrypted uses a prefix that is declared outside it; we take a plaintext that stands by itself',
    files: ['responses/unsigned_message_encrypted_assertion_without_saml_namespace.xml.base64'],
  },
  {
    trust: demo1Trust,
    strict: 'encryption_algorithm_forbidden',
    legacy: 'encryption_algorithm_forbidden',
    why: 'triple DES',
    files: ['responses/unsigned_message_des192_encrypted_signed_assertion.xml.base64'],
  },
  {
    trust: { certificate: 'embedded', parties: okta },
    strict: 'accepted',
    legacy: 'accepted',
    files: ['responses/response_with_retrieval_method.xml'],
  },
]
