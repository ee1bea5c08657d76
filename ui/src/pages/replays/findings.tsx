import type { ReactNode } from 'react'
import { useSearchParams } from 'wouter'
import type { Shape } from '../../api.ts'
import { useCaptions } from '../../parts/plan-words.tsx'
import { Text } from '../../parts/value.tsx'
import { useAll } from '../../query-all.ts'
import { t } from '../../text.tsx'
import { roleName, wordOf } from '../../words.tsx'
import type { Replay } from './use-replay.ts'

/** What a replay found, each number leading to the people behind it. */
export function Findings({ replay: { counts } }: { replay: Replay }) {
  const captionOf = useCaptions()
  const roles = useAll<Shape<'role'>>('/roles').data ?? []
  const { people = 0, affected = 0, examined = 0, superseded = 0, decisions = {} } = counts
  if (examined === 0 && people === 0) return <p className="none">{t('replays.nothing')}</p>
  const columns = Object.entries(counts.columns ?? {}).toSorted(([, a], [, b]) => sum(b) - sum(a))
  const byRole = Object.entries(counts.roles ?? {})
  const skipped = Object.values(counts.skipped ?? {}).reduce((all, one) => all + one, 0)
  return (
    <div className="findings">
      <p className="findings-head">
        {affected === 0
          ? t('replays.none-affected', { count: people })
          : t('replays.affected', { count: affected, people })}
      </p>
      <div className="findings-parts">
        <Part title={t('replays.columns')} isEmpty={columns.length === 0}>
          {columns.map(([column, { changed, filled, cleared }]) => (
            <Finding
              key={column}
              filter={{ column }}
              count={changed + filled + cleared}
              of={people}
              title={captionOf(column)}
            >
              {[
                changed > 0 ? t('replays.changed', { count: changed }) : null,
                filled > 0 ? t('replays.filled', { count: filled }) : null,
                cleared > 0 ? t('replays.cleared', { count: cleared }) : null,
              ]
                .filter(Boolean)
                .join(', ')}
            </Finding>
          ))}
        </Part>
        <Part title={t('replays.roles')} isEmpty={byRole.length === 0}>
          {byRole.map(([name, { granted, withdrawn }]) => (
            <Finding
              key={name}
              filter={{ role: roles.find((one) => one.name === name)?.id ?? null }}
              count={granted + withdrawn}
              of={people}
              title={roleName(name)}
              isBad={withdrawn > 0}
            >
              {[
                withdrawn > 0 ? t('replays.lose', { count: withdrawn }) : null,
                granted > 0 ? t('replays.get', { count: granted }) : null,
              ]
                .filter(Boolean)
                .join(', ')}
            </Finding>
          ))}
        </Part>
        <Part title={t('replays.refusals')} isEmpty={Object.keys(counts.refusals ?? {}).length === 0}>
          {Object.entries(counts.refusals ?? {}).map(([code, count]) => (
            <Finding
              key={code}
              filter={{ code }}
              count={count}
              of={people}
              title={wordOf(`code.${code}`) ?? code}
              isBad
            >
              <code>{code}</code>
            </Finding>
          ))}
        </Part>
        <Part title={t('plan.problems')} isEmpty={Object.keys(counts.problems ?? {}).length === 0}>
          {Object.entries(counts.problems ?? {}).map(([code, count]) => (
            <Finding key={code} filter={{ problem: code }} count={count} of={people} title={code}>
              {''}
            </Finding>
          ))}
        </Part>
        <Part title={t('plan.entries')} isEmpty={Object.keys(counts.newValues ?? {}).length === 0}>
          {Object.entries(counts.newValues ?? {}).map(([lookup, count]) => (
            <li key={lookup}>
              <strong>{lookup}</strong> {t('replays.new-values', { count })}
            </li>
          ))}
        </Part>
      </div>
      <p className="soft small">
        {t('replays.examined', { count: examined })}{' '}
        {superseded > 0 ? t('replays.superseded', { count: superseded }) : null}{' '}
        {skipped > 0 ? t('replays.skipped', { count: skipped }) : null}{' '}
        {(decisions.create ?? 0) > 0 ? t('replays.newcomers', { count: decisions.create ?? 0 }) : null}
      </p>
    </div>
  )
}

const sum = (one: { changed: number; filled: number; cleared: number }): number =>
  one.changed + one.filled + one.cleared

const Part = ({ title, isEmpty, children }: { title: string; isEmpty: boolean; children: ReactNode }) =>
  isEmpty ? null : (
    <section>
      <h3>{title}</h3>
      <ul className="plain">{children}</ul>
    </section>
  )

/** One number as a bar; pressed, the list below shows only these people. */
function Finding({
  filter,
  count,
  of,
  title,
  isBad = false,
  children,
}: {
  filter: Readonly<Record<string, string | null>>
  count: number
  of: number
  title: string
  isBad?: boolean
  children: ReactNode
}) {
  const [params, setParams] = useSearchParams()
  const [[name = '', value = null] = []] = Object.entries(filter)
  const isOn = value !== null && params.get(name) === value
  return (
    <li>
      <button
        type="button"
        className={`finding ${isBad ? 'bad' : ''}`}
        aria-pressed={isOn}
        disabled={value === null}
        onClick={() => setParams(isOn || value === null ? {} : { [name]: value })}
      >
        <span className="finding-title">
          <Text text={title} />
        </span>
        <span className="finding-count">{t('replays.of', { count, people: of })}</span>
        <span className="finding-bar" aria-hidden="true">
          <span style={{ width: `${of === 0 ? 0 : Math.min(100, (count / of) * 100)}%` }} />
        </span>
        <span className="soft small">{children}</span>
      </button>
    </li>
  )
}
