import { Link } from 'wouter'
import { Text } from '../../parts/value.tsx'
import { useMay } from '../../session.tsx'
import { t } from '../../text.tsx'
import type { Arrived, Result } from './result-model.ts'

/** So many values of one attribute are shown at once. */
const shown = 6

/** The left side: every attribute as it arrived, and what reads it. */
export function ResultArrived({
  result,
  pointed,
  onPoint,
  captionOf,
}: {
  result: Result
  pointed: string | null
  onPoint: (attribute: string | null) => void
  captionOf: (column: string) => string
}) {
  const may = useMay('rules:write')
  const { attributes, groups } = result.explanation
  const without = groups.filter((one) => one.gives.length === 0 && !one.ignored)
  return (
    <section className="card arrived" aria-label={t('providers.arrived')}>
      <h2>{t('providers.arrived')}</h2>
      {attributes.length === 0 ? <p className="none">{t('providers.arrived-nothing')}</p> : null}
      <ul className="arrived-list">
        {attributes.map((one) => (
          <li
            key={one.name}
            className={[one.uses.length === 0 ? 'unused' : '', pointed === one.name ? 'pointed' : ''].join(' ').trim()}
            onMouseEnter={() => onPoint(one.name)}
            onMouseLeave={() => onPoint(null)}
          >
            <code className="arrived-name">
              <Text text={one.name} />
            </code>
            <Values values={one.values} />
            <Uses of={one} captionOf={captionOf} />
          </li>
        ))}
      </ul>
      {without.length === 0 ? null : (
        <div className="small soft groups-without">
          <p>{t('providers.groups-without', { count: without.length })}</p>
          <ul className="plain">
            {without.slice(0, shown).map(({ group }) => (
              <li key={group}>
                <Text text={group} />{' '}
                {may ? (
                  <Link href={`/role-rules?${new URLSearchParams({ group })}`}>
                    {t('role-rules.map')}
                    <span className="hide"> {group}</span>
                  </Link>
                ) : null}
              </li>
            ))}
          </ul>
          {without.length > shown ? t('providers.values-more', { count: without.length - shown }) : null}
        </div>
      )}
    </section>
  )
}

function Values({ values }: { values: readonly string[] }) {
  if (values.every((one) => one === '')) return <p className="none">{t('value.none')}</p>
  return (
    <div className="arrived-values">
      {values.slice(0, shown).map((value, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: what arrived never changes places
        <div key={index}>
          <Text text={value} />
        </div>
      ))}
      {values.length > shown ? (
        <div className="soft">{t('providers.values-more', { count: values.length - shown })}</div>
      ) : null}
    </div>
  )
}

function Uses({ of: { uses }, captionOf }: { of: Arrived; captionOf: (column: string) => string }) {
  const columns = new Set(uses.flatMap((one) => (one.kind === 'column' && one.column ? [one.column] : [])))
  const others = new Set(uses.flatMap((one) => (one.kind === 'column' ? [] : [one.kind])))
  if (uses.length === 0) return <p className="arrived-use">{t('providers.use-none')}</p>
  return (
    <p className="arrived-use">
      <span aria-hidden="true">→ </span>
      {[
        ...[...columns].map(captionOf),
        ...[...others].map((kind) =>
          kind === 'roles' || kind === 'login' || kind === 'subject' || kind === 'condition'
            ? t(`providers.use-${kind}`)
            : t('providers.use-overage'),
        ),
      ].join(', ')}
    </p>
  )
}
