import type { checks as english } from '../en/checks.ts'
import type { Translation } from '../translation.ts'

/** Was die Prüfung von einer Nachricht sagt, die sie abweist. `{why}` ist selbst ein Satz dieser Tabelle. */
export const checks: Translation<typeof english> = {
  'check.message-form': 'Das Formular muss ein Feld SAMLResponse haben. Es kam leer an.',
  'check.message-base64':
    'Das Feld SAMLResponse muss Base64 mit Füllzeichen sein. Das ist es nicht; etwas zwischen dem Identity Provider und hier hat es verändert.',
  'check.message-deflated': 'Der Parameter muss eine komprimierte Nachricht sein. Er lässt sich nicht entpacken.',
  'check.message-none': 'Erwartet wurde eine SAML-Nachricht. Es kam keine an.',
  'check.message-large':
    'Höchstens {limit} Bytes XML werden angenommen. Es kamen mehr an. Senden Sie weniger Gruppen, oder erhöhen Sie die Grenzen dieses Identity Providers.',
  'check.message-posted': 'Die Nachricht muss als Formular gesendet werden.',
  'check.message-several': 'Das Formular muss eine einzige Nachricht bringen. Es bringt mehrere.',
  'check.request-large': 'Die Anfrage ist größer als {limit} Bytes.',
  'check.gate-utf8':
    'Die Nachricht muss reines UTF-8 ohne Byte-Order-Mark sein. Es kamen andere Bytes an; stellen Sie den Identity Provider auf UTF-8.',
  'check.gate-markup':
    'Die Nachricht darf nur Elemente und Text enthalten. Es kam Markup an, das mit {forbidden} beginnt (Kommentar, CDATA, Dokumenttyp, Verarbeitungsanweisung oder eine andere XML-Deklaration als Version 1.0 in UTF-8).',
  'check.xml':
    'Die Nachricht muss wohlgeformtes XML 1.0 mit Namensräumen sein. {why} Der Identity Provider oder etwas dazwischen hat sie verändert oder abgeschnitten.',
  'check.xml-doctype': 'Sie hat eine Dokumenttyp-Deklaration.',
  'check.xml-line': 'Zeile {line} ist nicht wohlgeformt.',
  'check.xml-else': 'Die Nachricht darf nur Elemente und Text enthalten. Es kam etwas anderes an.',
  'check.xml-schemas': 'Die Nachricht darf keine Schemas zum Laden nennen (xsi:schemaLocation). Sie tut es.',
  'check.xml-id':
    'Eine Kennung muss das Attribut ID eines SAML-Elements oder Id eines Signatur-Elements sein. Es kam ein anderes an, das so aussieht: Die Nachricht wurde manipuliert.',
  'check.xml-id-twice':
    'Jede Kennung darf in der ganzen Nachricht nur einmal stehen. Eine kam zweimal an: Die Nachricht wurde manipuliert, oder der Identity Provider arbeitet fehlerhaft.',
  'check.xml-nodes':
    'Höchstens {limit} Knoten werden angenommen. Es kamen mehr an. Für sehr große Gruppenlisten erhöhen Sie die Grenzen dieses Identity Providers.',
  'check.xml-nesting':
    'Höchstens {limit} Ebenen werden angenommen. Es kamen mehr an. Für sehr große Gruppenlisten erhöhen Sie die Grenzen dieses Identity Providers.',
  'check.xml-attributes':
    'Höchstens {limit} Attribute eines Elements werden angenommen. Es kamen mehr an. Für sehr große Gruppenlisten erhöhen Sie die Grenzen dieses Identity Providers.',
  'check.xml-keys': 'Höchstens {limit} verschlüsselte Schlüssel werden angenommen. Es kamen mehr an.',
  'check.schema-root': 'Die Nachricht muss ein Element {root} nach SAML 2.0 sein. Es kam etwas anderes an.',
  'check.schema':
    'Die Nachricht muss die Form einer SAML-2.0-Response mit einer Assertion haben. Die hat sie nicht; die Belege sagen, wo.',
  'check.schema-value': 'Der Wert eines Attributs muss Text oder eine NameID sein. Es kam anderes Markup an.',
  'check.schema-encrypted':
    'Eine EncryptedAssertion muss ein EncryptedData mit seinem Chiffretext und seinen verschlüsselten Schlüsseln am richtigen Ort enthalten. Sie enthält etwas anderes.',
  'check.assertion-by-itself': 'Angenommen wird genau eine Assertion, für sich allein. Es kam etwas anderes an.',
  'check.assertion-encrypted': 'Angenommen wird genau eine EncryptedAssertion. Es kam etwas anderes an.',
  'check.assertion-several': 'Angenommen wird genau eine Assertion. Es kamen {came} an.',
  'check.assertion-error':
    'Der Identity Provider muss mit einer Assertion antworten. Er hat mit einem Fehler geantwortet; sein eigenes Protokoll sagt, warum.',
  'check.assertion-none': 'Die Response muss eine Assertion enthalten. An ihrem Ort steht keine.',
  'check.key-none':
    'Die Assertion ist verschlüsselt, aber hier gibt es keinen Schlüssel, um sie zu entschlüsseln. Schalten Sie die Verschlüsselung für diese Anwendung beim Identity Provider ab, oder geben Sie uns einen Schlüssel.',
  'check.key-other':
    'Die Assertion muss für einen unserer Schlüssel verschlüsselt sein. Sie ließ sich nicht entschlüsseln; wurde unser Zertifikat erneuert, dann geben Sie dem Identity Provider das neue.',
  'check.key-claims':
    'Die Assertion ist für uns verschlüsselt. Geöffnet wird sie nur für Menschen, die Attributwerte lesen dürfen (claims:read).',
  'check.encrypted-none': 'Es kam nichts Verschlüsseltes an.',
  'check.cbc-unsigned':
    'Eine Assertion, die mit AES-CBC verschlüsselt ist, muss in einer signierten Response ankommen. Das tut sie nicht; lassen Sie den Identity Provider Nachricht und Assertion signieren oder mit AES-GCM verschlüsseln.',
  'check.encryption':
    '{why} Es kam ein anderes Verfahren an; stellen Sie den Identity Provider auf AES-GCM und rsa-oaep-mgf1p.',
  'check.encryption-gcm': 'Die Assertion muss mit AES-GCM verschlüsselt sein.',
  'check.encryption-oaep': 'Der Schlüssel muss mit RSA-OAEP verschlüsselt sein, mit einem Hash für Digest und Maske.',
  'check.signed':
    'Die Response oder ihre Assertion muss signiert sein. Keine ist es; schalten Sie das Signieren beim Identity Provider ein.',
  'check.signature-places':
    'Die Response und ihre Assertion dürfen je eine Signature mit einem SignedInfo enthalten, sonst nichts. Es kamen mehr an, oder an anderer Stelle: Die Nachricht wurde manipuliert.',
  'check.signature-parts': 'Eine Signatur muss SignedInfo und SignatureValue haben. Sie hat sie nicht.',
  'check.signature-reference': 'Eine Signatur muss ein SignedInfo mit einer Reference haben. Das hat sie nicht.',
  'check.signature-parent':
    'Eine Signatur muss mit „#“ und dessen ID auf ihr übergeordnetes Element verweisen. Sie verweist auf etwas anderes.',
  'check.signature-element':
    'Eine Signatur muss auf das Element verweisen, in dem sie steht. Sie verweist auf ein anderes: Die Nachricht wurde manipuliert.',
  'check.signature-id': 'Das signierte Element muss die ID haben, auf die die Signatur verweist.',
  'check.signature-base64': '{element} muss Base64 sein. Das ist es nicht.',
  'check.signature-transforms':
    'Eine Signatur muss genau die Transformation enveloped-signature und die exklusive Kanonisierung ohne Kommentare verwenden. Es kamen andere an; stellen Sie den Identity Provider auf „Exclusive C14N“.',
  'check.signature-canonical': 'Das signierte Element muss eine kanonische Form haben. Sie ließ sich nicht berechnen.',
  'check.signature-algorithm': 'Signaturen müssen RSA oder ECDSA mit SHA-256 oder besser verwenden. {why}',
  'check.algorithm-sha1': 'Es kam SHA-1 an; stellen Sie den Identity Provider auf SHA-256.',
  'check.algorithm-other':
    'Es kam ein anderes Verfahren an; stellen Sie den Identity Provider auf RSA oder ECDSA mit SHA-256.',
  'check.certificate-none':
    'Der Identity Provider muss hier ein Signaturzertifikat haben. Er hat keines; importieren Sie seine Metadaten, oder fügen Sie das Zertifikat hinzu.',
  'check.certificate-weak':
    'Ein Signaturschlüssel muss RSA mit mindestens 2048 Bit oder ECDSA auf P-256, P-384 oder P-521 sein. Der hiesige ist schwächer; erneuern Sie ihn beim Identity Provider.',
  'check.signature': 'Die Signatur muss mit einem Zertifikat dieses Identity Providers gemacht sein. {why}',
  'check.certificate-other':
    'Keines der Zertifikate hier passt. Hat der Identity Provider sein Zertifikat gewechselt, dann importieren Sie das neue.',
  'check.certificate-kind':
    'Signiert ist mit einer anderen Art von Schlüssel ({kind}), als die Zertifikate hier enthalten.',
  'check.signed-info': 'SignedInfo hat sich verändert, während es geprüft wurde.',
  'check.digest':
    'Das signierte Element {element} muss genau das sein, was der Identity Provider signiert hat. Es wurde unterwegs verändert (von einem Angreifer, oder von einem Proxy, der XML neu formatiert).',
  'check.response-signed':
    'Die Response selbst muss signiert sein: So ist es für diesen Identity Provider verlangt. Nur die Assertion ist es; lassen Sie den Identity Provider beide signieren.',
  'check.status':
    'Der Status der Response muss Success sein. Der Identity Provider meldet einen Fehler; sein eigenes Protokoll sagt, warum.',
  'check.issuer-none':
    'Der Issuer in {where} muss die Entity-ID dieses Identity Providers sein. Es kam keiner an; vergleichen Sie die Entity-ID hier mit der dort eingestellten.',
  'check.issuer-other':
    'Der Issuer in {where} muss die Entity-ID dieses Identity Providers sein. Es kam ein anderer an; vergleichen Sie die Entity-ID hier mit der dort eingestellten.',
  'check.issuer-named': 'Die Assertion muss ihren Issuer nennen. Sie nennt keinen.',
  'check.destination':
    'Die Destination der Response muss unsere ACS-Adresse sein. Berichtigen Sie diese Adresse beim Identity Provider.',
  'check.audience':
    'Die Audience der Assertion muss genau unsere Entity-ID sein. Berichtigen Sie die Entity-ID (Audience, Identifier) beim Identity Provider.',
  'check.recipient':
    'Der Recipient muss unsere ACS-Adresse sein. Berichtigen Sie diese Adresse beim Identity Provider.',
  'check.subject': 'Die Assertion muss ein Subject haben. Sie hat keines.',
  'check.bearer': 'Das Subject muss mit der Methode Bearer bestätigt sein. Es kamen andere an, oder keine.',
  'check.bearer-until': 'Die Bearer-Bestätigung muss NotOnOrAfter nennen. Sie tut es nicht.',
  'check.unsolicited-names': 'Eine unaufgeforderte Response darf keine Anfrage nennen. Sie nennt eine.',
  'check.unsolicited':
    'Die Response muss auf eine Anfrage von uns antworten. Sie antwortet auf keine; beginnen Sie auf unserer Anmeldeseite, oder erlauben Sie Anmeldungen, die beim Identity Provider beginnen.',
  'check.request-other':
    'Die Response muss auf die Anfrage dieses Browsers antworten. Sie antwortet auf eine andere; beginnen Sie von vorn.',
  'check.request-differs': 'Response und Assertion müssen auf dieselbe Anfrage antworten. Sie unterscheiden sich.',
  'check.conditions-until':
    'Conditions muss NotOnOrAfter nennen. Es tut es nicht; stellen Sie beim Identity Provider eine Gültigkeitsdauer ein.',
  'check.conditions-order':
    'NotBefore muss vor NotOnOrAfter liegen. Das tut es nicht; der Identity Provider arbeitet fehlerhaft.',
  'check.early': '{where} muss schon gültig sein. Gültig ist es erst später; vergleichen Sie die Uhren beider Server.',
  'check.late':
    '{where} muss noch gültig sein. Es ist abgelaufen; die Person sollte von vorn beginnen, oder die Uhren gehen verschieden.',
  'check.age':
    '{where} muss vor weniger als {seconds} Sekunden ausgestellt sein. Es ist älter; die Person sollte von vorn beginnen, oder die Uhren gehen verschieden.',
  'check.time':
    '{name} muss eine UTC-Zeit wie 2026-11-23T09:30:00Z sein. Es kam etwas anderes an; berichtigen Sie es beim Identity Provider.',
  'check.time-none': '{name} muss da sein. Es fehlt.',
  'check.authn': 'Die Assertion muss sagen, wie sich die Person angemeldet hat (AuthnStatement). Sie tut es nicht.',
  'check.authn-over':
    'Die Sitzung beim Identity Provider darf nicht zu Ende sein. Sie ist es; melden Sie sich dort neu an.',
  'check.name-id':
    'Eine NameID darf nicht leer sein. Wählen Sie beim Identity Provider eine Quelle, die jede Person hat.',
  'check.name-id-qualifier':
    'Der SPNameQualifier einer NameID muss unsere Entity-ID sein. Es kam ein anderer an; der Identity Provider hat die Person für eine andere Anwendung benannt.',
  'check.ours':
    'Die Nachricht konnte wegen eines Fehlers auf unserer Seite nicht beurteilt werden. Sehen Sie ins Protokoll des Servers.',
  'check.log': 'Siehe Protokoll des Servers.',
  'check.used': 'Diese Assertion wurde schon verwendet.',
  'check.restored':
    'Diese Assertion wurde ausgestellt, bevor die Datenbank wiederhergestellt wurde. Sie kann damals verwendet worden sein.',
  'check.request-unknown':
    'Auf diese Antwort wartet keine unserer Anfragen: Sie wurde beantwortet, ist abgelaufen oder hat nie bestanden.',
  'check.request-expired':
    'Die Anfrage, die hier beantwortet wird, ist zu alt, oder ihr Identity Provider wurde inzwischen geändert.',
  'check.request-browser': 'Die Anfrage, die hier beantwortet wird, kam aus einem anderen Browser.',
  'check.asked-anew':
    'Die Person musste sich beim Identity Provider neu anmelden (ForceAuthn). Die Antwort spricht von einer früheren Anmeldung.',
  'check.asked-way':
    'Die Person musste sich beim Identity Provider auf eine der verlangten Arten anmelden. Die Antwort nennt eine andere, oder keine.',
  'check.unsolicited-again':
    'Der Identity Provider wurde gefragt und hat noch einmal eine Response gesendet, die auf keine Anfrage antwortet.',
  'check.provider-off': 'Dieser Identity Provider ist abgeschaltet.',
  'check.provider-demo': 'Dieser Identity Provider gehört zur Demo und wird hier abgelehnt.',
  'check.provider-federation':
    'Diesem Identity Provider wird auf das Wort einer Föderation geglaubt, und das endete am {until}.',
  'check.logout-off': 'Single Logout ist für diesen Identity Provider abgeschaltet (singleLogout).',
  'check.logout-none': 'Dieses Protokoll kennt kein Single Logout.',
  'check.logout-used': 'Diese Logout-Anfrage wurde schon verwendet.',
  'check.logout-neither':
    'Die Adresse muss einen SAMLRequest oder eine SAMLResponse tragen. Sie trägt keines von beiden.',
  'check.logout-signed-address':
    'Logout-Nachrichten müssen signiert sein (Signature und SigAlg in der Adresse). Diese ist es nicht; schalten Sie das Signieren von Logout-Nachrichten beim Identity Provider ein.',
  'check.logout-signed':
    'Logout-Nachrichten müssen signiert sein. Diese ist es nicht; schalten Sie das Signieren von Logout-Nachrichten beim Identity Provider ein.',
  'check.logout-shape':
    'Eine als Formular gesendete Logout-Nachricht muss eine Signature über sich selbst enthalten, eine in einer Adresse keine. Es kamen mehr an, oder an anderer Stelle: Die Nachricht wurde manipuliert.',
  'check.logout-reference':
    'Eine Signatur muss auf die Nachricht verweisen, in der sie steht. Sie verweist auf etwas anderes: Die Nachricht wurde manipuliert.',
  'check.logout-issuer': 'Eine Logout-Nachricht muss ihren Issuer nennen. Sie tut es nicht.',
  'check.logout-issuer-other':
    'Der Issuer einer Logout-Nachricht muss die Entity-ID dieses Identity Providers sein. Es kam ein anderer an; vergleichen Sie die Entity-ID hier mit der dort eingestellten.',
  'check.logout-destination':
    'Die Destination einer Logout-Nachricht muss unsere Logout-Adresse sein. Berichtigen Sie diese Adresse beim Identity Provider.',
  'check.logout-age':
    'Eine Logout-Nachricht muss vor weniger als {seconds} Sekunden ausgestellt sein. Sie ist älter; oder die Uhren gehen verschieden.',
  'check.logout-person': 'Eine Logout-Anfrage muss eine Person nennen. Ihre NameID ist leer.',
  'check.logout-name': 'Eine Logout-Anfrage muss eine Person mit einer NameID nennen. Sie tut es nicht.',
  'check.logout-encrypted':
    'Die NameID einer Logout-Anfrage darf nicht verschlüsselt sein: Die Nachricht reist über TLS. Sie ist es; schalten Sie das für diese Anwendung beim Identity Provider ab.',
  'check.logout':
    'Eine Logout-Nachricht muss so ankommen, wie es das Binding sagt: jeder Parameter einmal und unter seinem einfachen Namen. {why}',
  'check.logout-long': 'Sie ist zu lang.',
  'check.logout-both': 'Sie enthält eine Anfrage und eine Antwort.',
  'check.logout-encoding': 'Ihre Kodierung ist unbekannt.',
  'check.logout-relay': 'Ihr RelayState hat mehr als {limit} Bytes.',
  'check.logout-name-encoded': 'Einer ihrer Parameter hat einen kodierten Namen.',
  'check.logout-misspelt': 'Einer ihrer Parameter ist falsch geschrieben.',
  'check.logout-twice': 'Einer ihrer Parameter kommt zweimal vor.',
  'check.logout-field-twice': 'Eines ihrer Felder kommt zweimal vor.',
  'check.logout-percent': 'Einer ihrer Werte ist kein prozentkodiertes UTF-8.',
  'check.logout-base64': 'Ihre Signature ist kein Base64.',
  'check.warn-sha1':
    'Die Signatur verwendet SHA-1 oder einen Schlüssel unter 2048 Bit. Stellen Sie den Identity Provider auf RSA-2048 mit SHA-256 um.',
  'check.warn-cbc':
    'Die Assertion ist mit AES-CBC verschlüsselt, und die Response ist nicht signiert. Lassen Sie den Identity Provider auch die Response signieren, oder verwenden Sie AES-GCM.',
  'check.warn-id':
    'Eine ID ist kein XML-Name. Lassen Sie den Identity Provider seine IDs mit einem Buchstaben oder einem Unterstrich beginnen.',
  'check.warn-last':
    'Eine Signature steht am Ende dessen, was sie signiert. Lassen Sie den Identity Provider sie hinter den Issuer setzen, wie SAML es sagt.',
  'check.warn-merged':
    'Das Attribut {name} kam mehr als einmal an; seine Werte wurden in der Reihenfolge zusammengefügt, in der sie kamen.',
}
