import { subjectOf } from '../core/subject.ts'
import type { NameId, ProviderPolicy, Role, Snapshot, Subject } from '../core/types.ts'
import type { Columns } from '../store/columns.ts'

/**
 * What is still known of the moment of a past sign-on: enough to lay out what arrived and which rules looked at it, never to plan
 * anew. The person of that moment is gone; what became of them stands in the plan.
 */
export function pastSnapshot(
  provider: ProviderPolicy,
  columns: Columns,
  roles: readonly Role[],
  arrived: { readonly subject: Subject | null; readonly claims: ReadonlyMap<string, readonly string[]> },
): Snapshot {
  const nameId: NameId | null = arrived.subject && {
    ...arrived.subject,
    nameQualifier: null,
    spNameQualifier: null,
    spProvidedId: null,
  }
  const found = subjectOf(provider, nameId, arrived.claims)
  return {
    provider,
    subject: found.ok ? found.subject : null,
    nameId,
    person: null,
    columns,
    lookupValues: [],
    roles,
    emailOwners: new Map(),
    loginsTaken: new Set(),
    otherAdministrators: true,
    match: { kind: 'new' },
    domainOwners: new Map(),
    activity: { withdrawals: 0, lookupValues: 0 },
  }
}
