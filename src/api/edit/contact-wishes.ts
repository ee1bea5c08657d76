import { z } from 'zod'
import { sameCell } from '../../core/columns.ts'
import { toColumn } from '../../core/convert.ts'
import { indexLookups, resolveLookup } from '../../core/lookups.ts'
import { byCodeUnit, emailKey, nameKey } from '../../core/names.ts'
import type { CellValue, Change, Column, Snapshot } from '../../core/types.ts'
import { JitupError } from '../../errors.ts'
import { type Columns, isUserColumn } from '../../store/columns.ts'
import type { Author } from '../../store/rules.ts'
import { cellInput } from '../contract.ts'
import { check, type FieldError, invalidAll } from './change.ts'
import { edited } from './person.ts'

/** Column → new value. Null empties a column; what is not named stays. A lookup's text is the id or the name of a value. */
export type CellInputs = Readonly<Record<string, z.input<typeof cellInput>>>

/** A checked cell: canonical text, or a lookup value by id or name. */
export interface Wish {
  readonly column: Column
  readonly text: string | null
  /** May a lookup value of that name be made? */
  readonly create: boolean
}

/** @throws JitupError `validation_failed` for columns that only a user has */
export function assertNoUserColumns(wishes: readonly Wish[]): void {
  const errors = wishes
    .filter(({ column }) => isUserColumn(column.name))
    .map(({ column }) => ({ field: `columns.${column.name}`, message: 'Only who may sign in has this.' }))
  if (errors.length > 0) throw invalidAll(errors)
}

/** @throws JitupError `validation_failed` with every field that is wrong */
export function readWishes(columns: Columns, input: CellInputs): Wish[] {
  const cells = check(z.record(z.string(), cellInput), input)
  const errors: FieldError[] = []
  const wishes: Wish[] = []
  for (const [name, cell] of Object.entries(cells)) {
    const column = columns.get(name)
    const wish = column ? readWish(column, cell) : `There is no contact column ${name.slice(0, 60)}.`
    if (typeof wish === 'string') errors.push({ field: `columns.${name.slice(0, 60)}`, message: wish })
    else wishes.push(wish)
  }
  if (errors.length > 0) throw invalidAll(errors)
  return wishes
}

/** @returns the wish, or what is wrong with it */
function readWish(column: Column, cell: z.output<typeof cellInput>): Wish | string {
  if (cell === null) {
    return column.required ? 'This column must have a value.' : { column, text: null, create: false }
  }
  if (typeof cell === 'object' && column.type !== 'lookup')
    return `This column holds ${column.type}, not a lookup value.`
  if (typeof cell === 'object' && 'id' in cell) return { column, text: cell.id, create: false }
  const received = typeof cell === 'object' ? cell.name : String(cell)
  if (received.trim() === '') return 'This is empty. Send null to empty a column.'
  const converted = toColumn(column, received)
  if (!converted.ok) {
    return converted.problem.code === 'value_too_long'
      ? 'This is longer than 256 characters.'
      : `This is not a value of type ${column.type}.`
  }
  return { column, text: converted.text, create: typeof cell === 'object' && cell.create === true }
}

/** Who takes an address waits for whoever else does. */
export function locksOf({ column, text }: Wish): string[] {
  return column.name === 'Email' && text !== null ? [`email ${emailKey(text)}`] : []
}

/** What must be looked up before the wishes can be judged. */
export function wantedBy(wishes: readonly Wish[]) {
  const filled = wishes.filter((one): one is Wish & { text: string } => one.text !== null)
  return {
    lookups: filled.flatMap(({ column, text }) =>
      column.lookup === null ? [] : [{ lookup: column.lookup, text, key: nameKey(text) }],
    ),
    emails: filled.filter((one) => one.column.name === 'Email').map((one) => emailKey(one.text)),
  }
}

/**
 * What the wishes come to, beside what is `held`.
 * @throws JitupError `validation_failed` with every field that is wrong, `email_taken`
 */
export function changesOf(
  snapshot: Snapshot,
  wishes: readonly Wish[],
  author: Author,
  held: ReadonlyMap<string, CellValue>,
): Change[] {
  const because = edited(author)
  const index = indexLookups(snapshot.lookupValues)
  const created = new Map<string, { lookup: string; name: string; key: string }>()
  const errors: FieldError[] = []
  const cells: Change[] = []
  for (const { column, text, create } of wishes) {
    const after = ((): CellValue | undefined => {
      if (text === null || column.lookup === null) return text
      const { lookup } = column
      const found = resolveLookup(index, { column: column.name, lookup }, text, { external: false })
      if (found.kind === 'found' && !found.problem) return found.ref
      if (found.kind === 'new' && create) {
        created.set(JSON.stringify([lookup, found.key]), { lookup, name: found.name, key: found.key })
        return { id: null, name: found.name }
      }
      errors.push({ field: `columns.${column.name}`, message: whyNot(found.kind, lookup, text) })
      return undefined
    })()
    if (after === undefined) continue
    if (column.name === 'Email' && text !== null && snapshot.emailOwners.has(emailKey(text))) {
      throw new JitupError('email_taken', 'Another contact has this e-mail address.', { field: 'columns.Email' })
    }
    const before = held.get(column.name) ?? null
    if (!sameCell(before, after)) cells.push({ kind: 'column-set', column: column.name, before, after, because })
  }
  if (errors.length > 0) throw invalidAll(errors)
  const values = [...created.values()].toSorted((a, b) => byCodeUnit(a.lookup, b.lookup) || byCodeUnit(a.key, b.key))
  return [
    ...values.map(({ lookup, name }) => ({ kind: 'lookup-value-created', lookup, name, because }) as const),
    ...cells,
  ]
}

function whyNot(kind: 'found' | 'new' | 'unknown', lookup: string, text: string): string {
  if (kind === 'found') return `Several values of ${lookup} are called ${text}. Give the id of the one that is meant.`
  if (kind === 'unknown') return `There is no value ${text} in ${lookup}.`
  return `There is no value ${text} in ${lookup}. To make it, send {"name": …, "create": true}.`
}
