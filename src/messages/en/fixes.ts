import type { SamlCode, SystemCode } from '../../errors.ts'

/** What an administrator does about a refusal or an error. Pure data: the admin UI loads it alone. */
export const fixes = {
  'fix.message_missing': 'People should start at the sign-in page, not at the address for answers.',
  'fix.message_too_large': 'Let the identity provider send fewer attributes or groups.',
  'fix.message_not_base64': 'Check what changes messages on their way: a proxy or a browser extension.',
  'fix.message_not_utf8': 'Let the identity provider send UTF-8.',
  'fix.markup_forbidden': 'No identity provider sends this. If it happens often, somebody is trying something.',
  'fix.xml_malformed': 'If a real identity provider sends it, report it to its maker.',
  'fix.xml_too_complex': 'Let the identity provider send fewer groups. Otherwise somebody is trying something.',
  'fix.xml_id_duplicate': 'No identity provider sends this. If it happens often, somebody is trying something.',
  'fix.xml_id_forbidden': 'No identity provider sends this. If it happens often, somebody is trying something.',
  'fix.schema_invalid': 'The evidence names the element. Check that the identity provider speaks SAML 2.0.',
  'fix.assertion_missing': 'Check at the identity provider that this application is set up for SAML 2.0 Web SSO.',
  'fix.assertion_several': 'Let the identity provider send one assertion.',
  'fix.signature_missing': 'Let the identity provider sign the assertion, the response or both.',
  'fix.response_not_signed':
    'Let the identity provider sign message and assertion, or switch off “The whole answer must be signed” under Identity providers → Troubleshooting (requireSignedResponse).',
  'fix.signature_shape': 'Let the identity provider use an enveloped signature.',
  'fix.signature_reference': 'No honest identity provider sends this. Treat it as an attack.',
  'fix.signature_transform': 'Let the identity provider use exclusive canonicalisation.',
  'fix.algorithm_forbidden': 'Let the identity provider sign with RSA-SHA256 or better.',
  'fix.encryption_algorithm_forbidden': 'Let the identity provider encrypt with AES-GCM and RSA-OAEP (rsa-oaep-mgf1p).',
  'fix.encryption_cbc_unsigned':
    'Let the identity provider sign message and assertion, or encrypt with AES-GCM. If it can do neither: an exception until a day you choose, under Identity providers → Troubleshooting → Exceptions (cbc-unsigned).',
  'fix.decryption_key_missing': 'Switch off assertion encryption for this application at the identity provider.',
  'fix.decryption_failed':
    'Give the identity provider our present metadata, from Identity providers → Overview: it may hold an old certificate of ours.',
  'fix.signature_key_missing':
    'Read the metadata of the identity provider again: Identity providers → Certificates → Metadata (metadata).',
  'fix.signature_key_weak': 'Let the identity provider use an RSA key of at least 2048 bits.',
  'fix.signature_digest': 'Check what changes messages on their way. Otherwise treat it as an attack.',
  'fix.signature_invalid':
    'Has the identity provider a new certificate? It may wait for your decision under Identity providers → Certificates. Otherwise read its metadata again there (metadata).',
  'fix.status_not_success': 'Look at the log of the identity provider; the evidence names its status.',
  'fix.issuer_mismatch':
    'Compare the entity ID in the evidence with “Their entity ID” under Identity providers → Overview.',
  'fix.destination_mismatch':
    'Copy “Our address for answers (ACS)” to the identity provider, from Identity providers → Overview.',
  'fix.audience_mismatch': 'Copy “Our entity ID” to the identity provider, from Identity providers → Overview.',
  'fix.confirmation_method': 'Let the identity provider use the Web Browser SSO profile.',
  'fix.recipient_mismatch':
    'Copy “Our address for answers (ACS)” to the identity provider, from Identity providers → Overview.',
  'fix.response_unsolicited':
    'People should start at our sign-in page. To let them start in the portal of the identity provider too, switch on “A sign-in may start in their portal” under Identity providers → Troubleshooting (idpInitiated).',
  'fix.in_response_to_mismatch': 'Sign in again. Otherwise treat it as an attack.',
  'fix.time_bound_missing': 'Let the identity provider send NotOnOrAfter.',
  'fix.time_invalid': 'Let the identity provider send times in UTC, as SAML asks.',
  'fix.not_yet_valid': 'Set the clocks of both servers by NTP.',
  'fix.expired': 'Sign in again. If it is always so, set the clocks of both servers by NTP.',
  'fix.session_expired': 'Sign in again at the identity provider.',
  'fix.too_old': 'Sign out at the identity provider and sign in again.',
  'fix.authn_statement_missing': 'Check at the identity provider that this application is set up for sign-in.',
  'fix.subject_missing': 'Let the identity provider send a NameID.',
  'fix.request_unknown': 'Sign in again from the start. Usually a reloaded page or the back button.',
  'fix.request_expired': 'Sign in again from the start.',
  'fix.browser_mismatch': 'Sign in again from the start, in one browser, with cookies allowed.',
  'fix.assertion_replayed': 'Sign in again from the start. Usually a reloaded page.',
  'fix.assertion_before_restore':
    'Sign in again from the start. If it goes on for more than a few minutes, compare the clocks of both servers.',
  'fix.response_unsolicited_again':
    'The identity provider must answer our requests (InResponseTo). Look at how this application is set up there: some templates are for sign-on from the portal alone.',
  'fix.reauthentication_missing':
    'The identity provider must honour ForceAuthn. If it cannot, switch off “Always sign in anew over there” under Identity providers → Troubleshooting (forceAuthn). Otherwise compare the clocks of both servers.',
  'fix.authn_context_mismatch':
    'Compare the classes in the evidence: let the identity provider use one that is asked for and name it, or correct “Ways of signing in that are accepted” under Identity providers → Troubleshooting → More (authnContexts).',
  'fix.name_qualifier_mismatch': 'Let the identity provider send its own Entity ID as NameQualifier, or none.',
  'fix.logout_off': 'To use it, switch on “Single logout” under Identity providers → Troubleshooting (singleLogout).',
  'fix.logout_malformed': 'No identity provider sends this. If it happens often, somebody is trying something.',
  'fix.logout_signature_missing': 'Switch on signing of logout messages at the identity provider.',
  'fix.logout_name_encrypted': 'Switch off encryption of the NameID for this application at the identity provider.',
  'fix.logout_replayed': 'Usually a reloaded page. If it happens often, somebody is trying something.',
  'fix.logout_unknown_session':
    'Often the person had signed out here already. Otherwise compare format and qualifiers of the NameID in sign-on and logout at the identity provider.',
  'fix.logout_response_unknown': 'Usually a reloaded page or the back button.',
  'fix.metadata_invalid': 'Get the metadata from the identity provider again.',
  'fix.metadata_no_key': 'Get the metadata from the identity provider again; it must contain a signing certificate.',
  'fix.metadata_no_sso': 'Get the metadata of the identity provider, not of a service provider.',
  'fix.metadata_signature':
    'Ask whoever publishes the metadata for the certificate it is signed with now, and set it under Identity providers → Certificates → What the metadata is held to (metadataCertificates).',
  'fix.metadata_expired':
    'Whoever publishes the metadata must renew it. Then choose “Fetch now” under Identity providers → Certificates, or wait an hour.',
  'fix.metadata_entity_changed':
    'Another partner is another provider. Otherwise correct the address under Identity providers → Certificates → Another address or a new document (metadata).',
  'fix.metadata_hash':
    'Look at the new document. If it is right, set its hash under Identity providers → Certificates → What the metadata is held to (metadataSha256).',
  'fix.request_malformed': 'Check that the identity provider posts a form (HTTP-POST binding).',
  'fix.request_too_large': 'Let the identity provider send fewer attributes or groups.',
  'fix.provider_unknown': 'Compare the address at the identity provider with ours under Identity providers → Overview.',
  'fix.provider_disabled':
    'If people should sign in with it, switch it on under Identity providers → Overview (enabled).',
  'fix.provider_demo_only': 'Use the demo provider in the demo only.',
  'fix.conflict': 'Sign in again.',
  'fix.origin_mismatch': 'Start again from a page of this server.',
  'fix.database_unreachable': 'Check the database server and its log.',
  'fix.database_disk_full': 'Make room on the disk of the database.',
  'fix.internal': 'Search the server’s log for the reference.',
} as const satisfies Readonly<Record<`fix.${SamlCode}`, string>> &
  Readonly<Partial<Record<`fix.${SystemCode}`, string>>>
