import { Link } from 'wouter'
import type { Shape } from '../../api.ts'
import { Card } from '../../parts/page.tsx'
import { ProviderName } from '../../parts/provider-name.tsx'
import { Failure, Loading } from '../../parts/states.tsx'
import { Text } from '../../parts/value.tsx'
import { When } from '../../parts/when.tsx'
import { useGet } from '../../query.ts'
import { Say, t } from '../../text.tsx'
import { warningText } from '../providers/warning-text.ts'
import { Commands } from './command.tsx'
import { SettingsPage } from './settings-page.tsx'

type Finding = Shape<'securityReport'>['findings'][number]

const verdicts = ['bad', 'warn', 'note'] as const

/** What is relaxed, missing or about to end, the worst first, each with the place where it is mended. */
export function SecurityPage() {
  const report = useGet<Shape<'securityReport'>>('/security-report')
  return (
    <SettingsPage title={t('settings.security')} lead={t('settings.security-lead')}>
      {report.isError && !report.data ? (
        <Failure error={report.error} again={() => report.refetch()} />
      ) : report.data ? (
        <Findings findings={report.data.findings} />
      ) : (
        <Loading />
      )}
    </SettingsPage>
  )
}

const Findings = ({ findings }: { findings: readonly Finding[] }) => (
  <div className="stack">
    {findings.some((one) => one.verdict !== 'note') ? null : <p className="note good">{t('settings.security-good')}</p>}
    {verdicts.map((verdict) => {
      const some = findings.filter((one) => one.verdict === verdict)
      return some.length === 0 ? null : (
        <Card key={verdict} title={t(`settings.verdict-${verdict}`)}>
          <ul className="lines">
            {some.map((one) => (
              <li key={`${one.code} ${one.provider} ${one.about} ${one.name}`} className="report-line">
                <span className="report-dot" data-verdict={verdict} aria-hidden="true" />
                <Told finding={one} />
              </li>
            ))}
          </ul>
        </Card>
      )
    })}
    <Card title={t('settings.doctor')}>
      <p className="soft">{t('settings.doctor-text')}</p>
      <Commands of={['doctor']} />
    </Card>
  </div>
)

function Told({ finding }: { finding: Finding }) {
  const to = leadOf(finding)
  return (
    <div className="grow">
      <div className="row">
        <span className="grow">
          <strong>{t(`settings.finding-${finding.code}`)}</strong>
          {finding.provider === null ? null : (
            <>
              {' '}
              <ProviderName slug={finding.provider} />
            </>
          )}{' '}
          <About finding={finding} />
        </span>
        {to === null ? null : (
          <Link className="small" href={to}>
            {t('settings.finding-go')}
            <span className="hide"> {t(`settings.finding-${finding.code}`)}</span>
          </Link>
        )}
      </div>
      <p className="soft small">{t(`settings.finding-${finding.code}-why`)}</p>
    </div>
  )
}

/** What it is about, and the moment that goes with it. */
function About({ finding: { code, name, at, about } }: { finding: Finding }) {
  if (code === 'exception' || code === 'exception_over') {
    return (
      <Say
        k="settings.exception-until"
        v={{ name: t(`providers.exception-${name as 'cbc-unsigned'}`), at: <When at={at} only="day" /> }}
      />
    )
  }
  if (code === 'provider_warning') return warningText({ code: name ?? '', message: name ?? '' })
  if (code === 'sessions_long') return t(`settings.${name as 'sessionIdleMinutes'}`)
  const what = name !== null ? <Text text={name} /> : about !== null ? <Short of={about} /> : null
  const when = at === null || code === 'token_everything' ? null : <When at={at} only="day" />
  return (
    <>
      {what}
      {what && when ? ' · ' : null}
      {when}
    </>
  )
}

const Short = ({ of }: { of: string }) => <code title={of}>{of.slice(0, 16)}…</code>

/** Where it is mended. */
function leadOf({ code, provider }: Finding): string | null {
  if (code === 'domain_unproven') return '/settings/domains'
  if (code.startsWith('token_')) return '/settings/tokens'
  if (code.startsWith('administrator')) return '/settings/administrators'
  if (code === 'sessions_long') return '/settings/sessions'
  if (code === 'notifications_missing' || code === 'mail_failing' || code === 'webhook_off') {
    return '/settings/notifications'
  }
  if (provider === null) return code.startsWith('certificate') ? '/settings/keys' : null
  const tab = /certificate|key|metadata/.test(code)
    ? '/certificates'
    : /exception|idp_initiated|old_messages/.test(code)
      ? '/troubleshooting'
      : /withdrawals|reactivated|warning/.test(code)
        ? '/people'
        : ''
  return `/providers/${encodeURIComponent(provider)}${tab}`
}
