import { arrivalsOf } from './arrivals.ts'
import { overageMarks } from './attributes.ts'
import { attributesOf, mappingOf, sentName } from './converters.ts'
import { roleAttributesOf } from './evidence.ts'
import { loginAttributes } from './login.ts'
import { byCodeUnit } from './names.ts'
import type { Claims, Column, LinkRule, Plan, ProviderPolicy, Rules, Snapshot } from './types.ts'

/**
 * Raised with every change of what `plan` makes of the same input, so that nothing remembered outlives the code that decided it.
 */
export const ENGINE_VERSION = 1

/** The state of everything but the claims that a plan was made from. A plan for another state says nothing about this one. */
export interface Standing {
  readonly rulesRevision: number
  /** Of the user: a subject may be bound to another one, whose versions are the same. */
  readonly userId: string
  readonly userVersion: number
  readonly contactVersion: number
  /** How often roles, lookups, mail domains or a second owner of an address have changed: `directory_generation`. */
  readonly generation: string
}

const linkAttributes = (rule: LinkRule): readonly string[] => {
  if (rule.by !== 'login') return [rule.attribute]
  return rule.from === 'NameID' ? [] : [rule.from.attribute]
}

/**
 * The Names, as sent, of those claims that the rules or the provider's policy look at; sorted. Two sign-ons of a person whose
 * claims agree on these get the same plan, whatever else arrives: a sign-on time, the state of a device.
 */
export const claimsRead = (
  provider: ProviderPolicy,
  rules: Pick<Rules, 'converters'>,
  columns: ReadonlyMap<string, Column>,
  claims: Claims,
): readonly string[] => {
  const read = new Set<string>([...roleAttributesOf(provider), ...overageMarks, ...loginAttributes(provider.loginFrom)])
  if (provider.subjectFrom !== 'NameID') read.add(provider.subjectFrom.attribute)
  for (const name of (provider.link ?? []).flatMap(linkAttributes)) read.add(name)
  for (const condition of [provider.externalWhen, provider.pilot?.when]) if (condition) read.add(condition.attribute)
  for (const row of [...mappingOf(provider, rules, columns).rows.values()].flat()) {
    if (row.condition) read.add(row.condition.attribute)
    // The Name that was found by its last part, not the part: another Name may end alike.
    for (const name of attributesOf(row)) read.add(sentName(row, name, claims) ?? name)
  }
  return [...read].filter((name) => claims.has(name)).toSorted(byCodeUnit)
}

/**
 * One text for everything that a plan follows from. Equal texts, equal plans. Injective: JSON quotes every text and escapes what
 * UTF-8 cannot carry, so that no two inputs share one. The order of attributes does not count, that of values does.
 */
export const digestText = (
  { provider, subject, nameId, columns }: Pick<Snapshot, 'provider' | 'subject' | 'nameId' | 'columns'>,
  rules: Pick<Rules, 'converters'>,
  claims: Claims,
  { rulesRevision, userId, userVersion, contactVersion, generation }: Standing,
): string =>
  JSON.stringify([
    [ENGINE_VERSION, rulesRevision, userId, userVersion, contactVersion, generation],
    [provider.id, subject?.value ?? null, subject?.format ?? null, nameId?.value ?? null, nameId?.format ?? null],
    claimsRead(provider, rules, columns, claims).map((name) => [name, claims.get(name) ?? []]),
  ])

/**
 * May the plan be remembered as "the same again changes nothing"? Only one that changes nothing, with nothing to remark on (which
 * takes out every pause, ceiling, refusal and unknown lookup value), for a person who was known by the subject. And only when it
 * looks for nobody by name: the sign-ons of others make people and rename them without counting up `directory_generation`.
 */
export const mayRemember = (
  snapshot: Snapshot,
  rules: Pick<Rules, 'converters'>,
  claims: Claims,
  plan: Plan,
): boolean => {
  if (plan.decision !== 'unchanged' || plan.problems.length > 0) return false
  if (!snapshot.person || snapshot.match.kind !== 'identity') return false
  const { byColumn } = arrivalsOf(snapshot.provider, rules, snapshot.columns, claims)
  return [...byColumn.values()].every(({ column }) => column.lookup !== 'Contact')
}
