import type { BuiltInRole } from './config-file.ts'

/**
 * What an installation has from the beginning, under the captions and names of the migrations: an export leaves out what still has
 * them. A test compares this with a new database.
 */
export const builtInCaptions: Readonly<Record<string, string>> = {
  Name: 'Full name',
  GivenName: 'Given name',
  Surname: 'Surname',
  MiddleName: 'Middle name',
  Salutation: 'Salutation',
  Account: 'Account',
  Type: 'Type',
  Department: 'Department',
  Job: 'Job title',
  JobTitle: 'Full job title',
  Phone: 'Phone',
  MobilePhone: 'Mobile phone',
  HomePhone: 'Home phone',
  Email: 'Email',
  Address: 'Address',
  City: 'City',
  Region: 'State/province',
  Country: 'Country',
  Zip: 'ZIP/postal code',
  Gender: 'Gender',
  BirthDate: 'Birth date',
  Language: 'Preferred language',
  Owner: 'Owner',
  Notes: 'Notes',
  'user.culture': 'Culture of the user',
  'user.timeZone': 'Time zone of the user',
}

export const builtInLookups: Readonly<Record<string, string>> = {
  Account: 'Account',
  ContactType: 'Contact type',
  Department: 'Department',
  Job: 'Job',
  City: 'City',
  Region: 'State/province',
  Country: 'Country',
  Gender: 'Gender',
  Contact: 'Contact',
}

export const builtInRoles: Readonly<Record<BuiltInRole, string>> = {
  administrators: 'Administrators',
  'all-employees': 'All employees',
  'all-external': 'All external users',
}
