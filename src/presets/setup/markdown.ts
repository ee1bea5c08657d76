import { visible } from './plain.ts'
import type { Setup, SetupStep } from './step.ts'

/** A name that an administrator chose, on one line: no markup, and no address that turns into a link by itself (GFM 6.9). */
const literal = (text: string): string => visible(text).replace(/[\\`*_<>[\]|&~#$@]|:(?=\/\/)|(?<=www)\./gi, '\\$&')

/** Our own sentences: only what they can hold is escaped. */
const prose = (text: string): string => text.replace(/[\\`*_<>[\]|]/g, '\\$&')

const longestRun = (text: string): number => Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length))

/** A cell that can be copied: a code span, whose fence is longer than anything in it. Empty cells stay empty. */
const cell = (text: string): string => {
  if (text === '') return ''
  const shown = visible(text)
  // In a table a bar ends the cell even inside a code span (GFM 4.10).
  const inside = shown.replaceAll('|', '\\|')
  const fence = '`'.repeat(longestRun(shown) + 1)
  // One blank on either side is taken off again, unless there is nothing but blanks (CommonMark 6.1).
  const padded = /^`|`$|^ .* $/.test(shown) && shown.trim() !== ''
  const blank = padded ? ' ' : ''
  return `${fence}${blank}${inside}${blank}${fence}`
}

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`

const stepText = (step: SetupStep, number: number): string => {
  const head = `## ${number}. ${prose(step.title)}\n\n${prose(step.text)}\n`
  if (step.kind === 'text') return head
  if (step.kind === 'table') {
    const { columns, rows } = step
    const lines = [row(columns.map(prose)), row(columns.map(() => '---')), ...rows.map((one) => row(one.map(cell)))]
    return `${head}\n${lines.join('\n')}\n`
  }
  const fence = '`'.repeat(Math.max(3, longestRun(step.code) + 1))
  return `${head}\n${fence}${step.language}\n${step.code}\n${fence}\n`
}

/** The instructions as Markdown. Names that an administrator chose cannot leave their cell or code block. */
export const setupMarkdown = (setup: Setup): string =>
  [`# ${literal(setup.title)}\n`, ...setup.steps.map((step, index) => stepText(step, index + 1))].join('\n')
