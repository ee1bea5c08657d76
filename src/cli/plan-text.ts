import { differenceOf, sentencesOf } from '../api/handlers/preview.ts'
import { type Described, describe, describeBecause, describeProblem } from '../core/describe.ts'
import type { Plan } from '../core/types.ts'
import { sentenceOf } from '../messages/sentence.ts'
import { printable } from './io.ts'

/** The plan in sentences: the decision, what changes, what an administrator should know. */
export function planText(plan: Plan): string {
  const changes = plan.changes.map((change) => {
    const because = 'because' in change ? ` (${sentence(describeBecause(change.because))})` : ''
    return `  ${sentence(describe(change))}${because}`
  })
  const problems = plan.problems.map((one) => `  ${one.code}: ${sentence(describeProblem(one))}`)
  const block = (title: string, lines: readonly string[]) => (lines.length > 0 ? `${title}\n${lines.join('\n')}\n` : '')
  return `Decision: ${plan.decision}\n${block('Changes', changes)}${block('Problems', problems)}`
}

const sentence = (described: Described): string => printable(sentenceOf(described))

const sideOf = (plan: Plan) => ({ plan, sentences: sentencesOf(plan) })

/** Two plans side by side, and what only one of them says. */
export function compared(now: Plan, drafted: Plan) {
  const [before, after] = [sideOf(now), sideOf(drafted)]
  return { before, after, differs: differenceOf(before.sentences, after.sentences) }
}

/** Both plans in sentences, then what only one of them says. */
export function bothTexts(now: Plan, drafted: Plan): string {
  const { differs } = compared(now, drafted)
  const listed = (sign: string, lines: readonly string[]) =>
    lines.map((line) => `  ${sign} ${printable(line)}\n`).join('')
  const changed = `${listed('-', differs.onlyBefore)}${listed('+', differs.onlyAfter)}`
  const title = (what: string) => `${what}\n`
  return [
    title('By the rules in force'),
    planText(now),
    title('\nBy the draft'),
    planText(drafted),
    title('\nWhat the draft changes'),
    changed === '' ? '  nothing\n' : changed,
  ].join('')
}
