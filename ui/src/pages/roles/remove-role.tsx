import { Button, Group, Modal, Stack } from '@mantine/core'
import { Link, useLocation } from 'wouter'
import type { ListPage, Shape } from '../../api.ts'
import { NotSaved } from '../../parts/not-saved.tsx'
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
    <Modal opened onClose={onClose} title={t('roles.remove-title')}>
      <Stack>
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
        <NotSaved error={remove.error} />
        <Group>
          <Button
            color="red"
            loading={remove.isPending}
            disabled={below > 0 || rules > 0 || grants.isPending || (mayRules && leading.isPending)}
            onClick={() => remove.mutate({ method: 'DELETE', path: `/roles/${role.id}`, version: role.version })}
          >
            {t('act.remove')}
          </Button>
          <Button variant="default" onClick={onClose}>
            {t('act.cancel')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
