/**
 * Every way in which two other verifiers differ from ours, on the corpora by file and on mutants by class. A difference
 * that is not here fails a test. `docs/verifier-differences.md` has the same sentences.
 */
import type { ErrorCode } from '../../../src/errors.ts'
import type { Library } from '../corpus/corpus.ts'

/** Paths by kind of difference (`compare.ts` names the kinds). */
export type Found = Record<string, string[]>

const duplicatedAttributes = 'responses/invalids/duplicated_attributes.xml.base64'

/** Messages whose signatures xmlsec1 believes, refused by us before we look at a signature. */
export const xmlsecOnCorpus: Readonly<Record<Library, Found>> = {
  'node-saml': {
    'form: schema_invalid': [
      'signatures/valid/response.root-signed.assertion-signed.1advice-signed.xml',
      'signatures/valid/response.root-signed.assertion-signed.2advice-signed.xml',
      'signatures/valid/response.root-unsigned.assertion-signed.1advice-signed.xml',
    ],
    'form: assertion_several': [
      'signatures/valid/response.root-signed.assertion-signed.1advice-unsigned.xml',
      'signatures/valid/response.root-signed.assertion-signed.2advice-unsigned.xml',
      'signatures/valid/response.root-signed.assertion-unsigned.1advice-unsigned.xml',
      'signatures/valid/response.root-signed.assertion-unsigned.2advice-unsigned.xml',
      'signatures/valid/response.root-unsigned.assertion-signed.1advice-unsigned.xml',
    ],
    'form: xml_malformed': ['signatures/valid/response.root-signed.assertion-unsigned-encrypted.xml'],
  },
  'python3-saml': {
    'form: schema_invalid': [
      'data/responses/invalids/no_issuer_assertion.xml.base64',
      'data/responses/invalids/no_status.xml.base64',
      'data/responses/invalids/no_status_code.xml.base64',
      'data/responses/invalids/not_before_failed.xml.base64',
      'data/responses/response_encrypted_nameid.xml.base64',
      'data/responses/signed_message_response2.xml.base64',
    ],
    'form: encryption_algorithm_forbidden': [
      'data/responses/double_signed_encrypted_assertion.xml.base64',
      'data/responses/signed_encrypted_assertion.xml.base64',
      'data/responses/signed_message_encrypted_assertion.xml.base64',
      'data/responses/valid_encrypted_assertion_encrypted_nameid.xml.base64',
    ],
  },
  'ruby-saml': {
    'form: schema_invalid': [
      'responses/invalids/response_invalid_signed_element.xml.base64',
      'responses/invalids/response_with_concealed_signed_assertion.xml',
      'responses/response_encrypted_attrs.xml.base64',
      'responses/response_encrypted_nameid.xml.base64',
    ],
    'form: markup_forbidden': ['responses/response_node_text_attack2.xml.base64'],
    'form: assertion_several': ['responses/invalids/response_with_doubled_signed_assertion.xml'],
    'form: decryption_failed': ['responses/unsigned_message_encrypted_assertion_without_saml_namespace.xml.base64'],
    'form: encryption_algorithm_forbidden': ['responses/unsigned_message_des192_encrypted_signed_assertion.xml.base64'],
  },
}

export const nodeSamlOnCorpus: Readonly<Record<Library, Found>> = {
  'node-saml': {},
  'python3-saml': {
    'it reads otherwise': [`data/${duplicatedAttributes}`],
    'it accepts: authn_statement_missing': ['data/responses/invalids/no_authnstatement.xml.base64'],
    'it accepts: destination_mismatch': ['data/responses/invalids/empty_destination.xml.base64'],
    'it accepts: issuer_mismatch': [
      'data/responses/invalids/no_issuer_response.xml.base64',
      'data/responses/response1_with_friendlyname.xml.base64',
    ],
    'it accepts: name_qualifier_mismatch': ['data/responses/invalids/wrong_spnamequalifier.xml.base64'],
    'it accepts: schema_invalid': [
      'data/responses/invalids/no_issuer_assertion.xml.base64',
      'data/responses/invalids/no_status.xml.base64',
      'data/responses/invalids/no_status_code.xml.base64',
      'data/responses/invalids/not_before_failed.xml.base64',
      'data/responses/response_encrypted_nameid.xml.base64',
      'data/responses/signed_message_response2.xml.base64',
    ],
    'it accepts: subject_missing': ['data/responses/invalids/empty_nameid.xml.base64'],
  },
  'ruby-saml': {
    'it reads otherwise': [duplicatedAttributes],
    'it accepts: authn_statement_missing': ['responses/invalids/no_authnstatement.xml.base64'],
    'it accepts: confirmation_method': ['responses/invalids/no_subjectconfirmation_method.xml.base64'],
    'it accepts: destination_mismatch': ['responses/invalids/empty_destination.xml.base64'],
    'it accepts: in_response_to_mismatch': ['responses/invalids/invalid_subjectconfirmation_inresponse.xml.base64'],
    'it accepts: issuer_mismatch': [
      'responses/inclusive_namespaces.xml',
      'responses/invalids/invalid_issuer_message.xml.base64',
      'responses/invalids/no_issuer_response.xml.base64',
      'responses/signed_response_with_undefined_recipient.xml.base64',
    ],
    'it accepts: markup_forbidden': ['responses/response_node_text_attack2.xml.base64'],
    'it accepts: name_qualifier_mismatch': ['responses/invalids/wrong_spnamequalifier.xml.base64'],
    'it accepts: recipient_mismatch': [
      'responses/invalids/invalid_subjectconfirmation_noa.xml.base64',
      'responses/invalids/invalid_subjectconfirmation_recipient.xml.base64',
      'responses/invalids/no_subjectconfirmation_data.xml.base64',
    ],
    'it accepts: schema_invalid': [
      'responses/response_encrypted_attrs.xml.base64',
      'responses/response_encrypted_nameid.xml.base64',
    ],
    'it accepts: subject_missing': ['responses/invalids/empty_nameid.xml.base64'],
    'it refuses: encryption algorithm http://www.w3.org/2001/04/xmlenc#aes192-cbc not supported': [
      'responses/unsigned_message_aes192_encrypted_signed_assertion.xml.base64',
    ],
    'it refuses: encryption algorithm http://www.w3.org/2009/xmlenc11#aes192-gcm not supported': [
      'responses/unsigned_message_aes192gcm_encrypted_signed_assertion.xml.base64',
    ],
  },
}

