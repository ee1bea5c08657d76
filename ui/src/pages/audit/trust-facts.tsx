import type { ReactNode } from 'react'
import { Link } from 'wouter'
import type { Shape } from '../../api.ts'
import { Text } from '../../parts/value.tsx'
import { useGet } from '../../query.ts'
import { useMay } from '../../session.tsx'
import { t } from '../../text.tsx'
import type { TextKey } from '../../texts/dictionary.ts'
import { wordOf } from '../../words.tsx'
import { settingLabels } from '../providers/setting-labels.ts'

type Facts = Shape<'trustEvent'>['facts']

/** What is known of a change of trust, in words; what has none stands as it is kept. */
export function TrustFacts({ facts }: { facts: Facts }) {
  const { before, after, ...others } = facts
  return (
    <div className="small">
      {Object.entries(others).map(([name, value]) =>
        value === null ? null : (
          <Fact key={name} name={captions[name] === undefined ? name : t(captions[name])}>
            <Value name={name} value={value} />
          </Fact>
        ),
      )}
      {isSettings(before) && isSettings(after)
        ? Object.keys({ ...before, ...after }).map((name) => (
            <Fact key={name} name={settingLabels[name] === undefined ? name : t(settingLabels[name])}>
              <Value name={name} value={before[name]} /> → <Value name={name} value={after[name]} />
            </Fact>
          ))
        : null}
      {Array.isArray(before) && Array.isArray(after) ? (
        <Fact name={t('audit.fact-fingerprints')}>
          <Value name="fingerprints" value={before} /> → <Value name="fingerprints" value={after} />
        </Fact>
      ) : null}
    </div>
  )
}

const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <div>
    <span className="soft">{name}:</span> {children}
  </div>
)

const isSettings = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function Value({ name, value }: { name: string; value: unknown }): ReactNode {
  if ((name === 'user' || name === 'from') && typeof value === 'string') return <User id={value} />
  if (name === 'code' && typeof value === 'string') return wordOf(`code.${value}`) ?? <code>{value}</code>
  if (name === 'by' && value === 'configuration') return t('author.config')
  if (name === 'fingerprints' && Array.isArray(value))
    return value.map((one) => (
      <code key={String(one)} title={String(one)}>
        {`${String(one).slice(0, 16)}… `}
      </code>
    ))
  if (name === 'exceptions' && isSettings(value)) return exceptionsText(value)
  if (typeof value === 'boolean') return t(value ? 'value.yes' : 'value.no')
  if (value === undefined || value === null || (Array.isArray(value) && value.length === 0))
    return <span className="none">{t('value.none')}</span>
  return (
    <Text
      text={Array.isArray(value) ? value.join(', ') : typeof value === 'object' ? JSON.stringify(value) : String(value)}
    />
  )
}

const exceptionsText = (value: Readonly<Record<string, unknown>>): ReactNode =>
  Object.keys(value).length === 0 ? (
    <span className="none">{t('value.none')}</span>
  ) : (
    Object.entries(value)
      .map(([name, until]) => {
        const key = `providers.exception-${name}` as TextKey
        return t('audit.fact-until', { name: t(key), day: String(until) })
      })
      .join('; ')
  )

/** Whoever may not read people sees the id. */
function User({ id }: { id: string }) {
  const user = useGet<Shape<'user'>>(useMay('directory:read') ? `/users/${id}` : null)
  if (!user.data) return <code>{id}</code>
  return (
    <Link href={`/users/${id}`} title={id}>
      <Text text={user.data.login} />
    </Link>
  )
}

const captions: Readonly<Record<string, TextKey>> = {
  fingerprints: 'audit.fact-fingerprints',
  user: 'audit.fact-user',
  from: 'audit.fact-from',
  code: 'audit.fact-code',
  key: 'audit.fact-key',
  id: 'audit.fact-id',
  slug: 'audit.fact-slug',
  entityId: 'audit.fact-entity-id',
  people: 'audit.fact-people',
  grants: 'audit.fact-grants',
  by: 'audit.fact-by',
}
