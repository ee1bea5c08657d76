import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parseConfig } from '../../src/config-file/parse.ts'
import { isJitupError } from '../../src/errors.ts'
import { createIdentityProvider } from '../../src/testing/index.ts'

const files: Record<string, string> = {
  './acme.xml': createIdentityProvider({ entityId: 'https://acme.example' }).metadata(),
  './beta.xml': createIdentityProvider({ entityId: 'https://beta.example' }).metadata(),
  './text.xml': 'not XML at all',
}

const readFile = (path: string): string => {
  const text = files[path]
  if (text === undefined) throw Object.assign(new Error('no such file'), { code: 'ENOENT' })
  return text
}

const parse = (text: string) => parseConfig(text, 'jitup.yaml', readFile)

/** What an operator reads, line by line. */
function mistakes(text: string): string[] {
  try {
    parse(text)
  } catch (error) {
    if (!isJitupError(error) || error.code !== 'config_invalid') throw error
    return error.message.split('\n')
  }
  return []
}

const acme = `providers:
  - { slug: acme, name: Acme, metadata: ./acme.xml }
`

describe('A mistake is reported at its line and column, with what is allowed:', () => {
  const cases: readonly (readonly [what: string, text: string, ...mistakes: string[]])[] = [
    [
      'a section that does not exist',
      'settings: {}\nconverter: []\n',
      'jitup.yaml:2:1 converter: there is no key "converter" here; did you mean "converters"?',
    ],
    [
      'a key that does not exist',
      'converters:\n  - { atribute: Department, column: Department }\n',
      'jitup.yaml:2:7 converters[0].atribute: there is no key "atribute" here; did you mean "attribute"?',
    ],
    [
      'a key that resembles nothing',
      'settings:\n  colour: red\n',
      'jitup.yaml:2:3 settings.colour: there is no key "colour" here; allowed: helpText, displayName, description, logo, privacyUrl, organization, contact, language, brandColour, brandLogo, signInText, signInTextDe, helpTextDe, claimsRetentionDays, journalRetentionDays, auditRetentionDays, storeClaims, redactedAttributes, sessionIdleMinutes, sessionAbsoluteMinutes, administratorIdleMinutes',
    ],
    [
      'a key inside a provider',
      'providers:\n  - slug: acme\n    name: Acme\n    metadata: ./acme.xml\n    external: { create: true, udpate: true }\n',
      'jitup.yaml:5:31 providers[0].external.udpate: there is no key "udpate" here; did you mean "update"?',
    ],
    [
      'switches that are one word',
      'providers:\n  - slug: acme\n    name: Acme\n    metadata: ./acme.xml\n    employees: yes\n    external: true\n',
      'jitup.yaml:5:16 providers[0].employees: must be as in { create: true, update: true }.',
      'jitup.yaml:6:15 providers[0].external: must be as in { create: true, update: true }.',
    ],
    [
      'an entry that is only a word',
      'roleRules:\n  - sales\n',
      'jitup.yaml:2:5 roleRules[0]: must have keys with values; allowed: group, groups, match, role, provider.',
    ],
    [
      'a value outside a choice',
      'roles:\n  - { name: Sales, kind: organizational }\n',
      'jitup.yaml:2:26 roles[0].kind: must be functional or organisational; did you mean "organisational"?',
    ],
    [
      'a scope that no role can have',
      'roles:\n  - { name: Sales, scopes: [rules:read, admin] }\n',
      'jitup.yaml:2:41 roles[0].scopes[1]: must be trust:read, trust:write, rules:read, rules:write, directory:read, directory:write or claims:read.',
    ],
    [
      'a word that only older YAML takes for true',
      'roles:\n  - { name: Sales, protected: yes }\n',
      'jitup.yaml:2:31 roles[0].protected: must be true or false.',
    ],
    [
      'a number where text is needed',
      'roleRules:\n  - { group: 4711, role: Sales }\n',
      'jitup.yaml:2:14 roleRules[0].group: must be text: put it in quotes, "4711".',
    ],
    [
      'a key without a value',
      'converters:\n  - attribute: Department\n    column:\n',
      'jitup.yaml:3:12 converters[0].column: has no value: give it one or remove the key.',
    ],
    [
      'a number out of range',
      `${acme.replace(' }', ', clockSkewSeconds: 900 }')}`,
      'jitup.yaml:2:71 providers[0].clockSkewSeconds: must be at most 300.',
    ],
    [
      'something else than the forms of a union',
      `${acme.replace(' }', ', subjectFrom: uid }')}`,
      'jitup.yaml:2:66 providers[0].subjectFrom: must be NameID or { attribute: NAME }.',
    ],
    [
      'a provider without metadata',
      'providers:\n  - slug: acme\n    name: Acme\n',
      'jitup.yaml:2:5 providers[0].metadata: is required.',
    ],
    [
      'a metadata file that is not there',
      'providers:\n  - { slug: acme, name: Acme, metadata: ./none.xml }\n',
      'jitup.yaml:2:41 providers[0].metadata: The file "./none.xml" cannot be read (ENOENT); paths are relative to this file.',
    ],
    [
      'metadata by an address that is not of the web',
      'providers:\n  - { slug: acme, name: Acme, metadata: "ftp://acme.example/metadata" }\n',
      'jitup.yaml:2:41 providers[0].metadata: must be an https address, the path of a file, relative to this one, or the XML itself.',
    ],
    [
      'a certificate for metadata that is none',
      'providers:\n  - { slug: acme, name: Acme, metadata: ./acme.xml, metadataCertificates: [./acme.xml] }\n',
      'jitup.yaml:2:76 providers[0].metadataCertificates[0]: must be a certificate (PEM), or the path of a file with one, relative to this one.',
    ],
    [
      'a slug twice',
      `${acme}  - { slug: acme, name: Other, metadata: ./beta.xml }\n`,
      'jitup.yaml:3:13 providers[1].slug: The provider acme is there already, on line 2; keep one of them.',
    ],
    [
      'a partner twice',
      `${acme}  - { slug: other, name: Other, metadata: ./acme.xml }\n`,
      'jitup.yaml:3:43 providers[1].metadata: The partner https://acme.example is there already, on line 2; keep one of them.',
    ],
    [
      'a switch given in both ways',
      `${acme.replace(' }', ', create: true, employees: { create: false } }')}`,
      'jitup.yaml:2:61 providers[0].create: says the same as employees.create; keep one of them.',
    ],
    [
      'two converters on one column of one provider',
      `${acme}converters:
  - { attribute: Department, column: Department }
  - { attribute: Department, column: Department, provider: acme }
  - { attribute: [dept, ou], column: Department, provider: acme }
`,
      'jitup.yaml:6:38 converters[2].column: "Department" has a converter for acme already, on line 5; keep one of them.',
    ],
    [
      'a converter that would write nothing',
      'converters:\n  - { column: Department }\n',
      'jitup.yaml:2:5 converters[0]: needs an attribute, or a default as its fixed value.',
    ],
    [
      'a provider that the file does not have',
      `${acme}roleRules:\n  - { group: admins, role: Administrators, provider: amce }\n`,
      'jitup.yaml:4:54 roleRules[0].provider: "amce" is not the slug of a provider in this file; did you mean "acme"?',
    ],
    [
      'a role rule twice',
      'roleRules:\n  - { group: a, role: Sales }\n  - { group: a, role: sales }\n',
      'jitup.yaml:3:14 roleRules[1].group: "a" gives the role sales for all providers already, on line 2; keep one of them.',
    ],
    [
      'roles above each other',
      'roles:\n  - { name: A, kind: organisational, parent: B }\n  - { name: B, kind: organisational, parent: A }\n',
      'jitup.yaml:2:46 roles[0].parent: must not lead back to the role itself.',
      'jitup.yaml:3:46 roles[1].parent: must not lead back to the role itself.',
    ],
    [
      'a lookup column without its lookup',
      'columns:\n  - { name: CostCentre, caption: Cost centre, type: lookup }\n',
      'jitup.yaml:2:5 columns[0].lookup: is required: a column of type lookup names the lookup with its values.',
    ],
    [
      'a mapping where a list is needed',
      'roleRules: { group: a, role: b }\n',
      'jitup.yaml:1:12 roleRules: must be a list: every entry starts with "- ".',
    ],
    [
      'a key twice',
      'settings: {}\nroles: []\nsettings: {}\n',
      'jitup.yaml:3:1: This key is there twice; keep one of them.',
    ],
    [
      'a tag',
      'settings:\n  helpText: !include secrets.txt\n',
      'jitup.yaml:2:13: Tags (!…) are not allowed; write plain values.',
    ],
    [
      'what an alias has no anchor for',
      'settings:\n  helpText: *text\n',
      'jitup.yaml:2:13 settings.helpText: There is no anchor &text.',
    ],
    [
      'a second document',
      'settings: {}\n---\nroles: []\n',
      'jitup.yaml:2:1: The file must be one YAML document; remove what follows "---".',
    ],
    [
      'a list at the top',
      '- settings\n',
      'jitup.yaml:1:1: The file must have the keys settings, lookups, columns, roles, providers, converters, roleRules, each where it is needed.',
    ],
  ]
  test.each(cases)('%s', (_what, text, ...expected) => {
    expect(mistakes(text)).toEqual(expected)
  })
})

