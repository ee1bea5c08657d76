/** Rows that fill columns from attributes. */
import { z } from 'zod'
import { VALUE_LIMIT } from '../../core/text.ts'
import { anyColumnName, id, slug, storable, version } from '../fields.ts'
import { converterOptions, optional } from '../rule-options.ts'

export const converterInput = z.strictObject({
  /** Slug of the provider; null or absent: for all providers. */
  provider: slug.nullable().optional(),
  /** Attribute Names as sent, the first present one wins; null or absent: `template`, or the default as a fixed value. */
  attributes: z.array(storable(VALUE_LIMIT).min(1)).min(1).max(20).nullable().optional(),
  column: anyColumnName,
  defaultValue: storable(VALUE_LIMIT).nullable().optional(),
  position: z.int().min(0).max(100_000).optional(),
  ...optional(converterOptions),
})
export const converterPatch = converterInput.partial()
export const converter = z.strictObject({
  id,
  version,
  provider: z.string().nullable(),
  attributes: z.array(z.string()).nullable(),
  column: z.string(),
  defaultValue: z.string().nullable(),
  position: z.int(),
  ...z.strictObject(converterOptions).partial().shape,
})
