import { Button } from '@mantine/core'
import { Card } from '../../parts/page.tsx'
import { Text } from '../../parts/value.tsx'
import { useMay } from '../../session.tsx'
import { t } from '../../text.tsx'
import { Share } from '../rules/share.tsx'
import type { Seen } from '../rules/use-coverage.ts'
import type { RuleContext } from './context.ts'

type Unmatched = NonNullable<Seen['reports'][number]['groups']['values']>['unmatched'][number]

/** Groups that arrived and gave nothing, each with the one click that makes a rule of it. */
export function UnmatchedGroups({
  context,
  used,
  onMap,
  onMend,
}: {
  context: RuleContext
  used: ReadonlySet<string>
  onMap: (group: string, provider: string) => void
  /** That group gives what this rule gives as well, or instead of one that never arrives. */
  onMend: (ruleId: string, group: string, replaces: string | null) => void
}) {
  const mayRead = useMay('claims:read')
  const { reports } = context.seen
  const total = reports.reduce((sum, one) => sum + one.groups.unmatchedGroups, 0)
  const list = reports.flatMap(({ provider, counted, groups }) =>
    (groups.values?.unmatched ?? [])
      .filter((one) => !used.has(one.group))
      .map((one) => ({ ...one, provider, counted })),
  )
  const absent = reports.filter(({ groups, counted }) => counted > 0 && groups.absent === counted)
  const overage = reports.filter(({ groups }) => groups.overage > 0)
  return (
    <Card title={t('role-rules.unmatched')}>
      <p className="soft">{t('role-rules.unmatched-text')}</p>
      {absent.map((one) => (
        <p className="note warn" key={one.provider}>
          {t('role-rules.no-groups', { provider: one.provider })}
        </p>
      ))}
      {overage.map((one) => (
        <p className="note warn" key={one.provider}>
          {t('role-rules.overage', { provider: one.provider, count: one.groups.overage })}
        </p>
      ))}
      {total === 0 ? <p className="none">{nothingTells(context.seen)}</p> : null}
      {total > 0 && !mayRead ? <p className="note">{t('role-rules.unmatched-hidden', { count: total })}</p> : null}
      <ul className="unmapped">
        {list.map((one) => (
          <li key={`${one.provider} ${one.group}`}>
            <div className="grow">
              <strong>
                <Text text={one.group} />
              </strong>
              <Share part={one.signOns} whole={one.counted} />
              {reports.length > 1 ? <span className="badge quiet">{one.provider}</span> : null}
            </div>
            {context.mayWrite ? (
              <div className="row">
                <Mend one={one} context={context} onMend={onMend} />
                <Button
                  variant="default"
                  size="compact-md"
                  onClick={() => onMap(one.group, one.provider)}
                  aria-label={t('role-rules.map-of', { name: one.group })}
                >
                  {t('role-rules.map')}
                </Button>
              </div>
            ) : null}
          </li>
        ))}
      </ul>
    </Card>
  )
}

/** Why the list is empty: before a group has arrived nothing can be said of any. */
function nothingTells({ reports, isReading }: Seen): string {
  if (reports.some(({ groups }) => groups.present > 0)) return t('role-rules.unmatched-none')
  return isReading ? '…' : t('role-rules.unmatched-nothing-yet')
}

/** The rule whose group this probably is. While what the rule names still arrives, both give the role. */
function Mend({
  one: { group, nearest },
  context: { met, roleOf, seen },
  onMend,
}: {
  one: Unmatched
  context: RuleContext
  onMend: (ruleId: string, group: string, replaces: string | null) => void
}) {
  const ruleId = nearest?.ruleId ?? null
  const role = ruleId === null ? null : roleOf(ruleId)
  if (!nearest || ruleId === null || role === null) return null
  const never = (met.get(ruleId)?.met ?? 0) === 0 && !seen.isReading
  return (
    <Button variant="default" size="compact-md" onClick={() => onMend(ruleId, group, never ? nearest.text : null)}>
      <Text
        text={
          never
            ? t('role-rules.meant', { role, wrong: nearest.text })
            : t('role-rules.meant-too', { role, other: nearest.text })
        }
      />
    </Button>
  )
}
