import { Button } from '@mantine/core'
import { useState } from 'react'
import type { Shape } from '../../api.ts'
import { Author } from '../../parts/author.tsx'
import { type Column, DataList } from '../../parts/data-list.tsx'
import { Icon } from '../../parts/icon.tsx'
import { Empty } from '../../parts/states.tsx'
import { Text } from '../../parts/value.tsx'
import { When } from '../../parts/when.tsx'
import { t } from '../../text.tsx'
import { SettingsPage } from './settings-page.tsx'
import { EndToken, NewToken } from './token-forms.tsx'

type Token = Shape<'token'>

/** API tokens: what each may do, when it was used last, and the way to end it. */
export function TokensPage() {
  const [adding, setAdding] = useState(false)
  const [ending, setEnding] = useState<Token | null>(null)
  const columns: readonly Column<Token>[] = [
    { key: 'name', title: t('tokens.name'), cell: (token) => <Text text={token.name} /> },
    {
      key: 'scopes',
      title: t('tokens.scopes'),
      cell: (token) => token.scopes.map((scope) => <Scope key={scope} scope={scope} />),
    },
    { key: 'used', title: t('tokens.used'), cell: (token) => <When at={token.usedAt} only="relative" /> },
    { key: 'made', title: t('tokens.made'), cell: (token) => <When at={token.createdAt} only="day" /> },
    {
      key: 'until',
      title: t('tokens.until'),
      cell: (token) => <When at={token.revokedAt ?? token.expiresAt} only="day" />,
    },
    { key: 'by', title: t('tokens.by'), cell: (token) => <Maker of={token.createdBy} /> },
    {
      key: 'end',
      title: t('tokens.state'),
      cell: (token) =>
        stands(token) ? (
          <Button variant="subtle" color="red" size="compact-sm" onClick={() => setEnding(token)}>
            {t('tokens.end')}
          </Button>
        ) : (
          <span className="badge quiet">{t('tokens.ended')}</span>
        ),
    },
  ]
  const add = (
    <Button leftSection={<Icon name="plus" />} onClick={() => setAdding(true)}>
      {t('tokens.add')}
    </Button>
  )
  return (
    <SettingsPage title={t('tokens.title')} lead={t('tokens.lead')} actions={add}>
      <DataList
        label={t('tokens.title')}
        path="/tokens"
        columns={columns}
        keyOf={(token) => token.id}
        empty={
          <Empty title={t('tokens.none')} text={t('tokens.none-text')}>
            {add}
          </Empty>
        }
      />
      {adding ? <NewToken onClose={() => setAdding(false)} /> : null}
      {ending ? <EndToken token={ending} onClose={() => setEnding(null)} /> : null}
    </SettingsPage>
  )
}

const stands = ({ revokedAt, expiresAt }: Token): boolean =>
  revokedAt === null && (expiresAt === null || new Date(expiresAt).getTime() > Date.now())

const Scope = ({ scope }: { scope: string }) => (
  <>
    <span className="badge quiet">{scope}</span>{' '}
  </>
)

/** Who made it. Of tokens that are older than the note of it nobody knows. */
function Maker({ of }: { of: Token['createdBy'] }) {
  if (of === null) return <span className="none">{t('tokens.by-unknown')}</span>
  if (of.kind === 'user') return of.name === null ? t('author.user') : <Text text={of.name} />
  return <Author author={{ kind: of.kind, ...(of.name === null ? {} : { name: of.name }) }} />
}
