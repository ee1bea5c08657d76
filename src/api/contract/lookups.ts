/** Lookups, their values and what else leads to them. */
import { z } from 'zod'
import { VALUE_LIMIT } from '../../core/text.ts'
import { columnName, id, named, time, valueName, version } from '../fields.ts'

const count = z.int().min(0)

export const lookupInput = z.strictObject({ name: columnName, caption: named(VALUE_LIMIT) })
export const lookup = z.strictObject({
  name: z.string(),
  caption: z.string(),
  values: count,
  /** The columns of contacts that hold its values. */
  columns: z.array(z.string()),
})

export const lookupValueInput = z.strictObject({ name: valueName(VALUE_LIMIT) })
export const lookupValue = z.strictObject({ id, name: z.string(), createdBy: z.string(), createdAt: time })

/** Where rules or a provider's list of accounts name a value; `provider` null: a row for all providers. */
const mention = z.union([
  z.strictObject({
    kind: z.literal('converter'),
    converterId: id,
    provider: z.string().nullable(),
    column: z.string(),
    field: z.string(),
    text: z.string(),
  }),
  z.strictObject({
    kind: z.literal('provider'),
    provider: z.string(),
    field: z.literal('allowedAccounts'),
    text: z.string(),
  }),
])

const uses = z.strictObject({
  contacts: count,
  byColumn: z.array(z.strictObject({ column: z.string(), contacts: count })),
})

export const lookupValueDetail = lookupValue.extend({
  version,
  lookup: z.string(),
  uses,
  /** Other names that lead to it; the first hundred. */
  aliases: z.array(z.string()),
  /** Ids of values that were merged into it; the first hundred. */
  formerIds: z.array(id),
  namedBy: z.array(mention),
})
export const lookupValuePatch = z.strictObject({
  name: valueName(VALUE_LIMIT),
  /** False: the former name leads nowhere any more. */
  keepAlias: z.boolean().optional(),
})
export const lookupAliasInput = z.strictObject({ name: valueName(VALUE_LIMIT) })
export const lookupAlias = z.strictObject({ name: z.string() })

/** `into`: the id of the value that stays. */
export const lookupMergeInput = z.strictObject({ into: id, dryRun: z.boolean().optional() })
export const lookupMerged = z.strictObject({
  /** Of the value that stays. */
  id,
  name: z.string(),
  dryRun: z.boolean(),
  /** Contacts that hold the value that goes. */
  uses,
  /** Names that lead to the value that stays from now on. */
  aliases: z.array(z.string()),
  /** What names the value that goes, and means the one that stays from now on. */
  namedBy: z.array(mention),
  /** Providers that may name the account that stays from now on, and could not before: this needs `trust:write`. */
  widens: z.array(z.string()),
})
