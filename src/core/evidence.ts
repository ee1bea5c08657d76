import { overageMarks, wellKnownRoleAttributes } from './attributes.ts'
import { filledValues } from './converters.ts'
import { byCodeUnit } from './names.ts'
import type { Claims, ProviderPolicy } from './types.ts'

/** What a sign-on says about a person's groups, and whether it says everything. */
export interface Evidence {
  /** Trimmed, each once, without the ignored ones, sorted. */
  readonly groups: readonly string[]
  /** False: a group that is not listed may still be held, so that its absence proves nothing. */
  readonly complete: boolean
  /** The identity provider had too many groups to send. */
  readonly overage: boolean
  /** Role attributes that the policy names and the sign-on lacks; empty with `well-known`. */
  readonly missing: readonly string[]
}

/** The attribute Names that the provider's groups are read from. */
export const roleAttributesOf = (provider: Pick<ProviderPolicy, 'roleAttributes'>): readonly string[] =>
  provider.roleAttributes === 'well-known' ? wellKnownRoleAttributes : provider.roleAttributes

/**
 * Reads the groups of a sign-on and judges the evidence.
 * Complete: every attribute of an explicit list arrived, or any one of the well-known; and no overage mark. An attribute without
 * values has arrived: that says "no groups". An empty list of attributes is never complete, nothing was asked.
 */
export const evidenceOf = (
  provider: Pick<ProviderPolicy, 'roleAttributes' | 'ignoreGroups'>,
  claims: Claims,
): Evidence => {
  const names = roleAttributesOf(provider)
  const present = names.filter((name) => claims.has(name))
  const ignored = new Set(provider.ignoreGroups)
  const groups = new Set(present.flatMap((name) => filledValues(claims.get(name) ?? [])))
  const overage = overageMarks.some((mark) => claims.has(mark))
  const missing = provider.roleAttributes === 'well-known' ? [] : names.filter((name) => !claims.has(name))
  return {
    groups: [...groups].filter((group) => !ignored.has(group)).toSorted(byCodeUnit),
    complete: !overage && present.length > 0 && missing.length === 0,
    overage,
    missing,
  }
}
