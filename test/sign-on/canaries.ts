/** Unmistakable words, and everything that a database, its files and its answers hold, to look for them. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { gunzipSync } from 'node:zlib'
import sql, { raw } from 'sql-template-tag'
import type { App } from '../../src/sign-on/app.ts'
import { sealedColumns } from '../../src/store/reseal.ts'

/** Place → everything that stands there, as text. */
export type Texts = ReadonlyMap<string, string>

/** A word that nobody meets by chance. */
export const canary = (name: string): string => `canary-${name}-${Math.random().toString(36).slice(2, 10)}`

/** Every column of every table as text, as a dump has it: `table.column`. */
export async function dump({ db }: Pick<App, 'db'>): Promise<Texts> {
  const columns = await db.query<{ table: string; column: string }>(sql`
    select table_name as table, column_name as column from information_schema.columns
    where table_schema = 'public' order by table_name, ordinal_position`)
  const texts = columns.map(async ({ table, column }) => {
    const rows = await db.query<{ text: string | null }>(raw(`select "${column}"::text as text from "${table}"`))
    return [`${table}.${column}`, rows.map(({ text }) => text ?? '').join('\n')] as const
  })
  return new Map(await Promise.all(texts))
}

/** What is sealed, opened by whoever has the secret: `sealed table.column`. */
export async function opened({ db, seal }: Pick<App, 'db' | 'seal'>): Promise<Texts> {
  const texts = sealedColumns.map(async ({ table, column, row }) => {
    const rows = await db.query<{ place: string; sealed: string }>(
      raw(`select ${row} as place, "${column}" as sealed from "${table}" where "${column}" is not null`),
    )
    const open = rows.map((one) => seal.open({ table, row: one.place, column }, one.sealed))
    return [`sealed ${table}.${column}`, open.join('\n')] as const
  })
  return new Map(await Promise.all(texts))
}

/** Every file of a folder but the database's own, which hold what the dump holds. What is compressed is unpacked. */
export function filesOf(folder: string, but: string): Texts {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((file) => join(folder, file))
    .filter((file) => !file.startsWith(join(folder, but, '/')) && statSync(file).isFile())
  return new Map(
    files.map((file) => {
      const bytes = readFileSync(file)
      const text = bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes
      return [`file ${relative(folder, file)}`, text.toString('latin1')]
    }),
  )
}

/** The word itself, whatever its case, and how it looks in hexadecimal and at any place in base64. */
function formsOf(word: string): { readonly plain: string; readonly packed: readonly string[] } {
  const bytes = Buffer.from(word)
  const base64 = [0, 1, 2].flatMap((shift) => {
    const text = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64')
    // The ends depend on the neighbours.
    const inner = text.slice(shift === 0 ? 0 : 4, -4).replace(/=+$/, '')
    return [inner, inner.replaceAll('+', '-').replaceAll('/', '_')]
  })
  return { plain: word.toLowerCase(), packed: [bytes.toString('hex'), ...base64] }
}

/** Where a word stands: in the clear, or in a form that is as good. */
export function placesOf(word: string, texts: Texts): string[] {
  const { plain, packed } = formsOf(word)
  return [...texts]
    .filter(([, text]) => text.toLowerCase().includes(plain) || packed.some((one) => text.includes(one)))
    .map(([place]) => place)
    .toSorted()
}
