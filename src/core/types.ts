/**
 * The vocabulary of the product. Plain readonly data; no behaviour, no clock, no database.
 * `plan` reads these, `apply` carries them out, pages and API show them.
 */
import type { PlanCode } from '../errors.ts'

/** What the identity provider said, by attribute Name. No entry: absent. `[]` or `['']`: present but empty. */
export type Claims = ReadonlyMap<string, readonly string[]>

/** Who the identity provider says it is. `value` is compared byte by byte. */
export interface Subject {
  readonly value: string
  /** SAML NameID Format URI, or null when the provider named none or an attribute is the subject. */
  readonly format: string | null
}

declare const verified: unique symbol

/** A verified statement of a provider about one person. Only a protocol's `verify` can make one. */
export interface Assertion {
  readonly [verified]: true
  readonly id: string
  /** The identity provider's own name for itself (SAML entityID). */
  readonly issuer: string
  readonly nameId: NameId | null
  readonly claims: Claims
  /** The pending request this answers; null for an unsolicited response. */
  readonly inResponseTo: string | null
  readonly issuedAt: Date
  readonly expiresAt: Date
  readonly authnInstant: Date
  readonly authnContext: string | null
  readonly sessionIndex: string | null
  readonly sessionNotOnOrAfter: Date | null
}

/** SAML core 2.2.2. All qualifiers are kept: logout must send them back exactly. */
export interface NameId {
  readonly value: string
  readonly format: string | null
  readonly nameQualifier: string | null
  readonly spNameQualifier: string | null
  readonly spProvidedId: string | null
}

export type ColumnType =
  | 'text'
  | 'email'
  | 'phone'
  | 'integer'
  | 'decimal'
  | 'boolean'
  | 'date'
  | 'datetime'
  | 'language'
  | 'timezone'
  | 'lookup'

/** One entry of the column catalogue. `name` is the database's own column name, quoted and identical everywhere. */
export interface Column {
  readonly name: string
  readonly caption: string
  readonly type: ColumnType
  /** The lookup whose values the column holds (`Department`, `Account`, `Contact`…); only for type `lookup`. */
  readonly lookup: string | null
  readonly required: boolean
  readonly custom: boolean
}

/** A lookup value as a contact holds it. `id` is null for a value that the plan is about to create. */
export interface LookupRef {
  readonly id: string | null
  readonly name: string
}

/** One value of a contact: canonical text for every type but `lookup`; null when there is none. */
export type CellValue = string | LookupRef | null

export interface LookupValue {
  readonly id: string
  readonly lookup: string
  readonly name: string
  /** `nameKey` of the name and of every alias: any of them matches. */
  readonly keys: readonly string[]
  readonly createdAt: Date
}

/** One row of the lookup "SAML field name converters to contact field name". */
export interface Converter extends ConverterOptions {
  readonly id: string
  /** null: for all providers. A provider's own rows replace the global rows for the same column. */
  readonly providerId: string | null
  /** Attribute Names as sent, the first present one wins; null: a template, or a fixed value (the default is always written). */
  readonly attributes: readonly string[] | null
  readonly column: string
  readonly defaultValue: string | null
  /** Of several rows on one column whose conditions hold, the first by position wins. */
  readonly position: number
}

/** What a row may say beyond the reference's three fields. What is left out is as in the reference, wherever that is safe. */
export interface ConverterOptions {
  /** Text with attributes in braces, instead of `attributes`: `{First Name} {Last Name}`. */
  readonly template?: string
  /** `attributes` name the last part of the sent Name: `displayname` for `http://…/claims/displayname`. */
  readonly lastPart?: true
  /** The default value is for the first sign-on alone. Left out: whenever the value is missing. */
  readonly defaultOn?: 'create'
  /** What an attribute that was not sent means. Left out: the default value, without one the value stays. */
  readonly whenAbsent?: Missing
  /** What an attribute without a value means. Left out: the same. */
  readonly whenEmpty?: Missing
  /** Left out: `always` for what was sent, `until-edited` for defaults and fixed values. */
  readonly overwrite?: 'always' | 'on-create' | 'when-empty' | 'until-edited'
  /** Carried out in this order on every value; each is trimmed first and last. */
  readonly convert?: readonly Conversion[]
  /** What several values mean; `refuse` keeps what the column has. Left out: the first, with a remark. */
  readonly several?: 'first' | 'last' | 'refuse' | { readonly join: string }
  /** What a lookup does not know. Left out: `create`, but `queue` where the provider is external. */
  readonly unknownValue?: 'create' | 'keep' | 'refuse' | 'queue' | { readonly fallBack: string }
  /** The row counts only where this holds. */
  readonly condition?: Condition
  /** The column must end up with a value: `warn` remarks on it, `block` refuses the sign-on. */
  readonly required?: 'warn' | 'block'
}

