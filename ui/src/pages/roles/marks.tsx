import { t } from '../../text.tsx'
import type { Role } from './tree.ts'

/** What is special about a role. */
export const Marks = ({ of: role }: { of: Role }) => (
  <>
    {role.builtIn ? <span className="badge quiet">{t('roles.built-in')}</span> : null}
    {role.guarded ? <span className="badge warn">{t('roles.protected')}</span> : null}
    {role.heldScopes.length > 0 ? <span className="badge">{t('roles.administers')}</span> : null}
    {role.sensitive ? <span className="badge quiet">{t('roles.sensitive')}</span> : null}
  </>
)
