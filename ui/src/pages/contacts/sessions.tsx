import { Button } from '@mantine/core'
import { useState } from 'react'
import type { Shape } from '../../api.ts'
import { FormDialog } from '../../parts/form-dialog.tsx'
import { Card } from '../../parts/page.tsx'
import { tellDone } from '../../parts/tell-done.ts'
import { When } from '../../parts/when.tsx'
import { useChange, useGet } from '../../query.ts'
import { useMay } from '../../session.tsx'
import { t } from '../../text.tsx'

/** Where a person is signed in now; for administrators. */
export function Sessions({ userId }: { userId: string }) {
  const admin = useMay('admin')
  const sessions = useGet<Shape<'openSessions'>>(admin ? `/users/${userId}/sessions` : null)
  const [asking, setAsking] = useState(false)
  if (!admin || !sessions.data) return null
  const { items } = sessions.data
  return (
    <Card
      title={t('contacts.sessions')}
      actions={
        items.length > 0 ? (
          <Button variant="subtle" color="red" size="compact-sm" onClick={() => setAsking(true)}>
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
      {asking ? (
        <EndSessions
          userId={userId}
          count={items.length}
          ownToo={items.some((one) => one.current)}
          onClose={() => setAsking(false)}
        />
      ) : null}
    </Card>
  )
}

function EndSessions({
  userId,
  count,
  ownToo,
  onClose,
}: {
  userId: string
  count: number
  ownToo: boolean
  onClose: () => void
}) {
  const end = useChange({
    onDone: () => {
      onClose()
      tellDone(t('contacts.told-ended'))
    },
  })
  return (
    <FormDialog
      title={t('contacts.end-title')}
      act={t('contacts.end-sessions')}
      color="red"
      busy={end.isPending}
      error={end.error}
      onSubmit={() => end.mutate({ method: 'DELETE', path: `/users/${userId}/sessions` })}
      onClose={onClose}
    >
      <p>{t('contacts.end-text', { count })}</p>
      {ownToo ? <p>{t('contacts.end-own')}</p> : null}
    </FormDialog>
  )
}