test('text that is no YAML is reported where it stops being YAML, and nothing follows from it', () => {
  const [first, ...others] = mistakes('converters:\n  - { column: Email\n    attribute: mail }\nroles: 5\n')
  expect(first).toMatch(/^jitup\.yaml:\d+:\d+: Not valid YAML: /)
  expect(others.filter((one) => one.includes('roles'))).toEqual([])
})

test('all mistakes come at once, in the order of the file, and as data for tools', () => {
  const text = `roles:
  - { name: Sales, kind: x }
providers:
  - { slug: Acme, name: Acme, metadata: ./text.xml }
converters:
  - { attribute: Department, column: Department, provider: Acme }
  - { attribute: Department, colum: Department }
`
  let problems: unknown
  try {
    parse(text)
  } catch (error) {
    if (isJitupError(error)) problems = error.details.problems
  }
  expect(problems).toMatchObject([
    { line: 2, column: 26, path: 'roles[0].kind' },
    { line: 4, column: 13, path: 'providers[0].slug' },
    { line: 4, column: 41, path: 'providers[0].metadata' },
    { line: 7, column: 5, path: 'converters[1].column' },
    { line: 7, column: 30, path: 'converters[1].colum' },
  ])
})

test('anchors may repeat a value, but not without end', () => {
  const { converters } = parse(
    'converters:\n  - { attribute: &name Department, column: Department }\n  - { attribute: *name, column: Job }\n',
  )
  expect(converters.map((one) => one.fields.attributes)).toEqual([['Department'], ['Department']])

  const bomb = ['a: &a0 [x, x, x, x, x, x, x, x, x, x]']
  for (let level = 1; level <= 9; level++)
    bomb.push(
      `b${level}: &a${level} [${Array(10)
        .fill(`*a${level - 1}`)
        .join(', ')}]`,
    )
  expect(mistakes(bomb.join('\n')).join('\n')).toMatch(/anchors more than 1000 times/)
  const wide = `a: &a [${Array(800).fill('x').join(', ')}]\nb: [${Array(300).fill('*a').join(', ')}]\n`
  expect(mistakes(wide).join('\n')).toContain('more than 200000 entries, counting what its anchors repeat')
  expect(mistakes('settings: &s\n  helpText: *s\n').join('\n')).toMatch(/nested more than 20 deep|no anchor/)
})

