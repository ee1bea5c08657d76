import { useDebouncedValue } from '@mantine/hooks'
import type { Shape } from '../../api.ts'
import { Loading, sentenceOf } from '../../parts/states.tsx'
import { Text } from '../../parts/value.tsx'
import { useAsked } from '../../query-asked.ts'
import { useMay } from '../../session.tsx'
import { t } from '../../text.tsx'
import { roleName } from '../../words.tsx'

/** What a change of a saved rule, or its removal, would take from whom. Nothing is changed by asking. */
export function Impact({ id, change }: { id: string; change: Readonly<Record<string, unknown>> | null }) {
  const may = useMay('directory:read')
  const [asked] = useDebouncedValue(JSON.stringify(change), 400)
  const impact = useAsked<Shape<'impact'>>(
    `/role-rules/${id}/impact`,
    may ? { change: JSON.parse(asked) as unknown, limit: 20 } : null,
  )
  if (!may) return null
  if (impact.isError) return <p className="note">{sentenceOf(impact.error)}</p>
  if (!impact.data) return <Loading lines={2} />
  const { grants, people, losses, exact, spared, items, next } = impact.data
  if (grants === 0) return <p className="note good">{t('role-rules.takes-nothing')}</p>
  return (
    <section className="note warn">
      <p>
        <strong>{t('rules.withdrawals', { count: grants, people })}</strong>{' '}
        {losses < grants ? t('rules.losses', { count: losses }) : null} {exact ? null : t('rules.inexact')}
      </p>
      <ul className="plain">
        {items.map((one) => (
          <li key={one.grantId}>
            <Text text={one.user.name} /> · <Text text={roleName(one.role)} />
            {one.loses ? null : <> · {t('role-rules.keeps')}</>}
          </li>
        ))}
        {next === null ? null : <li>…</li>}
      </ul>
      {spared > 0 ? <p>{t('role-rules.last-administrator')}</p> : null}
      <p className="small">{t('role-rules.when-asked')}</p>
    </section>
  )
}
