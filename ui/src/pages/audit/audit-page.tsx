import { Anchor, SegmentedControl, TextInput } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { Link } from 'wouter'
import { useAddress } from '../../address.ts'
import { apiUrl, type Shape } from '../../api.ts'
import { Author } from '../../parts/author.tsx'
import { type Column, DataList } from '../../parts/data-list.tsx'
import { Page } from '../../parts/page.tsx'
import { ProviderName } from '../../parts/provider-name.tsx'
import { Empty } from '../../parts/states.tsx'
import { When } from '../../parts/when.tsx'
import { t } from '../../text.tsx'
import type { TextKey } from '../../texts/dictionary.ts'
import { kindWords } from './kind-words.ts'
import { Objects } from './objects.tsx'
import { TrustFacts } from './trust-facts.tsx'

type Entry = Shape<'auditLine'>
type TrustEvent = Shape<'trustEvent'>

/** Who did what and when; or, apart, every change of whom we believe. Ids and counts, never values. */
export function AuditPage() {
  const [params, set] = useAddress()
  const show = params.get('show')
  const narrow = useMediaQuery('(max-width: 48em)')
  const trust = show === 'trust'
  // A kind that is asked for by name is shown, whether it changed something or not.
  const reads = show === 'all' || params.has('kind')
  return (
    <Page
      title={t('nav.audit')}
      lead={t('audit.lead')}
      actions={
        <Anchor href={apiUrl('/audit/stream', { signOns: 'false' })} download="audit.ndjson">
          {t('audit.download')}
        </Anchor>
      }
    >
      <SegmentedControl
        aria-label={t('audit.show')}
        mb="md"
        orientation={narrow ? 'vertical' : 'horizontal'}
        value={trust || show === 'all' ? show : 'changes'}
        onChange={(value) => set('show', value === 'changes' ? null : value)}
        data={[
          { value: 'changes', label: t('audit.show-changes') },
          { value: 'all', label: t('audit.show-all') },
          { value: 'trust', label: t('audit.show-trust') },
        ]}
      />
      {trust ? (
        <DataList
          label={t('audit.show-trust')}
          path="/trust-events"
          columns={trustColumns()}
          keyOf={(one) => one.id}
          empty={<Empty title={t('audit.none')} text={t('audit.none-text')} />}
        />
      ) : (
        <DataList
          label={t('nav.audit')}
          path="/audit"
          query={{ signOns: 'false', names: 'true', reads: reads ? undefined : 'false' }}
          columns={columns()}
          keyOf={(one) => one.id}
          filters={['kind', 'about']}
          controls={
            <>
              <TextInput
                label={t('audit.kind')}
                placeholder="converters.change"
                defaultValue={params.get('kind') ?? ''}
                onBlur={(event) => set('kind', event.currentTarget.value.trim())}
                onKeyDown={(event) => event.key === 'Enter' && set('kind', event.currentTarget.value.trim())}
              />
              <TextInput
                label={t('audit.about')}
                placeholder="0198…"
                defaultValue={params.get('about') ?? ''}
                onBlur={(event) => set('about', event.currentTarget.value.trim())}
                onKeyDown={(event) => event.key === 'Enter' && set('about', event.currentTarget.value.trim())}
              />
            </>
          }
          empty={<Empty title={t('audit.none')} text={t('audit.none-text')} />}
        />
      )}
    </Page>
  )
}

const columns = (): readonly Column<Entry>[] => [
  { key: 'at', title: t('audit.at'), cell: (one) => <When at={one.at} /> },
  { key: 'by', title: t('audit.by'), cell: (one) => <Author author={one.author} /> },
  {
    key: 'kind',
    title: t('audit.what'),
    cell: (one) => (
      <Link href={`/audit?kind=${encodeURIComponent(one.kind)}`}>
        <span title={one.kind}>{kindWords(look, one.kind) ?? <code>{one.kind}</code>}</span>
      </Link>
    ),
  },
  { key: 'objects', title: t('audit.objects'), cell: (one) => <Objects entry={one} /> },
  {
    key: 'revision',
    title: t('audit.version'),
    cell: (one) =>
      one.revision === null ? null : <Link href={`/revisions/${one.revision}`}>{String(one.revision)}</Link>,
  },
]

const trustColumns = (): readonly Column<TrustEvent>[] => [
  { key: 'at', title: t('audit.at'), cell: (one) => <When at={one.at} /> },
  { key: 'by', title: t('audit.by'), cell: (one) => <Author author={one.author} /> },
  {
    key: 'kind',
    title: t('audit.what'),
    cell: (one) => (
      <span title={one.kind}>{look(`audit.trust-${one.kind}` as TextKey) ?? <code>{one.kind}</code>}</span>
    ),
  },
  {
    key: 'provider',
    title: t('audit.provider'),
    cell: (one) =>
      one.provider === null ? null : (
        <Link href={`/providers/${one.provider}`}>
          <ProviderName slug={one.provider} />
        </Link>
      ),
  },
  { key: 'facts', title: t('audit.facts'), cell: (one) => <TrustFacts facts={one.facts} /> },
]

/** The text of that key; null: there is none. */
const look = (key: TextKey): string | null => {
  const text = t(key)
  return text === key ? null : text
}
