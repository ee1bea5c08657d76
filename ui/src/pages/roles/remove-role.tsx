import { Link, useLocation } from 'wouter'
import type { ListPage, Shape } from '../../api.ts'
import { FormDialog } from '../../parts/form-dialog.tsx'
import { Text } from '../../parts/value.tsx'
import { useChange, useGet } from '../../query.ts'
import { useMay } from '../../session.tsx'
import { Say, t } from '../../text.tsx'
import type { Role } from './tree.ts'

/** As many as are counted before "or more" is said. */
const counted = 200

/** Says who loses a role before it goes, and what stands in the way. */
export function RemoveRole({ role, below, onClose }: { role: Role; below: number; onClose: () => void }) {
  const [, navigate] = useLocation()
  const grants = useGet<ListPage<Shape<'grant'>>>('/grants', { role: role.id, limit: counted })
  const remove = useChange({ onDone: () => navigate('/roles') })
  const mayRules = useMay('rules:read')
  const leading = useGet<ListPage<Shape<'roleRule'>>>(mayRules ? '/role-rules' : null, {
    role: role.id,
    limit: counted,
  })
  const rules = leading.data?.items.length ?? 0
  const people = new Set(grants.data?.items.map((one) => one.user.id)).size
  return (
    <FormDialog
      title={t('roles.remove-title')}
      act={t('act.remove')}
      color="red"
      ready={below === 0 && rules === 0 && !grants.isPending && !(mayRules && leading.isPending)}
      busy={remove.isPending}
      error={remove.error}
      onSubmit={() => remove.mutate({ method: 'DELETE', path: `/roles/${role.id}`, version: role.version })}
      onClose={onClose}
    >
      <p>
        <Say
          k={grants.data?.next ? 'roles.remove-many' : 'roles.remove-people'}
          v={{
            count: people,
            name: (
              <strong>
                <Text text={role.name} />
              </strong>
            ),
          }}
        />
      </p>
      {below > 0 ? <p className="note warn">{t('roles.remove-below', { count: below })}</p> : null}
      {rules > 0 ? (
        <p className="note warn">
          {t('roles.remove-rules', { count: rules })}{' '}
          <Link href={`/role-rules?row=${leading.data?.items[0]?.id}`}>{t('nav.role-rules')}</Link>
        </p>
      ) : null}
    </FormDialog>
  )
}
