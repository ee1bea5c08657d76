import { isMessage, messages, say } from '../messages.ts'

/** What people read above a column: the caption that an administrator gave it; of one that still has its first, the reader's words for it. */
export const captionOf = ({ name, caption }: { readonly name: string; readonly caption: string }): string =>
  said(`column.${name}`, caption)

/** Names of columns for sentences: what people read above each; of one that is gone, the name it had. */
export type ColumnNames = (column: string) => string
export const columnNames =
  (columns: ReadonlyMap<string, { readonly name: string; readonly caption: string }>): ColumnNames =>
  (column) => {
    const known = columns.get(column)
    return known ? captionOf(known) : column
  }

/** What people call a role: as `captionOf`. No two roles have one name, so that a built-in one is known by its first. */
export const roleNameOf = (name: string): string => {
  const key = builtIn.find((one) => messages[one] === name)
  return key === undefined ? name : say(key)
}

const builtIn = ['role.administrators', 'role.all-employees', 'role.all-external'] as const

const said = (key: string, first: string): string => (isMessage(key) && messages[key] === first ? say(key) : first)
