/** The texts and numbers of which the contract is made. */
import { z } from 'zod'
import { faultOf, hasInvisible } from '../core/text.ts'

/** A text that can be stored: no NUL, no lone surrogate, no control character. */
export const storable = (max: number) =>
  z
    .string()
    .max(max)
    .refine((value) => faultOf(value, { limit: max }) === null, { error: 'must not contain control characters' })

/** A name as people give it: one line, something in it, no blanks around it. */
export const named = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .refine((value) => faultOf(value, { limit: max, singleLine: true }) === null, {
      error: 'must be one line without control characters',
    })
    .refine((value) => value === value.trim(), { error: 'must not start or end with white space' })
    .refine((value) => value.trim() !== '', { error: 'must not be blank' })

const columnWording = {
  error: 'must have letters, digits and _, start with a letter, and have at most 60 characters',
}
export const columnName = z.string().regex(/^[A-Za-z][A-Za-z0-9_]{0,59}$/, columnWording)
/** A column of the contact, or one of the two of the user that rules may fill. */
export const anyColumnName = z
  .string()
  .regex(/^(?:[A-Za-z][A-Za-z0-9_]{0,59}|user\.culture|user\.timeZone)$/, columnWording)
/** The name of a lookup's value: two that look alike must not be two. */
export const valueName = (max: number) =>
  named(max).refine((value) => !hasInvisible(value), { error: 'must not contain characters that nobody sees' })
export const slug = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, {
  error: 'must have small letters, digits and -, start with a letter or digit, and have at most 63 characters',
})
export const id = z.uuid()
export const version = z.int()
export const time = z.iso.datetime()
