import { cellText } from './describe.ts'
import type { Change, Plan } from './types.ts'

/** A plan in few words, as `plan.json` of a scenario has it. */
export interface PlanOutline {
  readonly decision: Plan['decision']
  readonly refusal?: string
  readonly changes: readonly Readonly<Record<string, unknown>>[]
  readonly problems: readonly string[]
}

const outlineOfChange = (change: Change): Readonly<Record<string, unknown>> => {
  const because = change.because.kind
  switch (change.kind) {
    case 'lookup-value-created':
      return { newValue: `${change.lookup}: ${change.name}`, because }
    case 'lookup-value-removed':
      return { removedValue: `${change.lookup}: ${change.name}`, because }
    case 'user-created':
      return { newUser: change.login, type: change.userType, ...(change.status ? { status: change.status } : {}) }
    case 'identity-linked':
      return { link: change.login, because }
    case 'user-reactivated':
      return { reactivate: change.login, because }
    case 'contact-created':
      return { newContact: true }
    case 'column-set':
      return { set: change.column, from: cellText(change.before), to: cellText(change.after), because }
    case 'role-created':
      return { newRole: change.role, because }
    case 'role-granted':
      return { grant: change.role, because }
    case 'role-withdrawn':
      return { withdraw: change.role, because }
    default:
      return change satisfies never
  }
}

/** Says what a plan does in the order in which it does it, without ids and versions: two plans of one outline do the same. */
export const outlineOf = ({ decision, refusal, changes, problems }: Plan): PlanOutline => ({
  decision,
  ...(refusal ? { refusal: refusal.code } : {}),
  changes: changes.map(outlineOfChange),
  problems: problems.map(({ code, subject }) => (subject === null ? code : `${code}: ${subject}`)),
})

/** The same without texts that came from people: two of one shape differ in values only. */
export const shapeOf = ({ decision, refusal, changes, problems }: PlanOutline): string =>
  JSON.stringify([
    decision,
    refusal,
    changes.map(({ from: _, to, newUser, link, reactivate, newValue, newRole, ...rest }) => ({
      ...rest,
      ...(to === undefined ? {} : { to: to === '' ? 'nothing' : 'something' }),
      ...(typeof newValue === 'string' ? { newValue: newValue.slice(0, newValue.indexOf(':')) } : {}),
      user: [newUser, link, reactivate, newRole].map((one) => one !== undefined),
    })),
    problems,
  ])
