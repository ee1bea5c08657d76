import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { builtInCaptions, builtInLookups, builtInRoles } from '../../src/config-file/built-in.ts'
import { captionOf, roleNameOf } from '../../src/messages/caption.ts'
import { german } from '../../src/messages/de/table.ts'
import { english } from '../../src/messages/en/table.ts'
import { readBy } from '../../src/messages/language.ts'

const placeholders = (text: string): string[] => [...text.matchAll(/\{([a-zA-Z]+)\}/g)].map(([, name = '']) => name)
const source: Readonly<Record<string, string>> = english
const baseOf = (key: string) => key.replace(/-(?:zero|one|two|few|many)$/, '')

describe('the English table', () => {
  it('has every key in one file alone: of two the later would be read', async () => {
    const folder = new URL('../../src/messages/en/', import.meta.url)
    const files = readdirSync(folder).filter((name) => name !== 'table.ts')
    const modules = await Promise.all(files.map((name): Promise<object> => import(new URL(name, folder).href)))
    const keys = modules.flatMap((one) => Object.values<object>({ ...one }).flatMap((part) => Object.keys(part)))
    expect(keys.toSorted()).toEqual(Object.keys(english).toSorted())
  })
})

describe('the German table', () => {
  it('has every key of the English one, and beyond it only other forms of sentences that count', () => {
    expect(Object.keys(source).filter((key) => !Object.hasOwn(german, key))).toEqual([])
    const more = Object.keys(german).filter((key) => !Object.hasOwn(source, key))
    for (const key of more) expect(placeholders(source[baseOf(key)] ?? ''), key).toContain('count')
  })

  it('puts in the same values as the English one', () => {
    for (const [key, text] of Object.entries(german)) {
      const counted = Object.hasOwn(source, key) ? source[key] : source[baseOf(key)]
      const wanted = new Set(placeholders(counted ?? ''))
      const given = new Set(placeholders(text))
      // A form for one need not say the number.
      if (/-one$/.test(key)) {
        wanted.delete('count')
        given.delete('count')
      }
      expect([key, [...given].toSorted()]).toEqual([key, [...wanted].toSorted()])
    }
  })

  it('addresses people as “Sie”, and quotes as German does', () => {
    for (const [key, text] of Object.entries(german)) {
      expect(`${key}: ${text}`).not.toMatch(/\b(?:du|dein|deine|deinen|dir|dich|euch|euer)\b/i)
      expect(`${key}: ${text}`).not.toMatch(/“[A-Za-zÄÖÜ]|’/)
      expect(text, key).toBe(text.trim())
    }
  })

  it('says nothing in English: only names of parts and units are the same in both', () => {
    const same = Object.entries(german).filter(
      ([key, text]) => text === source[key] && / [a-z]{2}/i.test(text.replace(/\{[a-zA-Z]+\}/g, '')),
    )
    const names = /^setup\./
    expect(same.map(([key]) => key).filter((key) => !names.test(key))).toEqual([])
  })
})

describe('names that every installation has', () => {
  it('stand in the English table as they are stored', () => {
    const under = (kind: string) =>
      Object.fromEntries(
        Object.entries(source).flatMap(([key, text]) =>
          key.startsWith(`${kind}.`) ? [[key.slice(kind.length + 1), text]] : [],
        ),
      )
    expect(under('column')).toEqual(builtInCaptions)
    expect(under('lookup')).toEqual(builtInLookups)
    expect(under('role')).toEqual(builtInRoles)
  })

  it('are told as the reader calls them until an administrator gives others', () => {
    const told = () => [
      captionOf({ name: 'JobTitle', caption: 'Full job title' }),
      captionOf({ name: 'JobTitle', caption: 'Position here' }),
      roleNameOf('All employees'),
      roleNameOf('Everybody'),
    ]
    expect(told()).toEqual(['Full job title', 'Position here', 'All employees', 'Everybody'])
    expect(readBy({ language: 'de' }, told)).toEqual([
      'Vollständige Positionsbezeichnung',
      'Position here',
      'Alle Mitarbeitenden',
      'Everybody',
    ])
  })
})
