import type { ReactNode } from 'react'
import type { Change, Plan, Problem } from '../../../src/core/types.ts'
import { t } from '../text.tsx'
import type { TextKey } from '../texts/dictionary.ts'
import { Moved, Remark, useCaptions, Why } from './plan-words.tsx'
import { Text } from './value.tsx'
import './plan-view.css'
import { roleName } from '../words.tsx'

/**
 * What a sign-on changes, or would change: columns with old, new and why, entries that come into being, roles given and taken
 * away, and remarks with their fix. The same for previews, tests, replays, undo and the past.
 */
export function PlanView({
  plan,
  differs,
}: {
  plan: Pick<Plan, 'changes' | 'problems'> & Partial<Pick<Plan, 'decision' | 'refusal'>>
  /** Of two plans beside each other: what this one alone says is set apart. */
  differs?: (one: Change | Problem) => boolean
}) {
  const captionOf = useCaptions()
  const { changes, problems, refusal = null, decision } = plan
  const of = <Kind extends Change['kind']>(...kinds: readonly Kind[]) =>
    changes.filter((one): one is Extract<Change, { kind: Kind }> => kinds.includes(one.kind as Kind))
  const columns = of('column-set')
  const roles = of('role-granted', 'role-withdrawn', 'role-created')
  const entries = of('lookup-value-created', 'lookup-value-removed')
  const person = of('user-created', 'identity-linked', 'user-reactivated', 'contact-created')
  const remarks = refusal === null ? problems : problems.filter((one) => one.code !== refusal.code)
  return (
    <div className="plan-view">
      {decision === undefined ? null : <Decided decision={decision} />}
      {refusal === null ? null : <Remark problem={refusal} tone="bad" captionOf={captionOf} />}
      <Section title="plan.person" items={person} differs={differs} render={(one) => <PersonChange change={one} />} />
      <Section
        title="plan.columns"
        items={columns}
        differs={differs}
        render={(one) => (
          <>
            <dt>{captionOf(one.column)}</dt>
            <dd>
              <Moved before={one.before} after={one.after} />
              <Why because={one.because} captionOf={captionOf} />
            </dd>
          </>
        )}
      />
      <Section
        title="plan.entries"
        items={entries}
        differs={differs}
        render={(one) => (
          <>
            <dt>{one.lookup}</dt>
            <dd>
              <Text text={one.name} />{' '}
              <span className="badge">{t(one.kind === 'lookup-value-created' ? 'plan.new' : 'plan.gone')}</span>
            </dd>
          </>
        )}
      />
      <Section
        title="plan.roles"
        items={roles}
        differs={differs}
        render={(one) => (
          <>
            <dt>
              <span className={`badge ${one.kind === 'role-withdrawn' ? 'bad' : 'good'}`}>{t(`plan.${one.kind}`)}</span>
            </dt>
            <dd>
              <strong>
                <Text text={roleName(one.role)} />
              </strong>
              <Why because={one.because} captionOf={captionOf} />
            </dd>
          </>
        )}
      />
      {changes.length === 0 && refusal === null ? <p className="none">{t('plan.nothing')}</p> : null}
      {remarks.length === 0 ? null : (
        <section>
          <h3>{t('plan.problems')}</h3>
          <div className="stack-small">
            {remarks.map((one) => (
              <div key={`${one.code} ${one.subject}`} className={differs?.(one) ? 'differs' : undefined}>
                <Remark problem={one} tone="warn" captionOf={captionOf} />
              </div>
            ))}
          </div>
        </section>
      )}
    </div>
  )
}

const tones = { create: 'good', update: '', unchanged: 'quiet', refuse: 'bad' } as const

/** What a sign-on comes to, in one word. */
const Decided = ({ decision }: { decision: Plan['decision'] }) => (
  <p>
    <span className={`badge ${tones[decision]}`}>{t(`plan.decision-${decision}`)}</span>
  </p>
)

function Section<Item extends Change>({
  title,
  items,
  differs,
  render,
}: {
  title: TextKey
  items: readonly Item[]
  differs: ((one: Change | Problem) => boolean) | undefined
  render: (item: Item) => ReactNode
}) {
  if (items.length === 0) return null
  return (
    <section>
      <h3>{t(title)}</h3>
      <dl className="facts changes">
        {items.map((item, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a plan's changes never move
          <div key={index} className={differs?.(item) ? 'differs' : undefined}>
            {render(item)}
          </div>
        ))}
      </dl>
    </section>
  )
}

const PersonChange = ({
  change,
}: {
  change: Extract<Change, { kind: 'user-created' | 'identity-linked' | 'user-reactivated' | 'contact-created' }>
}) => (
  <>
    <dt>{t(`plan.${change.kind}`)}</dt>
    <dd>
      {'login' in change ? <Text text={change.login} /> : t('plan.contact-new')}
      {change.kind === 'user-created' && change.status === 'pending' ? (
        <>
          {' '}
          <span className="badge warn">{t('plan.pending')}</span>
        </>
      ) : null}
    </dd>
  </>
)
