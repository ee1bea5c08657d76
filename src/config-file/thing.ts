import type { ConfigProvider } from './config-file.ts'
import type { Path } from './problems.ts'

/** The kinds of things that a configuration consists of, in the order in which a file and a plan list them. */
export const kinds = [
  'setting',
  'lookup',
  'lookup value',
  'column',
  'role',
  'provider',
  'converter',
  'role rule',
] as const
export type Kind = (typeof kinds)[number]

export type Fields = Readonly<Record<string, unknown>>

/**
 * One thing that an administrator decides on, with all that is decided about it: what a file leaves out stands here with its default,
 * and names are spelled in one way. A file and a database that mean the same have equal things.
 */
export interface Thing {
  readonly kind: Kind
  /** The same in file and database; within its kind there is one. */
  readonly key: string
  /** For people: names, never contents. */
  readonly title: string
  readonly fields: Fields
}

/** A thing of the database. */
export interface StoredThing extends Thing {
  /** Of a row or a value: its id. */
  readonly id?: string
  /** False: it is as it was from the beginning, or came by itself, and no file needs to say so. */
  readonly decided: boolean
  /** What `--prune` does about it when no file names it. */
  readonly unnamed: 'remove' | 'reset' | 'stays'
}

/** A thing that a file names. */
export interface NamedThing extends Thing {
  readonly path: Path
  /** Of a provider: with its metadata. */
  readonly provider?: ConfigProvider
}
