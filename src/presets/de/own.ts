import type { PresetTexts } from './texts.ts'

/** Keycloak. */
export const keycloak: PresetTexts = {
  summary:
    'Keycloak: Rollen können in je einem Attribut kommen, Standardrollen werden übergangen, /a/gruppe zählt auch als Gruppe, und weggelassene Gruppen bedeuten keine.',
  path: 'Clients, Import client (die Datei unten), oder Create client mit dem Typ SAML.',
  nameId: ['Die NameID ist der Benutzername, wenn der Client nichts anderes sagt („Name ID format“).'],
  quirks: [
    'Rollen kommen als ein Attribut je Rolle an, wenn „Single Role Attribute“ nicht eingeschaltet ist. jitup liest beides.',
    'Ein Benutzer ohne Rollen oder Gruppen hat kein solches Attribut: Fehlende Gruppen bedeuten keine.',
    'Gruppen sind ganze Pfade, /mitarbeiter/vertrieb, wenn „Full group path“ nicht ausgeschaltet ist.',
    'Die Standardrollen des Realms kommen mit; sie stehen auf der Liste der übergangenen Gruppen.',
  ],
  logout:
    'Setzen Sie die Logout Service URL des Clients und lassen Sie Front channel logout eingeschaltet; Anfragen werden auf beiden Seiten signiert.',
  certificates:
    'Der Realm signiert mit seinem aktiven Schlüssel und veröffentlicht vielleicht weitere: Importieren Sie den Descriptor neu, nachdem Sie einen Key Provider hinzugefügt haben und bevor er die höhere Priorität bekommt.',
}

/** Shibboleth. */
export const shibboleth: PresetTexts = {
  summary:
    'Shibboleth und eduGAIN: Attribute heißen nach OIDs, und ein Attribut sagt, wer es ist, weil die NameID vergänglich (transient) ist.',
  path: 'conf/attribute-filter.xml des Identitätsanbieters (oder die Resource Registry der Föderation).',
  labels: { entityId: 'entityID des Service Providers' },
  nameId: [
    'Die NameID ist von Haus aus transient, bei jeder Anmeldung eine andere. jitup nimmt stattdessen das Attribut subject-id; wo eine Föderation es nicht freigibt, nennen Sie eduPersonPrincipalName oder pairwise-id unter Personen und Gruppen → Mehr zu Personen.',
  ],
  quirks: [
    'Nur eine NameID vom Typ transient wird freigegeben, bis eine Filterrichtlinie mehr freigibt.',
    'mail kann mehrere Werte haben.',
    'eduPersonScopedAffiliation und eduPersonPrincipalName haben einen Scope, name@scope: Er gehört zum Wert, und nur manche Einrichtungen dürfen ihn verwenden.',
    'Der Filter kann Gruppen aus eigenen Gründen weglassen: Fehlende Gruppen gelten nicht als keine.',
  ],
  logout:
    'Viele Einrichtungen haben Single Logout abgeschaltet; unseres wird verwendet, wenn die Metadaten es anbieten.',
  certificates:
    'Schlüssel kommen mit den signierten Metadaten der Föderation, und die Daten eines Zertifikats selbst bedeuten dort nichts.',
}

/** PingFederate. */
export const pingfederate: PresetTexts = {
  summary:
    'PingFederate: Beide Seiten vereinbaren einen Attribute Contract, und der CN eines Distinguished Name zählt auch als Gruppe.',
  path: 'Applications, SP Connections, Create Connection, Browser SSO; danach Assertion Creation, Attribute Contract.',
  nameId: [
    'SAML_SUBJECT des Attribute Contract wird zur NameID.',
    'Bei den Identity Mappings Pseudonym und Transient können Attribute ganz fehlen: Wählen Sie Standard, oder setzen Sie das Häkchen „Include attributes …“.',
  ],
  quirks: [
    'Attributnamen unterscheiden Groß- und Kleinschreibung und müssen auf beiden Seiten gleich sein.',
    'Auf dem Reiter Signature Policy wird die ganze Response signiert, oder mit „Require signed SAML Assertions“ nur die Assertion. Beides genügt.',
  ],
  logout:
    'Wählen Sie die SLO-Profile auf dem Reiter SAML Profiles und tragen Sie unsere Adresse unter SLO Service URLs ein.',
  certificates:
    'Das Signaturzertifikat wird für jede Verbindung gewählt: Importieren Sie die Metadaten neu, nachdem Sie ein anderes gewählt haben.',
}

/** Any other SAML 2.0 identity provider. */
export const generic: PresetTexts = {
  name: 'Anderer SAML-2.0-Identitätsanbieter',
  summary: 'Jeder andere SAML-2.0-Identitätsanbieter: Es wird nichts angenommen.',
  path: 'Die Stelle, an der Ihr Identitätsanbieter einen SAML-Service-Provider hinzufügt; die meisten nehmen die Adresse oder Datei unserer Metadaten.',
  labels: {
    acsUrl: 'Assertion Consumer Service (HTTP-POST), Recipient, Reply URL',
    logoutUrl: 'Single Logout Service (HTTP-Redirect)',
  },
  nameId: [
    'Die NameID muss bei jeder Anmeldung dieselbe sein und darf später niemand anderem gehören: persistent, oder ein Name, der nie zweimal vergeben wird. Eine vom Typ transient wird abgelehnt, wenn nicht ein Attribut sagt, wer es ist.',
  ],
  quirks: [
    'Was ein fehlendes Gruppenattribut bedeutet, ist nicht bekannt; es nimmt deshalb nichts weg. Lässt Ihr Identitätsanbieter es mit der letzten Gruppe weg, wählen Sie „Es gibt keine: Rollen werden entzogen“ unter Personen und Gruppen.',
  ],
  logout: 'Single Logout wird verwendet, wenn die Metadaten es anbieten.',
  certificates:
    'Importieren Sie die Metadaten neu, wenn der Signaturschlüssel bald wechselt, solange beide Schlüssel veröffentlicht sind.',
}
