import { region, t } from '../text.tsx'

const date = { day: 'numeric', month: 'short', year: 'numeric' } as const
const clock = { hour: '2-digit', minute: '2-digit', timeZoneName: 'short' } as const
const whole = new Intl.DateTimeFormat(region, { ...date, ...clock })
const day = new Intl.DateTimeFormat(region, date)
const relative = new Intl.RelativeTimeFormat(region, { numeric: 'auto' })

const steps: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
]

/** "3 hours ago", "in 12 days". */
export function relativeTime(at: string, now: number = Date.now()): string {
  const distance = new Date(at).getTime() - now
  const [unit, size] = steps.find(([, ms]) => Math.abs(distance) >= ms) ?? ['minute', 60_000]
  return relative.format(Math.trunc(distance / size), unit)
}

/** A moment by the clock of whoever looks, whose zone is named; a day or a distance is exact when pointed at. Null: never. */
export function When({ at, only }: { at: string | null | undefined; only?: 'day' | 'relative' }) {
  if (!at) return <span className="none">{t('value.never')}</span>
  const moment = new Date(at)
  const exact = whole.format(moment)
  const shown = only === 'day' ? day.format(moment) : only === 'relative' ? relativeTime(at) : exact
  return (
    <time dateTime={at} title={only ? exact : relativeTime(at)}>
      {shown}
    </time>
  )
}
