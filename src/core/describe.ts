import type { PlanCode } from '../errors.ts'
import { wellKnownRoleAttributes } from './attributes.ts'
import { REDACTED } from './redact.ts'
import type { Because, CellValue, Change, LinkRule, Problem } from './types.ts'

/** Every sentence about a plan: its key, and the names of the values it may use. The texts are in the server's message table. */
export const planMessages = {
  'change.lookup-value-created': ['lookup', 'name'],
  'change.lookup-value-removed': ['lookup', 'name'],
  'change.user-created': ['login', 'userType'],
  'change.user-created-pending': ['login', 'userType'],
  'change.identity-linked': ['login'],
  'change.user-reactivated': ['login'],
  'change.contact-created': [],
  'change.column-filled': ['column', 'after'],
  'change.column-changed': ['column', 'before', 'after'],
  'change.column-cleared': ['column', 'before'],
  'change.role-created': ['role'],
  'change.role-granted': ['role'],
  'change.role-withdrawn': ['role'],
  'because.claim': ['attribute'],
  'because.claim-mapping': ['attribute', 'from'],
  'because.claim-entry': ['attribute', 'from'],
  'because.claim-fall-back': ['attribute', 'from'],
  'because.claim-mapping-unseen': ['attribute'],
  'because.claim-entry-unseen': ['attribute'],
  'because.claim-fall-back-unseen': ['attribute'],
  'because.default': ['attribute'],
  'because.default-no-attribute': [],
  'because.fixed': [],
  'because.template': [],
  'because.cleared': ['attribute'],
  'because.cleared-template': [],
  'because.split': ['columns'],
  'because.composed': ['columns'],
  'because.composed-from-login': [],
  'because.first-sign-on': [],
  'because.role-rule': ['group'],
  'because.role-name': ['group'],
  'because.role-rule-cleaned': ['group', 'from'],
  'because.role-name-cleaned': ['group', 'from'],
  'because.base-role': [],
  'because.group-gone': [],
  'because.not-reasserted': [],
  'because.replaced': [],
  'because.edited': [],
  'because.undone': [],
  'because.merged': [],
  'because.linked': ['column', 'attribute'],
  'because.linked-login': ['attribute'],
  'because.linked-email': ['attribute'],
  'because.reactivate': [],
  'problem.user_not_provisioned': ['userType'],
  'problem.user_disabled': [],
  'problem.user_deleted': [],
  'problem.user_pending': [],
  'problem.not_in_pilot': [],
  'problem.contact_ambiguous': ['by', 'count'],
  'problem.link_not_allowed': ['by'],
  'problem.subject_attribute_missing': ['subject'],
  'problem.subject_transient': [],
  'problem.login_missing': ['subject'],
  'problem.login_opaque': [],
  'problem.login_taken': ['login'],
  'problem.login_taken-suffixed': ['login', 'given'],
  'problem.attribute_missing': ['subject'],
  'problem.attribute_multi_valued': ['subject', 'attribute', 'values'],
  'problem.attribute_multi_valued-refused': ['subject', 'attribute', 'values'],
  'problem.value_invalid': ['subject', 'type'],
  'problem.value_invalid-step': ['subject', 'step'],
  'problem.value_too_long': ['subject', 'length', 'limit'],
  'problem.lookup_value_unknown': ['subject', 'lookup', 'text'],
  'problem.lookup_value_unknown-fell-back': ['subject', 'lookup', 'text', 'fallBack'],
  'problem.lookup_value_ambiguous': ['subject', 'lookup', 'name', 'count'],
  'problem.lookup_value_queued': ['subject', 'lookup', 'text'],
  'problem.lookup_limit': ['subject', 'lookup', 'text', 'limit'],
  'problem.lookup_limit-day': ['subject', 'lookup', 'text', 'limit'],
  'problem.account_not_allowed': ['subject', 'text'],
  'problem.required_value_missing': ['subject'],
  'problem.email_taken': ['subject', 'contactId'],
  'problem.email_domain_bound': ['subject', 'domain'],
  'problem.column_unknown': ['subject', 'converterId'],
  'problem.column_mapped_twice': ['subject', 'converterId', 'winner'],
  'problem.roles_incomplete': ['missing'],
  'problem.roles_incomplete-usual': ['usual'],
  'problem.roles_incomplete-unnamed': [],
  'problem.roles_incomplete-overage': [],
  'problem.roles_incomplete-unreadable': [],
  'problem.role_protected': ['subject', 'group'],
  'problem.role_protected-cleaned': ['subject', 'group', 'from'],
  'problem.role_not_allowed': ['subject', 'group'],
  'problem.role_not_allowed-list': ['subject', 'group'],
  'problem.role_unknown': ['subject', 'group', 'ruleId'],
  'problem.role_not_created': ['count'],
  'problem.role_not_created-taken': ['group', 'count'],
  'problem.role_not_created-cap': ['count'],
  'problem.last_administrator': ['subject'],
  'problem.withdrawals_paused': ['count', 'ceiling'],
} as const satisfies Readonly<Record<string, readonly string[]>> &
  Readonly<Record<`problem.${PlanCode}`, readonly string[]>> &
  Readonly<Record<`because.${Because['kind']}`, readonly string[]>>

export type PlanMessageKey = keyof typeof planMessages

/** The keys of `planMessages`, for a test that every one has a text. */
export const planMessageKeys = Object.keys(planMessages) as readonly PlanMessageKey[]

/** A sentence to be made: which one, and what goes into it. */
export interface Described {
  readonly key: PlanMessageKey
  readonly values: Readonly<Record<string, string>>
}

type ValuesOf<Key extends PlanMessageKey> = Readonly<Record<(typeof planMessages)[Key][number], string>>