/** `refuse` refuses the sign-on. */
export type Missing = 'default' | 'keep' | 'clear' | 'refuse'

/** Looks at another attribute: is it there, and has it this value, or one of these? Values are compared as sent, trimmed. */
export type Condition =
  | { readonly attribute: string }
  | { readonly attribute: string; readonly equals: string }
  | { readonly attribute: string; readonly oneOf: readonly string[] }

/** One step of a conversion: a closed set, because that can be tested, is fast and cannot hang. */
export type Conversion =
  | 'trim'
  | 'lower'
  | 'upper'
  | 'title-case'
  | 'first'
  | 'last'
  /** The CN of a distinguished name. */
  | 'dn-cn'
  | 'before-at'
  | 'after-at'
  /** `DOMAIN\\name` → `name`. */
  | 'strip-domain'
  /** ISO 3166 code (two or three letters) → English name. */
  | 'country-name'
  /** Any spelling of a language → BCP 47 tag. */
  | 'language-tag'
  | { readonly split: string }
  /** The nth value, from 1. */
  | { readonly nth: number }
  | { readonly join: string }
  /** → E.164; numbers without a country code are of this country (ISO 3166, two letters). */
  | { readonly phone: string }
  /** Reads a date of this form: `DD.MM.YYYY`. */
  | { readonly date: string }
  | { readonly boolean: { readonly yes: readonly string[]; readonly no: readonly string[] } }
  /** Reads a number with this decimal separator; the other of `.` and `,` and blanks group digits. */
  | { readonly number: '.' | ',' }
  /** Replaces whole values, compared as names are; others stay, or become `otherwise`. */
  | { readonly map: readonly (readonly [from: string, to: string])[]; readonly otherwise?: string }

/** IdP group → role. */
export interface RoleRule {
  readonly id: string
  readonly providerId: string | null
  /** Any one of them gives the role: the values as sent, compared after trimming. At least one. */
  readonly groups: readonly string[]
  /** The groups are globs: `*` stands for any run of characters, `?` for one. Never for a protected role. */
  readonly match?: 'glob'
  readonly roleId: string
}

/** What an administrator decided, as of one revision. */
export interface Rules {
  readonly revision: number
  readonly converters: readonly Converter[]
  readonly roleRules: readonly RoleRule[]
}

export type UserType = 'employee' | 'external'
export type UserStatus = 'active' | 'disabled' | 'pending' | 'deleted'

/** Where the subject or login name is taken from. */
export type NameSource = 'NameID' | { readonly attribute: string }

export interface JitSwitches {
  readonly create: boolean
  readonly update: boolean
}

/** How a newcomer of a provider may be found among those who are here already. Each is opted into; the first that finds decides. */
export type LinkRule =
  /** The column has the attribute's value: an employee number. */
  | { readonly by: 'column'; readonly column: string; readonly attribute: string }
  /** Somebody's login name is the attribute's value, or the NameID. */
  | { readonly by: 'login'; readonly from: NameSource }
  /** Somebody's e-mail address is the attribute's value; only in mail domains that are bound to this provider. */
  | { readonly by: 'email'; readonly attribute: string }

