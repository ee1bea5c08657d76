import { Card } from '../../parts/page.tsx'
import { Text } from '../../parts/value.tsx'
import { useMay } from '../../session.tsx'
import { t } from '../../text.tsx'
import type { Explanation } from './sign-on-page.tsx'

/** What arrived, each attribute with what it was used for; what nothing reads stands apart. */
export function Arrived({ explanation: { arrived, groups, kept, redacted } }: { explanation: Explanation }) {
  const may = useMay('claims:read')
  const used = arrived?.filter((one) => one.uses.length > 0) ?? []
  const unread = arrived?.filter((one) => one.uses.length === 0) ?? []
  return (
    <Card title={t('sign-ons.arrived')}>
      {kept === 'whole' && arrived !== null ? null : (
        <p className="note small">{may ? t(`sign-ons.kept-${kept}`) : t('sign-ons.kept-hidden')}</p>
      )}
      {redacted.length > 0 ? (
        <p className="soft small">{t('sign-ons.redacted', { names: redacted.join(', ') })}</p>
      ) : null}
      {arrived?.length === 0 && (kept === 'whole' || kept === 'redacted') ? (
        <p className="none">{t('sign-ons.nothing-arrived')}</p>
      ) : null}
      <Attributes attributes={used} />
      {groups && groups.length > 0 ? (
        <>
          <h3>{t('sign-ons.groups')}</h3>
          <dl className="facts">
            {groups.map((one) => (
              <div key={one.group}>
                <dt className="value">
                  <Text text={one.group} />
                </dt>
                <dd>
                  {one.gives.length > 0 ? (
                    one.gives.join(' ')
                  ) : (
                    <span className="none">{t(one.ignored ? 'sign-ons.group-ignored' : 'sign-ons.group-nothing')}</span>
                  )}
                </dd>
              </div>
            ))}
          </dl>
        </>
      ) : null}
      {unread.length > 0 ? (
        <details>
          <summary>{t('sign-ons.unread', { count: unread.length })}</summary>
          <Attributes attributes={unread} />
        </details>
      ) : null}
    </Card>
  )
}

function Attributes({ attributes }: { attributes: NonNullable<Explanation['arrived']> }) {
  return (
    <dl className="facts arrived">
      {attributes.map((one) => (
        <div key={one.name}>
          <dt>
            <Text text={one.name} />
          </dt>
          <dd>
            {one.values.length === 0 ? <span className="none">{t('sign-ons.no-value')}</span> : null}
            <ul className="plain">
              {one.values.map((value, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: the values never move, and two may be alike
                <li key={index} className="value">
                  <Text text={value} />
                </li>
              ))}
            </ul>
            {one.uses.map((use) => (
              <span key={use} className="why">
                {use}
              </span>
            ))}
          </dd>
        </div>
      ))}
    </dl>
  )
}
