import type { Shape } from '../../api.ts'
import type { Pick } from '../../parts/grid-pick.tsx'
import type { Seen } from '../rules/use-coverage.ts'

export type ColumnShape = Shape<'column'>

/** What every row of the mapping is shown with: the same object until one of its parts changes. */
export interface ConverterContext {
  readonly mayWrite: boolean
  /** The columns, as the picker offers them. */
  readonly picks: readonly Pick[]
  readonly captionOf: (column: string) => string
  readonly columnOf: (column: string) => ColumnShape | undefined
  readonly providerName: (slug: string) => string
  readonly providers: Shape<'rulesNow'>['providers']
  readonly seen: Seen
  /** Opens the form of a new column; what it makes goes into the row. */
  readonly newColumn: (caption: string, onMade: (column: string) => void) => void
}
