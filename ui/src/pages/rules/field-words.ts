import type { TextKey } from '../../texts/dictionary.ts'

/** Says a text of the screen. Handed in, so that this can be judged without a screen. */
type Say = (key: TextKey, values?: Readonly<Record<string, string | number>>) => string
type Fields = Readonly<Record<string, unknown>>

/** What the forms call a field of a rule or provider; the API's caption stands for what no form has. */
const labels: Readonly<Partial<Record<string, TextKey>>> = {
  attributes: 'converters.attributes',
  column: 'converters.column',
  defaultValue: 'converters.default',
  template: 'converters.template',
  lastPart: 'converters.last-part',
  defaultOn: 'converters.default-on',
  whenAbsent: 'converters.when-absent',
  whenEmpty: 'converters.when-empty',
  overwrite: 'converters.keep',
  convert: 'converters.steps',
  several: 'converters.several',
  unknownValue: 'converters.unknown',
  condition: 'converters.condition',
  required: 'converters.required',
  userType: 'providers.user-type',
  employees: 'providers.for-employees',
  external: 'providers.for-external',
  roles: 'providers.roles',
  subjectFrom: 'providers.subject-from',
  loginFrom: 'providers.login-from',
  loginTaken: 'providers.login-taken',
  roleAttributes: 'providers.role-attributes',
  exactRoleNames: 'providers.exact-names',
  ignoreGroups: 'providers.ignore-groups',
  absentGroups: 'providers.absent-groups',
  groupSeparator: 'providers.group-separator',
  groupNames: 'providers.group-names',
  link: 'providers.match',
  newUsers: 'providers.new-users',
  reactivate: 'providers.reactivate',
  externalWhen: 'providers.external-when',
  pilot: 'providers.pilot',
  roleNameCase: 'providers.name-case',
  createRoles: 'providers.create-roles',
  allowedRoles: 'providers.allowed-roles',
  withdrawalCeiling: 'providers.withdrawal-ceiling',
  lookupCeiling: 'providers.lookup-ceiling',
  allowedAccounts: 'providers.allowed-accounts',
  disableAfterDays: 'providers.disable-after',
}

/** The name of a field as the forms have it. */
export const fieldLabel = (say: Say, { field, caption }: { readonly field: string; readonly caption: string }) => {
  const key = labels[field]
  return key === undefined ? caption : say(key)
}

/** Choices by their value; `''` is what counts where nothing is set. */
const choices: Readonly<Partial<Record<string, Readonly<Record<string, TextKey>>>>> = {
  overwrite: {
    '': 'converters.keep-usual',
    always: 'converters.keep-always',
    'on-create': 'converters.keep-on-create',
    'when-empty': 'converters.keep-when-empty',
    'until-edited': 'converters.keep-until-edited',
  },
  several: {
    '': 'converters.several-usual',
    first: 'converters.several-first',
    last: 'converters.several-last',
    refuse: 'converters.several-refuse',
  },
  unknownValue: {
    '': 'converters.unknown-usual',
    create: 'converters.unknown-create',
    queue: 'converters.unknown-queue',
    keep: 'converters.unknown-keep',
    refuse: 'converters.unknown-refuse',
  },
  required: {
    '': 'converters.required-no',
    warn: 'converters.required-warn',
    block: 'converters.required-block',
  },
  defaultOn: { '': 'converters.default-on-usual', create: 'converters.default-on-create' },
  condition: { '': 'converters.condition-never' },
  userType: { employee: 'providers.user-employee', external: 'providers.user-external' },
  roles: {
    off: 'providers.roles-off',
    add: 'providers.roles-add',
    sync: 'providers.roles-sync',
    replace: 'providers.roles-replace',
  },
  subjectFrom: { NameID: 'providers.login-NameID' },
  loginFrom: { auto: 'providers.login-auto', NameID: 'providers.login-NameID' },
  loginTaken: { suffix: 'providers.login-taken-suffix', refuse: 'providers.login-taken-refuse' },
  roleAttributes: { 'well-known': 'rules.usual-attributes' },
  absentGroups: { keep: 'providers.absent-keep', none: 'providers.absent-none' },
  groupNames: {
    'as-sent': 'providers.group-names-as-sent',
    cn: 'providers.group-names-cn',
    'strip-domain': 'providers.group-names-strip-domain',
    'last-segment': 'providers.group-names-last-segment',
  },
  newUsers: { '': 'value.no', pending: 'value.yes' },
  roleNameCase: { '': 'value.no', ignore: 'value.yes' },
  reactivate: { '': 'value.no' },
  createRoles: { '': 'value.no' },
  lastPart: { '': 'value.no' },
  link: { '': 'providers.match-nobody' },
}
const missing: Readonly<Record<string, TextKey>> = {
  '': 'converters.missing-usual',
  default: 'converters.missing-default',
  keep: 'converters.missing-keep',
  clear: 'converters.missing-clear',
  refuse: 'converters.missing-refuse',
}
const choicesOf = (field: string) => (field === 'whenAbsent' || field === 'whenEmpty' ? missing : choices[field])

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((one) => typeof one === 'string')

