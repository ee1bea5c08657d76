import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const folder = new URL('../../ui/src/', import.meta.url)

/** Classes that a style sheet lays out by themselves or with something of theirs: the first of each selector. */
const classesOf = (css: string): ReadonlySet<string> =>
  new Set([...css.matchAll(/^\s*\.([a-z][\w-]*)(?=[\s,{:[.>])/gm)].map(([, name = '']) => name))

describe('The styles of the admin UI', () => {
  it('lay out each class in one file: those of a page stay when another page is opened', () => {
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.css'))
    expect(files.length).toBeGreaterThan(10)
    const places = new Map<string, string[]>()
    for (const file of files) {
      for (const name of classesOf(readFileSync(new URL(file, folder), 'utf8'))) {
        places.set(name, [...(places.get(name) ?? []), file])
      }
    }
    const shared = [...places].filter(([, where]) => where.length > 1)
    // Around what a part lays out: the page that holds it places it.
    expect(shared.map(([name]) => name).toSorted()).toEqual(['copy', 'page'])
  })
})
