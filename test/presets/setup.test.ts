import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Converter, ProviderPolicy } from '../../src/core/types.ts'
import type { PresetId } from '../../src/presets/preset.ts'
import { presetOf, presets } from '../../src/presets/presets.ts'
import { setupMarkdown } from '../../src/presets/setup/markdown.ts'
import { visible } from '../../src/presets/setup/plain.ts'
import { setupOf } from '../../src/presets/setup/setup.ts'
import type { Setup, SetupFacts } from '../../src/presets/setup/step.ts'
import { rawEngine } from '../../src/protocols/saml/xml/engine.ts'
import { withDocument } from '../../src/protocols/saml/xml/parse.ts'
import { attributeOf } from '../../src/protocols/saml/xml/tree.ts'
import { catalogue, converterOf, OTHER_PROVIDER, PROVIDER, providerOf } from '../core/world.ts'
import { hostileNames } from './hostile.ts'

const columns = new Map(catalogue.map((one) => [one.name, one]))

const factsOf = (
  converters: readonly Converter[],
  policy: Partial<ProviderPolicy> = {},
  more: Partial<SetupFacts> = {},
): SetupFacts => ({
  provider: providerOf({ name: 'Acme', ...policy }),
  converters,
  columns,
  spEntityId: 'https://app.example/sso/acme/metadata',
  acsUrl: 'https://app.example/sso/acme/acs',
  metadataUrl: 'https://app.example/sso/acme/metadata',
  logoutUrl: 'https://app.example/sso/acme/logout',
  ...more,
})

const setUp = (preset: PresetId, facts: SetupFacts): Setup => setupOf(presetOf(preset), facts)
const mapped = (column: string, ...attributes: string[]) => converterOf(column, { attributes })

const codeOf = (setup: Setup, language: string): string => {
  const found = setup.steps.find((step) => step.kind === 'code' && step.language === language)
  if (found?.kind !== 'code') throw new Error(`no ${language}`)
  return found.code
}
const rowsOf = (setup: Setup, title: string): readonly (readonly string[])[] => {
  const found = setup.steps.find((step) => step.title === title)
  if (found?.kind !== 'table') throw new Error(`no table ${title}`)
  return found.rows
}

describe('what is created over there', () => {
  test('comes from the converters: the provider’s own over those for all, and none of another provider', () => {
    const converters = [
      mapped('Email', 'mail'),
      mapped('Department', 'dept'),
      { ...mapped('Department', 'abteilung'), id: 'own', providerId: PROVIDER },
      { ...mapped('JobTitle', 'job'), providerId: OTHER_PROVIDER },
      converterOf('Type', { attributes: null, defaultValue: 'Employee' }),
    ]
    expect(rowsOf(setUp('generic', factsOf(converters)), 'Attributes').map(([name]) => name)).toEqual([
      'abteilung',
      'mail',
      'groups',
    ])
  })

  test('is the product’s usual attributes while nothing is mapped, and says so', () => {
    const setup = setUp('okta', factsOf([]))
    expect(setup.steps.map(({ title }) => title)).toContain('Nothing is mapped yet')
    expect(rowsOf(setup, 'Attribute statements').map((row) => row.slice(0, 3))).toContainEqual([
      'firstName',
      'Unspecified',
      'user.firstName',
    ])
  })

  test('names an attribute as the product would, where a converter takes several', () => {
    const rows = rowsOf(setUp('onelogin', factsOf([mapped('Email', 'User.email', 'Email')])), 'Parameters')
    expect(rows[0]).toEqual(['Email', 'yes', 'no', '{email}', 'Email'])
  })

  test('has one row for an attribute that fills several columns', () => {
    const rows = rowsOf(
      setUp('google', factsOf([mapped('Department', 'x'), mapped('JobTitle', 'x')])),
      'Attribute mapping',
    )
    expect(rows).toEqual([['Employee Details > Department', 'x', 'Department, JobTitle']])
  })

  test('has the subject, the login name and the groups, unless roles are off', () => {
    const policy = {
      subjectFrom: { attribute: 'uid' },
      loginFrom: { attribute: 'upn' },
      roleAttributes: ['teams'],
    } as const
    const names = (more: Partial<ProviderPolicy>) =>
      rowsOf(setUp('generic', factsOf([mapped('Email', 'mail')], { ...policy, ...more })), 'Attributes').map(
        ([name]) => name,
      )
    expect(names({})).toEqual(['uid', 'upn', 'mail', 'teams'])
    expect(names({ roles: 'off' })).toEqual(['uid', 'upn', 'mail'])
  })

  test.each(presets.map(({ id }) => id))(
    '%s: every usual attribute is in the instructions, and our addresses',
    (id) => {
      const preset = presetOf(id)
      const text = JSON.stringify(setUp(id, factsOf([], preset.policy)))
      for (const { column, names } of preset.attributes) {
        if (!columns.has(column)) continue
        expect(text).toContain(names[0]?.split('/').at(-1))
      }
      expect(text).toContain('https://app.example/sso/acme/acs')
      expect(text).toContain('https://app.example/sso/acme/logout')
    },
  )
})

