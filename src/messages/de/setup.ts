import type { setup as english } from '../en/setup.ts'
import type { Translation } from '../translation.ts'

/** Anleitungen für alle, die die andere Seite einrichten. Was Produkte ihre Teile nennen, steht so da, wie die Produkte es schreiben. */
export const setup: Translation<typeof english> = {
  'setup.title-who': 'Wer es ist',
  'setup.title-hidden': 'Verborgene Zeichen',
  'setup.title-known': 'Gut zu wissen',
  'setup.title-logout': 'Single Logout',
  'setup.title-certificates': 'Zertifikate',
  'setup.unverified': '{text} (von uns nicht nachgeprüft)',
  'setup.guess-title': 'Noch ist nichts zugeordnet',
  'setup.guess':
    'Noch liest keine Zeile der Attributzuordnung etwas von diesem Anbieter: Unten steht, was das Produkt üblicherweise sendet und was es füllen würde. Die Zeilen entstehen nach der Test-Anmeldung: Dort macht „Alle verwenden“ sie aus dem, was wirklich ankam.',
  'setup.hidden':
    'Diese Namen enthalten Zeichen, die niemand sieht; hier sind sie ausgeschrieben. Geben Sie den Attributen besser andere Namen.',
  'setup.create-title': 'Die Anwendung anlegen',
  'setup.create': '{path} Produkte, die Metadaten annehmen, brauchen nur deren Adresse.',
  'setup.left-out-title': 'Ausgelassen: von Hand zu erledigen',
  'setup.there': 'Dort',
  'setup.value': 'Wert',
  'setup.metadata': 'Metadaten',
  'setup.attribute': 'Attribut',
  'setup.fills': 'Füllt',
  'setup.name': 'Name',
  'setup.name-format': 'Namensformat',
  'setup.namespace': 'Namespace',
  'setup.source': 'Quellattribut',
  'setup.several': 'Mehrere Werte',
  'setup.field': 'Feld',
  'setup.yes': 'ja',
  'setup.no': 'nein',
  'setup.choose': '(wählen Sie das Feld für: {purpose})',
  'setup.purpose-subject': 'wer es ist',
  'setup.purpose-login': 'Anmeldename',
  'setup.purpose-groups': 'Gruppen, für Rollen',
  'setup.adfs-rules-title': 'Anspruchsregeln (Claim Rules)',
  'setup.adfs-rules':
    'Edit Claim Issuance Policy, Add Rule, Send Claims Using a Custom Rule: eine Regel für jeden @RuleName. Oder führen Sie das Skript des nächsten Schritts aus.',
  'setup.adfs-script-title': 'Dasselbe als PowerShell',
  'setup.adfs-script':
    'Auf einem AD-FS-Server, als Administrator. Es ersetzt die Ausstellungsregeln dieser Vertrauensstellung (Relying Party Trust). Wählen Sie danach eine Zugriffssteuerungsrichtlinie: Ohne sie kommt niemand hinein.',
  'setup.adfs-left-out':
    'Entweder wissen wir nicht, welches LDAP-Attribut den Wert enthält, oder der Name hat Zeichen, die eine Anspruchsregel nicht sicher tragen kann.',
  'setup.entra-claims-title': 'Attributes & Claims',
  'setup.entra-claims':
    'Single sign-on, Attributes & Claims, Edit, Add new claim. Ein leerer Namespace ergibt einen kurzen Namen. Zeilen, die von Anfang an da sind, brauchen keine Änderung.',
  'setup.entra-groups-title': 'Gruppenanspruch (Group Claim)',
  'setup.entra-groups':
    'Fügen Sie mit „Add a group claim“ einen hinzu. Wählen Sie „Groups assigned to the application“, damit niemand die Grenze von 150 Gruppen überschreitet. Lassen Sie „Emit groups as role claims“ aus. Ein anderer Name als der vorgegebene braucht „Customize the name of the group claim“.',
  'setup.general-title': 'Attribute',
  'setup.general': 'Senden Sie diese, genau so geschrieben. Auf das Namensformat kommt es nicht an.',
  'setup.google-details-title': 'Angaben zum Service Provider',
  'setup.google-details':
    'Name ID format EMAIL, Name ID „Basic Information > Primary email“, und ein Häkchen bei „Signed response“.',
  'setup.google-mapping-title': 'Attributzuordnung',
  'setup.google-mapping': 'Add mapping, je eine Zeile.',
  'setup.google-groups-title': 'Gruppenmitgliedschaft',
  'setup.google-groups':
    'Wählen Sie jede Gruppe, die eine Rolle gibt, höchstens 75. Geben Sie eine Gruppe neu ein, nachdem sie umbenannt wurde. Schalten Sie die App dann für die ein, für die sie gedacht ist: User access.',
  'setup.google-choose': '(wählen Sie die Gruppen)',
  'setup.keycloak-client-title': 'Der Client',
  'setup.keycloak-client':
    'Clients, Import client. Übernehmen Sie danach unser Signaturzertifikat: Reiter Keys, Import key, Certificate PEM aus unseren Metadaten. Der Client Scope role_list sendet von selbst Rollen; entfernen Sie ihn vom Client, wenn der Mapper unten der einzige sein soll.',
  'setup.keycloak-left-out':
    'Wir wissen nicht, welches Benutzerattribut den Wert enthält: Fügen Sie für jedes einen Mapper „User Attribute“ hinzu.',
  'setup.okta-statements-title': 'Attribute Statements',
  'setup.okta-statements': 'Configure SAML, Attribute Statements. Auf das Namensformat kommt es nicht an.',
  'setup.okta-groups-title': 'Group Attribute Statement',
  'setup.okta-groups':
    'Der Filter entscheidet, welche Gruppen gesendet werden. „Matches regex .*“ sendet alle; besser ist ein gemeinsamer Anfang und „Starts with“.',
  'setup.okta-filter': 'Filter',
  'setup.okta-expression': 'Ausdruck',
  'setup.okta-api-title': 'Dasselbe für die Okta-API',
  'setup.okta-api': 'settings.signOn.attributeStatements der Anwendung.',
  'setup.onelogin-configuration-title': 'Configuration',
  'setup.onelogin-configuration': 'Weitere Felder des Reiters Configuration.',
  'setup.onelogin-parameters-title': 'Parameter',
  'setup.onelogin-parameters':
    'Reiter Parameters, mit + je eine Zeile. Ohne das Häkchen „Include in SAML assertion“ wird ein Parameter nicht gesendet. Gruppen brauchen außerdem „Multi-value parameter“ und „Semicolon Delimited Output (Multi-value output)“; sonst kommen alle in einem Wert an, a;b;c.',
  'setup.onelogin-field-name': 'Feldname',
  'setup.pingfederate-title': 'Attribute Contract',
  'setup.pingfederate':
    'Erweitern Sie den Contract um diese, genau so geschrieben, und füllen Sie jedes unter Attribute Contract Fulfillment. SAML_SUBJECT ist schon da.',
  'setup.shibboleth-release-title': 'Attribute',
  'setup.shibboleth-release':
    'Was freizugeben ist, mit der Kennung im Resolver und dem Namen, unter dem es gesendet wird.',
  'setup.shibboleth-id': 'Kennung des Attributs',
  'setup.shibboleth-policy-title': 'Filterrichtlinie',
  'setup.shibboleth-policy': 'conf/attribute-filter.xml, innerhalb von AttributeFilterPolicyGroup.',
  'setup.shibboleth-definitions-title': 'Definitionen der Attribute',
  'setup.shibboleth-definitions':
    'conf/attribute-resolver.xml. „myLDAP“ ist die Kennung Ihres Data Connectors; setzen Sie das richtige Feld ein, wo CHOOSE steht.',
  'setup.shibboleth-left-out':
    'Diese Namen enthalten Zeichen, die XML nicht tragen kann, die niemand sieht oder die Shibboleth für einen Ausdruck hielte. Geben Sie den Attributen andere Namen.',
}
