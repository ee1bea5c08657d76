import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { Because, Origin, Plan } from '../../../../src/core/types.ts'
import { call } from '../../api.ts'
import type { CellValue } from '../../parts/value.tsx'

/** A row of the mapping that is thought of: an attribute that arrived, and the column that it would fill. */
export interface NewRow {
  readonly attribute: string
  readonly column: string
}

/** An attribute that arrived, and what reads it; nothing: it is not mapped. */
export interface Arrived {
  readonly name: string
  readonly values: readonly string[]
  readonly uses: readonly { readonly kind: string; readonly column?: string; readonly decides?: boolean }[]
}

/** A column of the contact before and after. */
export interface ResultColumn {
  readonly column: string
  readonly before: CellValue
  readonly after: CellValue
  readonly because: Because | null
  readonly origin: Origin | null
  readonly silent: { readonly attribute: string; readonly how: 'absent' | 'empty' } | null
}

/** What a test sign-in shows: by the rules in force and the rows that are thought of. */
export interface Result {
  readonly plan: Plan
  readonly explanation: {
    readonly attributes: readonly Arrived[]
    readonly columns: readonly ResultColumn[]
    readonly groups: readonly {
      readonly group: string
      readonly ignored: boolean
      readonly gives: readonly unknown[]
    }[]
  }
}

/** The rows as the API takes them, for this provider alone. */
export const draftOf = (slug: string, rows: readonly NewRow[]) => ({
  converters: {
    upsert: rows.map(({ attribute, column }) => ({ provider: slug, attributes: [attribute], column })),
  },
})

/** Where answers about one sign-in are kept, whatever the rows. */
export const previewKey = (slug: string, signOnId: string | null) => ['/preview', slug, signOnId] as const

/** Asks what the sign-in would do with these rows beside those in force. Nothing is written. */
export const useResult = (slug: string, signOnId: string | null, rows: readonly NewRow[]) =>
  useQuery({
    queryKey: [...previewKey(slug, signOnId), rows],
    queryFn: () => {
      const draft = rows.length === 0 ? {} : { draft: draftOf(slug, rows) }
      return call<Result>('POST', '/preview', { body: { provider: slug, signOnId, ...draft } })
    },
    enabled: signOnId !== null,
    placeholderData: keepPreviousData,
  })

/** The attribute that a column's value came from, for showing both together. */
export const sourceOfColumn = ({ because, silent }: ResultColumn): string | null => {
  if (because && 'attribute' in because && because.attribute !== null) return because.attribute
  return silent?.attribute ?? null
}
