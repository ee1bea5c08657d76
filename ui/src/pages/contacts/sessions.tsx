import { Button } from '@mantine/core'
import type { Shape } from '../../api.ts'
import { NotSaved } from '../../parts/not-saved.tsx'
import { Card } from '../../parts/page.tsx'
import { When } from '../../parts/when.tsx'
import { useChange, useGet } from '../../query.ts'
import { useMay } from '../../session.tsx'
import { t } from '../../text.tsx'

/** Where a person is signed in now; for administrators. */
export function Sessions({ userId }: { userId: string }) {
  const admin = useMay('admin')
  const sessions = useGet<Shape<'openSessions'>>(admin ? `/users/${userId}/sessions` : null)
  const end = useChange()
  if (!admin || !sessions.data) return null
  const { items } = sessions.data
  return (
    <Card
      title={t('contacts.sessions')}
      actions={
        items.length > 0 ? (
          <Button
            variant="subtle"
            color="red"
            size="compact-sm"
            loading={end.isPending}
            onClick={() => end.mutate({ method: 'DELETE', path: `/users/${userId}/sessions` })}
          >
            {t('contacts.end-sessions')}
          </Button>
        ) : null
      }
    >
      {items.length === 0 ? <p className="none">{t('contacts.no-sessions')}</p> : null}
      <ul className="plain grants">
        {items.map((one) => (
          <li key={one.id}>
            <span className="grow">
              {t('contacts.since')} <When at={one.createdAt} />
              <span className="why">
                {t('contacts.last-seen')} <When at={one.seenAt} only="relative" />
              </span>
            </span>
            {one.current ? <span className="badge good">{t('contacts.this-session')}</span> : null}
          </li>
        ))}
      </ul>
      <NotSaved error={end.error} />
    </Card>
  )
}
