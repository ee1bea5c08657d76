import { Card } from '../../parts/page.tsx'
import { useCaptions } from '../../parts/plan-words.tsx'
import { Text } from '../../parts/value.tsx'
import { t } from '../../text.tsx'
import type { Inspection } from './inspector-page.tsx'

/** The attributes beside the attribute mapping: which row takes each, and which nothing reads. */
export function Attributes({ inspection: { attributes, mapping } }: { inspection: Inspection }) {
  const captionOf = useCaptions()
  if (!attributes) return null
  const usesOf = (name: string) => mapping?.attributes.find((one) => one.name === name)?.uses ?? []
  return (
    <Card title={t('inspector.attributes')}>
      {attributes.verified ? null : <p className="note warn small">{t('inspector.attributes-unverified')}</p>}
      <dl className="facts">
        {attributes.nameId ? (
          <div>
            <dt>NameID</dt>
            <dd className="value">
              <Text text={attributes.nameId.value ?? ''} />
              {attributes.nameId.format ? <span className="why">{attributes.nameId.format}</span> : null}
            </dd>
          </div>
        ) : null}
        {attributes.values.map((one) => (
          <div key={one.name}>
            <dt>
              <Text text={one.name} />
            </dt>
            <dd>
              <ul className="plain">
                {one.values.map((value, index) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: the values never move, and two may be alike
                  <li key={index} className="value">
                    <Text text={value} />
                  </li>
                ))}
              </ul>
              {mapping ? (
                <span className="why">
                  {usesOf(one.name)
                    .map((use) =>
                      use.column
                        ? t('inspector.fills', { column: captionOf(use.column) })
                        : t(`inspector.use-${use.kind}`),
                    )
                    .join(' · ') || t('inspector.unread')}
                </span>
              ) : null}
            </dd>
          </div>
        ))}
      </dl>
    </Card>
  )
}
