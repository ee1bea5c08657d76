import type { tellRestored, tellRevised } from '../api/revised.ts'

const lastStays = ', of which the last administrator keeps one'

/** A change of several rules, line by line. */
export function revisedLines(told: ReturnType<typeof tellRevised>): readonly string[] {
  const { counts, changes, withdrawals, widens, reaches, revision, dryRun } = told
  const all = counts.added + counts.removed + counts.changed
  const { grants, people, roles, exact, mustConfirm, now } = withdrawals
  const takes =
    grants === 0
      ? []
      : [
          `${dryRun ? 'It would take' : 'It takes'} ${grants} grants from ${people} people${now ? '' : ', each at the next sign-on'}${exact ? '' : ', as far as is known'}:`,
          ...roles.map(({ name, grants, spared }) => `  ${name}: ${grants}${spared > 0 && !now ? lastStays : ''}`),
          ...(mustConfirm && !now ? [`At once: --withdraw-now --confirm-withdrawals ${grants}`] : []),
        ]
  return [
    ...changes.map((one) => one.sentence),
    ...(all > changes.length ? [`and ${all - changes.length} more`] : []),
    ...takes,
    ...widens.map((one) => one.sentence),
    ...reaches.map((one) => one.sentence),
    revision !== null
      ? `Version ${revision} of the rules.`
      : all === 0
        ? 'Nothing differs.'
        : 'Nothing was written: this is what it would do.',
  ]
}

/** The same of rules that came back, with what stays. */
export const restoredLines = (told: ReturnType<typeof tellRestored>): readonly string[] => [
  ...told.conflicts.map((one) => `Stays: ${one.sentence}`),
  ...told.returns.map((one) => `Returns at the next sign-on with its group: ${one.name}, to ${one.people} who lost it`),
  ...revisedLines(told),
]
