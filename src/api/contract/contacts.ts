/** Contacts: what people see and change of them, make, merge and erase. */
import { z } from 'zod'
import { VALUE_LIMIT } from '../../core/text.ts'
import { anyColumnName, id, time, valueName, version } from '../fields.ts'
import { roleRef } from './roles.ts'

const count = z.int().min(0)
const cell = z.union([z.null(), z.string(), z.strictObject({ id, name: z.string() })])

/** What a person may put into a cell. A lookup's text is the id or the name of a value. */
export const cellInput = z.union([
  z.null(),
  z.string(),
  z.number(),
  z.boolean(),
  z.strictObject({ id }),
  z.strictObject({ name: z.string(), create: z.boolean().optional() }),
])
export const contactPatch = z.strictObject({ columns: z.record(anyColumnName, cellInput) })
export const contact = z.strictObject({
  id,
  version,
  columns: z.record(z.string(), cell),
  user: z
    .strictObject({
      id,
      version,
      login: z.string(),
      type: z.enum(['employee', 'external']),
      status: z.enum(['active', 'disabled', 'pending', 'deleted']),
    })
    .nullable(),
  roles: z.array(z.strictObject({ name: z.string(), origin: z.string() })),
  /** The last sign-on that the journal still has; null: none. */
  lastSeenAt: time.nullable(),
})

/** Which contacts a list holds, in which order, with which of their columns. */
export const contactQuery = z.strictObject({
  search: z.string().max(256).optional().describe('Part of a name, an e-mail address, a telephone number or a login'),
  user: z.string().min(1).max(256).optional().describe('A whole login name'),
  account: z.string().min(1).max(256).optional().describe('Id or name of a value of the lookup Account'),
  role: z.string().min(1).max(256).optional().describe('Id or name of a role that they have'),
  provider: z.string().min(1).max(256).optional().describe('Id or slug of a provider that knows them'),
  status: z
    .enum(['active', 'disabled', 'pending', 'deleted', 'none'])
    .optional()
    .describe('Of the user; none: who has no user'),
  type: z.enum(['employee', 'external']).optional().describe('Of the user'),
  columns: z.string().max(2000).optional().describe('Names of columns, by commas: only these; all when left out'),
  sort: z
    .enum(['name', '-name', 'updated', '-updated'])
    .optional()
    .describe('With - from the last to the first; name when left out'),
})
export const historyEntry = z.strictObject({
  id,
  at: time,
  column: z.string(),
  before: cell,
  after: cell,
  origin: z.record(z.string(), z.unknown()),
  /** The contact whose history it was, before that was merged into this one. */
  mergedFrom: id.nullable(),
})

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
