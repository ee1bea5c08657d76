import { SegmentedControl, Select } from '@mantine/core'
import { lazy, Suspense } from 'react'
import { Link } from 'wouter'
import { useAddress } from '../../address.ts'
import type { Shape } from '../../api.ts'
import { Card, Page } from '../../parts/page.tsx'
import { Failure, Loading } from '../../parts/states.tsx'
import { useGet } from '../../query.ts'
import { numberText, t } from '../../text.tsx'
import { Certificates } from './certificates.tsx'
import { LatestSignOns } from './latest-sign-ons.tsx'
import { Refusals } from './refusals.tsx'
import { outcomes, SeriesTable } from './series-table.tsx'
import { SetUp } from './set-up.tsx'
import './overview.css'

export type Overview = Shape<'overview'>

const ranges = ['day', 'week', 'month'] as const
type Range = (typeof ranges)[number]

// Charts weigh as much as everything else together: the page is there before them.
const SeriesChart = lazy(async () => ({ default: (await import('./series-chart.tsx')).SeriesChart }))

/** How sign-ins go, what needs somebody, what ends soon; until the first real sign-in, what is still to be set up. */
export function OverviewPage() {
  const [params, set] = useAddress()
  const range: Range = ranges.find((one) => one === params.get('range')) ?? 'day'
  const overview = useGet<Overview>('/overview', { range }, { every: 60_000 })
  const { data } = overview
  const signedOn = data?.setUp.find((one) => one.fact === 'sign-on')?.done ?? false
  return (
    <Page title={t('nav.overview')} lead={data && !signedOn ? t('overview.begin') : undefined}>
      {overview.isError && !data ? (
        <Failure error={overview.error} again={() => overview.refetch()} />
      ) : !data ? (
        <Loading lines={8} />
      ) : (
        <div className="overview">
          {signedOn ? null : <SetUp steps={data.setUp} />}
          {signedOn || data.totals.refused > 0 ? (
            <Figures
              overview={data}
              range={range}
              provider={params.get('provider')}
              onChange={(name, value) => set(name, value, true)}
            />
          ) : null}
          <div className="overview-pair">
            <Waiting counts={data.worklist} />
            <Certificates certificates={data.certificates} />
          </div>
          {signedOn ? <LatestSignOns /> : null}
          {signedOn && data.setUp.some((one) => !one.done) ? <SetUp steps={data.setUp} /> : null}
        </div>
      )}
    </Page>
  )
}

function Figures({
  overview,
  range,
  provider,
  onChange,
}: {
  overview: Overview
  range: Range
  provider: string | null
  onChange: (name: string, value: string | null) => void
}) {
  const chosen = overview.providers.find((one) => one.provider !== null && one.provider === provider)
  const { totals, series } = chosen ?? overview
  return (
    <Card
      title={t('overview.sign-ons')}
      actions={
        <>
          <Select
            aria-label={t('overview.provider')}
            data={overview.providers.flatMap((one) =>
              one.provider === null ? [] : [{ value: one.provider, label: one.name ?? one.provider }],
            )}
            value={chosen?.provider ?? null}
            onChange={(value) => onChange('provider', value)}
            placeholder={t('overview.every-provider')}
            clearable
            size="xs"
          />
          <SegmentedControl
            aria-label={t('overview.range')}
            size="xs"
            value={range}
            onChange={(value) => onChange('range', value === 'day' ? null : value)}
            data={ranges.map((one) => ({ value: one, label: t(`overview.range-${one}`) }))}
          />
        </>
      }
    >
      <dl className="totals">
        {outcomes.map((outcome) => (
          <div key={outcome} className={`total ${outcome}`} data-none={totals[outcome] === 0 ? '' : undefined}>
            <dt>{t(`overview.${outcome}`)}</dt>
            <dd>
              <Link href={`/sign-ons?outcome=${outcome}`}>{numberText(totals[outcome])}</Link>
            </dd>
          </div>
        ))}
      </dl>
      <Suspense fallback={<div className="chart-place" />}>
        <SeriesChart stretches={overview.stretches} series={series} range={range} />
      </Suspense>
      <details className="small">
        <summary>{t('overview.as-table')}</summary>
        <SeriesTable stretches={overview.stretches} series={series} range={range} />
      </details>
      <Refusals providers={overview.providers} />
    </Card>
  )
}

function Waiting({ counts }: { counts: Overview['worklist'] }) {
  return (
    <Card title={<Link href="/worklist">{t('nav.worklist')}</Link>}>
      {counts.length === 0 ? (
        <p className="soft">{t('overview.nothing-waits')}</p>
      ) : (
        <ul className="plain counts">
          {counts.map((one) => (
            <li key={one.kind}>
              <Link href={`/worklist?kind=${one.kind}`}>{t(`worklist.kind-${one.kind}`)}</Link>
              <span>{numberText(one.open)}</span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}