describe('OneLogin', () => {
  test('the validator admits our address and no other', () => {
    const rows = rowsOf(setUp('onelogin', factsOf([])), 'Configuration')
    const pattern = new RegExp(rows.find(([field]) => field === 'ACS (Consumer) URL Validator')?.[1] ?? '')
    expect(pattern.test('https://app.example/sso/acme/acs')).toBe(true)
    expect(pattern.test('https://appxexample/sso/acme/acs')).toBe(false)
    expect(pattern.test('https://app.example/sso/acme/acs/x')).toBe(false)
  })

  test('groups have both ticks', () => {
    expect(
      rowsOf(setUp('onelogin', factsOf([])), 'Parameters')
        .at(-1)
        ?.slice(0, 3),
    ).toEqual(['memberOf', 'yes', 'yes'])
  })
})

test('Entra ID: the namespace and the name make the whole name again', () => {
  const names = ['http://a.example/claims/x', 'short', 'urn:x/', '/x']
  const converters = names.map((name, index) => mapped(['Email', 'Name', 'JobTitle', 'Phone'][index] ?? '', name))
  const rows = rowsOf(setUp('entra', factsOf(converters)), 'Attributes & Claims')
  const whole = rows.map(([name, namespace]) => (namespace === '' ? name : `${namespace}/${name}`))
  expect(whole.toSorted()).toEqual(names.toSorted())
})

