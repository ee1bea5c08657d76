import { useQueries } from '@tanstack/react-query'
import { useMemo } from 'react'
import { ApiError, get, type Shape } from '../../api.ts'
import { mayHelp } from '../../query.ts'
import { useMay } from '../../session.tsx'

type Coverage = Shape<'coverage'>
type Row = Coverage['rows'][number]

/** What past sign-ins say about rows, attributes and groups: of one provider, or of several together. */
export interface Seen {
  readonly rows: ReadonlyMap<string, Row>
  /** Attribute → with how many sign-ins it came. */
  readonly names: ReadonlyMap<string, number>
  readonly counted: number
  readonly unmapped: readonly Coverage['unmapped'][number][]
  readonly reports: readonly Coverage[]
  readonly isReading: boolean
}

/** The server makes two of these reports at a time, for everybody, and refuses a third. One is left to somebody else. */
let before: Promise<unknown> = Promise.resolve()

function inTurn<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  const answer = before.then(ask)
  before = answer.catch(() => {})
  return answer
}

/**
 * How often attributes and groups arrive; what is known already is shown while other providers are still asked. Values come along
 * for who may read claims; that is audited, so nothing is read again by itself for a while.
 */
export function useCoverage(slugs: readonly string[]): Seen {
  const values = useMay('claims:read')
  const answers = useQueries({
    queries: slugs.map((provider) => ({
      queryKey: ['/coverage', provider, values],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        inTurn(() => get<Coverage>('/coverage', { provider, ...(values ? { values } : {}) }, signal)),
      retry: (failures: number, error: Error) =>
        error instanceof ApiError && error.code === 'conflict' ? failures < 6 : mayHelp(failures, error),
      staleTime: 600_000,
      refetchOnWindowFocus: false,
    })),
    combine: (results) => ({
      reports: results.flatMap(({ data }) => (data ? [data] : [])),
      isReading: results.some((one) => one.isPending),
    }),
  })
  const { reports, isReading } = answers
  // The same for the same reports, so that rows of a grid stay as they are.
  return useMemo(() => ({ ...seenIn(reports), reports, isReading }), [reports, isReading])
}

function seenIn(reports: readonly Coverage[]) {
  const rows = new Map<string, Row>()
  const names = new Map<string, number>()
  const unmapped = new Map<string, Coverage['unmapped'][number]>()
  const add = (name: string, sent: number) => names.set(name, (names.get(name) ?? 0) + sent)
  for (const report of reports) {
    for (const row of report.rows) {
      const before = rows.get(row.converterId)
      rows.set(row.converterId, before ? sumOf(before, row) : row)
    }
    const named = new Map(report.rows.flatMap((row) => row.attributes.map(({ name, sent }) => [name, sent] as const)))
    for (const [name, sent] of named) add(name, sent)
    for (const one of report.unmapped) {
      add(one.name, one.signOns)
      const before = unmapped.get(one.name)
      unmapped.set(one.name, before ? { ...one, signOns: one.signOns + before.signOns } : one)
    }
  }
  return {
    rows,
    names,
    counted: reports.reduce((sum, one) => sum + one.counted, 0),
    unmapped: [...unmapped.values()].toSorted((a, b) => b.signOns - a.signOns),
  }
}

const counts = [
  'asked',
  'present',
  'empty',
  'absent',
  'several',
  'unconverted',
  'unknown',
  'refused',
  'hidden',
] as const

function sumOf(a: Row, b: Row): Row {
  const summed = Object.fromEntries(counts.map((name) => [name, a[name] + b[name]]))
  const last = [...new Set([...(a.values?.last ?? []), ...(b.values?.last ?? [])])]
  const values =
    a.values || b.values ? { unknown: [...(a.values?.unknown ?? []), ...(b.values?.unknown ?? [])], last } : null
  return { ...a, ...summed, values }
}
