import type { Change } from '../../../../src/core/types.ts'
import { Icon } from '../../parts/icon.tsx'
import { Moved, Why } from '../../parts/plan-words.tsx'
import { Cell, Text } from '../../parts/value.tsx'
import { Say, t } from '../../text.tsx'
import { roleName } from '../../words.tsx'
import { type NewRow, type Result, type ResultColumn, sourceOfColumn } from './result-model.ts'

interface Shown {
  readonly result: Result
  readonly rows: readonly NewRow[]
  readonly pointed: string | null
  readonly onPoint: (attribute: string | null) => void
  readonly captionOf: (column: string) => string
}

/** The right side: the contact as it will be, each value with its reason, and the roles. */
export function ResultContact({ result, rows, pointed, onPoint, captionOf }: Shown) {
  const { plan, explanation } = result
  const filled = explanation.columns.filter((one) => one.after !== null || one.because !== null)
  const missing = explanation.columns.filter((one) => one.after === null && one.because === null && one.silent !== null)
  const fresh = new Set(rows.map((one) => one.column))
  const roles = plan.changes.filter(isRole)
  return (
    <section className="card becomes" aria-label={t('providers.result-contact')}>
      <h2>{t('providers.result-contact')}</h2>
      <Head result={result} />
      <dl className="contact-facts">
        {filled.map((one) => {
          const source = sourceOfColumn(one)
          return (
            // biome-ignore lint/a11y/noStaticElementInteractions: pointing only shows together what the reason says in words
            <div
              key={one.column}
              className={[fresh.has(one.column) ? 'fresh' : '', source !== null && source === pointed ? 'pointed' : '']
                .join(' ')
                .trim()}
              onMouseEnter={() => onPoint(source)}
              onMouseLeave={() => onPoint(null)}
            >
              <dt>{captionOf(one.column)}</dt>
              <dd>
                <Value of={one} />
                {one.because === null ? (
                  <span className="why">{t('providers.stays')}</span>
                ) : (
                  <Why because={one.because} captionOf={captionOf} />
                )}
              </dd>
            </div>
          )
        })}
        {roles.length === 0 ? null : (
          <div>
            <dt>{t('plan.roles')}</dt>
            <dd className="stack-small">
              {roles.map((one) => (
                <div key={`${one.kind} ${one.role}`}>
                  <strong className={one.kind === 'role-withdrawn' ? 'gone' : undefined}>
                    <Text text={roleName(one.role)} />
                  </strong>{' '}
                  <span className={`badge ${one.kind === 'role-withdrawn' ? 'bad' : 'good'}`}>
                    {t(`plan.${one.kind}`)}
                  </span>
                  <Why because={one.because} captionOf={captionOf} />
                </div>
              ))}
            </dd>
          </div>
        )}
      </dl>
      {missing.length === 0 ? null : (
        <ul className="missing small soft">
          {missing.map((one) => (
            <li key={one.column}>
              <Say
                k={one.silent?.how === 'empty' ? 'providers.silent-empty' : 'providers.silent-absent'}
                v={{ column: captionOf(one.column), attribute: <code>{one.silent?.attribute}</code> }}
              />
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

type RoleChange = Extract<Change, { kind: 'role-granted' | 'role-withdrawn' }>
const isRole = (change: Change): change is RoleChange =>
  change.kind === 'role-granted' || change.kind === 'role-withdrawn'

function Value({ of }: { of: ResultColumn }) {
  const isNew = of.because !== null && typeof of.after === 'object' && of.after !== null && of.after.id === null
  return (
    <>
      {of.because === null ? <Cell value={of.after} /> : <Moved before={of.before} after={of.after} />}
      {isNew ? (
        <>
          {' '}
          <span className="badge">{t('providers.entry-new')}</span>
        </>
      ) : null}
    </>
  )
}

const textOf = (value: ResultColumn['after'] | undefined): string =>
  typeof value === 'string' ? value : (value?.name ?? '')

/** A name that was made of the sign-in name is nobody's name: nothing that is used says one. */
const isNameless = (columns: readonly ResultColumn[]): boolean => {
  const because = columns.find((one) => one.column === 'Name')?.because
  return because?.kind === 'composed' && because.columns.length === 0
}

/** The person's name and what becomes of them, as a page about them would begin. */
function Head({ result: { plan, explanation } }: { result: Result }) {
  const value = (column: string) => textOf(explanation.columns.find((one) => one.column === column)?.after)
  const name = isNameless(explanation.columns)
    ? ''
    : value('Name') || `${value('GivenName')} ${value('Surname')}`.trim()
  const login = plan.changes.find((one) => one.kind === 'user-created' || one.kind === 'identity-linked')
  const initials = name
    .split(/\s+/u)
    .map((word) => [...word][0] ?? '')
    .filter((letter) => /[\p{L}\p{N}]/u.test(letter))
  return (
    <div className="person-head">
      <span className="person-mark" aria-hidden="true">
        {initials.length === 0 ? (
          <Icon name="contacts" size={24} />
        ) : (
          `${initials[0] ?? ''}${initials.length > 1 ? (initials.at(-1) ?? '') : ''}`.toUpperCase()
        )}
      </span>
      <div>
        <p className="person-name">
          {name === '' ? <span className="none">{t('providers.nameless')}</span> : <Text text={name} />}
        </p>
        <p className="small soft">
          <span className={`badge ${plan.decision === 'refuse' ? 'bad' : plan.decision === 'create' ? 'good' : ''}`}>
            {t(`providers.becomes-${plan.decision}`)}
          </span>{' '}
          {login && 'login' in login ? (
            <Say k="providers.signs-in-as" v={{ login: <Text text={login.login} /> }} />
          ) : null}
        </p>
      </div>
    </div>
  )
}
