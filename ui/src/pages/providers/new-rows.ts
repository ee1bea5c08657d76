import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { type NewRow, previewKey } from './result-model.ts'

const key = (signOnId: string): string => `jitup-new-rows-${signOnId}`

const kept = (signOnId: string): readonly NewRow[] =>
  JSON.parse(window.sessionStorage.getItem(key(signOnId)) ?? '[]') as NewRow[]

/** The rows that were made by a click and are not saved yet: they outlast a reload, and a proof of presence in between. */
export function useNewRows(slug: string, signOnId: string) {
  const client = useQueryClient()
  const [rows, setRows] = useState(() => kept(signOnId))
  const put = (next: readonly NewRow[]) => {
    window.sessionStorage.setItem(key(signOnId), JSON.stringify(next))
    setRows(next)
  }
  return {
    rows,
    add: (...more: readonly NewRow[]) => {
      const names = new Set(more.map((one) => one.attribute))
      put([...rows.filter((one) => !names.has(one.attribute)), ...more])
    },
    drop: (attribute: string) => put(rows.filter((one) => one.attribute !== attribute)),
    clear: () => {
      // Everything on the screen is read again after a change: these rows are saved by now, and would be refused as second ones.
      client.removeQueries({ queryKey: previewKey(slug, signOnId) })
      window.sessionStorage.removeItem(key(signOnId))
      setRows([])
    },
  }
}
