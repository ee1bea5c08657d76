import type { contacts as english } from '../en/contacts.ts'
import type { Translation } from '../translation.ts'

/** Kontakte. */
export const contacts: Translation<typeof english> = {
  'contacts.title': 'Kontakte',
  'contacts.search': 'Name, E-Mail-Adresse oder Anmeldename',
  'contacts.name': 'Name',
  'contacts.email': 'E-Mail',
  'contacts.login': 'Anmeldename',
  'contacts.updated': 'Letzte Änderung',
  'contacts.none': 'Noch kein Kontakt',
  'contacts.none-do': 'Kontakte entstehen von selbst, wenn sich jemand anmeldet.',
  'contacts.none-found': 'Kein Kontakt passt zu „{search}“.',
  'contact.values': 'Werte',
  'contact.roles': 'Rollen (Benutzergruppen)',
  'contact.identities': 'Bekannt als',
  'contact.no-identities': 'Bei keinem Identity Provider.',
  'contact.history': 'Verlauf',
  'contact.no-history': 'Kein Verlauf.',
  'contact.no-user': 'Zu diesem Kontakt gibt es keinen Benutzer: Niemand kann sich so anmelden.',
}
