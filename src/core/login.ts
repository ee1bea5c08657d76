import { PERSISTENT, TRANSIENT } from './attributes.ts'
import { filledValues } from './filled-values.ts'
import { nameKey } from './names.ts'
import { problem } from './problem.ts'
import { fillTemplate, templateAttributes } from './template.ts'
import { faultOf, hasInvisible, keyFits, VALUE_LIMIT } from './text.ts'
import type { Claims, NameId, Problem, ProviderPolicy, Subject } from './types.ts'

export type LoginResult =
  | { readonly ok: true; readonly login: string; readonly problems: readonly Problem[] }
  | { readonly ok: false; readonly problem: Problem }

/** How often a taken login name is tried again: name, name-2 … name-9. */
const LAST_SUFFIX = 9

const checked = (text: string, source: string, problems: readonly Problem[] = []): LoginResult => {
  const login = text.trim()
  if (login === '') return { ok: false, problem: problem('login_missing', source) }
  const fault =
    faultOf(login, { singleLine: true }) ??
    (hasInvisible(login) ? 'value_invalid' : keyFits(login) ? null : 'value_too_long')
  if (fault === null) return { ok: true, login, problems }
  const details = fault === 'value_too_long' ? { length: login.length, limit: VALUE_LIMIT } : { type: 'login' }
  return { ok: false, problem: problem(fault, 'login', details) }
}

/**
 * The login name that a newcomer asks for; whether it is free is decided by `plan`.
 * - `NameID`, an attribute or a template: that value, or `login_missing`.
 * - `auto`: the NameID, unless its format is opaque (persistent, transient) or there is none; then the address that will be the
 *   contact's Email; without one the subject itself, with the Problem `login_opaque`.
 *
 * `email` is the value that the contact's Email column will have, or null.
 */
export const loginOf = (
  provider: Pick<ProviderPolicy, 'loginFrom'>,
  nameId: NameId | null,
  claims: Claims,
  subject: Subject | null,
  email: string | null,
): LoginResult => {
  const { loginFrom } = provider
  if (loginFrom === 'NameID') return checked(nameId?.value ?? '', 'NameID')
  if (loginFrom !== 'auto' && 'template' in loginFrom) {
    return checked(fillTemplate(loginFrom.template, claims) ?? '', loginFrom.template)
  }
  if (loginFrom !== 'auto') {
    const { attribute } = loginFrom
    const values = filledValues(claims.get(attribute) ?? [])
    const several = problem('attribute_multi_valued', 'login', { attribute, values: values.length })
    return checked(values[0] ?? '', attribute, values.length > 1 ? [several] : [])
  }
  if (nameId && nameId.value.trim() !== '' && nameId.format !== PERSISTENT && nameId.format !== TRANSIENT) {
    return checked(nameId.value, 'NameID')
  }
  if (email !== null) return checked(email, 'Email')
  return checked(subject?.value ?? '', 'NameID', [problem('login_opaque', 'login')])
}

/** The attributes from which the login name is taken. */
export const loginAttributes = (loginFrom: ProviderPolicy['loginFrom']): readonly string[] => {
  if (typeof loginFrom === 'string') return []
  return 'template' in loginFrom ? templateAttributes(loginFrom.template) : [loginFrom.attribute]
}

/** The login names to try, best first: the name itself, then with `-2` … `-9`. Too long ones are left out. */
export const loginCandidates = (login: string, loginTaken: ProviderPolicy['loginTaken']): readonly string[] => {
  if (loginTaken === 'refuse') return [login]
  const candidates = [login]
  for (let suffix = 2; suffix <= LAST_SUFFIX; suffix++) candidates.push(`${login}-${suffix}`)
  return candidates.filter((candidate) => candidate.length <= VALUE_LIMIT && nameKey(candidate).length <= VALUE_LIMIT)
}
