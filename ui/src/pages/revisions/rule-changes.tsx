import { Link } from 'wouter'
import type { Shape } from '../../api.ts'
import { Moved } from '../../parts/plan-words.tsx'
import { Cell, Text } from '../../parts/value.tsx'
import { useMay } from '../../session.tsx'
import { t } from '../../text.tsx'
import { fieldLabel, fieldWords } from '../rules/field-words.ts'

type Change = Shape<'ruleChange'>

const tones = { added: 'good', changed: '', removed: 'bad' } as const
const pages = { converter: '/converters', 'role-rule': '/role-rules', provider: '/providers' } as const

/** Where a row stands is worth a word only where that is what changed. */
const fieldsOf = ({ change, fields }: Change) =>
  change === 'changed' ? fields : fields.filter(({ field }) => field !== 'position')

/** In what two versions of the rules differ, row by row and field by field. */
export function RuleChanges({ changes }: { changes: readonly Change[] }) {
  const mayTrust = useMay('trust:read')
  return (
    <ul className="plain rule-changes">
      {changes.map((one) => (
        <li key={`${one.of} ${one.id}`}>
          <p className="row">
            <span className={`badge ${tones[one.change]}`}>{t(`revisions.is-${one.change}`)}</span>
            <strong>
              <Text text={one.name} />
            </strong>
            <span className="soft">{t(`revisions.of-${one.of}`)}</span>
            {one.provider ? <code>{one.provider}</code> : null}
            {one.change === 'removed' || (one.of === 'provider' && !mayTrust) ? null : (
              <Link
                href={one.of === 'provider' ? `${pages.provider}/${one.provider}` : `${pages[one.of]}?row=${one.id}`}
              >
                {t('revisions.see')}
              </Link>
            )}
          </p>
          <dl className="facts small">
            {fieldsOf(one).map((field) => (
              <div key={field.field}>
                <dt>{fieldLabel(t, field)}</dt>
                <dd>
                  {one.change === 'removed' ? (
                    <del>
                      <Cell value={fieldWords(t, field.field, field.before)} />
                    </del>
                  ) : (
                    <Moved
                      before={one.change === 'added' ? null : fieldWords(t, field.field, field.before)}
                      after={fieldWords(t, field.field, field.after)}
                    />
                  )}
                </dd>
              </div>
            ))}
          </dl>
        </li>
      ))}
    </ul>
  )
}
