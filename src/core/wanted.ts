import { arrivalsOf } from './arrivals.ts'
import { evidenceOf } from './evidence.ts'
import { textsOf } from './groups.ts'
import { loginCandidates, loginOf } from './login.ts'
import { mailDomainOf } from './mail-domain.ts'
import { linkTargets } from './match.ts'
import { byCodeUnit, emailKey, nameKey } from './names.ts'
import { rulesMeeting } from './rule-index.ts'
import { subjectOf } from './subject.ts'
import { faultOf, keyFits } from './text.ts'
import type { Claims, Column, NameId, ProviderPolicy, Rules } from './types.ts'

/** What `identify` must load, so that `plan` never asks for a name that is not in the snapshot. */
export interface Wanted {
  /** Find by id where `text` is a UUID, and by `key` in names and aliases. Each (lookup, key) once, sorted. */
  readonly lookups: readonly { readonly lookup: string; readonly text: string; readonly key: string }[]
  /** Keys of the addresses whose owners must be known. */
  readonly emails: readonly string[]
  /** Mail domains of these addresses, of whatever link rules go by and of the login names: to whom are they bound? */
  readonly domains: readonly string[]
  /** Keys of the login names that a newcomer may get. Needless for a person who has one. */
  readonly logins: readonly string[]
  /** Of these, the ones asked for: without the suffixes of the next best. */
  readonly askedLogins: readonly string[]
  /** Groups that may be the name of a role. */
  readonly groups: readonly string[]
  /** Their keys, where a name counts whatever its case, or a new role must not be one that is there. */
  readonly groupKeys: readonly string[]
  /** Roles to which the rules lead these groups. */
  readonly roleIds: readonly string[]
}

const distinct = (texts: readonly string[]): readonly string[] => [...new Set(texts)].toSorted(byCodeUnit)

/**
 * Lists everything outside the claims that `plan` may look at for this sign-on. Pure; every text in it can be stored and sent
 * to the database, whatever arrived.
 */
export const wanted = (
  provider: ProviderPolicy,
  rules: Rules,
  columns: ReadonlyMap<string, Column>,
  claims: Claims,
  nameId: NameId | null,
): Wanted => {
  const { byColumn } = arrivalsOf(provider, rules, columns, claims)
  const lookups = new Map<string, Wanted['lookups'][number]>()
  for (const { column, text: arrived, fallBack } of byColumn.values()) {
    if (column.type !== 'lookup' || column.lookup === null) continue
    for (const text of fallBack === null ? [arrived] : [arrived, fallBack]) {
      const entry = { lookup: column.lookup, text, key: nameKey(text) }
      lookups.set(JSON.stringify([entry.lookup, entry.key]), entry)
    }
  }
  const email = byColumn.get('Email')?.text ?? null
  const links = linkTargets(provider, columns, claims, nameId)
  const addresses = [...(email === null ? [] : [email]), ...links.map(({ text }) => text)]
  const subject = subjectOf(provider, nameId, claims)
  // The address may turn out to be somebody else's; then the name is made without it.
  const asked = [email, null].flatMap((address) => {
    const login = loginOf(provider, nameId, claims, subject.ok ? subject.subject : null, address)
    return login.ok ? [login.login] : []
  })
  const logins = asked.flatMap((login) => loginCandidates(login, provider.loginTaken).map(nameKey))
  const groups = provider.roles === 'off' ? [] : evidenceOf(provider, claims).groups.flatMap(textsOf)
  const rulesFor = rulesMeeting(provider, rules)
  const ruled = groups.flatMap((group) => rulesFor(group))
  const names = provider.exactRoleNames ? groups.filter((group) => faultOf(group) === null) : []
  const byKey = provider.roleNameCase === 'ignore' || provider.createRoles === true
  return {
    lookups: [...lookups.values()].toSorted((a, b) => byCodeUnit(a.lookup, b.lookup) || byCodeUnit(a.key, b.key)),
    emails: email === null ? [] : [emailKey(email)],
    domains: distinct([...addresses, ...asked].flatMap((text) => mailDomainOf(text) ?? [])),
    logins: distinct(logins),
    askedLogins: distinct(asked.map(nameKey)),
    groups: distinct(names),
    groupKeys: byKey ? distinct(names.filter(keyFits).map(nameKey)) : [],
    roleIds: distinct(ruled.map((rule) => rule.roleId)),
  }
}