test('merge keys and prototypes are keys like any other, and none of ours', () => {
  expect(mistakes('settings: { <<: { helpText: x } }\n')).toEqual([
    'jitup.yaml:1:13 settings.<<: there is no key "<<" here; allowed: helpText, displayName, description, logo, privacyUrl, organization, contact, language, brandColour, brandLogo, signInText, signInTextDe, helpTextDe, claimsRetentionDays, journalRetentionDays, auditRetentionDays, storeClaims, redactedAttributes, sessionIdleMinutes, sessionAbsoluteMinutes, administratorIdleMinutes',
  ])
  expect(mistakes('__proto__: { settings: {} }\n')[0]).toMatch(
    /^jitup\.yaml:1:1 __proto__: there is no key "__proto__" here/,
  )
})

test('a file of comments names nothing', () => {
  const file = parse('# nothing yet\n')
  expect(file).toMatchObject({ settings: {}, columns: [], roles: [], providers: [], converters: [], roleRules: [] })
})

test('metadata may stand in the file itself', () => {
  const xml = files['./acme.xml']?.replaceAll('\n', '') ?? ''
  const { providers } = parse(`providers:\n  - slug: acme\n    name: Acme\n    metadata: |\n      ${xml}\n`)
  expect(providers[0]?.partner?.entityId).toBe('https://acme.example')
})

test('create and update belong to the type of users that the provider is for', () => {
  const external = parse(acme.replace(' }', ', users: external, create: true, update: false }'))
  expect(external.providers[0]?.fields).toMatchObject({ 'external.create': true, 'external.update': false })
  expect(external.providers[0]?.fields['employees.create']).toBeUndefined()
})

test('the example of the documentation is a valid file, and the documentation shows exactly it', () => {
  const folder = new URL('../../docs/', import.meta.url)
  const text = readFileSync(new URL('examples/jitup.yaml', folder), 'utf8')
  const file = parseConfig(text, 'jitup.yaml', (path) =>
    readFileSync(new URL(path, new URL('examples/', folder)), 'utf8'),
  )
  expect(file.providers.map((one) => one.slug)).toEqual(['acme'])
  expect(file.converters).toHaveLength(9)
  expect(file.roles.map((one) => one.name)).toEqual(['Sales', 'Price lists', 'Sales Europe'])
  expect(readFileSync(new URL('configuration.md', folder), 'utf8')).toContain(text)
})
