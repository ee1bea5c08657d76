import { Button } from '@mantine/core'
import type { Shape } from '../../api.ts'
import { NotSaved } from '../../parts/not-saved.tsx'
import { Card } from '../../parts/page.tsx'
import { Failure, Loading } from '../../parts/states.tsx'
import { When } from '../../parts/when.tsx'
import { useChange, useGet } from '../../query.ts'
import { Say, t } from '../../text.tsx'

/** Where one is signed in; every session but this one can be ended. */
export function MySessions() {
  const sessions = useGet<Shape<'openSessions'>>('/session/sessions')
  const end = useChange()
  if (sessions.isError && !sessions.data) return <Failure error={sessions.error} again={() => sessions.refetch()} />
  const items = sessions.data?.items ?? []
  const path = '/session/sessions'
  return (
    <Card
      title={t('settings.my-sessions')}
      actions={
        items.length > 1 ? (
          <Button
            variant="default"
            size="compact-sm"
            loading={end.isPending && end.variables?.path === path}
            onClick={() => end.mutate({ method: 'DELETE', path })}
          >
            {t('settings.end-others')}
          </Button>
        ) : null
      }
    >
      {sessions.data ? null : <Loading lines={2} />}
      <NotSaved error={end.error} />
      <ul className="lines">
        {items.map((one) => (
          <li key={one.id}>
            <div className="row">
              <span>
                <Say
                  k={one.provider === null ? 'settings.session-local' : 'settings.session-by'}
                  v={{ provider: <code>{one.provider}</code>, at: <When at={one.createdAt} /> }}
                />
              </span>
              {one.current ? (
                <span className="badge good">{t('settings.session-this')}</span>
              ) : (
                <Button
                  className="end"
                  variant="subtle"
                  color="red"
                  size="compact-sm"
                  onClick={() => end.mutate({ method: 'DELETE', path: `${path}/${one.id}` })}
                >
                  {t('settings.session-end')}
                </Button>
              )}
            </div>
            <p className="soft small">
              <Say
                k="settings.session-facts"
                v={{
                  seen: <When at={one.seenAt} only="relative" />,
                  ends: <When at={one.expiresAt} only="relative" />,
                }}
              />
            </p>
          </li>
        ))}
      </ul>
    </Card>
  )
}
