import type { names as english } from '../en/names.ts'
import type { Translation } from '../translation.ts'

/** Wie Nachschlagelisten und eingebaute Rollen von Anfang an heißen: solange die Administration ihnen keinen anderen Namen gibt. */
export const names: Translation<typeof english> = {
  'lookup.Account': 'Firma',
  'lookup.ContactType': 'Kontakttyp',
  'lookup.Department': 'Abteilung',
  'lookup.Job': 'Position',
  'lookup.City': 'Ort',
  'lookup.Region': 'Bundesland/Provinz',
  'lookup.Country': 'Land',
  'lookup.Gender': 'Geschlecht',
  'lookup.Contact': 'Kontakt',
  'role.administrators': 'Administratoren',
  'role.all-employees': 'Alle Mitarbeitenden',
  'role.all-external': 'Alle Externen',
}
