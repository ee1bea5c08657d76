import { Button } from '@mantine/core'
import { Card } from '../../parts/page.tsx'
import { Text } from '../../parts/value.tsx'
import { useMay } from '../../session.tsx'
import { t } from '../../text.tsx'
import { Share } from '../rules/share.tsx'
import type { RuleContext } from './context.ts'

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
  /** The group of this rule was probably meant to be that one. */
  onMend: (ruleId: string, wrong: string, group: string) => void
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
      {total === 0 ? <p className="none">{t('role-rules.unmatched-none')}</p> : null}
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
                {one.nearest?.ruleId ? (
                  <Button
                    variant="default"
                    size="compact-md"
                    onClick={() => onMend(one.nearest?.ruleId ?? '', one.nearest?.text ?? '', one.group)}
                  >
                    {t('role-rules.meant', { wrong: one.nearest.text })}
                  </Button>
                ) : null}
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
