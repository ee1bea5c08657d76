import { lastPartOf } from './converters.ts'
import { roleAttributesOf } from './evidence.ts'
import { loginAttributes } from './login.ts'
import { templateAttributes } from './template.ts'
import type { Because, Change, Converter, Plan, Problem, ProviderPolicy, Rules, Subject } from './types.ts'

/** Stands for a value that is not kept. How many there were, and which were empty, still shows. */
export const REDACTED = '[redacted]'

/** What is kept of a sign-on, as far as it holds values of people. */
export interface Kept {
  readonly subject?: Subject | null
  readonly claims?: readonly (readonly [string, readonly string[]])[]
  readonly plan?: Plan
  /** Attributes that arrived with values which are not kept. */
  readonly redacted?: readonly string[]
}

/** Is this attribute on the list? An entry is a whole Name, or ends with `*` and stands for everything that begins so. */
export const isListed = (list: readonly string[], name: string): boolean =>
  list.some((one) => (one.endsWith('*') ? name.startsWith(one.slice(0, -1)) : name === one))

/**
 * Takes the values of the listed attributes out of a record, wherever they recur: in the claims, in the columns, login name and
 * lookup values that they fill by the rules of that sign-on, in the groups they bring, and in remarks. `NameID` on the list
 * stands for the NameID itself. Values are replaced one by one, so that it still shows how many there were; an empty one stays
 * empty.
 */
export const redact = <Record extends Kept>(
  record: Record,
  list: readonly string[],
  { provider, rules }: { readonly provider: ProviderPolicy; readonly rules: Rules },
): Record => {
  if (list.length === 0) return record
  const { claims, subject, plan } = record
  const arrived = (claims ?? []).filter(([name]) => isListed(list, name))
  const listed = listedBy(list, new Set(arrived.flatMap(([name]) => [name, lastPartOf(name)])))
  const texts = new Set(arrived.flatMap(([, values]) => values.map((one) => one.trim())))
  if (subject && listed('NameID')) texts.add(subject.value.trim())
  texts.delete('')
  return {
    ...record,
    ...(subject === undefined ? {} : { subject: subject && listed('NameID') ? hidden(subject) : subject }),
    ...(claims === undefined ? {} : { claims: claims.map((one) => (isListed(list, one[0]) ? blanked(one) : one)) }),
    ...(plan === undefined ? {} : { plan: redactPlan(plan, tainted(listed, provider, rules), texts) }),
    redacted: arrived.map(([name]) => name),
  }
}

/** What is left of a record when no values are kept: which rules wrote which columns, and what was remarked on. */
export const withoutValues = ({ plan }: Kept): Pick<Kept, 'plan'> => (plan === undefined ? {} : { plan: masked(plan) })

/**
 * A plan as somebody sees it who may read the directory and not what arrived. What it has written is there to be read; the groups
 * and texts that it speaks of beside that have only arrived, and of a plan that wrote nothing all has.
 */
export const withoutArrivals = (plan: Plan, written: boolean): Plan => {
  if (!written) return masked(plan)
  const { refusal, problems, changes } = plan
  const told = changes.map((one) => ({ ...one, because: masked(one.because) }))
  return { ...plan, refusal: masked(refusal), problems: masked(problems), changes: told }
}

/** A remark as they see it who may not read what arrived. */
export const remarkWithoutArrivals = (remark: Problem): Problem => masked(remark)

const blanked = ([name, values]: readonly [string, readonly string[]]): readonly [string, readonly string[]] => [
  name,
  values.map((one) => (one.trim() === '' ? '' : REDACTED)),
]

const hidden = (subject: Subject): Subject => ({ value: REDACTED, format: subject.format })

const listedBy = (list: readonly string[], arrived: ReadonlySet<string>) => (name: string) =>
  arrived.has(name) || isListed(list, name)

/** What the listed attributes feed, by the rules. */
interface Tainted {
  readonly attribute: (name: string) => boolean
  readonly columns: ReadonlySet<string>
  readonly login: boolean
  readonly groups: boolean
}

const readBy = ({ attributes, template }: Converter): readonly string[] => [
  ...(attributes ?? []),
  ...(template === undefined ? [] : templateAttributes(template)),
]

const tainted = (listed: Tainted['attribute'], provider: ProviderPolicy, rules: Rules): Tainted => {
  const rows = rules.converters.filter((row) => row.providerId === null || row.providerId === provider.id)
  const columns = new Set(rows.filter((row) => readBy(row).some(listed)).map((row) => row.column))
  const { loginFrom } = provider
  const login =
    loginFrom === 'auto' ? listed('NameID') || columns.has('Email') : loginAttributes(loginFrom).some(listed)
  return {
    attribute: listed,
    columns,
    login: login || (loginFrom === 'NameID' && listed('NameID')),
    groups: roleAttributesOf(provider).some(listed),
  }
}

const redactPlan = (plan: Plan, from: Tainted, texts: ReadonlySet<string>): Plan => ({
  ...plan,
  refusal: plan.refusal && redactProblem(plan.refusal, from, texts),
  problems: plan.problems.map((one) => redactProblem(one, from, texts)),
  changes: plan.changes.map((one) => (touches(one, from) ? masked(one) : replaced(one, texts))),
})

const touches = (change: Change, from: Tainted): boolean =>
  comesFrom(change.because, from) ||
  (change.kind === 'column-set' && from.columns.has(change.column)) ||
  (change.kind === 'user-created' && from.login)

const comesFrom = (because: Because, from: Tainted): boolean =>
  ('attribute' in because && because.attribute !== null && from.attribute(because.attribute)) ||
  ('columns' in because &&
    (because.columns.some((one) => from.columns.has(one)) || (because.columns.length === 0 && from.login))) ||
  ('group' in because && from.groups)

const redactProblem = (problem: Problem, from: Tainted, texts: ReadonlySet<string>): Problem => {
  const { subject, details } = problem
  const { attribute } = details
  const touched =
    (subject !== null && (from.columns.has(subject) || from.attribute(subject))) ||
    (subject === 'login' && from.login) ||
    (typeof attribute === 'string' && from.attribute(attribute)) ||
    ('group' in details && from.groups)
  return touched ? masked(problem) : replaced(problem, texts)
}

/**
 * What a plan says beside values: kinds, codes, ids, and names that administrators gave. Every other text is taken for
 * somebody's value: a field that is added later is hidden until it is listed here.
 */
const harmless = new Set([
  'kind',
  'code',
  'decision',
  'column',
  'columns',
  'attribute',
  'made',
  'subject',
  'converterId',
  'ruleId',
  'roleId',
  'role',
  'providerId',
  'contactId',
  'userId',
  'winner',
  'lookup',
  'userType',
  'type',
  'reason',
  'missing',
])

/** A copy in which every text that may be somebody's value is hidden. */
const masked = <T>(value: T): T => mapTexts(value, (text, key) => (harmless.has(key) || text === '' ? text : REDACTED))

/** A copy in which these very texts are hidden. */
const replaced = <T>(value: T, texts: ReadonlySet<string>): T =>
  mapTexts(value, (text, key) => (harmless.has(key) || !texts.has(text.trim()) ? text : REDACTED))

const mapTexts = <T>(value: T, change: (text: string, key: string) => string, key = ''): T => {
  if (typeof value === 'string') return change(value, key) as T
  if (Array.isArray(value)) return value.map((one) => mapTexts(one, change, key)) as T
  if (typeof value !== 'object' || value === null) return value
  const pairs = Object.entries(value).map(([name, inner]) => [name, mapTexts(inner, change, name)])
  return Object.fromEntries(pairs) as T
}
