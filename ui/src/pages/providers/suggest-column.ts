import type { Shape } from '../../api.ts'

/** What directories call things, and the columns that they are. */
const known: Readonly<Record<string, string>> = {
  mail: 'Email',
  emailaddress: 'Email',
  firstname: 'GivenName',
  fname: 'GivenName',
  lastname: 'Surname',
  lname: 'Surname',
  sn: 'Surname',
  familyname: 'Surname',
  displayname: 'Name',
  cn: 'Name',
  fullname: 'Name',
  telephonenumber: 'Phone',
  phonenumber: 'Phone',
  mobile: 'MobilePhone',
  mobilenumber: 'MobilePhone',
  company: 'Account',
  companyname: 'Account',
  organization: 'Account',
  o: 'Account',
  ou: 'Department',
  departmentname: 'Department',
  title: 'JobTitle',
  position: 'JobTitle',
  usertype: 'Type',
  l: 'City',
  locality: 'City',
  co: 'Country',
  c: 'Country',
  postalcode: 'Zip',
  streetaddress: 'Address',
  street: 'Address',
}

/** The last part of a Name, as people would say it: `http://…/claims/costcentre` is `costcentre`. */
const spoken = (name: string): string =>
  (name.split(/[/:#]/).at(-1) ?? name).toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')

/**
 * Guesses the column for an attribute that nothing reads: what the product's preset says, else a column of that name or caption,
 * else what directories usually mean by it. Null when nothing tells; it is only ever a suggestion.
 */
export function suggestColumn(
  attribute: string,
  columns: readonly Pick<Shape<'column'>, 'name' | 'caption'>[],
  preset: Pick<Shape<'preset'>, 'attributes'> | undefined,
): string | null {
  const offered = preset?.attributes.find((one) => one.names.includes(attribute))?.column
  const word = spoken(attribute)
  const named = columns.find((one) => spoken(one.name) === word || spoken(one.caption) === word)?.name
  const guess = offered ?? named ?? known[word] ?? null
  return columns.some((one) => one.name === guess) ? guess : null
}
