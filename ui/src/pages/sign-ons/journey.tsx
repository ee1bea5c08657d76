import { Icon } from '../../parts/icon.tsx'
import { Text } from '../../parts/value.tsx'
import { t } from '../../text.tsx'
import { wordOf } from '../../words.tsx'
import type { Detail } from './sign-on-page.tsx'

/** The way a message went: every check with its verdict. */
export function Journey({ steps, open }: { steps: Detail['steps']; open: boolean }) {
  if (steps.length === 0) return null
  return (
    <details className="card" open={open}>
      <summary>
        <h2 className="in-summary">{t('sign-ons.steps')}</h2>
      </summary>
      <ol className="plain journey">
        {steps.map((one) => (
          <li key={one.step} data-verdict={one.verdict}>
            <span className="tick">
              {one.verdict === 'not-reached' ? null : (
                <Icon name={one.verdict === 'passed' ? 'check' : 'close'} size={14} />
              )}
            </span>
            <span className="grow">
              <strong>{wordOf(`step.${one.step}`) ?? one.step}</strong>{' '}
              <span className="soft small">{t(`sign-ons.verdict-${one.verdict}`)}</span>
              {one.code ? <span className="why">{wordOf(`code.${one.code}`) ?? one.code}</span> : null}
              {one.message ? (
                <span className="why">
                  <Text text={one.message} />
                </span>
              ) : null}
            </span>
          </li>
        ))}
      </ol>
    </details>
  )
}
