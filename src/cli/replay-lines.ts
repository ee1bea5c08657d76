import type { DraftCount } from '../core/replay-counts.ts'
import type { ReplayRecord } from '../store/replays.ts'

/** A replay as the command line shows it. */
export type ShownReplay = Omit<ReplayRecord, 'providerId'> & {
  readonly provider: string | null
  /** The version of the rules that its draft became; null: none. */
  readonly saved: number | null
}

type Counted = Readonly<Record<string, number>>
const list = (counts: Counted | undefined): string =>
  Object.entries(counts ?? {})
    .filter(([, count]) => count > 0)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ')

const block = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length > 0 ? [`${title}:`, ...lines.map((one) => `  ${one}`)] : []
const line = (title: string, counts: Counted | undefined): readonly string[] => {
  const text = list(counts)
  return text === '' ? [] : [`${title}: ${text}`]
}

const states: Readonly<Record<ReplayRecord['state'], string>> = {
  running: 'is under way',
  done: 'is done',
  cancelled: 'was cancelled',
  stopped: 'was stopped',
  failed: 'has failed',
  interrupted: 'was interrupted',
}
const stages = { try: 'Trying it', apply: 'Carrying it out', undo: 'Taking it back' } as const

const draftLines = ({ people, columns, roles }: DraftCount): readonly string[] => [
  `People to whom the draft makes a difference: ${people}`,
  ...line('Columns by the draft alone', columns),
  ...line('Roles by the draft alone', roles),
]

/** What a replay found, and what became of it, line by line. */
export function replayLines(one: ShownReplay): readonly string[] {
  const { counts } = one
  const columns = Object.entries(counts.columns ?? {}).map(
    ([name, { changed, filled, cleared }]) => `${name}: ${list({ changed, filled, cleared })}`,
  )
  const roles = Object.entries(counts.roles ?? {}).map(
    ([name, { granted, withdrawn }]) => `${name}: ${list({ granted, withdrawn })}`,
  )
  return [
    `Replay ${one.id}, by version ${one.revision} of the rules${one.draft ? ' and a draft' : ''}${one.provider === null ? '' : `, ${one.provider}`}`,
    `${stages[one.stage]} ${states[one.state]}: ${one.done} of ${one.total}${one.code === null ? '' : ` (${one.code})`}`,
    `People: ${counts.people ?? 0}, of whom something would change for ${counts.affected ?? 0}`,
    ...(counts.byDraft ? draftLines(counts.byDraft) : []),
    ...line('Decisions', counts.decisions),
    ...line('Not tried', { ...counts.skipped, ...(counts.superseded ? { superseded: counts.superseded } : {}) }),
    ...block('Columns', columns),
    ...block('Roles', roles),
    ...line('Refused', counts.refusals),
    ...line('Remarks', counts.problems),
    ...line('New values', counts.newValues),
    ...line('Roles that people lose', counts.losses),
    ...(one.saved === null ? [] : [`The draft is version ${one.saved} of the rules.`]),
    ...line('Carried out', counts.applied),
    ...line('Taken back', counts.undone),
    ...(one.state === 'cancelled' && one.stage === 'apply' ? [`To go on: jitup replay ${one.id} --apply`] : []),
    ...(one.state === 'cancelled' && one.stage === 'undo' ? [`To go on: jitup undo --replay ${one.id}`] : []),
  ]
}
