import { z } from 'zod'
import { id, slug, time } from '../fields.ts'

const counted = z.int().min(0)
const texts = z.array(z.string())

export const coverageQuery = z.strictObject({
  provider: slug.describe('Slug of the identity provider'),
  last: z.coerce.number().int().min(1).max(10_000).optional().describe('Sign-ons to look at; 1000 when left out'),
  values: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional()
    .describe('With the last values, unknown texts and groups; needs claims:read, and is audited'),
})

const row = z.strictObject({
  converterId: id,
  column: z.string(),
  providerId: id.nullable(),
  conditional: z.boolean(),
  attributes: z.array(z.strictObject({ name: z.string(), sent: counted })),
  asked: counted,
  present: counted,
  empty: counted,
  absent: counted,
  several: counted,
  otherAttribute: counted,
  defaulted: counted,
  cleared: counted,
  refused: counted,
  unconverted: counted,
  unknown: counted,
  fellBack: counted,
  hidden: counted,
  unknownTexts: counted,
  values: z
    .strictObject({ unknown: z.array(z.strictObject({ text: z.string(), count: counted })), last: texts })
    .nullable(),
})

const unmapped = z.strictObject({
  name: z.string(),
  signOns: counted,
  empty: counted,
  several: counted,
  nearest: z.strictObject({ converterId: id, attribute: z.string(), column: z.string() }).nullable(),
  column: z.strictObject({ name: z.string(), by: z.enum(['preset', 'name']), mapped: z.boolean() }).nullable(),
  values: z.strictObject({ last: texts }).nullable(),
})

const groups = z.strictObject({
  present: counted,
  empty: counted,
  absent: counted,
  overage: counted,
  unreadable: counted,
  hidden: counted,
  most: counted,
  roleRules: z.array(
    z.strictObject({
      ruleId: id,
      providerId: id.nullable(),
      role: z.string().nullable(),
      groups: texts,
      groupCount: counted,
      met: counted,
    }),
  ),
  /** Roles that a group of the same name gave, without a rule. */
  byName: z.array(z.strictObject({ roleId: id, role: z.string(), met: counted })),
  unmatchedGroups: counted,
  values: z
    .strictObject({
      unmatched: z.array(
        z.strictObject({
          group: z.string(),
          signOns: counted,
          nearest: z.strictObject({ ruleId: id.nullable(), text: z.string() }).nullable(),
        }),
      ),
    })
    .nullable(),
})

/** Numbers of sign-ons throughout; a share is a count by `asked` of its row, or by `counted`. `values` is null unless asked for. */
export const coverage = z.strictObject({
  provider: z.string(),
  revision: z.int(),
  examined: counted,
  counted,
  redacted: counted,
  notCounted: z.strictObject({ off: counted, age: counted, sealed: counted }),
  from: time.nullable(),
  to: time.nullable(),
  rows: z.array(row),
  unmapped: z.array(unmapped),
  moreUnmapped: counted,
  groups,
})
