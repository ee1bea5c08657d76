import { Link } from 'wouter'
import { Author } from '../../parts/author.tsx'
import { type Column, DataList } from '../../parts/data-list.tsx'
import { Page } from '../../parts/page.tsx'
import { ProviderName } from '../../parts/provider-name.tsx'
import { Empty } from '../../parts/states.tsx'
import { When } from '../../parts/when.tsx'
import { t } from '../../text.tsx'
import { changedOf, type Replay } from './use-replay.ts'

/** Every try on past sign-ins, the newest first. */
export function ReplaysPage() {
  const columns: readonly Column<Replay>[] = [
    { key: 'at', title: t('replays.at'), cell: (one) => <When at={one.createdAt} /> },
    {
      key: 'what',
      title: t('replays.what'),
      cell: (one) => t(one.draft ? 'replays.of-draft' : 'replays.of-saved', { revision: one.revision }),
    },
    {
      key: 'provider',
      title: t('rules.provider'),
      cell: (one) => (one.provider === null ? t('rules.all-providers') : <ProviderName slug={one.provider} />),
    },
    {
      key: 'affected',
      title: t('replays.affected-title'),
      cell: ({ counts }) =>
        t('replays.of', { count: counts.byDraft?.people ?? changedOf(counts), people: counts.people ?? 0 }),
    },
    { key: 'state', title: t('replays.state'), cell: (one) => <State replay={one} /> },
    { key: 'author', title: t('replays.author'), cell: (one) => <Author author={one.author} /> },
  ]
  return (
    <Page title={t('replays.title')} lead={t('replays.lead')}>
      <DataList
        label={t('replays.title')}
        path="/replays"
        columns={columns}
        keyOf={(one) => one.id}
        href={(one) => `/replays/${one.id}`}
        empty={
          <Empty title={t('replays.no-replays')} text={t('replays.no-replays-text')}>
            <Link href="/converters">{t('nav.converters')}</Link>
            <Link href="/role-rules">{t('nav.role-rules')}</Link>
          </Empty>
        }
      />
    </Page>
  )
}

function State({ replay: { state, stage } }: { replay: Replay }) {
  if (state !== 'done') return <span className="badge warn">{t(`replays.state-${state}`)}</span>
  return <span className={`badge ${stage === 'try' ? 'quiet' : 'good'}`}>{t(`replays.stage-${stage}`)}</span>
}
