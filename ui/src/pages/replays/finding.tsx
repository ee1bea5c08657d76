import type { ReactNode } from 'react'
import { useSearchParams } from 'wouter'
import { Text } from '../../parts/value.tsx'
import { t } from '../../text.tsx'

/** One kind of what a replay found; nothing where it found none. */
export const Part = ({ title, isEmpty, children }: { title: string; isEmpty: boolean; children: ReactNode }) =>
  isEmpty ? null : (
    <section>
      <h3>{title}</h3>
      <ul className="plain">{children}</ul>
    </section>
  )

/** One number as a bar; pressed, the list below shows only these people. */
export function Finding({
  filter,
  count,
  of,
  title,
  isBad = false,
  children,
}: {
  /** Parameters of the list below; null: they cannot be listed. */
  filter: Readonly<Record<string, string>> | null
  count: number
  of: number
  title: string
  isBad?: boolean
  children?: ReactNode
}) {
  const [params, setParams] = useSearchParams()
  const isOn = filter !== null && Object.entries(filter).every(([name, value]) => params.get(name) === value)
  return (
    <li>
      <button
        type="button"
        className={`finding ${isBad ? 'bad' : ''}`}
        aria-pressed={isOn}
        disabled={filter === null}
        onClick={() => setParams(isOn || filter === null ? {} : { ...filter })}
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
