import type { Shape } from '../api.ts'
import { t } from '../text.tsx'
import { wordOf } from '../words.tsx'
import { Icon } from './icon.tsx'
import { Text } from './value.tsx'
import './step-list.css'

type Step = Shape<'signOnDetail'>['steps'][number] & { readonly fix?: string | null }

/** The way that a message went: every check with its verdict, and why and what to do where it was refused. */
export const StepList = ({ steps }: { steps: readonly Step[] }) => (
  <ol className="plain step-list">
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
)
