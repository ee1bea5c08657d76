import { TRANSIENT } from './attributes.ts'
import { toColumn } from './convert.ts'
import { filledValues } from './filled-values.ts'
import { mailDomainOf } from './mail-domain.ts'
import { emailKey, nameKey } from './names.ts'
import { faultOf, keyFits } from './text.ts'
import type {
  Claims,
  Column,
  ColumnType,
  LinkRule,
  Match,
  NameId,
  Origin,
  ProviderPolicy,
  UserStatus,
  UserType,
} from './types.ts'

/** One link rule with what a sign-on brought for it: whom to look for. */
export interface LinkTarget {
  /** Which of the provider's rules it is. */
  readonly position: number
  readonly rule: LinkRule
  /** The value as it is compared; for a column in its canonical form. */
  readonly text: string
  /** Under which keys it is looked up. */
  readonly keys: readonly string[]
}

/** A user whom a link rule might mean, with everything that says whether it may. */
export interface Candidate {
  /** Of the rule that looked for them. */
  readonly position: number
  readonly userId: string
  readonly type: UserType
  readonly status: UserStatus
  /** The column's value, the login name or the address, as the directory has it. */
  readonly value: string
  /** Who wrote that value; null for a login name, and when nobody is on record. */
  readonly origin: Origin | null
  /** Who made the user; `providerId` of a sign-on that did. */
  readonly createdBy: 'sign-on' | 'person' | 'import' | 'scim'
  readonly providerId: string | null
  /** An administrator, or the holder of a protected role. */
  readonly guarded: boolean
  /** Another provider knows them already, or their login name or address is in a mail domain of it. */
  readonly elsewhere?: boolean
  /** Of the user, when they were judged. */
  readonly version?: number
}

/** Whoever finds so many has found nobody: more are not even read. */
export const CANDIDATE_LIMIT = 100

const keyTypes: readonly ColumnType[] = ['text', 'phone', 'integer']
const names: readonly string[] = ['Name', 'GivenName', 'Surname', 'MiddleName', 'Salutation']

/** Can a person be known by this column? Null: yes; otherwise why not. */
export const notAKey = (column: Column): 'email' | 'name' | 'type' | null => {
  if (column.name === 'Email') return 'email'
  if (names.includes(column.name)) return 'name'
  return keyTypes.includes(column.type) ? null : 'type'
}

const onlyValue = (claims: Claims, attribute: string): string | null => {
  const values = filledValues(claims.get(attribute) ?? [])
  return values.length === 1 ? (values[0] ?? null) : null
}

const loginText = (from: Extract<LinkRule, { by: 'login' }>['from'], nameId: NameId | null, claims: Claims) => {
  if (from !== 'NameID') return onlyValue(claims, from.attribute)
  return nameId === null || nameId.format === TRANSIENT ? null : nameId.value.trim()
}

/** An attribute with several values names several people: it looks for nobody. */
const wantedText = (
  rule: LinkRule,
  columns: ReadonlyMap<string, Column>,
  nameId: NameId | null,
  claims: Claims,
): string | null => {
  if (rule.by === 'login') return loginText(rule.from, nameId, claims)
  const sent = onlyValue(claims, rule.attribute)
  if (sent === null || rule.by === 'email') return sent
  const column = columns.get(rule.column)
  const converted = column && notAKey(column) === null ? toColumn(column, sent) : null
  return converted?.ok ? converted.text : null
}

const keysOf = (rule: LinkRule, text: string): readonly string[] => {
  if (rule.by === 'column') return [text]
  if (rule.by === 'login') return [nameKey(text)]
  const domain = mailDomainOf(text)
  const local = text.slice(0, text.lastIndexOf('@') + 1)
  return domain === null || local.length < 2 ? [] : [...new Set([emailKey(text), emailKey(local + domain)])]
}

/**
 * Whom the provider's link rules look for, in the order of the rules. A rule whose attribute did not arrive with exactly one
 * usable value looks for nobody, and the next one has its turn.
 */
export const linkTargets = (
  provider: Pick<ProviderPolicy, 'link'>,
  columns: ReadonlyMap<string, Column>,
  claims: Claims,
  nameId: NameId | null,
): readonly LinkTarget[] =>
  (provider.link ?? []).flatMap((rule, position): LinkTarget[] => {
    const text = wantedText(rule, columns, nameId, claims)
    if (text === null || text === '' || faultOf(text, { singleLine: true }) !== null || !keyFits(text)) return []
    const keys = keysOf(rule, text)
    return keys.length === 0 ? [] : [{ position, rule, text, keys }]
  })

