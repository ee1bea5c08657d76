import type { Columns } from '../../store/columns.ts'

/** A row as its form shows it: as stored, or as somebody typed it and it was refused. */
export interface ConverterForm {
  /** Null: the row to add. */
  readonly id: string | null
  readonly version: number | null
  /** Slug; '' for all providers. */
  readonly provider: string
  /** One attribute Name per line. */
  readonly attributes: string
  readonly column: string
  readonly defaultValue: string
  /** Null: at the end. */
  readonly position: number | null
  /** What is wrong, by field; '' for the row as a whole. */
  readonly errors: ReadonlyMap<string, string>
}

/** An attribute that arrived lately, with the values it last had. */
export interface LatelyArrived {
  readonly name: string
  readonly values: readonly string[]
}

export interface ConvertersView {
  readonly rows: readonly ConverterForm[]
  readonly added: ConverterForm
  readonly columns: Columns
  readonly providers: readonly { readonly slug: string; readonly name: string }[]
  /** Attribute → values of the newest sign-on that brought it. */
  readonly last: ReadonlyMap<string, readonly string[]>
  readonly unmapped: readonly LatelyArrived[]
  readonly revision: number
  readonly done: 'saved' | 'deleted' | 'lost' | null
  /** Why something was not saved. */
  readonly refused: 'invalid' | 'changed' | 'gone' | null
  /** What somebody wanted of a row that somebody else changed first. */
  readonly mine: ConverterForm | null
  /** The row that was deleted last. */
  readonly undo: ConverterForm | null
}
