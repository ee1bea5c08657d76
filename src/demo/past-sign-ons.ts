import { departments, type PastPerson, pastPeopleCount, pastPerson } from './past-people.ts'
import { groupsAttribute } from './people.ts'

/** One thing that happened before anybody tried the demo. */
export type PastEvent =
  | {
      readonly kind: 'sign-on'
      readonly at: Date
      readonly userName: string
      readonly attributes: ReadonlyMap<string, readonly string[]>
      /** What is wrong with the answer: a NameID for one session only, or meant for an application of another name. */
      readonly flaw: 'transient' | 'audience' | null
    }
  | { readonly kind: 'disabled'; readonly at: Date; readonly userName: string }

const day = 86_400_000
const days = 90
const perPerson = { least: 5, spread: 4 }

/** Always the same numbers from 0 up to `limit`, without any order that one sees (an LCG; Numerical Recipes, 7.1). */
function dice(seed: number): (limit: number) => number {
  let state = (seed * 2_654_435_761 + 12_345) >>> 0
  return (limit) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * limit)
  }
}

/**
 * The last ninety days before `now`, oldest first: some 400 sign-ons of sixty people, with what real ones bring. People move to
 * another department, join and leave groups, marry, get a telephone; an attribute that nobody mapped (`employeeId`), one whose
 * name was mistyped at first (`Departement`), values that come twice; a leaver, a wrong kind of NameID, a wrong audience.
 * The same `now` gives the same events, no two at the same millisecond.
 */
export function pastEvents(now: Date): readonly PastEvent[] {
  const events = Array.from({ length: pastPeopleCount }, (_, number) => eventsOf(number, now)).flat()
  const taken = new Set<number>()
  return events
    .toSorted((a, b) => a.at.getTime() - b.at.getTime())
    .map((event) => {
      let at = event.at.getTime()
      while (taken.has(at)) at++
      taken.add(at)
      return { ...event, at: new Date(at) }
    })
    .toSorted((a, b) => a.at.getTime() - b.at.getTime())
}

function eventsOf(number: number, now: Date): readonly PastEvent[] {
  const roll = dice(number)
  const first = now.getTime() - days * day
  const count = perPerson.least + roll(perPerson.spread)
  const from = roll(days * 0.6)
  const moments = Array.from({ length: count }, () => {
    const hours = 7 + roll(11)
    return workday(first + (from + roll(days - from - 1)) * day, hours) + roll(3_600_000)
  }).toSorted((a, b) => a - b)
  let person = pastPerson(number)
  const { userName } = person
  // The last one is on the road from half time on, and the account is closed.
  const leaves = number === pastPeopleCount - 1 ? Math.floor(count / 2) : count
  return moments.flatMap((moment, index): PastEvent[] => {
    const at = new Date(Math.min(moment, now.getTime() - 60_000))
    if (index > 0) person = changed(person, roll)
    const early = at.getTime() < first + 30 * day
    const attributes = attributesOf(person, { number, early, roll })
    const flaw = number % 23 === 7 && index === 1 ? 'transient' : number % 29 === 11 && index === 0 ? 'audience' : null
    const signOn = { kind: 'sign-on', at, userName, attributes, flaw } as const
    return index === leaves
      ? [{ kind: 'disabled', at: new Date(at.getTime() - 3_600_000), userName }, signOn]
      : [signOn]
  })
}

/** That day at that hour (UTC), or the Monday after a weekend. */
function workday(moment: number, hour: number): number {
  const date = new Date(moment)
  const skip = { 6: 2, 0: 1 }[date.getUTCDay()] ?? 0
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate() + skip, hour)
}

function changed(person: PastPerson, roll: (limit: number) => number): PastPerson {
  const { groups } = person
  switch (roll(16)) {
    case 0:
    case 1:
      return { ...person, department: departments[roll(departments.length)] ?? person.department }
    case 2:
      return { ...person, groups: [...new Set([...groups, 'Sales team'])] }
    case 3:
      return { ...person, groups: groups.slice(0, -1) }
    case 4:
      return person.phone ? person : { ...person, phone: '+44 117 496 0120' }
    case 5:
      return roll(6) === 0 ? { ...person, surname: `${person.surname}-Marlowe` } : person
    default:
      return person
  }
}

function attributesOf(
  person: PastPerson,
  { number, early, roll }: { number: number; early: boolean; roll: (limit: number) => number },
): ReadonlyMap<string, readonly string[]> {
  const mistyped = early && person.company.startsWith('Silverpine')
  const department = roll(20) === 0 ? [person.department, 'Works council'] : [person.department]
  return new Map<string, readonly string[]>([
    ['Company', [person.company]],
    [mistyped ? 'Departement' : 'Department', department],
    ['Email', [person.userName]],
    ['First Name', [person.givenName]],
    ['Last Name', [person.surname]],
    ...(person.phone === null ? [] : ([['Phone', [person.phone]]] as const)),
    ...(person.employeeId === null ? [] : ([['employeeId', [person.employeeId]]] as const)),
    ...(number % 10 === 4 ? ([['Type', ['Contractor']]] as const) : []),
    [groupsAttribute, person.groups],
  ])
}
