import type { FC } from 'hono/jsx'
import { say } from '../../messages.ts'
import { readSettings } from '../../protocols/saml/settings.ts'
import type { MetadataSource, WaitingCertificate } from '../../store/provider-metadata.ts'
import type { ProviderRecord } from '../../store/providers.ts'
import { Empty, type Frame, Heading, Page } from './layout.tsx'
import { Say, Text, When } from './value.tsx'
import { WaitingKeys } from './waiting-keys.tsx'

/** A provider with the addresses to give to it. */
export interface ProviderView {
  readonly record: ProviderRecord
  readonly acs: string
  readonly logout: string
  readonly metadata: string
  /** Null: its metadata was handed in. */
  readonly source: MetadataSource | null
  /** New keys that nobody has decided on. */
  readonly waiting: readonly WaitingCertificate[]
}

/** The identity providers: what to copy to each, what is known of it, what its sign-ons may do. */
export const ProvidersPage: FC<{ frame: Frame; providers: readonly ProviderView[]; now: Date }> = ({
  frame,
  providers,
  now,
}) => (
  <Page frame={frame} title={say('providers.title')} wide={true}>
    <Heading title={say('providers.title')} />
    {providers.length === 0 ? (
      <Empty title={say('providers.none')} text={say('providers.none-do')} />
    ) : (
      <div class="stack">
        {providers.map((one) => (
          <Provider view={one} now={now} />
        ))}
      </div>
    )}
  </Page>
)

const Provider: FC<{ view: ProviderView; now: Date }> = ({ view, now }) => {
  const { record, acs, logout, metadata, source, waiting } = view
  const { policy, enabled } = record
  const yes = (on: boolean) => say(on ? 'providers.yes' : 'providers.no')
  const switches = (on: ProviderRecord['policy']['employees']) =>
    `${say('providers.create')}: ${yes(on.create)} · ${say('providers.update')}: ${yes(on.update)}`
  return (
    <section class="card" aria-labelledby={`p-${policy.slug}`}>
      <div class="head">
        <h2 id={`p-${policy.slug}`}>
          <Text text={policy.name} />{' '}
          <span class={enabled ? 'badge good' : 'badge off'}>
            {say(enabled ? 'providers.enabled' : 'providers.disabled')}
          </span>
        </h2>
        {enabled ? (
          <a class="button low" href={`/sso/${policy.slug}/start?test`} title={say('providers.test-hint')}>
            {say('providers.test')} <span class="hide">{policy.name}</span>
          </a>
        ) : null}
      </div>
      <WaitingKeys slug={policy.slug} waiting={waiting} />
      <h3>{say('providers.ours')}</h3>
      <dl class="rows">
        <Row name={say('providers.entity-id')} value={record.spEntityId} />
        <Row name={say('providers.acs')} value={acs} />
        {readSettings(record.settings).singleLogout ? <Row name={say('providers.logout')} value={logout} /> : null}
        <div>
          <dt>{say('providers.metadata')}</dt>
          <dd>
            <a class="code" href={metadata}>
              {metadata}
            </a>
          </dd>
        </div>
      </dl>
      <p class="small after">
        <a href={`/admin/providers/${policy.slug}/setup`}>{say('providers.setup')}</a>
      </p>
      <h3>{say('providers.switches')}</h3>
      <dl class="rows">
        <div>
          <dt>{say('providers.user-type')}</dt>
          <dd>{say(`providers.new-${policy.userType}`)}</dd>
        </div>
        <div>
          <dt>{say('providers.employees')}</dt>
          <dd>{switches(policy.employees)}</dd>
        </div>
        <div>
          <dt>{say('providers.external')}</dt>
          <dd>{switches(policy.external)}</dd>
        </div>
        <div>
          <dt>{say('providers.roles')}</dt>
          <dd>{say(`providers.roles-${policy.roles}`)}</dd>
        </div>
      </dl>
      <h3>{say('providers.theirs')}</h3>
      <dl class="rows">
        <Row name={say('providers.their-entity-id')} value={record.entityId} />
        {source?.url ? <Source source={source} url={source.url} /> : null}
        {record.certificates.map((one) => (
          <div>
            <dt>{say('providers.certificate')}</dt>
            <dd>
              {one.notAfter <= now ? (
                <span class="badge bad">
                  <Say k="providers.certificate-ended" v={{ date: <When at={one.notAfter} dateOnly={true} /> }} />
                </span>
              ) : (
                <Say k="providers.certificate-until" v={{ date: <When at={one.notAfter} dateOnly={true} /> }} />
              )}
            </dd>
            <dd>
              {say('providers.fingerprint')}: <code>{one.fingerprint}</code>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

const Source: FC<{ source: MetadataSource; url: string }> = ({ source: { checkedAt, error }, url }) => (
  <div>
    <dt>{say('providers.source')}</dt>
    <dd>
      <code>
        <Text text={url} />
      </code>
    </dd>
    {checkedAt === null ? null : (
      <dd>
        <Say k="providers.checked" v={{ date: <When at={checkedAt} exact={true} /> }} />
      </dd>
    )}
    {error === null ? null : (
      <dd>
        <span class="badge bad">{say('providers.source-failed')}</span> <Text text={error.message} />{' '}
        <code>{error.code}</code>
      </dd>
    )}
  </div>
)

const Row: FC<{ name: string; value: string }> = ({ name, value }) => (
  <div>
    <dt>{name}</dt>
    <dd>
      <code>
        <Text text={value} />
      </code>
    </dd>
  </div>
)