/** What an administrator may decide about a provider beyond what every provider has. What is left out is off. */
export interface ProviderOptions {
  readonly link?: readonly LinkRule[]
  /** People whom it brings must be approved before their first session. */
  readonly newUsers?: 'pending'
  /** A sign-on brings a disabled user back. */
  readonly reactivate?: true
  /** Makes external users of whom this holds for, where the provider otherwise makes employees. */
  readonly externalWhen?: Condition
  /** Only these may sign on: by subject, or by what an attribute says. */
  readonly pilot?: { readonly subjects?: readonly string[]; readonly when?: Condition }
  /** Compares role names ignoring case. */
  readonly roleNameCase?: 'ignore'
  /** Makes a functional role of each group that gives nothing. Never where the provider is external. */
  readonly createRoles?: true
  /** Ids of the roles it may give. Left out: all for a provider of employees, none for an external one. */
  readonly allowedRoles?: readonly string[]
  /** How many grants its sign-ons may withdraw in an hour; above it they are kept until somebody has looked. */
  readonly withdrawalCeiling?: number
  /** How many lookup values its sign-ons may create in a day. Left out: 500. */
  readonly lookupCeiling?: number
  /** Names or ids of the accounts that an external provider may name. Left out: none. */
  readonly allowedAccounts?: readonly string[]
  /** Users who came by it and were not seen for so many days are disabled. */
  readonly disableAfterDays?: number
}

/** The provisioning half of a configured identity provider. */
export interface ProviderPolicy extends ProviderOptions {
  readonly id: string
  readonly slug: string
  readonly name: string
  /** The type of users that this provider creates. */
  readonly userType: UserType
  readonly employees: JitSwitches
  readonly external: JitSwitches
  /** `replace` also takes away what others gave: manual grants, imports. */
  readonly roles: 'off' | 'add' | 'sync' | 'replace'
  readonly subjectFrom: NameSource
  /** `auto`: the NameID, unless its format is opaque (persistent, transient): then the contact's e-mail address. */
  readonly loginFrom: 'auto' | NameSource | { readonly template: string }
  readonly loginTaken: 'suffix' | 'refuse'
  /** `well-known`: any one of the usual attribute names will do. A list: every one of them must arrive to count as complete. */
  readonly roleAttributes: 'well-known' | readonly string[]
  /** Also match a group with the role of exactly that name (the reference's behaviour). Never for protected roles. */
  readonly exactRoleNames: boolean
  /** As sent or cleaned; an entry that ends with `*` stands for everything that begins so. */
  readonly ignoreGroups: readonly string[]
  /**
   * What a sign-on without the role attributes says. `none`: the person has no groups (some providers leave the attribute out
   * with the last group). `keep`: nothing. An overage mark always means `keep`.
   */
  readonly absentGroups: 'keep' | 'none'
  /** Stands between groups that arrive in one value (`a;b;c`); null: a value is one group. */
  readonly groupSeparator: string | null
  readonly groupNames: GroupNames
}

/**
 * Which name is read from a group beside its value as sent: none; the CN of a distinguished name; what follows `DOMAIN\`; the
 * last part of a path `/a/b`. Rules may name either. Protected roles go by the value as sent alone.
 */
export type GroupNames = 'as-sent' | 'cn' | 'strip-domain' | 'last-segment'

/** Who wrote a contact's value. */
export interface Origin {
  readonly kind:
    | 'claim'
    | 'template'
    | 'default'
    | 'fixed'
    /** A sign-on took the value away, because nothing arrived. */
    | 'cleared'
    | 'composed'
    /** Read from the full name. */
    | 'split'
    | 'person'
    | 'import'
    | 'scim'
    | 'undo'
  /** The converter that wrote it, for `claim`, `template`, `default`, `fixed` and `cleared`. */
  readonly converterId?: string
  readonly attribute?: string
  /** For `claim`: another value had arrived. */
  readonly made?: MadeBy
  /** The journal's entry of the sign-on, of the run or of the undo. */
  readonly signOnId?: string
  /** The rules were run again on what a past sign-on had brought; for `undo`: that is what was taken back. */
  readonly replayId?: string
  /** Whose sign-on it was. Only this provider may find people by the value. */
  readonly providerId?: string
  /** Who did it, where that was somebody's doing. */
  readonly userId?: string
  /** ISO date-time. */
  readonly at: string
}

