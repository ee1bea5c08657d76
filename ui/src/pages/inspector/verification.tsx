import { Icon } from '../../parts/icon.tsx'
import { Card } from '../../parts/page.tsx'
import { Text } from '../../parts/value.tsx'
import { When } from '../../parts/when.tsx'
import { t } from '../../text.tsx'
import { wordOf } from '../../words.tsx'
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
      <ol className="plain journey">
        {of.steps.map((one) => (
          <li key={one.step} data-verdict={one.verdict}>
            <span className="tick">
              {one.verdict === 'not-reached' ? null : (
                <Icon name={one.verdict === 'passed' ? 'check' : 'close'} size={14} />
              )}
            </span>
            <span className="grow">
              <strong>{wordOf(`step.${one.step}`) ?? one.step}</strong>{' '}
              <span className="soft small">{t(`sign-ons.verdict-${one.verdict}`)}</span>
              {one.code ? (
                <span className="why">
                  {wordOf(`code.${one.code}`)} <code>{one.code}</code>
                </span>
              ) : null}
              {one.message ? (
                <span className="why">
                  <Text text={one.message} />
                </span>
              ) : null}
              {one.fix ? <span className="why">{one.fix}</span> : null}
            </span>
          </li>
        ))}
      </ol>
      {of.warnings.map((one) => (
        <p key={one.code} className="note warn small">
          {one.message} <code>{one.code}</code>
        </p>
      ))}
    </Card>
  )
}
