import { Button, Stack } from '@mantine/core'
import type { Given, Shape } from '../../api.ts'
import { NotSaved } from '../../parts/not-saved.tsx'
import { useChange } from '../../query.ts'
import { t } from '../../text.tsx'
import { MergeContacts } from './merge-contacts.tsx'
import { Alias, Create, LinkPerson, Rule } from './work-forms.tsx'
import './worklist.css'

type Detail = Shape<'workDetail'>
type Action = Given<'workAction'>

/** What may be done about an entry: each as a small form that says what it does. */
export function WorkActions({ entry, onDone }: { entry: Detail; onDone: (entry: Shape<'workEntry'>) => void }) {
  const act = useChange<Shape<'workEntry'>>({ onDone })
  const send = (body: Action) => act.mutate({ method: 'POST', path: `/worklist/${entry.id}/actions`, body })
  const has = (action: Action['action']) => entry.actions.includes(action)
  const simple = (['approve', 'refuse', 'resume', 'ignore', 'dismiss', 'reopen'] as const).filter(has)
  return (
    <Stack gap="lg">
      {has('create') ? <Create entry={entry} busy={act.isPending} onSend={send} /> : null}
      {has('alias') ? <Alias entry={entry} busy={act.isPending} onSend={send} /> : null}
      {has('rule') ? <Rule entry={entry} busy={act.isPending} onSend={send} /> : null}
      {has('link') ? <LinkPerson entry={entry} busy={act.isPending} onSend={send} /> : null}
      {has('merge') ? <MergeContacts entry={entry} busy={act.isPending} onSend={send} /> : null}
      <NotSaved error={act.error} />
      {simple.length > 0 ? (
        <dl className="facts acts">
          {simple.map((action, index) => (
            <div key={action}>
              <dt>
                <Button
                  variant={index === 0 && simple.length === entry.actions.length ? 'filled' : 'default'}
                  loading={act.isPending && (act.variables?.body as Action | undefined)?.action === action}
                  onClick={() => send({ action })}
                >
                  {t(`worklist.do-${action}`)}
                </Button>
              </dt>
              <dd className="soft">{t(`worklist.means-${action}`)}</dd>
            </div>
          ))}
        </dl>
      ) : null}
    </Stack>
  )
}
