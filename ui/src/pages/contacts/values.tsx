import { Button, Popover } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'wouter'
import type { ListPage, Shape } from '../../api.ts'
import { Card } from '../../parts/page.tsx'
import { Failure, Loading } from '../../parts/states.tsx'
import { Cell, Text } from '../../parts/value.tsx'
import { Way } from '../../parts/way.tsx'
import { When } from '../../parts/when.tsx'
import { useGet } from '../../query.ts'
import { useAll } from '../../query-all.ts'
import { useMay } from '../../session.tsx'
import { t } from '../../text.tsx'
import { columnCaption } from '../../words.tsx'
import type { Contact } from './contact-page.tsx'
import { EditValue } from './edit-value.tsx'

type Column = Shape<'column'>
type Explained = Shape<'explainedValue'>

/** Every value of a contact, with where it comes from; changed by hand in its place. */
export function Values({ contact }: { contact: Contact }) {
  const columns = useAll<Column>('/columns')
  const explanation = useGet<Shape<'contactExplanation'>>(`/contacts/${contact.id}/explanation`)
  const [editing, setEditing] = useState<string | null>(null)
  const [empty, setEmpty] = useState(false)
  const may = useMay('directory:write')
  if (columns.isError) return <Failure error={columns.error} />
  if (!columns.data) return <Loading lines={8} />
  const filled = columns.data.filter((one) => (contact.columns[one.name] ?? null) !== null)
  const others = columns.data.filter((one) => !filled.includes(one))
  const line = (column: Column) => {
    const latest = explanation.data?.columns.find((one) => one.column === column.name)?.latest ?? null
    return (
      <div key={column.name}>
        <dt>
          {columnCaption(column)} <code className="soft">{column.name}</code>
        </dt>
        <dd>
          {editing === column.name ? (
            <EditValue contact={contact} column={column} onClose={() => setEditing(null)} />
          ) : (
            <div className="value-line">
              <span className="grow">
                <Cell value={contact.columns[column.name]} />
              </span>
              {latest ? <Origin contactId={contact.id} column={column} latest={latest} /> : null}
              {may ? (
                <Button
                  variant="subtle"
                  size="compact-xs"
                  aria-label={t('contacts.edit-column', { column: columnCaption(column) })}
                  onClick={() => setEditing(column.name)}
                >
                  {t('act.edit')}
                </Button>
              ) : null}
            </div>
          )}
        </dd>
      </div>
    )
  }
  return (
    <Card title={t('contacts.values')}>
      <dl className="facts values">{filled.map(line)}</dl>
      {others.length > 0 ? (
        <>
          <Button variant="subtle" size="compact-sm" mt="sm" onClick={() => setEmpty(!empty)} aria-expanded={empty}>
            {t('contacts.empty-columns', { count: others.length })}
          </Button>
          {empty ? <dl className="facts values">{others.map(line)}</dl> : null}
        </>
      ) : null}
    </Card>
  )
}

/** Where a value comes from, in one sentence, with its whole history behind it. */
function Origin({ contactId, column, latest }: { contactId: string; column: Column; latest: Explained }) {
  const [open, setOpen] = useState(false)
  return (
    <Popover opened={open} onChange={setOpen} width={380} position="bottom-end" shadow="md" trapFocus>
      <Popover.Target>
        <Button
          variant="subtle"
          size="compact-xs"
          aria-label={t('contacts.why-column', { column: columnCaption(column) })}
          onClick={() => setOpen(!open)}
        >
          {t('contacts.why')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Story at={latest} />
        {open ? <History contactId={contactId} column={column.name} skip={latest.id} /> : null}
      </Popover.Dropdown>
    </Popover>
  )
}

function Story({ at: one }: { at: Explained }) {
  const idIn = (name: 'signOnId' | 'replayId') => {
    const id = one.origin[name]
    return typeof id === 'string' ? id : null
  }
  const [signOnId, replayId] = [idIn('signOnId'), idIn('replayId')]
  const isSignOn = replayId === null && one.origin.kind !== 'undo'
  return (
    <div className="story">
      <p>
        <Text text={one.sentence} />
      </p>
      {one.rule ? (
        <p className="soft small">
          <Text text={one.rule} />
        </p>
      ) : null}
      <p className="row small">
        <When at={one.at} />
        {signOnId ? (
          <Link href={`/sign-ons/${signOnId}`}>{t(isSignOn ? 'contacts.at-sign-on' : 'contacts.at-entry')}</Link>
        ) : null}
        {replayId ? (
          <Way href={`/replays/${replayId}`} needs="rules:read">
            {t('sign-ons.whole-run')}
          </Way>
        ) : null}
        {one.revision === null ? null : (
          <Link href={`/revisions/${one.revision}`}>{t('revisions.number', { number: String(one.revision) })}</Link>
        )}
      </p>
    </div>
  )
}

function History({ contactId, column, skip }: { contactId: string; column: string; skip: string }) {
  const history = useGet<ListPage<Explained>>(`/contacts/${contactId}/columns/${column}/explanation`, { limit: 10 })
  const earlier = history.data?.items.filter((one) => one.id !== skip) ?? []
  if (earlier.length === 0) return null
  return (
    <div className="earlier">
      <h3>{t('contacts.earlier')}</h3>
      {earlier.map((one) => (
        <Story key={one.id} at={one} />
      ))}
    </div>
  )
}
