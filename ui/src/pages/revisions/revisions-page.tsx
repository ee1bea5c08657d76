import type { Shape } from '../../api.ts'
import { Author } from '../../parts/author.tsx'
import { type Column, DataList } from '../../parts/data-list.tsx'
import { Page } from '../../parts/page.tsx'
import { Empty } from '../../parts/states.tsx'
import { When } from '../../parts/when.tsx'
import { useGet } from '../../query.ts'
import { t } from '../../text.tsx'
import { changeCounts } from './counts.tsx'

type Revision = Shape<'revision'>

/** Every version of the rules: who made it, when, and what it changed. */
export function RevisionsPage() {
  const columns: readonly Column<Revision>[] = [
    {
      key: 'number',
      title: t('revisions.version'),
      cell: (one) => t('revisions.number', { number: String(one.revision) }),
    },
    { key: 'at', title: t('revisions.at'), cell: (one) => <When at={one.at} /> },
    { key: 'by', title: t('revisions.by'), cell: (one) => <Author author={one.author} /> },
    { key: 'what', title: t('revisions.what'), cell: (one) => <Summary revision={one.revision} /> },
  ]
  return (
    <Page title={t('nav.revisions')} lead={t('revisions.lead')}>
      <DataList
        label={t('nav.revisions')}
        path="/revisions"
        query={{ limit: '20' }}
        columns={columns}
        keyOf={(one) => String(one.revision)}
        href={(one) => `/revisions/${one.revision}`}
        empty={<Empty title={t('revisions.none')} text={t('revisions.none-text')} />}
      />
    </Page>
  )
}

/** What a version changed: its one sentence, or how many of what kind. */
function Summary({ revision }: { revision: number }) {
  const diff = useGet<Shape<'revisionDiff'>>(`/revisions/${revision}/diff`, { limit: 1 })
  if (!diff.data) return null
  const { items, counts } = diff.data
  const total = counts.added + counts.changed + counts.removed
  return <span className="soft">{total === 1 ? items[0]?.sentence : changeCounts(counts)}</span>
}
