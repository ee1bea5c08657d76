import type { columns as english } from '../en/columns.ts'
import type { Translation } from '../translation.ts'

/** Überschriften der Spalten, die jede Installation hat: solange die Administration einer Spalte keine andere gibt. */
export const columns: Translation<typeof english> = {
  'column.Name': 'Vollständiger Name',
  'column.GivenName': 'Vorname',
  'column.Surname': 'Nachname',
  'column.MiddleName': 'Zweiter Vorname',
  'column.Salutation': 'Anrede',
  'column.Account': 'Firma',
  'column.Type': 'Typ',
  'column.Department': 'Abteilung',
  'column.Job': 'Position',
  'column.JobTitle': 'Vollständige Positionsbezeichnung',
  'column.Phone': 'Telefon',
  'column.MobilePhone': 'Mobiltelefon',
  'column.HomePhone': 'Telefon privat',
  'column.Email': 'E-Mail',
  'column.Address': 'Adresse',
  'column.City': 'Ort',
  'column.Region': 'Bundesland/Provinz',
  'column.Country': 'Land',
  'column.Zip': 'Postleitzahl',
  'column.Gender': 'Geschlecht',
  'column.BirthDate': 'Geburtsdatum',
  'column.Language': 'Bevorzugte Sprache',
  'column.Owner': 'Verantwortlich',
  'column.Notes': 'Notizen',
  'column.user.culture': 'Sprachraum des Benutzers',
  'column.user.timeZone': 'Zeitzone des Benutzers',
}
