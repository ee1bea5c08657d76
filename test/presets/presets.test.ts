import { describe, expect, test } from 'vitest'
import { preset as presetShape } from '../../src/api/contract.ts'
import { overageMarks } from '../../src/core/attributes.ts'
import { presetIds } from '../../src/presets/preset.ts'
import { presetOf, presets, storedPreset } from '../../src/presets/presets.ts'
import { suggestPreset } from '../../src/presets/suggest.ts'

describe.each(presetIds)('%s', (id) => {
  const preset = presetOf(id)

  test('is data that the API can show, with settings and a policy that the API would take', () => {
    expect(presetShape.parse(JSON.parse(JSON.stringify(preset)))).toEqual(preset)
    expect(preset.id).toBe(id)
  })

  test('maps every column once, and every attribute name to one column', () => {
    const columns = preset.attributes.map(({ column }) => column)
    expect(new Set(columns).size).toBe(columns.length)
    const names = preset.attributes.flatMap((one) => one.names)
    expect(new Set(names).size).toBe(names.length)
    for (const { name } of preset.roles) expect(names).not.toContain(name)
  })

  test('brings at least an address and a name', () => {
    expect(preset.attributes.map(({ column }) => column)).toEqual(
      expect.arrayContaining(['Email', 'GivenName', 'Surname']),
    )
  })

  test('says of everything where it is known from, or that it is unverified', () => {
    const facts = [
      ...preset.nameId,
      ...preset.quirks,
      preset.logout,
      preset.certificates,
      ...preset.attributes,
      ...preset.roles,
    ]
    for (const { source } of facts) expect(source === 'unverified' || URL.canParse(source)).toBe(true)
  })

  test('takes absent groups for none only with role attributes of its own', () => {
    const { absentGroups, roleAttributes } = preset.policy
    if (absentGroups === 'none') expect(roleAttributes).not.toBe('well-known')
    if (Array.isArray(roleAttributes)) expect(roleAttributes).toContain(preset.roles[0]?.name)
  })

  test('knows only overage marks that sign-ons heed', () => {
    expect(overageMarks).toEqual(expect.arrayContaining([...preset.overageAttributes]))
  })
})

test('every product has sources for its NameID, its groups and its standard attributes; the rest says unverified', () => {
  for (const preset of presets.filter(({ id }) => id !== 'generic')) {
    expect(preset.nameId.some(({ source }) => source !== 'unverified')).toBe(true)
  }
  const verifiedGroups = presets.filter(({ roles }) => roles.some(({ source }) => source !== 'unverified'))
  expect(verifiedGroups.map(({ id }) => id)).toEqual([
    'adfs',
    'onelogin',
    'entra',
    'okta',
    'google',
    'keycloak',
    'shibboleth',
  ])
})

test('a preset that this version does not know is treated as any other provider', () => {
  expect(storedPreset('gone').id).toBe('generic')
  expect(storedPreset(null).id).toBe('generic')
  expect(storedPreset('okta').id).toBe('okta')
})

test.each([
  ['https://sts.windows.net/aaaabbbb-0000-cccc-1111-dddd2222eeee/', 'entra'],
  ['https://accounts.google.com/o/saml2?idpid=C01', 'google'],
  ['http://www.okta.com/exk1ekvxouTf9gr6d357', 'okta'],
  ['https://app.onelogin.com/saml/metadata/123', 'onelogin'],
  ['http://adfs.corp.example/adfs/services/trust', 'adfs'],
  ['https://sso.corp.example/realms/staff', 'keycloak'],
  ['https://sso.corp.example/auth/realms/staff', 'keycloak'],
  ['https://idp.uni.example/idp/shibboleth', 'shibboleth'],
  ['urn:corp:idp', null],
  ['https://sts.windows.net.evil.example/x/', null],
  ['https://evil.example/?sts.windows.net', null],
  ['https://notokta.com/x', null],
  ['', null],
])('%s suggests %s', (entityId, preset) => {
  expect(suggestPreset({ entityId })).toBe(preset)
})

test('addresses tell where the entityID does not', () => {
  expect(suggestPreset({ entityId: 'urn:corp', endpoints: ['https://p.example/idp/SSO.saml2'] })).toBe('pingfederate')
  expect(suggestPreset({ entityId: 'urn:corp', endpoints: ['https://f.example/adfs/ls/'] })).toBe('adfs')
})
