/** The audit is read by people: every kind that a request or jitup itself writes has words in both languages. */
import { expect, it } from 'vitest'
import { isAudited, kindOf } from '../../src/api/audit.ts'
import { routeTable } from '../../src/api/routes.ts'
import { kindWords, shortId } from '../../ui/src/pages/audit/kind-words.ts'
import { audit as german } from '../../ui/src/texts/de/audit.ts'
import { audit as english } from '../../ui/src/texts/en/audit.ts'

const own = [
  'admin.create',
  'admin.reset',
  'admin.setup',
  'admin.sign-in',
  'admin.sign-in-refused',
  'claims.read',
  'contacts.export',
  'database.restore',
  'history.values-dropped',
  'journal.values-dropped',
  'person.erased',
  'person.exported',
  'person.merged',
  'rules.revised',
  'secret.resealed',
  'sign-ons.export',
  'trust.keys-taken',
  'trust.settings-changed',
  'users.disabled',
  'webhooks.switched-off',
]

it.each([english, german])('every kind has words', (texts) => {
  const look = (key: string) => (texts as Readonly<Record<string, unknown>>)[key]?.toString() ?? null
  const kinds = [...own, ...routeTable.filter(isAudited).map(kindOf)]
  expect(kinds.length).toBeGreaterThan(60)
  expect([...new Set(kinds)].filter((kind) => kindWords(look, kind) === null)).toEqual([])
  expect(kindWords(look, 'something.else')).toBeNull()
})

it('says what was done to what', () => {
  const look = (key: string) => (english as Readonly<Record<string, unknown>>)[key]?.toString() ?? null
  expect(kindWords(look, 'converters.change')).toBe('Attribute mapping: changed')
  expect(kindWords(look, 'claims.read')).toBe('Read what arrived')
})

it('shows ids by their end, and names whole', () => {
  expect(shortId('019ab3c4-5d6e-7000-8000-000000000026')).toBe('…00000026')
  expect(shortId('onelogin')).toBe('onelogin')
})
