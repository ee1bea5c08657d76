/** Contacts. */
export const contacts = {
  'contacts.title': 'Contacts',
  'contacts.search': 'Name, e-mail address or sign-in name',
  'contacts.name': 'Name',
  'contacts.email': 'Email',
  'contacts.login': 'Sign-in name',
  'contacts.updated': 'Last change',
  'contacts.none': 'No contact yet',
  'contacts.none-do': 'Contacts appear by themselves when people sign in.',
  'contacts.none-found': 'No contact matches “{search}”.',
  'contact.values': 'Values',
  'contact.roles': 'Roles (user groups)',
  'contact.identities': 'Known as',
  'contact.no-identities': 'At no identity provider.',
  'contact.history': 'History',
  'contact.no-history': 'No history.',
  'contact.no-user': 'This contact has no user: nobody can sign in as them.',
} as const