/** A claim rule or a script with every string literal taken out, and the literals. `quotes` end a literal unless doubled. */
function literalsOf(code: string, quotes: RegExp): { skeleton: string; literals: string[] } {
  const literals: string[] = []
  let skeleton = ''
  for (let at = 0; at < code.length; at++) {
    if (!quotes.test(code.charAt(at))) {
      skeleton += code.charAt(at)
      continue
    }
    let literal = ''
    for (at++; at < code.length; at++) {
      if (quotes.test(code.charAt(at))) {
        if (!quotes.test(code.charAt(at + 1))) break
        at++
      }
      literal += code.charAt(at)
    }
    literals.push(literal)
    skeleton += '§'
  }
  return { skeleton, literals }
}
const powershellQuote = /['\u2018-\u201b]/

describe('hostile names', () => {
  test('leave the structure of the PowerShell alone', () => {
    const harmless = literalsOf(
      codeOf(setUp('adfs', factsOf([mapped('Email', 'mail')])), 'powershell'),
      powershellQuote,
    )
    fc.assert(
      fc.property(fc.oneof(fc.constantFrom(...hostileNames), fc.string({ unit: 'grapheme' })), (name) => {
        const facts = factsOf([mapped('Email', 'mail')], { name }, { spEntityId: name, metadataUrl: name })
        const { skeleton, literals } = literalsOf(codeOf(setUp('adfs', facts), 'powershell'), powershellQuote)
        expect(skeleton).toBe(harmless.skeleton)
        expect(literals[0]).toBe(name)
        expect(literals[2]).toBe(`jitup: ${visible(name)}`)
      }),
    )
  })

  test.each(hostileNames)('%j is in a claim rule as it is, or not at all', (name) => {
    const setup = setUp('adfs', factsOf([mapped('Email', name), mapped('JobTitle', 'title')]))
    const code = codeOf(setup, 'adfs-claim-rules')
    const leftOut = setup.steps.some(
      (step) => step.kind === 'table' && step.title.startsWith('Left out') && step.rows[0]?.[0] === name,
    )
    const { literals, skeleton } = literalsOf(code, /"/)
    expect(literals.includes(name)).toBe(!leftOut)
    expect(skeleton.split('issue(').length + skeleton.split('add(').length - 2).toBe(4)
    expect(skeleton).not.toContain(';  ')
  })

  test.each(hostileNames)('%j comes out of the JSON as it went in', (name) => {
    const facts = factsOf([mapped('Email', name)], { name })
    const client = JSON.parse(codeOf(setUp('keycloak', facts), 'json'))
    expect(client.name).toBe(`jitup: ${name}`)
    expect(client.protocolMappers[0].config['attribute.name']).toBe(name)
    const [statement] = JSON.parse(codeOf(setUp('okta', facts), 'json'))
    expect(statement).toMatchObject({ name, values: ['user.email'] })
    expect(codeOf(setUp('keycloak', facts), 'json')).not.toMatch(/[\u2028\u202e\u200b]/)
  })

  test.each(hostileNames)('%j stays in its XML attribute, or out of the XML', (name) => {
    const setup = setUp('shibboleth', factsOf([mapped('Email', name)], {}, { spEntityId: name }))
    const xml = setup.steps.flatMap((step) => (step.kind === 'code' ? [step.code] : [])).join('\n')
    const whole = Buffer.from(`<r xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">${xml}</r>`)
    const shape = rawEngine.run((engine) =>
      withDocument(engine, whole, { nodes: 500, purpose: 'metadata' }, ({ root }) =>
        root.children.map((element) => [
          element.name,
          ...element.children.map(
            (child) => `${child.name} ${attributeOf(child, 'name') ?? attributeOf(child, 'value') ?? ''}`,
          ),
        ]),
      ),
    )
    // What Shibboleth would work out is no name any more: it stays out too.
    const fits = visible(name) === name && !/[#$%]\{/.test(name)
    expect(shape[0]).toEqual([
      'AttributeFilterPolicy',
      `PolicyRequirementRule ${fits ? name : ''}`,
      ...(fits ? ['AttributeRule '] : []),
      'AttributeRule ',
    ])
    expect(shape.slice(1)).toEqual(
      fits ? [['AttributeDefinition', 'InputDataConnector ', `AttributeEncoder ${name}`]] : [],
    )
  })

  const cellsOf = (line: string): string[] =>
    line
      .slice(1, -1)
      .split(/(?<!\\)\|/)
      .map((cell) => cell.trim())

  /** What a code span shows (CommonMark 6.1), after a table has taken its escapes of bars (GFM 4.10). */
  const shown = (cell: string): string => {
    const text = cell.replaceAll('\\|', '|')
    const [fence = ''] = /^`+/.exec(text) ?? []
    const inside = text.slice(fence.length)
    const end = [...inside.matchAll(/`+/g)].find(([run]) => run === fence)?.index ?? -1
    expect(end).toBe(inside.length - fence.length)
    const content = inside.slice(0, end)
    return content.startsWith(' ') && content.endsWith(' ') && content.trim() !== '' ? content.slice(1, -1) : content
  }

  test.each(presets.map(({ id }) => id))('%s: none leaves its cell or code block in the Markdown', (id) => {
    for (const name of hostileNames) {
      const setup = setUp(id, factsOf([mapped('Email', name)], { name }, { spEntityId: name }))
      const markdown = setupMarkdown(setup)
      const lines = markdown.split('\n')
      // A table as it was given: same rows, same cells.
      for (const step of setup.steps) {
        if (step.kind !== 'table') continue
        const at = lines.findIndex((line) => line.startsWith('## ') && line.replace(/^## \d+\. /, '') === step.title)
        const first = lines.findIndex((line, index) => index > at && line.startsWith('| ---'))
        const rows = lines.slice(first + 1, first + 1 + step.rows.length).map(cellsOf)
        expect(rows.map((row) => row.map((cell) => (cell === '' ? '' : shown(cell))))).toEqual(
          step.rows.map((row) => row.map(visible)),
        )
        expect(lines[first + 1 + step.rows.length]).toBe('')
      }
      // A code block ends where its step ends.
      for (const step of setup.steps) {
        if (step.kind !== 'code') continue
        const fence = new RegExp(`\n(\`{3,})${step.language}\n`).exec(markdown)?.[1] ?? ''
        expect(markdown).toContain(`${fence}${step.language}\n${step.code}\n${fence}\n`)
        expect(step.code).not.toContain(fence)
      }
      // The title is one line without markup.
      expect(lines[0]).toMatch(/^# /)
      expect(lines[1]).toBe('')
      expect(lines[0]).not.toMatch(/(?<!\\)(?:[<`[]|:\/\/)/)
    }
  })
})
