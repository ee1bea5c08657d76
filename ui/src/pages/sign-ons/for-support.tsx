import { Button } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'wouter'
import { get, type Shape } from '../../api.ts'
import { Copy } from '../../parts/copy.tsx'
import { NotSaved } from '../../parts/not-saved.tsx'
import { useMay } from '../../session.tsx'
import { region, t } from '../../text.tsx'
import type { Detail, Explanation } from './sign-on-page.tsx'

const milliseconds = new Intl.NumberFormat(region, { maximumFractionDigits: 1 })

/** Ids, timings, the version of the rules, and the way to a test case: what only support asks for. */
export function ForSupport({ detail, explanation }: { detail: Detail; explanation: Explanation }) {
  const { timings, rules } = explanation
  const ms = (microseconds: number | null) =>
    microseconds === null ? null : t('sign-ons.ms', { ms: milliseconds.format(microseconds / 1000) })
  // Of a run and of an undo there is no message whose way could have taken time.
  const isTimed = explanation.kept !== 'no-message' && explanation.signOn.durationMicroseconds > 0
  const isKept = explanation.kept === 'whole' || explanation.kept === 'redacted'
  const rows: readonly (readonly [string, React.ReactNode])[] = [
    [t('sign-ons.reference'), <Copy key="id" value={detail.id} label={t('sign-ons.reference')} />],
    [
      t('sign-ons.version'),
      rules ? (
        <Link key="v" href={`/revisions/${rules.revision}`}>
          {t('sign-ons.version-of', { number: rules.revision })}
        </Link>
      ) : null,
    ],
    [t('sign-ons.verified'), ms(timings.verified)],
    [t('sign-ons.planned'), ms(timings.planned)],
    [t('sign-ons.whole'), isTimed ? ms(timings.whole) : null],
    ...detail.warnings.map((one) => [one.code, one.message] as const),
  ]
  return (
    <details className="card">
      <summary>
        <h2 className="in-summary">{t('sign-ons.support')}</h2>
      </summary>
      <dl className="facts">
        {rows.map(([name, value]) =>
          value === null ? null : (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ),
        )}
      </dl>
      {isKept && detail.plan !== null ? <TestCase id={detail.id} /> : null}
    </details>
  )
}

/** Saves the sign-in as a test case, with made-up values in the place of people's own. */
function TestCase({ id }: { id: string }) {
  const may = useMay('claims:read')
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  if (!may) return null
  const save = async () => {
    setBusy(true)
    setError(null)
    try {
      const scenario = await get<Shape<'scenario'>>(`/sign-ons/${id}/scenario`)
      const url = URL.createObjectURL(new Blob([JSON.stringify(scenario, null, 2)], { type: 'application/json' }))
      const link = document.createElement('a')
      link.href = url
      link.download = `test-case-${id}.json`
      link.click()
      URL.revokeObjectURL(url)
    } catch (failure) {
      setError(failure)
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      <p className="soft small">{t('sign-ons.test-case-text')}</p>
      <Button variant="default" size="compact-md" loading={busy} onClick={save}>
        {t('sign-ons.test-case')}
      </Button>
      <NotSaved error={error} />
    </>
  )
}
