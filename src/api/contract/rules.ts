import { z } from 'zod'
import { id } from '../fields.ts'
import { converter } from './converters.ts'
import { draftInput } from './drafts.ts'
import { policy } from './provider-policy.ts'
import { withdrawing } from './revisions.ts'
import { roleRule } from './role-rules.ts'

export const rulesQuery = z.strictObject({
  of: z.enum(['converters', 'role-rules']).optional().describe('Only these; both when left out'),
})

/** Every rule at once, with what whoever edits them must know: the version to save them upon, and whose they may be. */
export const rulesNow = z.strictObject({
  /** What `POST /rules` takes as `basedOn`. */
  revision: z.int(),
  /** In the order of the list. */
  converters: z.array(converter),
  roleRules: z.array(roleRule),
  providers: z.array(
    z.strictObject({
      slug: z.string(),
      name: z.string(),
      enabled: z.boolean(),
      userType: policy.shape.userType,
      roles: policy.shape.roles,
      absentGroups: policy.shape.absentGroups,
      exactRoleNames: z.boolean(),
      /** Ids of the only roles that it may give; null: any, or none where its people are external. */
      allowedRoles: z.array(id).nullable(),
    }),
  ),
})

/** Rules that are saved together, as one version: the shape of a draft, and the version that it was made from. */
export const rulesInput = draftInput.extend({
  /** The newest version when the rules were read: if others have changed rules since, nothing is saved. */
  basedOn: z.int().min(1).max(999_999_999),
  dryRun: z.boolean().optional(),
  ...withdrawing,
  /** How many grants `withdraw: now` takes, where that must be confirmed. */
  confirm: z.int().min(0).optional(),
})
