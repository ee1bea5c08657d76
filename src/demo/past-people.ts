/** Who signed on before anybody tried the demo. All are invented; addresses and telephone numbers are ones reserved for fiction. */

/** One of them, as their identity provider knew them at first. */
export interface PastPerson {
  readonly userName: string
  readonly givenName: string
  readonly surname: string
  readonly company: string
  readonly department: string
  /** Null: the attribute is not sent. Empty: it is sent without a value. */
  readonly phone: string | null
  readonly groups: readonly string[]
  /** Sent by some of the companies; no rule reads it. */
  readonly employeeId: string | null
}

const givenNames = [
  'Aisha',
  'Bram',
  'Carys',
  'Dmitri',
  'Elif',
  'Farid',
  'Greta',
  'Hugo',
  'Ines',
  'Jonas',
  'Keira',
  'Liam',
]
const surnames = [
  'Abbott',
  'Brandt',
  'Castelo',
  'Duarte',
  'Eriksen',
  'Fenwick',
  'Garside',
  'Hartnell',
  'Ivory',
  'Jessop',
]

/** None of them is one that the people of the demo bring: what is new with John Best must still be new. */
const companies = [
  'Bright Harbour Freight Ltd',
  'Bright Harbour Services Ltd',
  'Silverpine Instruments GmbH',
  'Cobalt & Reed LLP',
] as const
export const departments = ['Support', 'Finance', 'Logistics', 'Field service', 'Procurement', 'Legal'] as const

const offices = [
  { group: 'London office', prefix: '+44 20 7946 0' },
  { group: 'Kraków office', prefix: '+44 131 496 0' },
  { group: 'Leeds office', prefix: '+44 113 496 0' },
] as const

/** How many there are. */
export const pastPeopleCount = 60

/** Person `number`, from 0: always the same. */
export function pastPerson(number: number): PastPerson {
  const at = <T>(list: readonly T[], step = 1): T => list[(number * step) % list.length] as T
  const givenName = at(givenNames)
  const surname = surnames[Math.floor(number / givenNames.length + number) % surnames.length] as string
  const company = at(companies, 3)
  const office = at(offices, 2)
  const digits = String((number * 37) % 1000).padStart(3, '0')
  const host = `${company.toLowerCase().split(/\W+/).slice(0, 2).join('-')}.example`
  return {
    userName: `${givenName}.${surname}.${number}@${host}`.toLowerCase(),
    givenName,
    surname,
    company,
    department: at(departments, 5),
    phone: number % 7 === 3 ? null : number % 11 === 5 ? '' : `${office.prefix}${digits}`,
    groups: [office.group, ...(number % 3 === 0 ? ['Engineers'] : []), ...(number % 4 === 1 ? ['vpn-users'] : [])],
    employeeId: company === companies[2] || company === companies[3] ? null : `E${10_000 + number * 13}`,
  }
}