export interface Contact {
  readonly id: string
  readonly version: number
  readonly values: ReadonlyMap<string, CellValue>
  readonly origins: ReadonlyMap<string, Origin>
}

export interface User {
  readonly id: string
  readonly login: string
  readonly type: UserType
  readonly status: UserStatus
  readonly version: number
}

export interface Role {
  readonly id: string
  readonly name: string
  /** Cannot be given by a name, only by an explicit rule. True as well for every role below a protected one. */
  readonly protected: boolean
  /** Set for the three built-in roles. */
  readonly builtIn: 'administrators' | 'all-employees' | 'all-external' | null
  /** Losing it ends the sessions of its holder. So does losing a protected one. */
  readonly sensitive?: boolean
}

export type GrantOrigin =
  | { readonly kind: 'manual' }
  | { readonly kind: 'base' }
  | { readonly kind: 'import' }
  | { readonly kind: 'scim' }
  /** `ruleId` null: given by the exact role name. */
  | { readonly kind: 'provider'; readonly providerId: string; readonly ruleId: string | null }

/** One reason why a user has a role. The user has the role while any grant of it stands. */
export interface Grant {
  readonly roleId: string
  readonly origin: GrantOrigin
}

export interface Person {
  readonly user: User
  readonly contact: Contact
  readonly grants: readonly Grant[]
}

/** How the person of a snapshot was found. */
export type Match =
  /** By the provider's subject, or nobody was looked for. */
  | { readonly kind: 'identity' }
  /** Nobody is known by this subject, and no link rule finds anybody. */
  | { readonly kind: 'new' }
  /** A link rule found this one user; the plan binds the subject to them. */
  | { readonly kind: 'linked'; readonly by: LinkRule; readonly userId: string }
  /** Several are as good; the plan refuses, because guessing would give one person another's user. */
  | { readonly kind: 'ambiguous'; readonly by: LinkRule; readonly count: number }
  /** It found somebody whom no rule may link: an administrator, or an employee by an external provider. */
  | { readonly kind: 'barred'; readonly by: LinkRule; readonly userId: string }
  /** The person was erased, and is not to come back. */
  | { readonly kind: 'erased' }

/** Everything `plan` may look at, read once under the lock. */
export interface Snapshot {
  readonly provider: ProviderPolicy
  readonly subject: Subject | null
  /** The NameID as it arrived; for `loginFrom`. */
  readonly nameId: NameId | null
  readonly person: Person | null
  readonly columns: ReadonlyMap<string, Column>
  /** Every value that a text in the claims or a default can resolve to. */
  readonly lookupValues: readonly LookupValue[]
  /** Every role that the claims name, the rules point to or the person holds, and the built-in ones. */
  readonly roles: readonly Role[]
  /** Key (`nameKey`) → contact that already has that e-mail address. */
  readonly emailOwners: ReadonlyMap<string, string>
  /** Keys (`nameKey`) of the wanted login names that are taken. Loaded only when the person is new. */
  readonly loginsTaken: ReadonlySet<string>
  /** Is there an active administrator besides this person? */
  readonly otherAdministrators: boolean
  readonly match: Match
  /**
   * Mail domain (small letters) → provider to which it is bound, for the addresses that arrive. Whether DNS has shown it or not:
   * nobody else writes them either way. Being found by one is another matter, see `readCandidates`.
   */
  readonly domainOwners: ReadonlyMap<string, string>
  /** What this provider's sign-ons have done lately: withdrawals in this hour, lookup values in the last 24. */
  readonly activity: { readonly withdrawals: number; readonly lookupValues: number }
}

/**
 * What made another value of the one that arrived: the row with its steps, `several` and the column's type (`mapping`), an entry
 * of the lookup that goes by that name as well (`entry`), or the entry that stands in for what the lookup lacks (`fall-back`).
 */
export type MadeBy = 'mapping' | 'entry' | 'fall-back'

