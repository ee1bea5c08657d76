import { z } from 'zod'
import { VALUE_LIMIT } from '../../core/text.ts'
import { workKinds } from '../../core/work.ts'
import { id, named, time, valueName } from '../fields.ts'

/** Everything that somebody may do about an entry. */
export const workActions = [
  'create',
  'alias',
  'rule',
  'ignore',
  'link',
  'merge',
  'approve',
  'refuse',
  'resume',
  'dismiss',
  'reopen',
] as const

const kind = z.enum(workKinds)
const state = z.enum(['open', 'resolved', 'dismissed', 'closed'])

/** A thing that needs somebody. */
export const workEntry = z.strictObject({
  id,
  kind,
  /** Slug; null: it is about no provider. */
  provider: z.string().nullable(),
  state,
  createdAt: time,
  closedAt: time.nullable(),
  /** The sign-on at which it was first met; null also once the journal has it no more. */
  signOnId: id.nullable(),
  /** The person it is about; null for somebody who is not here yet, and where it is about nobody. */
  user: z.strictObject({ id, login: z.string(), name: z.string(), contactId: id }).nullable(),
  /** One sentence for people. */
  sentence: z.string(),
  /** What the sentence is made of: names and texts by kind; `code` is the remark of the plan. Empty when its days are over; texts that only arrived are `[redacted]` without claims:read. */
  facts: z.record(z.string(), z.union([z.string(), z.number()])),
  /** What the caller may do about it now. */
  actions: z.array(z.enum(workActions)),
  /** What was done last, and by whom. */
  action: z.string().nullable(),
  author: z.record(z.string(), z.unknown()).nullable(),
})

const person = z.strictObject({
  id,
  name: z.string(),
  userId: id.nullable(),
  login: z.string().nullable(),
  email: z.string().nullable(),
})

export const workDetail = workEntry.extend({
  /** As whom the provider names somebody who is not here yet; only with the scope claims:read. */
  subject: z.strictObject({ value: z.string(), format: z.string().nullable() }).nullable(),
  /** Whom the sign-on could mean: for `link`, and only with the scope claims:read. Null: what arrived is not kept, so that nobody can tell. */
  candidates: z.array(z.strictObject({ id, login: z.string(), name: z.string(), contactId: id })).nullable(),
  /** Who has the e-mail address that somebody else came with. */
  owner: person.nullable(),
  /** Contacts that may be one person: those alike, or the one who has an address and the one who came with it. */
  contacts: z.array(person),
})

export const workQuery = z.strictObject({
  kind: kind.optional().describe('Only this kind'),
  provider: z.string().min(1).max(63).optional().describe('Slug of a provider'),
  state: state.optional().describe('open when not given'),
})

export const workCounts = z.strictObject({
  open: z.int(),
  counts: z.array(
    z.strictObject({
      kind,
      provider: z.string().nullable(),
      open: z.int(),
      /** How often more of it came while the list was full. */
      beyond: z.int(),
    }),
  ),
})

export const workAction = z.discriminatedUnion('action', [
  z.strictObject({
    action: z.literal('create'),
    /** Instead of the text as it arrived, which then becomes an alias of it. */
    name: valueName(VALUE_LIMIT).optional(),
  }),
  z.strictObject({
    action: z.literal('alias'),
    /** Id or name of a value of that lookup. */
    value: named(VALUE_LIMIT),
  }),
  z.strictObject({
    action: z.literal('rule'),
    /** Id or name of the role. */
    role: named(VALUE_LIMIT),
    /** True: for every provider, not only for this one. */
    everywhere: z.boolean().optional(),
  }),
  z.strictObject({
    action: z.literal('link'),
    /** Id or login name of one of the candidates. */
    user: named(VALUE_LIMIT),
  }),
  z.strictObject({
    action: z.literal('merge'),
    /** Id of the contact that goes, and of the one that stays; both of those that the entry names. It cannot be undone. */
    contact: id,
    into: id,
  }),
  z.strictObject({ action: z.enum(['ignore', 'approve', 'refuse', 'resume', 'dismiss', 'reopen']) }),
])
