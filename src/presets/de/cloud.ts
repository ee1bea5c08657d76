import type { PresetTexts } from './texts.ts'

/** OneLogin. */
export const onelogin: PresetTexts = {
  summary:
    'OneLogin: Listen in einem Wert werden am Semikolon getrennt, und der CN eines Distinguished Name zählt auch als Gruppe.',
  path: 'Applications, Add App, SAML Custom Connector (Advanced); danach die Reiter Configuration, Parameters und SSO.',
  nameId: [
    'Der Parameter „NameID value“ ist von Haus aus die E-Mail-Adresse; „SAML nameID format“ ist Email oder Unspecified. Eine Adresse kann den Besitzer wechseln: Wählen Sie einen Wert, der bleibt, wo es einen gibt.',
  ],
  quirks: [
    'Ein Parameter wird nur mit dem Häkchen „Include in SAML assertion“ gesendet.',
    'Mehrere Werte brauchen „Multi-value parameter“ und „Semicolon Delimited“. Ohne sie kommt ein Wert a;b;c an; jitup trennt ihn, ein Teil einer solchen Liste gibt aber keine geschützte Rolle.',
    'Ein Benutzer hat höchstens eine OneLogin-Gruppe; den Rest tragen OneLogin-Rollen oder MemberOf aus Active Directory.',
    'MemberOf enthält Distinguished Names aus Active Directory.',
    'Ein nicht ausgefülltes Feld kann als leeres Attribut ankommen.',
    'Stellen Sie auf dem Reiter SSO den SAML Signature Algorithm auf SHA-256: jitup lehnt SHA-1 ab.',
  ],
  logout:
    'Single Logout steht in den Metadaten als „SLO Endpoint“; tragen Sie unsere Adresse als Single Logout URL ein.',
  certificates:
    'Das Zertifikat wird auf dem Reiter SSO gewählt und gilt jahrelang. Importieren Sie die Metadaten neu, nachdem Sie ein anderes gewählt haben.',
}

/** Okta. */
export const okta: PresetTexts = {
  summary: 'Okta: Jedes Attribut benennt die Administration; weggelassene Gruppen bedeuten keine.',
  path: 'Applications, Create App Integration, SAML 2.0; Attribute Statements stehen auf der Seite Configure SAML.',
  labels: {
    acsUrl: 'Single sign-on URL (auch für Recipient URL und Destination URL)',
  },
  nameId: [
    'Die NameID ist der „Application username“; „Name ID format“ ist Unspecified oder EmailAddress. Benutzernamen in Okta haben die Form einer E-Mail-Adresse, solange diese Einschränkung nicht aufgehoben ist.',
  ],
  quirks: [
    'Attributnamen müssen über Attribute Statements und Group Attribute Statements zusammen eindeutig sein.',
    'Ein Group Attribute Statement filtert nach dem Gruppennamen: Starts with, Equals, Contains oder Matches regex.',
    'Kommt keine Gruppe durch den Filter, wird das Attribut weggelassen: Fehlende Gruppen bedeuten keine.',
  ],
  logout:
    'Nur wir können ein Single Logout beginnen, und die Anfrage muss signiert sein: Laden Sie unser Signaturzertifikat als Signature Certificate hoch und setzen Sie das Häkchen „Allow application to initiate Single Logout“.',
  certificates:
    'Jede Anwendung hat ihr eigenes Signaturzertifikat; verwenden Sie eines mit SHA-256, und importieren Sie die Metadaten nach einem Wechsel neu.',
}

/** Google Workspace. */
export const google: PresetTexts = {
  summary:
    'Google Workspace: Die Administration benennt jedes Attribut und zählt jede Gruppe auf; Single Logout gibt es nicht.',
  path: 'Admin-Konsole, Apps, Web and mobile apps, Add app, Add custom SAML app.',
  labels: { logoutUrl: '(keine)' },
  nameId: [
    'Wählen Sie als Name ID „Basic Information > Primary email“ und das Format EMAIL. Eine primäre Adresse kann sich ändern.',
  ],
  quirks: [
    'Höchstens 75 Gruppennamen können zum Senden aufgezählt werden.',
    'Eine umbenannte Gruppe muss neu eingegeben werden, sonst wird sie nicht mehr gesendet.',
    'Wer in keiner der aufgezählten Gruppen ist, soll gar kein Gruppenattribut haben. Da das nicht dokumentiert ist, gelten fehlende Gruppen nicht als keine: Wählen Sie, sobald Sie es gesehen haben, „Es gibt keine: Rollen werden entzogen“ unter Personen und Gruppen.',
  ],
  logout: 'Google hat kein SAML Single Logout: Eine Abmeldung hier beendet nur unsere Sitzung.',
  certificates:
    'Zertifikate gelten fünf Jahre. Bevor eines abläuft, wählen Sie für die Anwendung das nächste und importieren dessen Metadaten neu.',
}
