import type { App } from '../sign-on/app.ts'
import type { Tx } from '../store/database.ts'
import type { MetadataDocument } from '../trust/document.ts'
import type { ConfigFile } from './config-file.ts'
import type { Directory } from './directory.ts'
import type { LastApplied } from './last-applied.ts'
import type { Path } from './problems.ts'
import type { Report } from './report.ts'

/** One edit that a file asks for. */
export interface Step {
  /** The entry that asks for it: an error of the edit is reported there. */
  readonly path: Path
  /** One line for the log and the operator. Names, never contents. */
  readonly change: string
  /** True for what an operator should look at twice: other signing keys. */
  readonly warn?: boolean
  run(tx: Tx, app: App): Promise<unknown>
}

/** What the parts of a plan work on and add to. */
export interface Planning {
  readonly file: ConfigFile
  readonly last: LastApplied
  readonly stored: Directory
  /** Metadata of providers that are new, by slug: fetched before anything was locked. */
  readonly documents: ReadonlyMap<string, MetadataDocument>
  readonly report: Report
  readonly steps: Step[]
  readonly kept: string[]
}

/** An own entry of a record whose keys come from a file: `constructor` is a role's name like any other. */
export const entryOf = <T>(record: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(record, key) ? record[key] : undefined
