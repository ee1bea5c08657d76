import { describe, describeBecause } from '../core/describe.ts'
import type { UndoConflict } from '../core/undo.ts'
import { sentenceOf } from '../messages/sentence.ts'
import { isMessage, say } from '../messages.ts'
import type { ReplayUndoForecast } from '../sign-on/replay-undo.ts'
import type { Undone } from '../sign-on/undo.ts'

/** Who or what came after, in words: a sign-in wrote all that no person, import or undo did. */
function byWords(by: string | number | undefined): string {
  const key = `undo.by-${by ?? 'unknown'}`
  return say(isMessage(key) ? key : 'undo.by-sign-on')
}

const told = (conflicts: readonly UndoConflict[]) =>
  conflicts.map((one) => ({
    ...one,
    sentence: say(`undo.${one.code}`, { subject: one.subject ?? '', by: byWords(one.details.by) }),
  }))

/** What an undo did to one person, in sentences too, as the API and the command line tell it. */
export const tellUndone = ({ changes, conflicts, ...done }: Undone) => ({
  ...done,
  changes,
  sentences: changes.map((change) => {
    return `${sentenceOf(describe(change))} (${sentenceOf(describeBecause(change.because))})`
  }),
  conflicts: told(conflicts),
})

/** What taking back a replay would come to. */
export const tellForecast = ({ listed, ...forecast }: ReplayUndoForecast) => ({
  ...forecast,
  listed: listed.map((one) => ({ ...one, conflicts: told(one.conflicts) })),
})
