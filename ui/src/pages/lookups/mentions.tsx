import { Link } from 'wouter'
import type { Shape } from '../../api.ts'
import { Text } from '../../parts/value.tsx'
import { t } from '../../text.tsx'

/** The rules that name an entry. */
export function Mentions({ of }: { of: Shape<'lookupValueDetail'>['namedBy'] }) {
  if (of.length === 0) return null
  return (
    <ul className="plain">
      {of.map((one) =>
        one.kind === 'converter' ? (
          <li key={`${one.converterId} ${one.field}`}>
            <Link href={`/converters?row=${one.converterId}`}>{t('lookups.named-by-row')}</Link>{' '}
            <code>{one.column}</code>{' '}
            <span className="soft">
              <Text text={one.text} />
            </span>
          </li>
        ) : (
          <li key={`${one.provider} ${one.text}`}>
            <Link href={`/providers/${one.provider}`}>{t('lookups.named-by-provider')}</Link>{' '}
            <code>{one.provider}</code>
          </li>
        ),
      )}
    </ul>
  )
}
