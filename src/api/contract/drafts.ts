/** Rules that are tried before they are saved. */
import { z } from 'zod'
import { id, slug } from '../fields.ts'
import { converterInput } from './converters.ts'
import { givenPolicy } from './provider-policy.ts'
import { roleRuleInput } from './role-rules.ts'

const converterDraft = converterInput.partial().extend({ id: id.optional() })
const roleRuleDraft = roleRuleInput.partial().extend({ id: id.optional() })
/** The whole set, or a patch of it. A row with `id` is a change of that row; a set removes what it does not name. */
const draftOf = <Row extends z.ZodType>(row: Row, max: number) =>
  z.union([
    z.array(row).max(max),
    z.strictObject({ upsert: z.array(row).max(max), remove: z.array(id).max(max) }).partial(),
  ])
/** Rules that are tried and not saved. */
export const draftInput = z.strictObject({
  converters: draftOf(converterDraft, 500).optional(),
  roleRules: draftOf(roleRuleDraft, 5000).optional(),
  /** By slug: what changes of a provider's policy. */
  policies: z.record(slug, givenPolicy).optional(),
})
