import { Anchor, SegmentedControl, TextInput } from '@mantine/core'
import { Link } from 'wouter'
import { useAddress } from '../../address.ts'
import { apiUrl, type Shape } from '../../api.ts'
import { Author } from '../../parts/author.tsx'
import { type Column, DataList } from '../../parts/data-list.tsx'
import { Page } from '../../parts/page.tsx'
import { ProviderName } from '../../parts/provider-name.tsx'
import { Empty } from '../../parts/states.tsx'
import { Text } from '../../parts/value.tsx'
import { When } from '../../parts/when.tsx'
import { t } from '../../text.tsx'
import type { TextKey } from '../../texts/dictionary.ts'
import { kindWords, shortId } from './kind-words.ts'

type Entry = Shape<'auditEntry'>
type TrustEvent = Shape<'trustEvent'>

/** Who did what and when; or, apart, every change of whom we believe. Ids and counts, never values. */
export function AuditPage() {
  const [params, set] = useAddress()
  const trust = params.get('show') === 'trust'
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
        value={trust ? 'trust' : 'all'}
        onChange={(value) => set('show', value === 'all' ? null : value)}
        data={[
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
          query={{ signOns: 'false' }}
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
  { key: 'objects', title: t('audit.objects'), cell: (one) => <Objects kind={one.kind} ids={one.objects} /> },
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
  { key: 'facts', title: t('audit.facts'), cell: (one) => <Facts facts={one.facts} /> },
]

/** The text of that key; null: there is none. */
const look = (key: TextKey): string | null => {
  const text = t(key)
  return text === key ? null : text
}

const Facts = ({ facts }: { facts: TrustEvent['facts'] }) => (
  <span className="small">
    {Object.entries(facts).map(([name, value]) => (
      <span className="value" key={name}>
        <Text text={`${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`} />{' '}
      </span>
    ))}
  </span>
)

const places: Readonly<Record<string, string>> = {
  contacts: '/contacts',
  users: '/users',
  roles: '/roles',
  providers: '/providers',
  'sign-ons': '/sign-ons',
  claims: '/sign-ons',
  worklist: '/worklist',
  replays: '/replays',
}

/** The things that were touched: where they have a page, the way there. */
function Objects({ kind, ids }: { kind: string; ids: readonly string[] }) {
  const place = places[kind.split('.')[0] ?? '']
  const shown = ids.slice(0, 3)
  return (
    <span className="small">
      {shown.map((id) => (
        <span key={id}>
          {place === undefined ? (
            <code title={id}>{shortId(id)}</code>
          ) : (
            <Link href={`${place}/${encodeURIComponent(id)}`} title={id}>
              {shortId(id)}
            </Link>
          )}{' '}
        </span>
      ))}
      {ids.length > shown.length ? t('audit.more', { count: ids.length - shown.length }) : null}
    </span>
  )
}
