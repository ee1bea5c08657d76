/** Columns of contacts. */
import { z } from 'zod'
import { VALUE_LIMIT } from '../../core/text.ts'
import { columnName, named, version } from '../fields.ts'

const columnType = z.enum([
  'text',
  'email',
  'phone',
  'integer',
  'decimal',
  'boolean',
  'date',
  'datetime',
  'language',
  'timezone',
  'lookup',
])

export const columnInput = z.strictObject({
  name: columnName,
  caption: named(VALUE_LIMIT),
  type: columnType,
  /** The lookup whose values it holds, for type `lookup`; one that does not exist is made. */
  lookup: columnName.nullable().optional(),
})
export const columnPatch = z.strictObject({ caption: named(VALUE_LIMIT) })
export const column = z.strictObject({
  name: z.string(),
  caption: z.string(),
  type: columnType,
  lookup: z.string().nullable(),
  required: z.boolean(),
  custom: z.boolean(),
  version,
})
