import { expect, it, test } from 'vitest'
import { setup } from '../../src/messages/de/setup.ts'
import { readBy } from '../../src/messages/language.ts'
import { messages } from '../../src/messages.ts'
import { presetIds } from '../../src/presets/preset.ts'
import { presetOf } from '../../src/presets/presets.ts'
import { setupOf } from '../../src/presets/setup/setup.ts'
import type { SetupFacts } from '../../src/presets/setup/step.ts'
import { presetTexts, told } from '../../src/presets/told.ts'
import { catalogue, providerOf } from '../core/world.ts'

const facts: SetupFacts = {
  provider: providerOf({ name: 'Acme', subjectFrom: { attribute: 'uid' } }),
  converters: [],
  columns: new Map(catalogue.map((one) => [one.name, one])),
  spEntityId: 'https://app.example/sso/acme',
  acsUrl: 'https://app.example/sso/acme/acs',
  metadataUrl: 'https://app.example/sso/acme/metadata',
  logoutUrl: 'https://app.example/sso/acme/logout',
}

it.each(presetIds)('says of %s in German as much as in English, under the same sources', (id) => {
  const english = presetOf(id)
  const texts = presetTexts.de[id]
  expect([texts.nameId.length, texts.quirks.length]).toEqual([english.nameId.length, english.quirks.length])
  const german = readBy({ language: 'de' }, () => told(english))
  const sources = ({ nameId, quirks, logout, certificates }: typeof english) =>
    [...nameId, ...quirks, logout, certificates].map(({ source }) => source)
  expect(sources(german)).toEqual(sources(english))
  const sentences = ({ nameId, quirks, logout, certificates, summary, path }: typeof english) => [
    summary,
    path,
    ...[...nameId, ...quirks, logout, certificates].map(({ text }) => text),
  ]
  for (const sentence of sentences(german)) expect(sentences(english)).not.toContain(sentence)
})

test('what a preset decides is the same in every language', () => {
  for (const id of presetIds) {
    const { policy, settings, attributes, roles, overageAttributes } = presetOf(id)
    const german = readBy({ language: 'de' }, () => told(presetOf(id)))
    expect(german).toMatchObject({ id, policy, settings, attributes, roles, overageAttributes })
  }
})

test('outside a request a preset is in English', () => {
  expect(told(presetOf('okta'))).toBe(presetOf('okta'))
})

it.each(presetIds)('tells in German what to create for %s, with the same things to copy', (id) => {
  const english = setupOf(presetOf(id), facts)
  const german = readBy({ language: 'de' }, () => setupOf(presetOf(id), facts))
  const copied = ({ steps }: typeof english) => steps.map((step) => (step.kind === 'code' ? step.code : step.kind))
  expect(copied(german)).toEqual(copied(english))
  const mine = new Set(Object.entries(messages).flatMap(([key, text]) => (key.startsWith('setup.') ? [text] : [])))
  const same = new Set(Object.values(setup).filter((text) => mine.has(text as never)))
  for (const { title, text } of german.steps) {
    if (!same.has(title)) expect(mine).not.toContain(title)
    expect(mine).not.toContain(text)
  }
})