/**
 * Those that may be looked for: an address only in a mail domain that is bound to this provider, and nothing, be it a login name,
 * that would be an address in another provider's: that is the name of somebody of theirs.
 */
export const openTargets = (
  provider: Pick<ProviderPolicy, 'id'>,
  targets: readonly LinkTarget[],
  domainOwners: ReadonlyMap<string, string>,
): readonly LinkTarget[] =>
  targets.filter(({ rule, text }) => {
    const owner = domainOwners.get(mailDomainOf(text) ?? '')
    return owner === provider.id || (owner === undefined && rule.by !== 'email')
  })

/** No wider than ASCII: letters that only look alike are letters of somebody else. */
const folded = (text: string): string => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase())

const isSame = ({ rule, text }: LinkTarget, value: string): boolean => {
  if (rule.by === 'column') return true
  if (rule.by === 'login') return folded(text) === folded(value)
  const local = (address: string) => folded(address.slice(0, address.lastIndexOf('@')))
  return local(text) === local(value) && mailDomainOf(text) === mailDomainOf(value)
}

const byHand = ['person', 'import', 'scim'] as const

/** Whatever anybody else has written, another provider above all, finds nobody: it could have been written to be found. */
const isVouchedFor = (providerId: string, rule: LinkRule, { origin, createdBy, ...made }: Candidate): boolean => {
  if (rule.by === 'login') return createdBy === 'sign-on' ? made.providerId === providerId : byHand.includes(createdBy)
  if (origin === null) return false
  const sent = origin.kind === 'claim' || origin.kind === 'template'
  return sent ? origin.providerId === providerId : byHand.some((kind) => kind === origin.kind)
}

const meantBy = (
  provider: Pick<ProviderPolicy, 'id'>,
  target: LinkTarget,
  candidates: readonly Candidate[],
): readonly Candidate[] =>
  candidates.filter(
    (one) =>
      one.position === target.position && isSame(target, one.value) && isVouchedFor(provider.id, target.rule, one),
  )

/** Those among whom `matchOf` could not decide: the living whom the first rule means that means anybody. */
export const namesakesOf = (
  provider: Pick<ProviderPolicy, 'id'>,
  targets: readonly LinkTarget[],
  candidates: readonly Candidate[],
): readonly Candidate[] =>
  targets
    .map((target) => meantBy(provider, target, candidates).filter((one) => one.status !== 'deleted'))
    .find((living) => living.length > 0) ?? []

/**
 * Decides whom an unknown subject is, from those whom its provider's link rules could mean. The first rule that finds
 * somebody decides; whom it finds twice it has not found.
 *
 * - A value counts only when this provider, a person, an import or SCIM wrote it; a login name when one of them made the user.
 * - `barred`: an administrator, the holder of a protected role, an employee by somebody who would be external, and by an external
 *   provider whoever another provider knows, or has in a mail domain of its own: one partner's people are not another's to take.
 * - A deleted user whose identities are still kept is found when nobody living is: the plan then refuses `user_deleted`.
 *
 * @param userType what the person would be if nobody is found
 * @param targets what was looked for: `openTargets(provider, linkTargets(…), …)`
 */
export const matchOf = (
  provider: Pick<ProviderPolicy, 'id' | 'userType'>,
  userType: UserType,
  targets: readonly LinkTarget[],
  candidates: readonly Candidate[],
): Match => {
  for (const target of targets) {
    const { position, rule: by } = target
    const found = candidates.filter((one) => one.position === position)
    if (found.length >= CANDIDATE_LIMIT) return { kind: 'ambiguous', by, count: found.length }
    const meant = meantBy(provider, target, found)
    const living = meant.filter((one) => one.status !== 'deleted')
    const [only] = living.length > 0 ? living : meant
    if (!only) continue
    if (living.length > 1) return { kind: 'ambiguous', by, count: living.length }
    const outside = userType === 'external' && only.type === 'employee'
    const theirs = provider.userType === 'external' && only.elsewhere === true
    return (only.guarded || outside || theirs) && only.status !== 'deleted'
      ? { kind: 'barred', by, userId: only.userId }
      : { kind: 'linked', by, userId: only.userId }
  }
  return { kind: 'new' }
}
