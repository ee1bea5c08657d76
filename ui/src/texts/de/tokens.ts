import type { Texts } from '../dictionary.ts'
import type { tokens as en } from '../en/tokens.ts'

export const tokens: Texts<typeof en> = {
  'tokens.title': 'API-Tokens',
  'tokens.lead':
    'Für Skripte und andere Programme. Ein Token wird einmal gezeigt, wenn es entsteht; wir bewahren nur seinen Fingerabdruck auf.',
  'tokens.name': 'Name',
  'tokens.name-hint': 'Wofür es da ist, damit später jemand sagen kann, ob es noch gebraucht wird.',
  'tokens.scopes': 'Darf',
  'tokens.used': 'Zuletzt benutzt',
  'tokens.made': 'Erstellt',
  'tokens.by': 'Erstellt von',
  'tokens.by-unknown': 'nicht bekannt',
  'tokens.state': 'Zustand',
  'tokens.add': 'Neues Token',
  'tokens.make': 'Token erstellen',
  'tokens.made-text': 'Dies ist das Token. Kopieren Sie es jetzt: Es wird nicht wieder gezeigt.',
  'tokens.token': 'das Token',
  'tokens.end': 'Beenden',
  'tokens.ended': 'beendet',
  'tokens.end-title': 'Dieses Token endgültig beenden?',
  'tokens.end-text': 'Was {name} benutzt, wird ab der nächsten Anfrage abgelehnt.',
  'tokens.none': 'Es gibt keine API-Tokens',
  'tokens.none-text': 'Ein Programm, das hier etwas lesen oder ändern soll, braucht eines.',
  'tokens.scope-trust:read': 'Identitätsanbieter, Zertifikate und Domains lesen',
  'tokens.scope-trust:write': 'Ändern, wem wir vertrauen',
  'tokens.scope-rules:read': 'Attribut- und Gruppenzuordnung lesen',
  'tokens.scope-rules:write': 'Attribut- und Gruppenzuordnung ändern',
  'tokens.scope-directory:read': 'Kontakte, Benutzer, Rollen, Nachschlagewerte und Anmeldungen lesen',
  'tokens.scope-directory:write': 'Kontakte, Benutzer, Rollen und Nachschlagewerte ändern',
  'tokens.scope-claims:read': 'Lesen, was mit einer Anmeldung kam; jedes Lesen wird vermerkt',
  'tokens.scope-admin': 'Alles, auch Tokens und Einstellungen',
}
