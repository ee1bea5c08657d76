import { useMemo, useRef, useState } from 'react'
import { useSearchParams } from 'wouter'
import type { Saved } from '../../parts/draft.ts'
import type { Opened } from './draft-dialogs.tsx'
import { useCoverage } from './use-coverage.ts'
import { useDraftKeys } from './use-draft-keys.ts'
import { type RulesNow, useRuleDraft } from './use-rule-draft.ts'

/** What every row of rules has: the provider that it is for, by its slug; null: all. */
export interface OfProvider {
  readonly provider: string | null
}

/**
 * What a page of rules keeps: its draft, which of its dialogs is open, and what past sign-ins say.
 * @param rowsOf the rows of this page among the rules; the same function every time
 * @param newRow a row as it is before anything was entered
 */
export function useDraftPage<Row extends OfProvider>(
  rules: RulesNow,
  rowsOf: (rules: RulesNow) => readonly Saved<Row>[],
  newRow: (row: Partial<Row>) => Row,
) {
  const ruleDraft = useRuleDraft(rules, rowsOf)
  const { draft, base, changes } = ruleDraft
  const [params] = useSearchParams()
  const [opened, onOpen] = useState<Opened | null>(null)
  const [more, onMore] = useState<string | null>(null)
  const list = useRef<HTMLDivElement>(null)
  const provider = params.get('provider')
  const enabled = base.providers.filter((one) => one.enabled).map((one) => one.slug)
  const seen = useCoverage(provider === null ? enabled : enabled.filter((slug) => slug === provider))
  useDraftKeys(changes > 0 && opened === null, () => onOpen('save'))
  /** Adds a row and goes to this cell of it. */
  const add = (row: Partial<Row>, cell: string, at?: number) => {
    const key = draft.add(newRow({ provider, ...row }), at)
    requestAnimationFrame(() => {
      const cellOfRow = list.current?.querySelector<HTMLElement>(`[data-key="${key}"] [data-cell="${cell}"]`)
      cellOfRow?.scrollIntoView({ block: 'center' })
      cellOfRow?.focus()
    })
  }
  const search = (params.get('search') ?? '').toLowerCase()
  return { ...ruleDraft, rules, rowsOf, opened, onOpen, more, onMore, list, provider, search, seen, add }
}

export type DraftPageState<Row extends OfProvider> = ReturnType<typeof useDraftPage<Row>>

/**
 * The keys of the rows that are shown: those of the chosen provider with the searched text, and all that are not saved.
 * @param textsOf what a row is found by; the same function until its answers change
 */
export function useShown<Row extends OfProvider>(
  { draft, order, provider, search }: DraftPageState<Row>,
  textsOf: (row: Row) => readonly string[],
): readonly string[] {
  // biome-ignore lint/correctness/useExhaustiveDependencies: rows come and go with the order of the draft
  return useMemo(() => {
    const fits = (row: Row) =>
      (provider === null || row.provider === null || row.provider === provider) &&
      (search === '' || textsOf(row).some((text) => text.toLowerCase().includes(search)))
    return draft.entries().flatMap(({ key, row, state }) => (state !== 'same' || fits(row) ? [key] : []))
  }, [order, provider, search, textsOf])
}
