import { JitupError } from '../../errors.ts'
import type { Tx } from '../../store/database.ts'
import { hasLocalAdministrator } from '../../store/local-users.ts'
import type { RoleRecord } from '../../store/roles.ts'

/** Whether there must be an administrator for emergencies before the one who edits makes others. */
export interface EmergencyRight {
  /** Not given: no. The configuration file and the command line are written by whoever can make one at any time. */
  readonly emergencyFirst?: boolean
}

/**
 * Lets nobody be made an administrator who depends on an identity provider while there is none who does not: on the day when the
 * provider fails nobody could get in.
 * @throws JitupError `local_administrator_missing`
 */
export async function assertEmergencyFirst(tx: Tx, rights: EmergencyRight, role: RoleRecord): Promise<void> {
  if (!rights.emergencyFirst || role.builtIn !== 'administrators' || (await hasLocalAdministrator(tx))) return
  throw new JitupError(
    'local_administrator_missing',
    'First make an administrator who needs no identity provider, on the server: jitup admin create LOGIN',
  )
}
