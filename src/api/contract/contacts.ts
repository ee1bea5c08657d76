/** Contacts that people make and merge. */
import { z } from 'zod'
import { VALUE_LIMIT } from '../../core/text.ts'
import { cellInput } from '../contract.ts'
import { anyColumnName, id, valueName } from '../fields.ts'

const count = z.int().min(0)
const cell = z.union([z.null(), z.string(), z.strictObject({ id, name: z.string() })])
const roleRef = z.strictObject({ id, name: z.string() })

export const contactInput = z.strictObject({
  columns: z.record(anyColumnName, cellInput),
  /** With it the person may sign in; left out, they are only a contact. */
  user: z.strictObject({ login: valueName(VALUE_LIMIT), type: z.enum(['employee', 'external']).optional() }).optional(),
})

/** `into`: the id of the contact that stays. */
export const contactMergeInput = z.strictObject({ into: id, dryRun: z.boolean().optional() })
export const contactMerged = z.strictObject({
  /** Of the contact that stays. */
  id,
  dryRun: z.boolean(),
  /** There is no way back from a merge. */
  undoable: z.literal(false),
  /** Values that the one that stays did not have. */
  taken: z.array(z.strictObject({ column: z.string(), value: cell })),
  /** Values of the one that goes that are given up: the other has its own. */
  givenUp: z.array(z.strictObject({ column: z.string(), kept: cell, value: cell })),
  user: z.strictObject({
    /** What becomes of the user of the one that goes: there is none, it comes along, or it becomes the other's. */
    becomes: z.enum(['none', 'moved', 'merged']),
    id: id.nullable(),
    /** The login name that nobody has any more. */
    loginGone: z.string().nullable(),
  }),
  identities: count,
  /** Roles that move: given by hand or by an import. */
  rolesMoved: z.array(z.strictObject({ role: roleRef, origin: z.string() })),
  /** Roles that do not; `sign-on`: those that follow from rules come with the next sign-on. */
  rolesLeft: z.array(
    z.strictObject({ role: roleRef, origin: z.string(), reason: z.enum(['held', 'protected', 'sign-on']) }),
  ),
  /** Other contacts that name the one that goes, as their Owner for example, and name the other from then on. */
  namedBy: count,
  sessionsEnded: count,
})

/** `confirm`: the full name, unless If-Match says which version is meant. */
export const contactEraseInput = z.strictObject({ confirm: z.string().max(VALUE_LIMIT).optional() })
export const contactErased = z.strictObject({ contactId: id, history: count, signOns: count })
