import { overageMarks, wellKnownRoleAttributes } from './attributes.ts'
import { filledValues } from './filled-values.ts'
import { type Group, readGroups } from './groups.ts'
import type { Claims, ProviderPolicy } from './types.ts'

/** What a sign-on says about a person's groups, and whether it says everything. */
export interface Evidence {
  /** Each once, without the ignored ones, sorted by what was sent. */
  readonly groups: readonly Group[]
  /** What the policy ignores. */
  readonly ignored: readonly Group[]
  /** False: a group that is not listed may still be held, so that its absence proves nothing. */
  readonly complete: boolean
  /** The identity provider had too many groups to send. */
  readonly overage: boolean
  /** How many groups could not be read. */
  readonly unreadable: number
  /** Role attributes that the policy names and the sign-on lacks; empty with `well-known`. */
  readonly missing: readonly string[]
}

/** The attribute Names that the provider's groups are read from. */
export const roleAttributesOf = (provider: Pick<ProviderPolicy, 'roleAttributes'>): readonly string[] =>
  provider.roleAttributes === 'well-known' ? wellKnownRoleAttributes : provider.roleAttributes

type Policy = Pick<ProviderPolicy, 'roleAttributes' | 'ignoreGroups' | 'absentGroups' | 'groupSeparator' | 'groupNames'>

/**
 * Reads the groups of a sign-on and judges the evidence.
 * Complete: every attribute of an explicit list arrived, or any one of the well-known; or absence means "no groups" here
 * (`absentGroups: 'none'`). Never complete: with an overage mark, with a group that could not be read, or when no attribute
 * is asked for. An attribute without values has arrived: that says "no groups".
 */
export const evidenceOf = (provider: Policy, claims: Claims): Evidence => {
  const names = roleAttributesOf(provider)
  const present = names.filter((name) => claims.has(name))
  const values = present.flatMap((name) => filledValues(claims.get(name) ?? []))
  const { groups, ignored, unreadable } = readGroups(values, provider)
  const overage = overageMarks.some((mark) => claims.has(mark))
  const missing = provider.roleAttributes === 'well-known' ? [] : names.filter((name) => !claims.has(name))
  const told = provider.absentGroups === 'none' ? names.length > 0 : present.length > 0 && missing.length === 0
  return { groups, ignored, complete: told && !overage && unreadable === 0, overage, unreadable, missing }
}
