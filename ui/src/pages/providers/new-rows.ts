import { useState } from 'react'
import type { NewRow } from './result-model.ts'

const key = (signOnId: string): string => `jitup-new-rows-${signOnId}`

const kept = (signOnId: string): readonly NewRow[] =>
  JSON.parse(window.sessionStorage.getItem(key(signOnId)) ?? '[]') as NewRow[]

/** The rows that were made by a click and are not saved yet: they outlast a reload, and a proof of presence in between. */
export function useNewRows(signOnId: string) {
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
      window.sessionStorage.removeItem(key(signOnId))
      setRows([])
    },
  }
}