/** Our refusals of messages whose signature one of the others believes, and why ours is right to refuse. */
export const stricter: Readonly<Partial<Record<ErrorCode, string>>> = {
  message_not_utf8: 'Bytes that are not UTF-8. Others replace them by a sign of their own and read on.',
  markup_forbidden:
    'Comments, CDATA and processing instructions, which canonical form drops or dissolves: the signature holds, and two parsers may read two texts.',
  xml_malformed:
    'Broken tags, undeclared prefixes, namespace names that are not absolute, a plaintext that needs prefixes from outside it. Others mend what they can outside the signed element.',
  xml_id_forbidden: 'Attributes that look like an identifier, where SAML has none.',
  xml_id_duplicate: 'One identifier twice, outside of what is signed.',
  schema_invalid:
    'Elements where SAML does not foresee them (beside a signed assertion, inside Status), encrypted names and attributes, assertions inside Advice. xmlsec1 knows no SAML; node-saml looks for what it needs and passes over the rest.',
  assertion_several: 'A second assertion, inside Advice or elsewhere. One signature of two would hold.',
  assertion_missing: 'The signed assertion is not the child of the Response, or not one of SAML.',
  signature_shape: 'A signature, a SignedInfo or an Object too many, or base64 that is not strict.',
  signature_reference: 'A reference to something else than the element around the signature.',
  signature_transform:
    'Other parameters of the two transforms. They may not change the digest of this message, and could change another.',
  encryption_algorithm_forbidden: 'RSA-1_5 and triple DES.',
  encryption_cbc_unsigned: 'AES-CBC with nothing signed around it lets whoever may ask us decrypt.',
  decryption_failed: 'A plaintext that is no assertion by itself, under AES-CBC: every failure looks the same.',
  status_not_success: 'A status that says no. node-saml looks at it only when there is no assertion.',
  issuer_mismatch:
    'The Issuer of the Response and of the Assertion must be this provider. node-saml compares it for logout only; a Response without Issuer we refuse too.',
  destination_mismatch: 'Destination must be our address when it is there. node-saml does not look.',
  recipient_mismatch: 'The Recipient of the confirmation must be our address. node-saml does not look.',
  confirmation_method: 'Bearer only. node-saml takes any method, holder-of-key as well.',
  in_response_to_mismatch:
    'The request in the envelope must be the one in the confirmation. node-saml compares with a cache, when it is given one.',
  authn_statement_missing: 'An assertion must say how the person signed in.',
  subject_missing: 'A NameID must not be empty.',
  name_qualifier_mismatch: 'A NameID made for another service provider is for somebody else there.',
  time_invalid: 'A time that is not one, or is missing.',
  too_old: 'The envelope may be an hour old. node-saml reads no time of the envelope.',
  not_yet_valid: 'An envelope from the future. node-saml reads no time of the envelope.',
}

/** What node-saml refuses and we accept, by the beginning of its words, and why ours is right to accept. */
export const looser: Readonly<Record<string, string>> = {
  'Invalid document signature':
    'Told that both are signed, it wants both. One good signature over the assertion is what makes us believe it.',
  'Invalid signature, too many transforms':
    'It counts Transform elements in the whole signature, KeyInfo included. We never look into KeyInfo.',
  'encryption algorithm ': 'It has no AES with 192 bits.',
}

/** Both accept and read different things; never another person. */
export const otherwise: readonly string[] = [
  'Of two Attributes of one Name it keeps the last; we keep the values of both, in their order, with a warning.',
  'An empty AttributeValue is `undefined` there and an empty text here; a NameID inside a value is an object there and its text here. The tests count these as the same.',
]
