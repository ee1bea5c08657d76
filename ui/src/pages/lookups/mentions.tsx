import type { Shape } from '../../api.ts'
import { Text } from '../../parts/value.tsx'
import { Way } from '../../parts/way.tsx'
import { t } from '../../text.tsx'

/** The rules that name an entry. */
export function Mentions({ of }: { of: Shape<'lookupValueDetail'>['namedBy'] }) {
  if (of.length === 0) return null
  return (
    <ul className="plain">
      {of.map((one) =>
        one.kind === 'converter' ? (
          <li key={`${one.converterId} ${one.field}`}>
            <Way href={`/converters?row=${one.converterId}`} needs="rules:read">
              {t('lookups.named-by-row')}
            </Way>{' '}
            <code>{one.column}</code>{' '}
            <span className="soft">
              <Text text={one.text} />
            </span>
          </li>
        ) : (
          <li key={`${one.provider} ${one.text}`}>
            <Way href={`/providers/${one.provider}`} needs="trust:read">
              {t('lookups.named-by-provider')}
            </Way>{' '}
            <code>{one.provider}</code>
          </li>
        ),
      )}
    </ul>
  )
}
