import { setImmediate } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { captionOf } from '../../src/messages/caption.ts'
import { type Language, readBy, reader, readerIs } from '../../src/messages/language.ts'
import { momentText, numberText } from '../../src/messages/locale.ts'
import { sentenceOf } from '../../src/messages/sentence.ts'
import { parts, say } from '../../src/messages.ts'

const inGerman = <T>(work: () => T): T => readBy({ language: 'de' }, work)

describe('sentences', () => {
  it('are English outside of a request', () => {
    expect(say('sign-in.title')).toBe('Sign in')
    readerIs({ language: 'de' })
    expect(say('sign-in.title')).toBe('Sign in')
  })

  it('are in the language of their reader, however many requests are under way', async () => {
    const request = async () => {
      await setImmediate()
      const first = say('sign-in.title')
      await setImmediate()
      return [first, say('nav.sign-out')]
    }
    const answers = await Promise.all(
      (['en', 'de', 'en', 'de'] as const).map((language) => readBy({ language }, request)),
    )
    expect(answers).toEqual([
      ['Sign in', 'Sign out'],
      ['Anmelden', 'Abmelden'],
      ['Sign in', 'Sign out'],
      ['Anmelden', 'Abmelden'],
    ])
  })

  it('go on in what a request learns of its reader, and nobody else’s do', async () => {
    const learning = readBy({}, async () => {
      await setImmediate()
      readerIs({ language: 'de', timeZone: 'Europe/Vienna' })
      await setImmediate()
      return reader()
    })
    const other = readBy({}, async () => {
      await setImmediate()
      await setImmediate()
      return reader()
    })
    expect(await learning).toEqual({ language: 'de', timeZone: 'Europe/Vienna' })
    expect(await other).toEqual({ language: 'en', timeZone: 'UTC' })
  })

  it('count by the rules of their language', () => {
    expect([0, 1, 2, 1200].map((count) => say('plan.changes', { count }))).toEqual([
      '0 changes',
      'one change',
      '2 changes',
      '1,200 changes',
    ])
    expect(inGerman(() => [0, 1, 1200].map((count) => say('plan.changes', { count })))).toEqual([
      '0 Änderungen',
      'eine Änderung',
      '1.200 Änderungen',
    ])
    expect(say('problem.role_not_created', { count: '1' })).toBe(
      'No role is made of one group, because its name cannot be the name of a role.',
    )
    expect(inGerman(() => parts('value.more', '1'))).toEqual([{ text: '1 weiterer' }])
  })

  it('take a count that is none as it is', () => {
    for (const count of ['', '-1', '1.5', '1e3', 'one', '9'.repeat(40)]) {
      expect(say('plan.changes', { count })).toBe(`${count} changes`)
    }
  })
})

describe('dates and numbers', () => {
  const at = new Date('2026-03-04T23:05:06Z')
  const moment = (language: Language, timeZone: string, exact = false) =>
    readBy({ language, timeZone }, () => say('value.moment', { ...momentText(at, exact) }))

  it('are written as in the language, with the time zone named', () => {
    expect(moment('en', 'UTC')).toBe('4 Mar 2026, 23:05 UTC')
    expect(moment('en', 'UTC', true)).toBe('4 Mar 2026, 23:05:06 UTC')
    expect(moment('de', 'UTC')).toMatch(/^4\. März 2026, 23:05 UTC$/)
    expect(moment('de', 'Europe/Berlin')).toMatch(/^5\. März 2026, 00:05 MEZ$/)
    expect(moment('en', 'America/New_York')).toBe('4 Mar 2026, 18:05 GMT-5')
  })

  it('are in UTC where the time zone is none that is known', () => {
    for (const zone of ['Nowhere/Land', '', '../../etc/passwd', '<b>']) {
      expect(moment('en', zone)).toBe('4 Mar 2026, 23:05 UTC')
    }
  })

  it('have the separators of the language', () => {
    expect(numberText(1234567)).toBe('1,234,567')
    expect(inGerman(() => numberText(1234567))).toBe('1.234.567')
  })
})

describe('captions', () => {
  it('that nobody has changed are in the reader’s language, others as they were written', () => {
    expect(inGerman(() => captionOf({ name: 'GivenName', caption: 'Given name' }))).toBe('Vorname')
    expect(inGerman(() => captionOf({ name: 'GivenName', caption: 'First name' }))).toBe('First name')
    expect(inGerman(() => captionOf({ name: 'Number', caption: 'Number' }))).toBe('Number')
    expect(captionOf({ name: 'GivenName', caption: 'Given name' })).toBe('Given name')
  })
})

describe('sentences about a plan', () => {
  const created = { key: 'change.user-created', values: { login: 'max', userType: 'external' } } as const

  it('call kinds of users as people do', () => {
    expect(sentenceOf(created)).toBe('Creates the external user max')
    expect(inGerman(() => sentenceOf(created))).toBe('Legt den Benutzer max an (extern)')
  })
})
