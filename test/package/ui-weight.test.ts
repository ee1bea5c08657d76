import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'

/** What the build says of each of its files. */
type Manifest = Readonly<
  Record<string, { readonly file: string; readonly imports?: readonly string[]; readonly css?: readonly string[] }>
>

const folder = new URL('../../dist/ui/', import.meta.url)

/** The files that a browser needs before these modules run: they, what they import, and the styles of all. */
function filesOf(manifest: Manifest, modules: readonly string[]): ReadonlySet<string> {
  const files = new Set<string>()
  const seen = new Set<string>()
  const visit = (name: string): void => {
    if (seen.has(name)) return
    seen.add(name)
    const one = manifest[name]
    if (!one) throw new Error(`The build has no ${name}.`)
    files.add(one.file)
    for (const style of one.css ?? []) files.add(style)
    for (const other of one.imports ?? []) visit(other)
  }
  for (const name of modules) visit(name)
  return files
}

describe('The admin UI', () => {
  it('loads less than 250 kB, gzipped, for its first page; the chart comes after it', () => {
    const manifest = JSON.parse(readFileSync(new URL('manifest.json', folder), 'utf8')) as Manifest
    const words = ['plan', 'codes', 'fixes', 'steps'].map((name) => `../src/messages/de/${name}.ts`)
    const first = filesOf(manifest, [
      'index.html',
      'src/pages/overview/overview-page.tsx',
      'src/texts/de/first.ts',
      ...words,
    ])
    const chart = manifest['src/pages/overview/series-chart.tsx']?.file ?? 'none'
    expect(first.has(chart)).toBe(false)
    const weight = [...first].reduce(
      (sum, file) => sum + gzipSync(readFileSync(new URL(file, folder)), { level: 9 }).length,
      0,
    )
    expect(weight).toBeLessThan(250_000)
    expect(weight).toBeGreaterThan(50_000)
  })
})
