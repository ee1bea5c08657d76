import { useMemo, useState } from 'react'
import { useGet } from '../../query.ts'
import { useMay } from '../../session.tsx'
import { columnCaption } from '../../words.tsx'
import type { Seen } from '../rules/use-coverage.ts'
import type { RulesNow } from '../rules/use-rule-draft.ts'
import type { ColumnShape, ConverterContext } from './context.ts'

/** What is asked of the form of a new column. */
export interface AskedColumn {
  readonly caption: string
  readonly onMade: (column: string) => void
}

const noColumns: readonly ColumnShape[] = []

/** What the rows of the mapping share, and the new column that one of them asks for. */
export function useConverterContext(providers: RulesNow['providers'], seen: Seen) {
  const mayWrite = useMay('rules:write')
  const [asked, setAsked] = useState<AskedColumn | null>(null)
  const columns = useGet<{ items: readonly ColumnShape[] }>('/columns', { limit: 200 }).data?.items ?? noColumns
  const context = useMemo((): ConverterContext => {
    const byName = new Map(columns.map((one) => [one.name, one]))
    const names = new Map(providers.map((one) => [one.slug, one.name]))
    return {
      mayWrite,
      picks: columns.map((one) => ({ value: one.name, label: columnCaption(one), code: one.name })),
      captionOf: (name) => {
        const known = byName.get(name)
        return known ? columnCaption(known) : name
      },
      columnOf: (name) => byName.get(name),
      providerName: (slug) => names.get(slug) ?? slug,
      providers,
      seen,
      newColumn: (caption, onMade) => setAsked({ caption, onMade }),
    }
  }, [mayWrite, columns, providers, seen])
  return { context, asked, close: () => setAsked(null) }
}
