import { MICROSOFT } from '../claim-types.ts'
import type { PresetTexts } from './texts.ts'

/** AD FS. */
export const adfs: PresetTexts = {
  summary:
    'Active Directory Federation Services: Es wird keine NameIDPolicy gesendet, DOMAIN\\Gruppe zählt auch als Gruppe, und weggelassene Gruppen bedeuten keine.',
  path: 'AD FS Management, Relying Party Trusts, Add Relying Party Trust; danach Edit Claim Issuance Policy.',
  nameId: [
    'Ohne eine Anspruchsregel, die eine NameID ausstellt, gibt es keine. Eine Anfrage nach einem Format, das die Regeln nicht ausstellen, schlägt als Ganzes fehl (MSIS7070); jitup fragt deshalb nach keinem.',
    'Die Regeln unten stellen den Benutzerprinzipalnamen (UPN) aus. Wessen Prinzipalname sich ändert, ist dann eine neue Person; wo das vorkommt, stellen Sie stattdessen einen Wert aus, der bleibt.',
  ],
  quirks: [
    'Eine Anspruchsregel, die keine Gruppe findet, stellt nichts aus; mit der letzten Gruppe verschwindet also das Attribut: Fehlende Gruppen bedeuten keine.',
    'Gruppen kommen als Namen, DOMAIN\\Name, SIDs oder Distinguished Names an, je nach Regel. Die Regel unten sendet DOMAIN\\Name: Schreiben Sie für geschützte Rollen diesen ganzen Wert in die Gruppenzuordnung; für alle anderen genügt der Name.',
    'SamlResponseSignature ist AssertionOnly, MessageOnly oder MessageAndAssertion. Eine der beiden Signaturen genügt; beide sind am besten und nötig, wenn Assertions verschlüsselt werden.',
    'Ältere Anleitungen stellen SHA-1 als Signaturverfahren ein. jitup lehnt es ab; wählen Sie SHA-256.',
  ],
  logout:
    'Logout-Anfragen müssen signiert sein; AD FS braucht deshalb das Signaturzertifikat unserer Metadaten auf dem Reiter Signature. Ein Import der Metadaten trägt es dort ein.',
  certificates:
    'Von Haus aus erneuert AD FS sein Zertifikat zur Tokensignatur selbst und veröffentlicht das nächste vorher: Importieren Sie seine Metadaten neu, oder lassen Sie sie auffrischen, damit beide Schlüssel bekannt sind.',
}

/** Entra ID. */
export const entra: PresetTexts = {
  summary:
    'Entra ID (Azure AD): Weggelassene Gruppen bedeuten keine, außer es kommt der Link an, der für zu viele Gruppen steht.',
  path: 'Entra Admin Center, Enterprise applications, New application, Create your own application; danach Single sign-on, SAML.',
  nameId: [
    'Die NameID ist von Haus aus der Benutzerprinzipalname (UPN). Nennt eine Anfrage ein Format, wird es beachtet, und „unspecified“ ergibt eine paarweise Kennung; jitup fragt deshalb nach keinem.',
    'Eine NameID mit leerer Quelle wird durch eine dauerhafte paarweise Kennung ersetzt: Wählen Sie eine Quelle, die alle haben.',
    `Die Objekt-ID, ${MICROSOFT}objectidentifier, steht in jedem Token und ändert sich nie: das Sicherste, woran Personen erkannt werden (Personen und Gruppen → Mehr zu Personen), wo Prinzipalnamen sich ändern.`,
  ],
  quirks: [
    'Gruppen kommen als Objekt-IDs an, wenn kein anderes Quellattribut gewählt ist. Objekt-IDs sind eindeutig und bleiben: Verwenden Sie sie in Gruppenzuordnungen, vor allem für geschützte Rollen.',
    'Bei mehr als 150 Gruppen wird keine gesendet, sondern ein Link zu ihnen. jitup erteilt und entzieht dann nichts. Senden Sie nur die Gruppen, die der Anwendung zugewiesen sind.',
    'Wer in keiner Gruppe ist, hat gar kein Gruppenattribut: Fehlende Gruppen bedeuten keine.',
    '„Emit groups as role claims“ verschiebt die Gruppen in den Rollenanspruch und verdrängt dort die Anwendungsrollen.',
    'Anzeigenamen von Cloudgruppen sind nicht eindeutig: Geben Sie nie eine geschützte Rolle nach einem solchen.',
    'Lassen Sie Response und Assertion signieren: SAML Certificates, Edit, Signing Option „Sign SAML response and assertion“, SHA-256.',
  ],
  logout: 'Single Logout geht über Redirect; tragen Sie unsere Adresse als Logout Url ein.',
  certificates:
    'Das Signaturzertifikat gehört zur Anwendung und gilt drei Jahre. Erzeugen und importieren Sie das nächste, bevor es aktiv gemacht wird.',
}
