import type { WorkKind } from '../../core/work.ts'
import type { WorkRow, WorkState } from '../../store/worklist.ts'
import type { workActions } from '../contract/worklist.ts'
import type { Scope } from '../contract.ts'

/** Something that may be done about an entry on the worklist. */
export type WorkAction = (typeof workActions)[number]
/** What the one who acts may do. */
export type May = (scope: Scope) => boolean

const actions: Readonly<Record<WorkKind, readonly WorkAction[]>> = {
  'match-ambiguous': ['link', 'dismiss'],
  'link-barred': ['dismiss'],
  'lookup-value': ['create', 'alias', 'dismiss'],
  'group-unknown': ['rule', 'ignore', 'dismiss'],
  'email-conflict': ['merge', 'dismiss'],
  'login-conflict': ['dismiss'],
  'value-invalid': ['dismiss'],
  'value-missing': ['dismiss'],
  'roles-incomplete': ['dismiss'],
  'withdrawals-paused': ['resume', 'dismiss'],
  'person-waiting': ['approve', 'refuse', 'dismiss'],
  'key-waiting': ['approve', 'refuse'],
  'certificate-expiring': ['dismiss'],
  'refusals-high': ['dismiss'],
  'people-alike': ['merge', 'dismiss'],
}

const aboutTrust: ReadonlySet<WorkKind> = new Set(['key-waiting', 'certificate-expiring'])

/** What one needs to see entries of a kind. */
export const scopeToSee = (kind: WorkKind): Scope => (aboutTrust.has(kind) ? 'trust:read' : 'directory:read')

const scopeToDo = (kind: WorkKind, action: WorkAction): Scope => {
  if (action === 'rule') return 'rules:write'
  if (action === 'ignore' || action === 'resume' || aboutTrust.has(kind)) return 'trust:write'
  return 'directory:write'
}

/** What one decides on that has only arrived, and was never written: one has to see it. */
const needsClaims: ReadonlySet<WorkAction> = new Set(['create', 'alias', 'rule', 'ignore', 'link'])

/** What one needs for an action: all of these. */
export const scopesToDo = (kind: WorkKind, action: WorkAction): readonly Scope[] => [
  scopeToDo(kind, action),
  ...(needsClaims.has(action) ? (['claims:read'] as const) : []),
]

type Actable = Pick<WorkRow, 'kind' | 'state' | 'contactId'> & { readonly owner: { readonly id: string } | null }

/** Of an address that is somebody else's there are two people only where both are here, and the domain is not at issue. */
const areTwo = ({ kind, contactId, owner }: Actable): boolean =>
  kind !== 'email-conflict' || (contactId !== null && owner !== null && owner.id !== contactId)

/** What may be done about an entry now, by somebody who may do so much. */
export const actionsOf = (entry: Actable, may: May): readonly WorkAction[] => {
  const { kind, state } = entry
  const all: Readonly<Record<WorkState, readonly WorkAction[]>> = {
    open: actions[kind],
    dismissed: ['reopen'],
    resolved: [],
    closed: [],
  }
  const possible = all[state].filter((action) => action !== 'merge' || areTwo(entry))
  return possible.filter((action) => scopesToDo(kind, action).every(may))
}
