import { Anchor, Checkbox, MultiSelect, Select, TextInput } from '@mantine/core'
import { useAddress } from '../../address.ts'
import { apiUrl, type ListPage, type Shape } from '../../api.ts'
import { type Column, DataList } from '../../parts/data-list.tsx'
import { Outcome } from '../../parts/outcome.tsx'
import { Page } from '../../parts/page.tsx'
import { ProviderName } from '../../parts/provider-name.tsx'
import { Empty } from '../../parts/states.tsx'
import { Text } from '../../parts/value.tsx'
import { When } from '../../parts/when.tsx'
import { useGet } from '../../query.ts'
import { useMay } from '../../session.tsx'
import { t } from '../../text.tsx'
import { wordOf } from '../../words.tsx'
import { realSignIns } from './real.ts'

type SignOn = Shape<'signOnLine'>

const outcomes = ['created', 'updated', 'unchanged', 'refused', 'tested', 'replayed', 'undone'] as const
const filters = ['provider', 'outcome', 'code', 'from', 'to', 'tests', 'contact', 'user'] as const

/** The journal: every attempt to sign in, the newest first. */
export function SignOnsPage() {
  const [params] = useAddress()
  const columns: readonly Column<SignOn>[] = [
    { key: 'at', title: t('sign-ons.at'), cell: (one) => <When at={one.at} /> },
    {
      key: 'who',
      title: t('sign-ons.who'),
      cell: (one) => {
        const name = one.contactName ?? one.login
        return name === null ? <span className="none">{t('sign-ons.nobody')}</span> : <Text text={name} />
      },
    },
    {
      key: 'provider',
      title: t('sign-ons.provider'),
      cell: (one) => <ProviderName slug={one.provider} />,
    },
    { key: 'outcome', title: t('sign-ons.outcome'), cell: (one) => <Outcome outcome={one.outcome} /> },
    {
      key: 'why',
      title: t('sign-ons.why'),
      cell: (one) =>
        one.code ? (
          (wordOf(`code.${one.code}`) ?? <code>{one.code}</code>)
        ) : one.problems.length > 0 ? (
          <span className="soft">{t('sign-ons.remarks', { count: one.problems.length })}</span>
        ) : null,
    },
  ]
  const query = areAll(params) ? {} : { outcome: realSignIns }
  const chosen = [...params].filter(([name]) => name !== 'cursor' && name !== 'runs')
  const asked = { ...query, ...Object.fromEntries(chosen) }
  return (
    <Page
      title={t('nav.sign-ons')}
      lead={t('sign-ons.lead')}
      actions={
        <Anchor href={apiUrl('/sign-ons', { ...asked, format: 'csv' })} download="sign-ins.csv">
          {t('list.csv')}
        </Anchor>
      }
    >
      <DataList
        label={t('nav.sign-ons')}
        path="/sign-ons"
        query={query}
        columns={columns}
        keyOf={(one) => one.id}
        href={(one) => `/sign-ons/${one.id}`}
        search
        filters={filters}
        controls={<Filters />}
        empty={<Empty title={t('sign-ons.none')} text={t('sign-ons.none-text')} />}
      />
    </Page>
  )
}

const reference = /^\s*[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\s*$/i

/** Whoever names one entry means it, whatever it is of. */
const areAll = (params: URLSearchParams): boolean =>
  params.get('runs') === 'show' || reference.test(params.get('search') ?? '')

function Filters() {
  const [params, set] = useAddress()
  const mayTrust = useMay('trust:read')
  const providers = useGet<ListPage<Shape<'provider'>>>(mayTrust ? '/providers' : null, { limit: 200 })
  const code = params.get('code')
  return (
    <>
      <MultiSelect
        aria-label={t('sign-ons.outcome')}
        placeholder={params.has('outcome') ? undefined : t('sign-ons.every-outcome')}
        data={outcomes.map((one) => ({ value: one, label: t(`overview.${one}`) }))}
        value={(params.get('outcome') ?? '').split(',').filter((one) => one !== '')}
        onChange={(values) => set('outcome', values.join(','))}
        clearable
        maw={320}
      />
      {providers.data && providers.data.items.length > 1 ? (
        <Select
          aria-label={t('sign-ons.provider')}
          placeholder={t('overview.every-provider')}
          data={providers.data.items.map((one) => ({ value: one.slug, label: one.name }))}
          value={params.get('provider')}
          onChange={(value) => set('provider', value)}
          searchable
          clearable
          w={190}
        />
      ) : null}
      <TextInput
        type="date"
        label={t('sign-ons.from')}
        value={params.get('from') ?? ''}
        onChange={(event) => set('from', event.currentTarget.value)}
      />
      <TextInput
        type="date"
        label={t('sign-ons.to')}
        value={params.get('to') ?? ''}
        onChange={(event) => set('to', event.currentTarget.value)}
      />
      {params.has('outcome') ? null : (
        <Checkbox
          label={t('sign-ons.with-runs')}
          checked={params.get('runs') === 'show'}
          onChange={(event) => set('runs', event.currentTarget.checked ? 'show' : null)}
        />
      )}
      {['code', 'contact', 'user'].map((name) =>
        params.has(name) ? (
          <button key={name} type="button" className="badge chip" onClick={() => set(name, null)}>
            {name === 'code' ? (wordOf(`code.${code}`) ?? code) : t('sign-ons.of-one')} ✕
            <span className="hide">{t('list.clear')}</span>
          </button>
        ) : null,
      )}
    </>
  )
}
