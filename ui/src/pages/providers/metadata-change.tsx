import type { ReactNode } from 'react'
import type { Shape } from '../../api.ts'
import { Text } from '../../parts/value.tsx'
import { t } from '../../text.tsx'
import { CertificateLine } from './certificate-line.tsx'
import type { Provider } from './provider.ts'

type Facts = Shape<'metadataFacts'>

/** Where today's addresses stand in a provider's settings. */
const settingOf = {
  'sign-on': ['ssoRedirectUrl', 'ssoPostUrl'],
  logout: ['sloRedirectUrl', 'sloPostUrl'],
} as const

/** What new metadata says beside what is believed today: what stays, what comes and what goes. */
export function MetadataChange({ provider, facts }: { provider: Provider; facts: Facts }) {
  const settings = provider.settings as Readonly<Record<string, unknown>>
  return (
    <dl className="facts">
      <Compared
        title={t('providers.entity-id')}
        before={[provider.entityId]}
        after={[facts.entityId]}
        render={(one) => <Address text={one} />}
      />
      {(['sign-on', 'logout'] as const).map((use) => (
        <Compared
          key={use}
          title={t(`providers.fact-${use}`)}
          before={settingOf[use].flatMap((name) => (typeof settings[name] === 'string' ? [settings[name]] : []))}
          after={facts.endpoints.filter((one) => one.use === use).map((one) => one.url)}
          render={(one) => <Address text={one} />}
        />
      ))}
      <Compared
        title={t('providers.fact-certificates')}
        before={provider.certificates}
        after={facts.certificates}
        keyOf={(one) => one.fingerprint}
        render={(one) => <CertificateLine certificate={one} />}
      />
    </dl>
  )
}

const Address = ({ text }: { text: string }) => (
  <code>
    <Text text={text} />
  </code>
)

const badges = { stays: 'badge quiet', comes: 'badge good', goes: 'badge warn' } as const

/** One fact before and after: each value once, with what becomes of it. */
function Compared<Item extends string | { fingerprint: string }>({
  title,
  before,
  after,
  keyOf = (one) => String(one),
  render,
}: {
  title: string
  before: readonly Item[]
  after: readonly Item[]
  keyOf?: (item: Item) => string
  render: (item: Item) => ReactNode
}) {
  const [old, fresh] = [before, after].map((list) => new Map(list.map((one) => [keyOf(one), one])))
  const all = new Map([...(fresh ?? []), ...(old ?? [])])
  return (
    <div>
      <dt>{title}</dt>
      <dd className="stack-small">
        {all.size === 0 ? <span className="none">{t('providers.fact-none')}</span> : null}
        {[...all].map(([key, one]) => {
          const becomes = !fresh?.has(key) ? 'goes' : old?.has(key) ? 'stays' : 'comes'
          return (
            <div key={key}>
              <span className={badges[becomes]}>{t(`providers.fact-${becomes}`)}</span> {render(one)}
            </div>
          )
        })}
      </dd>
    </div>
  )
}
