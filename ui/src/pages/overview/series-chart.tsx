import '@mantine/charts/styles.css'
import { BarChart } from '@mantine/charts'
import { t } from '../../text.tsx'
import { outcomes, type Series, stretchName } from './series-table.tsx'

const colours = {
  created: 'var(--chart-created)',
  updated: 'var(--chart-updated)',
  unchanged: 'var(--chart-unchanged)',
  refused: 'var(--chart-refused)',
} as const

/** Sign-ins over time, stacked by how they ended. Hidden from screen readers: the table beside it says the same. */
export function SeriesChart({ stretches, series, range }: Series) {
  const data = stretches.map((at, index) => ({ at: stretchName(at, range), ...series[index] }))
  return (
    <div aria-hidden="true" className="chart-place">
      <BarChart
        h={220}
        data={data}
        dataKey="at"
        type="stacked"
        series={outcomes.map((outcome) => ({
          name: outcome,
          label: t(`overview.${outcome}`),
          color: colours[outcome],
        }))}
        tickLine="none"
        gridAxis="y"
        yAxisProps={{ allowDecimals: false, width: 44 }}
        barProps={{ isAnimationActive: false }}
        // No keyboard stop: everything in it is in the table.
        barChartProps={{ accessibilityLayer: false }}
      />
    </div>
  )
}
