import type { Shape } from '../../api.ts'
import { More } from '../../parts/more.tsx'
import { Text } from '../../parts/value.tsx'
import { t } from '../../text.tsx'

type Made = Shape<'configurationDifference'>
type One = Made['differences'][number]

const tones = { add: 'good', change: '', remove: 'bad' } as const

/** What a configuration file changes, or has changed: thing by thing, with what that takes from people. */
export function Difference({ made }: { made: Made }) {
  const { differences, dryRun, left, revision } = made
  if (differences.length === 0) {
    return (
      <p className="note good" role="status">
        {t('settings.no-difference')}
      </p>
    )
  }
  return (
    <div className="stack" role="status">
      <p className={dryRun ? 'note' : 'note good'}>
        {t(dryRun ? 'settings.would-change' : 'settings.has-changed', { count: differences.length })}{' '}
        {revision === null || dryRun ? null : t('settings.as-version', { number: revision })}
      </p>
      <ul className="lines">
        {differences.map((one) => (
          <li key={`${one.op} ${one.kind} ${one.title}`}>
            <span className={`badge ${tones[one.op]}`}>{t(`settings.op-${one.op}`)}</span>{' '}
            <strong>
              <Text text={one.title} />
            </strong>
            <Takes of={one} />
            {one.fields.length === 0 ? null : (
              <dl className="change">
                {one.fields.map(({ field, from, to }) => (
                  <div key={field}>
                    <dt>
                      <code>{field}</code>
                    </dt>
                    <dd>
                      {one.op === 'change' ? (
                        <>
                          <Told value={from} /> →{' '}
                        </>
                      ) : null}
                      <Told value={to} />
                    </dd>
                  </div>
                ))}
              </dl>
            )}
          </li>
        ))}
      </ul>
      {left.length === 0 ? null : (
        <More title={t('settings.left', { count: left.length })}>
          <ul>
            {left.map((one) => (
              <li key={`${one.kind} ${one.title}`}>
                <Text text={one.title} />
              </li>
            ))}
          </ul>
        </More>
      )}
    </div>
  )
}

function Takes({ of: { takes } }: { of: One }) {
  if (takes === null || takes.grants + takes.identities === 0) return null
  return (
    <p className="note warn small">
      {t(takes.exact ? 'settings.takes' : 'settings.takes-most', {
        count: takes.people,
        grants: takes.grants,
        identities: takes.identities,
      })}
    </p>
  )
}

const Told = ({ value }: { value: unknown }) =>
  value === null ? (
    <span className="none">{t('value.none')}</span>
  ) : (
    <Text text={typeof value === 'string' ? value : JSON.stringify(value)} />
  )
