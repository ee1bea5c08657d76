/**
 * What the verifier says of a message that it refuses: the very sentences of `src/protocols/saml/`, so that one which stands in the
 * journal is found again and told in another language. A test compares them. `{why}` is a sentence of this table too.
 */
export const checks = {
  // Transport and encoding
  'check.message-form': 'The form must have a SAMLResponse field. It came empty.',
  'check.message-base64':
    'The SAMLResponse field must be base64 with padding. It is not; something between the identity provider and here changed it.',
  'check.message-deflated': 'The parameter must be a deflated message. It does not inflate.',
  'check.message-none': 'A SAML message was expected. Nothing came.',
  'check.message-large':
    'At most {limit} bytes of XML are accepted. More came. Send fewer groups, or raise the limits of this identity provider.',
  'check.message-posted': 'The message must be posted as a form.',
  'check.message-several': 'The form must bring one message. It brings several.',
  'check.request-large': 'The request is larger than {limit} bytes.',
  'check.gate-utf8':
    'The message must be plain UTF-8 without a byte order mark. Other bytes came; set the identity provider to UTF-8.',
  'check.gate-markup':
    'The message must hold elements and text only. Markup beginning with {forbidden} came (comment, CDATA, document type, processing instruction, or an XML declaration other than version 1.0 in UTF-8).',
  // XML and its form
  'check.xml':
    'The message must be well-formed XML 1.0 with namespaces. {why} The identity provider, or something between, changed or cut it.',
  'check.xml-doctype': 'It has a document type declaration.',
  'check.xml-line': 'Line {line} is not well formed.',
  'check.xml-else': 'The message must hold elements and text only. Something else came.',
  'check.xml-schemas': 'The message must not name schemas to load (xsi:schemaLocation). It does.',
  'check.xml-id':
    'An identifier must be the attribute ID of a SAML element or Id of a signature element. Another attribute that looks like one came: the message was tampered with.',
  'check.xml-id-twice':
    'Every identifier must be unique in the whole message. One came twice: the message was tampered with, or the identity provider is faulty.',
  'check.xml-nodes':
    'At most {limit} is accepted for nodes. More came. For very large group lists, raise the limits of this identity provider.',
  'check.xml-nesting':
    'At most {limit} is accepted for nesting. More came. For very large group lists, raise the limits of this identity provider.',
  'check.xml-attributes':
    'At most {limit} is accepted for attributes of one element. More came. For very large group lists, raise the limits of this identity provider.',
  'check.xml-keys': 'At most {limit} is accepted for encrypted keys. More came.',
  'check.schema-root': 'The message must be a SAML 2.0 {root}. Something else came.',
  'check.schema':
    'The message must have the form of a SAML 2.0 Response with one Assertion. It does not; the evidence says where.',
  'check.schema-value': 'An attribute value must be text or one NameID. Other markup came.',
  'check.schema-encrypted':
    'An EncryptedAssertion must hold one EncryptedData with its ciphertext and its encrypted keys in place. It holds something else.',
  'check.assertion-by-itself': 'Exactly one Assertion is accepted, by itself. Something else came.',
  'check.assertion-encrypted': 'Exactly one EncryptedAssertion is accepted. Something else came.',
  'check.assertion-several': 'Exactly one Assertion is accepted. {came} came.',
  'check.assertion-error':
    'The identity provider must answer with an Assertion. It answered with an error; its own log says why.',
  'check.assertion-none': 'The Response must hold an Assertion. It holds none at its place.',
  // Encryption
  'check.key-none':
    'The Assertion is encrypted, but there is no key here to decrypt it with. Switch off encryption for this application at the identity provider, or give us a key.',
  'check.key-other':
    'The Assertion must be encrypted for one of our keys. It could not be decrypted; if our certificate was renewed, give the identity provider the new one.',
  'check.key-claims': 'The Assertion is encrypted for us. It is opened only for who may read claims (claims:read).',
  'check.encrypted-none': 'Nothing encrypted came.',
  'check.cbc-unsigned':
    'An Assertion that is encrypted with AES-CBC must come in a signed Response. It does not; let the identity provider sign message and assertion, or encrypt with AES-GCM.',
  'check.encryption': '{why} Another algorithm came; set the identity provider to AES-GCM and rsa-oaep-mgf1p.',
  'check.encryption-gcm': 'The Assertion must be encrypted with AES-GCM.',
  'check.encryption-oaep': 'The key must be encrypted with RSA-OAEP, one hash for digest and mask.',
  // Signature
  'check.signed':
    'The Response or its Assertion must be signed. Neither is; switch on signing at the identity provider.',
  'check.signature-places':
    'The Response and its Assertion may each hold one Signature with one SignedInfo, and nothing else may. More came, or elsewhere: the message was tampered with.',
  'check.signature-parts': 'A signature must have a SignedInfo and a SignatureValue. It has not.',
  'check.signature-reference': 'A signature must have one SignedInfo with one Reference. It has not.',
  'check.signature-parent': 'A signature must refer to its parent by "#" and its ID. It refers elsewhere.',
  'check.signature-element':
    'A signature must refer to the element it stands in. It refers to another one: the message was tampered with.',
  'check.signature-id': 'The signed element must have the ID that the signature refers to.',
  'check.signature-base64': '{element} must be base64. It is not.',
  'check.signature-transforms':
    'A signature must use exactly the enveloped-signature transform and exclusive canonicalisation without comments. Others came; set the identity provider to "exclusive C14N".',
  'check.signature-canonical': 'The signed element must have a canonical form. It could not be computed.',
  'check.signature-algorithm': 'Signatures must use RSA or ECDSA with SHA-256 or better. {why}',
  'check.algorithm-sha1': 'SHA-1 came; set the identity provider to SHA-256.',
  'check.algorithm-other': 'Another algorithm came; set the identity provider to RSA or ECDSA with SHA-256.',
  'check.certificate-none':
    'The identity provider must have a signing certificate here. It has none; import its metadata or add the certificate.',
  'check.certificate-weak':
    'A signing key must be RSA of 2048 bits or more, or ECDSA on P-256, P-384 or P-521. The one here is weaker; renew it at the identity provider.',
  'check.signature': 'The signature must be made with a certificate of this identity provider. {why}',
  'check.certificate-other':
    'None of the certificates here fits. If the identity provider changed its certificate, import the new one.',
  'check.certificate-kind': 'It is signed with another kind of key ({kind}) than the certificates here hold.',
  'check.signed-info': 'SignedInfo changed while it was verified.',
  'check.digest':
    'The signed {element} must be exactly what the identity provider signed. It was changed on the way (by an attacker, or by a proxy that reformats XML).',
  // Protocol: who, to whom, when
  'check.response-signed':
    'The Response itself must be signed: it is demanded of this identity provider. Only the Assertion is; let the identity provider sign both.',
  'check.status':
    'The status of the Response must be Success. The identity provider reports an error; its own log says why.',
  'check.issuer-none':
    'The Issuer of the {where} must be the entityID of this identity provider. None came; compare the entityID here with the one configured there.',
  'check.issuer-other':
    'The Issuer of the {where} must be the entityID of this identity provider. Another one came; compare the entityID here with the one configured there.',
  'check.issuer-named': 'The Assertion must name its Issuer. It does not.',
  'check.destination':
    'The Destination of the Response must be our assertion consumer service URL. Correct that URL at the identity provider.',
  'check.audience':
    'The Audience of the Assertion must be our entityID, exactly. Correct the entityID (audience, identifier) at the identity provider.',
  'check.recipient':
    'The Recipient must be our assertion consumer service URL. Correct that URL at the identity provider.',
  'check.subject': 'The Assertion must have a Subject. It has none.',
  'check.bearer': 'The Subject must be confirmed by the method bearer. Others came, or none.',
  'check.bearer-until': 'The bearer confirmation must say NotOnOrAfter. It does not.',
  'check.unsolicited-names': 'An unsolicited Response must not name a request. It does.',
  'check.unsolicited':
    'The Response must answer a request of ours. It answers none; start at our sign-in page, or allow sign-ins that are started by the identity provider.',
  'check.request-other': 'The Response must answer the request of this browser. It answers another one; start again.',
  'check.request-differs': 'Response and Assertion must answer the same request. They differ.',
  'check.conditions-until': 'Conditions must say NotOnOrAfter. They do not; set a lifetime at the identity provider.',
  'check.conditions-order': 'NotBefore must lie before NotOnOrAfter. It does not; the identity provider is faulty.',
  'check.early': 'The {where} must be valid already. It will be later; compare the clocks of both servers.',
  'check.late': 'The {where} must still be valid. It expired; the person should start again, or the clocks differ.',
  'check.age':
    'The {where} must have been issued less than {seconds} seconds ago. It is older; the person should start again, or the clocks differ.',
  'check.time':
    '{name} must be a UTC time like 2026-11-23T09:30:00Z. Something else came; correct it at the identity provider.',
  'check.time-none': '{name} must be present. It is missing.',
  'check.authn': 'The Assertion must say how the person signed in (AuthnStatement). It does not.',
  'check.authn-over': 'The session at the identity provider must not be over. It is; sign in there again.',
  'check.name-id': 'A NameID must not be empty. Choose a source for it at the identity provider that every person has.',
  'check.name-id-qualifier':
    'The SPNameQualifier of a NameID must be our entityID. Another one came; the identity provider named the person for another application.',
  'check.ours': 'The message could not be judged because of an error on our side. Look at the log of the server.',
  'check.log': 'See the server log.',
  // What a verified message is refused for
  'check.used': 'This assertion has been used before.',
  'check.restored': 'This assertion was issued before the database was restored. It may have been used then.',
  'check.request-unknown':
    'No request of ours is waiting for this answer: it was answered, it timed out, or it never existed.',
  'check.request-expired': 'The request that this answers is too old, or its identity provider was changed meanwhile.',
  'check.request-browser': 'The request that this answers was made by another browser.',
  'check.asked-anew':
    'The person had to sign in anew at the identity provider (ForceAuthn). The answer speaks of an earlier sign-in.',
  'check.asked-way':
    'The person had to sign in at the identity provider in one of the ways that were asked for. The answer names another, or none.',
  'check.unsolicited-again': 'The identity provider was asked, and sent again a Response that answers no request.',
  'check.provider-off': 'This identity provider is switched off.',
  'check.provider-demo': 'This identity provider belongs to the demo and is refused here.',
  'check.provider-federation':
    'This identity provider is believed on the word of a federation, and that ended at {until}.',
  // Single logout
  'check.logout-off': 'Single logout is switched off for this identity provider (singleLogout).',
  'check.logout-none': 'This protocol has no single logout.',
  'check.logout-used': 'This logout request has been used before.',
  'check.logout-neither': 'The address must carry a SAMLRequest or a SAMLResponse. It carries neither.',
  'check.logout-signed-address':
    'Logout messages must be signed (Signature and SigAlg in the address). This one is not; switch on signing of logout messages at the identity provider.',
  'check.logout-signed':
    'Logout messages must be signed. This one is not; switch on signing of logout messages at the identity provider.',
  'check.logout-shape':
    'A posted logout message must hold one Signature over itself, and one in an address none. More came, or elsewhere: the message was tampered with.',
  'check.logout-reference':
    'A signature must refer to the message it stands in. It refers to something else: the message was tampered with.',
  'check.logout-issuer': 'A logout message must name its Issuer. It does not.',
  'check.logout-issuer-other':
    'The Issuer of a logout message must be the entityID of this identity provider. Another one came; compare the entityID here with the one configured there.',
  'check.logout-destination':
    'The Destination of a logout message must be our logout address. Correct that address at the identity provider.',
  'check.logout-age':
    'A logout message must have been issued less than {seconds} seconds ago. It is older; or the clocks differ.',
  'check.logout-person': 'A logout request must name a person. Its NameID is empty.',
  'check.logout-name': 'A logout request must name one person by a NameID. It does not.',
  'check.logout-encrypted':
    'The NameID of a logout request must not be encrypted: the message travels over TLS. It is; switch that off for this application at the identity provider.',
  'check.logout': 'A logout message must come as the binding says, each parameter once and under its plain name. {why}',
  'check.logout-long': 'It is too long.',
  'check.logout-both': 'It holds a request and a response.',
  'check.logout-encoding': 'Its encoding is unknown.',
  'check.logout-relay': 'Its RelayState has more than {limit} bytes.',
  'check.logout-name-encoded': 'One of its parameters has an encoded name.',
  'check.logout-misspelt': 'One of its parameters is misspelt.',
  'check.logout-twice': 'One of its parameters comes twice.',
  'check.logout-field-twice': 'One of its fields comes twice.',
  'check.logout-percent': 'One of its values is not percent-encoded UTF-8.',
  'check.logout-base64': 'Its Signature is not base64.',
  // Accepted, but
  'check.warn-sha1':
    'The signature uses SHA-1 or a key below 2048 bits. Move the identity provider to RSA-2048 with SHA-256.',
  'check.warn-cbc':
    'The Assertion is encrypted with AES-CBC and the Response is not signed. Let the identity provider sign the Response too, or use AES-GCM.',
  'check.warn-id': 'An ID is not an XML name. Let the identity provider begin its IDs with a letter or an underscore.',
  'check.warn-last':
    'A Signature stands at the end of what it signs. Let the identity provider put it behind the Issuer, as SAML says.',
  'check.warn-merged': 'The attribute {name} came more than once; its values were put together in the order they came.',
} as const
