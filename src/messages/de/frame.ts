import type { frame as english } from '../en/frame.ts'
import type { Translation } from '../translation.ts'

/** Der Rahmen jeder Seite, Listen, und wie Werte gezeigt werden. */
export const frame: Translation<typeof english> = {
  'app.skip': 'Zum Inhalt springen',
  'app.navigation': 'Hauptnavigation',
  'app.language': 'Sprache',
  'app.demo': 'Demo',
  'nav.admin': 'Administration',
  'nav.me': 'Mein Kontakt',
  'nav.sign-out': 'Abmelden',
  'demo.banner': 'Demo: Alle können sich hier als jede Person anmelden. Nicht für echte Daten.',
  'value.none': 'leer',
  'value.was': 'bisher',
  'value.becomes': 'wird zu',
  'value.new': 'neu',
  'value.new-title': 'Diesen Nachschlagewert gibt es noch nicht; er wird angelegt',
  'value.no-value': 'ohne Wert gesendet',
  'value.more': '{count} weitere',
  'value.more-one': '1 weiterer',
  'value.whole': 'Alle {count} Zeichen anzeigen',
  'value.moment': '{date}, {time} {zone}',
}