const say = <Key extends PlanMessageKey>(key: Key, values: ValuesOf<Key>): Described => ({ key, values })

/** The text of a cell for people: empty when there is no value. */
export const cellText = (cell: CellValue): string => (typeof cell === 'string' ? cell : (cell?.name ?? ''))

/** Says what a change does: one sentence, the same in UI, CLI, log and audit. `describeBecause` adds why. */
export const describe = (change: Change): Described => {
  switch (change.kind) {
    case 'lookup-value-created':
      return say('change.lookup-value-created', { lookup: change.lookup, name: change.name })
    case 'lookup-value-removed':
      return say('change.lookup-value-removed', { lookup: change.lookup, name: change.name })
    case 'user-created':
      return say(change.status === 'pending' ? 'change.user-created-pending' : 'change.user-created', {
        login: change.login,
        userType: change.userType,
      })
    case 'identity-linked':
    case 'user-reactivated':
      return say(`change.${change.kind}`, { login: change.login })
    case 'contact-created':
      return say('change.contact-created', {})
    case 'column-set': {
      const { column } = change
      const before = cellText(change.before)
      const after = cellText(change.after)
      if (change.after === null) return say('change.column-cleared', { column, before })
      if (change.before === null) return say('change.column-filled', { column, after })
      return say('change.column-changed', { column, before, after })
    }
    case 'role-created':
      return say('change.role-created', { role: change.role })
    case 'role-granted':
      return say('change.role-granted', { role: change.role })
    case 'role-withdrawn':
      return say('change.role-withdrawn', { role: change.role })
    default:
      return change satisfies never
  }
}

/** Says why a change is made. */
export const describeBecause = (because: Because): Described => {
  switch (because.kind) {
    case 'claim':
      return arrivedAs(because)
    case 'default':
      return because.attribute === null
        ? say('because.default-no-attribute', {})
        : say('because.default', { attribute: because.attribute })
    case 'composed':
      return because.columns.length === 0
        ? say('because.composed-from-login', {})
        : say('because.composed', { columns: because.columns.join(', ') })
    case 'role-rule':
    case 'role-name': {
      const { kind, group, from } = because
      return from === undefined ? say(`because.${kind}`, { group }) : say(`because.${kind}-cleaned`, { group, from })
    }
    case 'linked':
      return linkedBy(because.by)
    case 'cleared':
      return because.attribute === null
        ? say('because.cleared-template', {})
        : say('because.cleared', { attribute: because.attribute })
    case 'split':
      return say('because.split', { columns: because.column })
    case 'fixed':
    case 'template':
    case 'first-sign-on':
    case 'reactivate':
    case 'base-role':
    case 'group-gone':
    case 'not-reasserted':
    case 'replaced':
    case 'edited':
    case 'undone':
    case 'merged':
      return say(`because.${because.kind}`, {})
    default:
      return because satisfies never
  }
}

const arrivedAs = ({ attribute, from, made }: Extract<Because, { kind: 'claim' }>): Described => {
  if (made === undefined) return say('because.claim', { attribute })
  // Not everybody may read what arrived, and not everything is kept.
  if (from === undefined || from === REDACTED) return say(`because.claim-${made}-unseen`, { attribute })
  return say(`because.claim-${made}`, { attribute, from })
}

const linkedBy = (by: LinkRule): Described => {
  if (by.by === 'column') return say('because.linked', { column: by.column, attribute: by.attribute })
  if (by.by === 'email') return say('because.linked-email', { attribute: by.attribute })
  return say('because.linked-login', { attribute: by.from === 'NameID' ? 'NameID' : by.from.attribute })
}

const problemKey = ({ code, details }: Problem): PlanMessageKey => {
  if (code === 'login_taken' && details.given !== undefined) return 'problem.login_taken-suffixed'
  if (code === 'roles_incomplete' && details.reason === 'overage') return 'problem.roles_incomplete-overage'
  if (code === 'roles_incomplete' && details.reason === 'unreadable') return 'problem.roles_incomplete-unreadable'
  if (code === 'roles_incomplete' && details.reason === 'unnamed') return 'problem.roles_incomplete-unnamed'
  if (code === 'roles_incomplete' && (details.missing ?? '') === '') return 'problem.roles_incomplete-usual'
  if (code === 'role_protected' && details.from !== undefined) return 'problem.role_protected-cleaned'
  if (code === 'role_not_allowed' && details.reason === 'list') return 'problem.role_not_allowed-list'
  if (code === 'role_not_created' && details.reason === 'taken') return 'problem.role_not_created-taken'
  if (code === 'role_not_created' && details.reason === 'cap') return 'problem.role_not_created-cap'
  if (code === 'attribute_multi_valued' && details.refused !== undefined)
    return 'problem.attribute_multi_valued-refused'
  if (code === 'value_invalid' && details.step !== undefined) return 'problem.value_invalid-step'
  if (code === 'lookup_value_unknown' && details.fallBack !== undefined) return 'problem.lookup_value_unknown-fell-back'
  if (code === 'lookup_limit' && details.per === 'day') return 'problem.lookup_limit-day'
  return `problem.${code}`
}

/** The best known of the names under which groups usually arrive; the long ones would drown the sentence. */
const usualNames = wellKnownRoleAttributes.filter((name) => !name.includes(':')).join(', ')

/** Says what a remark is about. Every value that its sentence may use is there; empty where the problem does not know it. */
export const describeProblem = (problem: Problem): Described => {
  const key = problemKey(problem)
  const names: readonly string[] = planMessages[key]
  const known = new Map(Object.entries(problem.details))
  if (problem.subject !== null) known.set('subject', problem.subject)
  known.set('usual', usualNames)
  return { key, values: Object.fromEntries(names.map((name) => [name, String(known.get(name) ?? '')])) }
}
