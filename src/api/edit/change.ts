import type { z } from 'zod'
import { JitupError } from '../../errors.ts'
import type { App } from '../../sign-on/app.ts'
import type { Tx } from '../../store/database.ts'
import { type Author, recordRevision, rulesLock } from '../../store/rules.ts'
import { wordingOf } from '../wording.ts'

/** One thing that is wrong with an input. */
export interface FieldError {
  readonly field: string
  readonly message: string
}

/** The error of an input that breaks a rule: which field, and what is allowed. */
export const invalid = (field: string, message: string): JitupError => invalidAll([{ field, message }])

/** As `invalid`, for everything that is wrong at once. */
export function invalidAll(errors: readonly FieldError[]): JitupError {
  const [first] = errors
  const text = errors.map((one) => (one.field === '' ? one.message : `${one.field}: ${one.message}`)).join(' ')
  return new JitupError('validation_failed', text, { field: first?.field ?? '', errors })
}

/**
 * Checks an input against the contract.
 * @throws JitupError `validation_failed` with every field that is wrong
 */
export function check<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const result = schema.safeParse(input, { error: wordingOf, reportInput: false })
  if (result.success) return result.data
  const errors = result.error.issues.slice(0, 50).flatMap((issue): FieldError[] => {
    const path = issue.path.map(String)
    if (issue.code !== 'unrecognized_keys') return [{ field: path.join('.'), message: sentence(issue.message) }]
    return issue.keys.map((key) => ({
      field: [...path, key.slice(0, 100)].join('.'),
      message: 'There is no such field.',
    }))
  })
  // One message for each field: what follows from the first is no news.
  throw invalidAll([...new Map(errors.toReversed().map((one) => [one.field, one])).values()].toReversed())
}

/** The contract says what a value must be in half a sentence. */
const sentence = (message: string): string =>
  message.startsWith('must ') ? `This ${message}.` : /[.!?]$/.test(message) ? message : `${message}.`

/**
 * Changes rules: one transaction, one after the other on all nodes, ending with the next revision. Several edits (the
 * functions named `…In`) may share one change: they stand or fall together, as one revision.
 */
export async function changeRules<T>(app: App, author: Author, work: (tx: Tx) => Promise<T>): Promise<T> {
  const result = await app.db.serialised([rulesLock], async (tx) => {
    const done = await work(tx)
    await recordRevision(tx, author)
    return done
  })
  app.rules.forget()
  return result
}

/** @throws JitupError `precondition_failed` when somebody changed it since the caller looked */
export function assertVersion(current: number, expected: number | undefined): void {
  if (expected === undefined || expected === current) return
  throw new JitupError('precondition_failed', 'Somebody changed this meanwhile. Look at it again.', {
    currentVersion: current,
  })
}

/** The error of an id that names nothing. */
export const notFound = (what: string): JitupError => new JitupError('not_found', `There is no such ${what}.`)
