import type { PlanCode } from '../errors.ts'
import { nameKey } from './names.ts'
import type { Plan, Problem, Subject } from './types.ts'

/** What a person has to look at. Stable names: outside programs read them. */
export const workKinds = [
  'match-ambiguous',
  'link-barred',
  'lookup-value',
  'group-unknown',
  'email-conflict',
  'login-conflict',
  'value-invalid',
  'value-missing',
  'roles-incomplete',
  'withdrawals-paused',
  'person-waiting',
  'key-waiting',
  'certificate-expiring',
  'refusals-high',
  'people-alike',
] as const
export type WorkKind = (typeof workKinds)[number]

/** One thing that a sign-on leaves for somebody to look at. */
export interface Work {
  readonly kind: WorkKind
  readonly problem: Problem
  /** Together with the kind and the provider: what it is about. The same thing is noted once. */
  readonly thing: readonly string[]
}

/** More than these of one sign-on are not noted: whoever sees them sees that the rules do not fit. */
export const WORK_PER_SIGN_ON = 20

const kinds: Partial<Readonly<Record<PlanCode, WorkKind>>> = {
  contact_ambiguous: 'match-ambiguous',
  link_not_allowed: 'link-barred',
  lookup_value_queued: 'lookup-value',
  lookup_limit: 'lookup-value',
  email_taken: 'email-conflict',
  email_domain_bound: 'email-conflict',
  value_invalid: 'value-invalid',
  value_too_long: 'value-invalid',
  attribute_missing: 'value-missing',
  required_value_missing: 'value-missing',
  roles_incomplete: 'roles-incomplete',
  withdrawals_paused: 'withdrawals-paused',
}

const kindOf = ({ code, subject }: Problem, { refusal }: Plan, isHere: boolean): WorkKind | undefined => {
  // What the lookup does not know is kept out on purpose, unless it keeps the person out.
  if (code === 'lookup_value_unknown') {
    return refusal?.code === code && refusal.subject === subject ? 'lookup-value' : undefined
  }
  // A name with a suffix is a name; only without any the person is kept out.
  if (code === 'login_taken') return refusal?.code === code ? 'login-conflict' : undefined
  const kind = kinds[code]
  // Whoever was kept out for something else has no contact yet on which an address could be decided: it may be their own.
  if (kind === 'email-conflict' && refusal && !isHere && refusal.subject !== subject) return undefined
  return kind
}

/**
 * What of a plan needs a person: each thing once, in the order of its problems. Most remarks need nobody: they say what the
 * rules want. Pure, like the plan.
 *
 * @param who the person, by the id of the user; for who is not here yet the subject
 * @param hour of the sign-on: a pause ends with it
 */
export const workOf = (plan: Plan, who: string | Subject | null, hour: Date): readonly Work[] => {
  const person = typeof who === 'string' ? who : JSON.stringify(who && [who.value, who.format])
  const things: { readonly [Kind in WorkKind]?: (problem: Problem) => readonly string[] } = {
    'match-ambiguous': () => [person],
    'link-barred': () => [person],
    'lookup-value': ({ details }) => [String(details.lookup), nameKey(String(details.text))],
    'email-conflict': ({ details }) => [person, String(details.contactId ?? details.domain)],
    'login-conflict': ({ details }) => [person, String(details.login)],
    'value-invalid': ({ subject }) => [person, subject ?? ''],
    'value-missing': ({ subject }) => [person, subject ?? ''],
    'roles-incomplete': ({ details }) => [String(details.reason)],
    'withdrawals-paused': () => [hour.toISOString()],
  }
  const found = new Map<string, Work>()
  for (const problem of plan.problems) {
    const kind = kindOf(problem, plan, typeof who === 'string')
    const thing = kind && things[kind]?.(problem)
    if (!kind || !thing || found.size >= WORK_PER_SIGN_ON) continue
    const key = JSON.stringify([kind, ...thing])
    if (!found.has(key)) found.set(key, { kind, problem, thing })
  }
  return [...found.values()]
}
