import { Text } from '../../parts/value.tsx'
import { Way } from '../../parts/way.tsx'
import { t } from '../../text.tsx'
import { roleName } from '../../words.tsx'
import type { RulesNow } from '../rules/use-rule-draft.ts'
import type { RuleContext } from './context.ts'

type Provider = RulesNow['providers'][number]

/** Does a group of this provider give a role of the same name, without a rule? Strangers name the groups of an external one. */
export const givesByName = ({ enabled, roles, exactRoleNames, userType }: Provider): boolean =>
  enabled && roles !== 'off' && exactRoleNames && userType !== 'external'

/** Where it is said whether groups give roles of the same name. */
export const NamesSwitch = ({ provider: { slug, name } }: { provider: Provider }) => (
  <Way href={`/providers/${slug}/people`} needs="trust:read">
    <Text text={name} />
  </Way>
)

/** So many roles are named. */
const shown = 12

/** A role that is on no row may be given all the same: that, of which roles, and where it is switched. */
export function RolesByName({ context: { providers, seen } }: { context: RuleContext }) {
  const giving = providers.filter(givesByName)
  if (giving.length === 0) return null
  const roles = new Set(seen.reports.flatMap(({ groups }) => groups.byName.map((one) => roleName(one.role))))
  const names = [...roles].slice(0, shown)
  return (
    <p className="soft by-name">
      {t('role-rules.by-name')}{' '}
      {names.length === 0 ? null : (
        <>
          <Text
            text={t(roles.size > shown ? 'role-rules.by-name-most' : 'role-rules.by-name-roles', {
              roles: names.join(', '),
              count: roles.size,
            })}
          />{' '}
        </>
      )}
      {t('role-rules.by-name-switch', { name: t('providers.exact-names') })}{' '}
      {giving.map((one, at) => (
        <span key={one.slug}>
          {at === 0 ? null : ', '}
          <NamesSwitch provider={one} />
        </span>
      ))}
    </p>
  )
}
