import type { Shape } from '../../api.ts'
import { Text } from '../../parts/value.tsx'
import { t } from '../../text.tsx'
import { CertificateLine } from './certificate-line.tsx'

/** What a partner's metadata says, for somebody to recognise their own identity provider in. */
export function MetadataFacts({ facts }: { facts: Shape<'metadataFacts'> }) {
  return (
    <dl className="facts">
      {facts.displayName === null ? null : (
        <div>
          <dt>{t('providers.fact-name')}</dt>
          <dd>
            <Text text={facts.displayName} />
          </dd>
        </div>
      )}
      <div>
        <dt>{t('providers.entity-id')}</dt>
        <dd>
          <code>
            <Text text={facts.entityId} />
          </code>
        </dd>
      </div>
      {(['sign-on', 'logout'] as const).map((use) => {
        const endpoints = facts.endpoints.filter((one) => one.use === use)
        return (
          <div key={use}>
            <dt>{t(`providers.fact-${use}`)}</dt>
            <dd>
              {endpoints.length === 0 ? <span className="none">{t('providers.fact-none')}</span> : null}
              {endpoints.map((one) => (
                <div key={one.binding}>
                  <code>
                    <Text text={one.url} />
                  </code>{' '}
                  <span className="badge quiet">{t(`providers.binding-${one.binding}`)}</span>
                </div>
              ))}
            </dd>
          </div>
        )
      })}
      <div>
        <dt>{t('providers.fact-certificates')}</dt>
        <dd className="stack-small">
          {facts.certificates.map((one) => (
            <CertificateLine key={one.fingerprint} certificate={one} />
          ))}
        </dd>
      </div>
    </dl>
  )
}
