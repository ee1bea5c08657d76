/** What every installation calls its lookups and built-in roles: shown until an administrator gives one another name. */
export const names = {
  'lookup.Account': 'Account',
  'lookup.ContactType': 'Contact type',
  'lookup.Department': 'Department',
  'lookup.Job': 'Job',
  'lookup.City': 'City',
  'lookup.Region': 'State/province',
  'lookup.Country': 'Country',
  'lookup.Gender': 'Gender',
  'lookup.Contact': 'Contact',
  'role.administrators': 'Administrators',
  'role.all-employees': 'All employees',
  'role.all-external': 'All external users',
} as const
