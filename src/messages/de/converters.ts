import type { converters as english } from '../en/converters.ts'
import type { Translation } from '../translation.ts'

/** Attributzuordnung. */
export const converters: Translation<typeof english> = {
  'converters.title': 'Attributzuordnung',
  'converters.subtitle': 'Umsetzung von SAML-Feldnamen in Namen von Kontaktfeldern',
  'converters.lead':
    'Bei jeder Anmeldung füllt das Attribut die Spalte. Bringt das Attribut nichts, gilt der Standardwert; ohne ihn behält die Spalte, was sie hat.',
  'converters.attribute': 'Attribut',
  'converters.attribute-hint':
    'Wie der Identity Provider es sendet. Mehrere: eines je Zeile, das erste, das ankommt, gilt. Keines: Es wird immer der Standardwert geschrieben.',
  'converters.column': 'Kontaktspalte',
  'converters.choose': 'Spalte wählen',
  'converters.default': 'Standardwert',
  'converters.scope': 'Für',
  'converters.scope-all': 'alle Identity Provider',
  'converters.fixed': 'immer der Standardwert',
  'converters.never': 'In letzter Zeit nicht angekommen.',
  'converters.last': 'Zuletzt empfangen: {value}',
  'converters.add': 'Zeile hinzufügen',
  'converters.add-button': 'Hinzufügen',
  'converters.save': 'Speichern',
  'converters.delete': 'Löschen',
  'converters.row': 'Zeile für {column}',
  'converters.saved': 'Gespeichert. Die nächste Anmeldung verwendet es.',
  'converters.deleted': 'Gelöscht. Werte, die die Zeile geschrieben hat, bleiben.',
  'converters.lost':
    'Sie wurden inzwischen abgemeldet, deshalb wurde Ihre Änderung nicht gespeichert. Bitte geben Sie sie noch einmal ein.',
  'converters.none': 'Noch ist kein Attribut zugeordnet',
  'converters.none-do':
    'Ohne Zuordnung entsteht bei einer Anmeldung ein Kontakt, der nur einen Namen hat. Fügen Sie unten die erste Zeile hinzu.',
  'converters.unmapped': 'In letzter Zeit angekommen, aber nicht zugeordnet',
  'converters.version': 'Version {revision} der Regeln',
  'converters.invalid': 'Das wurde nicht gespeichert. Berichtigen Sie das markierte Feld.',
  'converters.changed':
    'Das wurde nicht gespeichert: Jemand anderes hat die Zeile inzwischen geändert. Sie zeigt den jetzigen Stand; darunter steht, was Sie wollten.',
  'converters.gone':
    'Das wurde nicht gespeichert: Jemand anderes hat die Zeile inzwischen gelöscht. Was Sie wollten, steht unter „Zeile hinzufügen“.',
  'converters.choose-one': 'Wählen Sie die Spalte, die das Attribut füllt.',
  'converters.undo': 'Rückgängig: die Zeile für {column} wieder hinzufügen',
  'converters.mine': 'Was Sie wollten',
  'converters.mine-now': '{wanted} (jetzt: {now})',
  'converters.mine-save': 'Stattdessen meines speichern',
}
