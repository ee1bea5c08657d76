import type { Shape } from '../../api.ts'
import { numberText, region, t } from '../../text.tsx'

type Overview = Shape<'overview'>
export const outcomes = ['created', 'updated', 'unchanged', 'refused'] as const

export interface Series {
  readonly stretches: Overview['stretches']
  readonly series: Overview['series']
  readonly range: Overview['range']
}

const hour = new Intl.DateTimeFormat(region, { hour: '2-digit', minute: '2-digit' })
const day = new Intl.DateTimeFormat(region, { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' })

/** When a stretch begins: hours by the clock of whoever looks, days as they are counted (UTC). */
export const stretchName = (at: string, range: Overview['range']): string =>
  (range === 'day' ? hour : day).format(new Date(at))

/** The figures of the chart, for whoever does not see it or wants them exactly. */
export const SeriesTable = ({ stretches, series, range }: Series) => (
  <div className="sideways">
    <table className="list series">
      <caption className="hide">{t('overview.sign-ons')}</caption>
      <thead>
        <tr>
          <th scope="col">{t(range === 'day' ? 'overview.hour' : 'overview.day')}</th>
          {outcomes.map((outcome) => (
            <th scope="col" key={outcome} className="right">
              {t(`overview.${outcome}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {stretches.map((at, index) => (
          <tr key={at}>
            <th scope="row">{stretchName(at, range)}</th>
            {outcomes.map((outcome) => (
              <td key={outcome} className="right" data-title={t(`overview.${outcome}`)}>
                {numberText(series[index]?.[outcome] ?? 0)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </div>
)