/** `title = Chief`; the attribute alone where it need only be there. */
function conditionWords(say: Say, { attribute, equals, oneOf }: Fields): string {
  if (typeof equals === 'string') return `${say('converters.condition-equals')}: ${attribute} = ${equals}`
  if (isTexts(oneOf)) return `${say('converters.condition-oneOf')}: ${attribute} = ${oneOf.join(', ')}`
  return `${say('converters.condition-present')}: ${attribute}`
}

/** A clean-up step with what it needs to know in brackets. */
function stepWords(say: Say, step: unknown): string {
  const name = isObject(step) ? ('map' in step ? 'map' : (Object.keys(step)[0] ?? '')) : String(step)
  const title = say(`converters.step-${name}` as TextKey)
  if (!isObject(step)) return title
  return `${title} (${partsOf(say, step, name).join('; ')})`
}

function partsOf(say: Say, step: Fields, name: string): readonly string[] {
  if (name === 'map') {
    const lines = (step.map as readonly (readonly [string, string])[]).map(([from, to]) => `${from} = ${to}`)
    const rest = step.otherwise === undefined ? [] : [`${say('converters.step-map-otherwise')} ${step.otherwise}`]
    return [...lines, ...rest]
  }
  if (name === 'boolean') {
    const { yes, no } = step.boolean as { readonly yes: readonly string[]; readonly no: readonly string[] }
    return [`${say('value.yes')}: ${yes.join(', ')}`, `${say('value.no')}: ${no.join(', ')}`]
  }
  return [String(step[name])]
}

const linkWords = (say: Say, { by, column, attribute, from }: Fields): string => {
  const name = isObject(from) ? from.attribute : from
  const what = column === undefined ? say(`providers.by-${by}` as TextKey) : String(column)
  return `${what} (${attribute ?? name})`
}

function objectWords(say: Say, field: string, value: Fields): string | null {
  if (field === 'several') return `${say('converters.several-join')}: ${value.join}`
  if (field === 'unknownValue') return `${say('converters.unknown-fallBack')}: ${value.fallBack}`
  if (field === 'condition' || field === 'externalWhen') return conditionWords(say, value)
  if (field === 'subjectFrom' || field === 'loginFrom') return String(value.attribute ?? value.template)
  if (field === 'pilot') {
    const when = isObject(value.when) ? [conditionWords(say, value.when)] : []
    return [...(isTexts(value.subjects) ? value.subjects : []), ...when].join(', ')
  }
  if (field !== 'employees' && field !== 'external') return null
  const on = (['create', 'update'] as const).filter((one) => value[one] === true)
  return on.length === 0 ? say('value.no') : on.map((one) => say(`providers.${one}`)).join(', ')
}

/**
 * A field of a rule or provider in the words of the forms that write it; as it is kept where there are none. Null: it is not set,
 * and no form has a word for that.
 */
export function fieldWords(say: Say, field: string, value: unknown): string | null {
  const words = choicesOf(field)
  if (value === null || value === undefined) return words?.[''] ? say(words['']) : null
  if (typeof value === 'boolean') return say(value ? 'value.yes' : 'value.no')
  if (typeof value === 'string') {
    const key = words?.[value]
    return key !== undefined ? say(key) : value === '' ? say('rules.nothing') : value
  }
  if (Array.isArray(value) && value.length === 0) return say('rules.nothing')
  if (isTexts(value) && field !== 'convert') return value.join(', ')
  if (Array.isArray(value) && field === 'convert') return value.map((one) => stepWords(say, one)).join('; ')
  if (Array.isArray(value) && field === 'link' && value.every(isObject))
    return value.map((one) => linkWords(say, one)).join('; ')
  return (isObject(value) ? objectWords(say, field, value) : null) ?? JSON.stringify(value)
}