/** Why a change is made. Stable ids, never texts: `describe` makes the sentence. */
export type Because =
  /** `from`: the value as it arrived, where it is not the one that is written; `made` says what became of it. */
  | {
      readonly kind: 'claim'
      readonly converterId: string
      readonly attribute: string
      readonly from?: string
      readonly made?: MadeBy
    }
  | { readonly kind: 'default'; readonly converterId: string; readonly attribute: string | null }
  | { readonly kind: 'fixed'; readonly converterId: string }
  | { readonly kind: 'template'; readonly converterId: string }
  /** Nothing arrived, and the row clears. `attribute` null: of a template. */
  | { readonly kind: 'cleared'; readonly converterId: string; readonly attribute: string | null }
  /** Read from the full name. */
  | { readonly kind: 'split'; readonly column: string }
  | { readonly kind: 'composed'; readonly columns: readonly string[] }
  | { readonly kind: 'first-sign-on' }
  /** `from`: the value as it was sent, where `group` is the name that was read from it. */
  | { readonly kind: 'role-rule'; readonly ruleId: string; readonly group: string; readonly from?: string }
  | { readonly kind: 'role-name'; readonly group: string; readonly from?: string }
  | { readonly kind: 'base-role' }
  | { readonly kind: 'group-gone' }
  | { readonly kind: 'not-reasserted' }
  /** Somebody else gave it, and the provider's groups decide alone (mode `replace`). */
  | { readonly kind: 'replaced' }
  | { readonly kind: 'edited'; readonly userId: string | null }
  /** An undo puts back what a sign-on had replaced; `restores`: whose value it then is again. */
  | { readonly kind: 'undone'; readonly signOnId: string; readonly restores: Origin | null }
  /** A contact that was the same person had it; `restores`: whose value it stays. */
  | { readonly kind: 'merged'; readonly contactId: string; readonly restores: Origin | null }
  /** A rule of the provider found the user. */
  | { readonly kind: 'linked'; readonly by: LinkRule }
  /** The provider's sign-ons bring disabled users back. */
  | { readonly kind: 'reactivate' }

export type Change =
  | { readonly kind: 'lookup-value-created'; readonly lookup: string; readonly name: string; readonly because: Because }
  /** Only by an undo, of a value that nobody uses. */
  | {
      readonly kind: 'lookup-value-removed'
      readonly lookup: string
      readonly name: string
      readonly id: string
      readonly because: Because
    }
  | {
      readonly kind: 'user-created'
      readonly login: string
      readonly userType: UserType
      /** Left out: active. */
      readonly status?: 'pending'
      readonly because: Because
    }
  /** The provider's subject is bound to a user who was here already. */
  | { readonly kind: 'identity-linked'; readonly login: string; readonly because: Because }
  | { readonly kind: 'user-reactivated'; readonly login: string; readonly because: Because }
  | { readonly kind: 'contact-created'; readonly because: Because }
  | {
      readonly kind: 'column-set'
      readonly column: string
      readonly before: CellValue
      readonly after: CellValue
      readonly because: Because
    }
  /** A functional role of that name comes into being. */
  | { readonly kind: 'role-created'; readonly role: string; readonly because: Because }
  | {
      readonly kind: 'role-granted'
      readonly role: string
      /** `newRoleId` of the name, where the plan creates the role. */
      readonly roleId: string
      readonly origin: GrantOrigin
      readonly because: Because
    }
  | {
      readonly kind: 'role-withdrawn'
      readonly role: string
      readonly roleId: string
      readonly origin: GrantOrigin
      readonly because: Because
    }

/** A remark that an administrator should see. Never stops the plan; a `refuse` decision names the one that did. */
export interface Problem {
  readonly code: PlanCode
  /** The column, attribute or role it is about. */
  readonly subject: string | null
  readonly details: Readonly<Record<string, string | number>>
}

export type Decision = 'create' | 'update' | 'unchanged' | 'refuse'

/** What one sign-on would change. Shown, stored and explained; never applied from storage. */
export interface Plan {
  readonly decision: Decision
  /** Set when the decision is `refuse`. */
  readonly refusal: Problem | null
  /** In the order in which they are carried out: lookup values (sorted), user, contact, columns, new roles (sorted), roles. */
  readonly changes: readonly Change[]
  readonly problems: readonly Problem[]
  readonly basis: {
    readonly rulesRevision: number
    readonly userVersion: number | null
    readonly contactVersion: number | null
  }
}
