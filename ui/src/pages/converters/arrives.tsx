import { Text } from '../../parts/value.tsx'
import { t } from '../../text.tsx'
import { Share } from '../rules/share.tsx'
import type { Seen } from '../rules/use-coverage.ts'
import { type ConverterRow, sourceOf } from './rows.ts'

type Covered = NonNullable<ReturnType<Seen['rows']['get']>>

/** How often what a row reads arrives, the last values, and what to think of it. Of an edited row: how often its attribute came. */
export function Arrives({ row, seen, covered }: { row: ConverterRow; seen: Seen; covered: Covered | undefined }) {
  if (sourceOf(row) === 'fixed') return <p className="arrives none">{t('converters.always')}</p>
  if (seen.counted === 0) return <p className="arrives none">{seen.isReading ? '…' : t('converters.no-sign-ins')}</p>
  if (!covered) {
    const came = Math.max(0, ...(row.attributes ?? []).map((name) => seen.names.get(name) ?? 0))
    if ((row.attributes ?? []).join('') === '') return <p className="arrives none">–</p>
    return (
      <div className="arrives">
        <Share part={came} whole={seen.counted} />
        {came === 0 ? <Mark tone="warn" text={t('converters.never-seen')} /> : null}
      </div>
    )
  }
  return (
    <div className="arrives">
      <Share part={covered.present} whole={covered.asked} />
      <Marks covered={covered} />
      {covered.values?.last.slice(0, 2).map((value) => (
        <span className="last" key={value}>
          <Text text={value} />
        </span>
      ))}
    </div>
  )
}

function Marks({ covered }: { covered: Covered }) {
  const { asked, present, hidden, several, unknown, unconverted, refused, conditional } = covered
  return (
    <>
      {asked > 0 && present === 0 && hidden < asked ? <Mark tone="warn" text={t('converters.never')} /> : null}
      {asked === 0 && !conditional ? <Mark tone="warn" text={t('converters.replaced')} /> : null}
      {several > 0 ? <Mark text={t('converters.several-came', { count: several })} /> : null}
      {unknown > 0 ? (
        <Mark
          tone="warn"
          text={t('converters.unknown-came', { count: unknown })}
          title={covered.values?.unknown.map((one) => one.text).join(', ')}
        />
      ) : null}
      {unconverted > 0 ? <Mark tone="warn" text={t('converters.unconverted', { count: unconverted })} /> : null}
      {refused > 0 ? <Mark tone="bad" text={t('converters.refused', { count: refused })} /> : null}
      {hidden > 0 ? <Mark text={t('converters.hidden', { count: hidden })} /> : null}
    </>
  )
}

const Mark = ({
  text,
  tone = 'quiet',
  title,
}: {
  text: string
  tone?: 'quiet' | 'warn' | 'bad'
  title?: string | undefined
}) => (
  <span className={`badge ${tone}`} title={title}>
    {text}
  </span>
)
