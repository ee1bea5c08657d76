import { Card } from '../../parts/page.tsx'
import { StepList } from '../../parts/step-list.tsx'
import { When } from '../../parts/when.tsx'
import { t } from '../../text.tsx'
import type { Inspection } from './inspector-page.tsx'

const tones = { verified: 'good', refused: 'bad', sealed: 'warn' } as const

/** The checks, one after the other, each with its verdict; and what a sign-in checks beside them. */
export function Verification({ of }: { of: NonNullable<Inspection['verification']> }) {
  return (
    <Card title={t('inspector.verification')}>
      <p className={`note ${tones[of.verdict]}`}>
        <strong>{t(`inspector.verdict-${of.verdict}`)}</strong> {t(`inspector.clock-${of.clock}`)} (
        <When at={of.judgedAt} />)
        {of.notChecked.length > 0 ? (
          <>
            {' '}
            {t('inspector.not-checked')} {of.notChecked.map((one) => t(`inspector.unchecked-${one}`)).join(', ')}.
          </>
        ) : null}
      </p>
      <StepList steps={of.steps} />
      {of.warnings.map((one) => (
        <p key={one.code} className="note warn small">
          {one.message} <code>{one.code}</code>
        </p>
      ))}
    </Card>
  )
}
