import type { Shape } from '../../api.ts'
import { useCaptions } from '../../parts/plan-words.tsx'
import { useAll } from '../../query-all.ts'
import { t } from '../../text.tsx'
import type { TextKey } from '../../texts/dictionary.ts'
import { roleName, wordOf } from '../../words.tsx'
import { Finding, Part } from './finding.tsx'
import { changedOf, type Replay } from './use-replay.ts'

/**
 * What a replay found, each number leading to the people behind it. Of a draft the numbers of columns and roles are of what it
 * alone does; what the next sign-ins bring anyway stands beside them in words.
 */
export function Findings({ replay: { counts } }: { replay: Replay }) {
  const captionOf = useCaptions()
  const roles = useAll<Shape<'role'>>('/roles').data ?? []
  const { people = 0, examined = 0, byDraft } = counts
  if (examined === 0 && people === 0) return <p className="none">{t('replays.nothing')}</p>
  const columns = listed(counts.columns ?? {}, byDraft?.columns)
  const byRole = listed(counts.roles ?? {}, byDraft?.roles)
  const roleId = (name: string) => roles.find((one) => one.name === name)?.id
  return (
    <div className="findings">
      <Head counts={counts} />
      <div className="findings-parts">
        <Part title={t('replays.columns')} isEmpty={columns.length === 0}>
          {columns.map(({ name, all, count }) => (
            <Finding
              key={name}
              filter={{ column: name, ...whose(count) }}
              count={count}
              of={people}
              title={captionOf(name)}
            >
              {wordsOf(all, count, byDraft !== undefined)}
            </Finding>
          ))}
        </Part>
        <Part title={t('replays.roles')} isEmpty={byRole.length === 0}>
          {byRole.map(({ name, all, count }) => {
            const id = roleId(name)
            return (
              <Finding
                key={name}
                filter={id === undefined ? null : { role: id, ...whose(count) }}
                count={count}
                of={people}
                title={roleName(name)}
                isBad={(all?.withdrawn ?? 0) > 0}
              >
                {wordsOf(all, count, byDraft !== undefined)}
              </Finding>
            )
          })}
        </Part>
        <Part title={t('replays.refusals')} isEmpty={Object.keys(counts.refusals ?? {}).length === 0}>
          {Object.entries(counts.refusals ?? {}).map(([code, count]) => (
            <Finding
              key={code}
              filter={{ code, who: 'all' }}
              count={count}
              of={people}
              title={wordOf(`code.${code}`) ?? code}
              isBad
            >
              <code>{code}</code>
            </Finding>
          ))}
        </Part>
        <Part title={t('plan.problems')} isEmpty={Object.keys(counts.problems ?? {}).length === 0}>
          {Object.entries(counts.problems ?? {}).map(([code, count]) => (
            <Finding
              key={code}
              filter={{ problem: code, who: 'all' }}
              count={count}
              of={people}
              title={wordOf(`code.${code}`) ?? code}
            >
              <code>{code}</code>
            </Finding>
          ))}
        </Part>
        <Part title={t('plan.entries')} isEmpty={Object.keys(counts.newValues ?? {}).length === 0}>
          {Object.entries(counts.newValues ?? {}).map(([lookup, count]) => (
            <li key={lookup}>
              <strong>{lookup}</strong> {t('replays.new-values', { count })}
            </li>
          ))}
        </Part>
      </div>
      <LookedAt counts={counts} />
    </div>
  )
}

type Counts = Replay['counts']

/** The one sentence: whom the draft makes a difference to, or who changes. */
function Head({ counts }: { counts: Counts }) {
  const { people = 0, decisions: { refuse = 0 } = {}, byDraft } = counts
  const changed = changedOf(counts)
  if (!byDraft)
    return (
      <p className="findings-head">
        {changed === 0
          ? t('replays.none-affected', { count: people })
          : t('replays.affected', { count: changed, people })}{' '}
        {refuse === 0 ? null : t('replays.and-refused', { count: refuse })}
      </p>
    )
  return (
    <>
      <p className="findings-head">
        {byDraft.people === 0
          ? t('replays.no-difference', { count: people })
          : t('replays.difference', { count: byDraft.people, people })}
      </p>
      {changed === 0 || changed === byDraft.people ? null : (
        <p className="soft">{t('replays.affected-in-all', { count: changed })}</p>
      )}
    </>
  )
}

const LookedAt = ({ counts: { examined = 0, superseded = 0, skipped = {}, decisions = {} } }: { counts: Counts }) => {
  const left = Object.values(skipped).reduce((all, one) => all + one, 0)
  return (
    <p className="soft small">
      {t('replays.examined', { count: examined })}{' '}
      {superseded > 0 ? t('replays.superseded', { count: superseded }) : null}{' '}
      {left > 0 ? t('replays.skipped', { count: left }) : null}{' '}
      {(decisions.create ?? 0) > 0 ? t('replays.newcomers', { count: decisions.create ?? 0 }) : null}
    </p>
  )
}

type Counted = Readonly<Record<string, number>>
interface Listed {
  readonly name: string
  /** By what happens; left out where only the rules in force would do something. */
  readonly all: Counted | undefined
  /** Of a draft: people to whom it makes a difference there. */
  readonly count: number
}

/** Names with their numbers, the most first. */
const listed = (all: Readonly<Record<string, Counted>>, byDraft: Counted | undefined): readonly Listed[] =>
  [...new Set([...Object.keys(byDraft ?? {}), ...Object.keys(all)])]
    .map((name) => ({ name, all: all[name], count: byDraft ? (byDraft[name] ?? 0) : sum(all[name]) }))
    .toSorted((a, b) => b.count - a.count || sum(b.all) - sum(a.all))

/** What changes anyway is found among all for whom something changes. */
const whose = (count: number): Readonly<Record<string, string>> => (count === 0 ? { who: 'affected' } : {})

const sum = (counts: Counted = {}): number => Object.values(counts).reduce((all, one) => all + one, 0)

const kinds = {
  changed: 'replays.changed',
  filled: 'replays.filled',
  cleared: 'replays.cleared',
  withdrawn: 'replays.lose',
  granted: 'replays.get',
} as const satisfies Readonly<Record<string, TextKey>>

/** "3 changed, 1 filled"; of a draft it says as well whether that comes anyway. */
function wordsOf(all: Counted | undefined, byDraft: number, isDraft: boolean): string {
  const words = Object.entries(kinds)
    .flatMap(([kind, key]) => ((all?.[kind] ?? 0) > 0 ? [t(key, { count: all?.[kind] ?? 0 })] : []))
    .join(', ')
  if (!isDraft || byDraft === sum(all)) return words
  if (words === '') return t('replays.no-more')
  return t(byDraft === 0 ? 'replays.anyway' : 'replays.in-all', { what: words })
}
