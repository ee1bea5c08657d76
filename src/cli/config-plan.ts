import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { ConfigFile } from '../config-file/config-file.ts'
import { parseConfig } from '../config-file/parse.ts'
import type { ShownDifference } from '../config-file/show.ts'
import { type Io, printable, readInput } from './io.ts'

const MAX_BYTES = 4 * 1024 * 1024

/** Reads a configuration file, or standard input for `-`; what it names beside it is read from its folder. */
export async function readConfigInput(name: string, io: Io): Promise<ConfigFile> {
  const text = (await readInput(name, io, MAX_BYTES)).toString('utf8')
  const folder = name === '-' ? '.' : dirname(name)
  return parseConfig(text, name, (path) => readFileSync(resolve(folder, path), 'utf8'))
}

/** @returns null for a word that is neither */
export const withdrawalOf = (text: string | undefined): 'now' | 'next-sign-on' | undefined | null =>
  text === undefined || text === 'now' || text === 'next-sign-on' ? text : null

const signs = { add: '+', change: '~', remove: '-' } as const

/** A plan for people: what would be added, changed from what to what, and removed. */
export function planText(shown: ShownDifference): string {
  const { differences, left, takes, mustConfirm, plan } = shown
  const lines = differences.flatMap((one) => [
    `  ${signs[one.op]} ${printable(one.title)}`,
    ...one.fields
      .filter(({ to }) => one.op !== 'add' || to !== null)
      .map(({ field, from, to }) => `      ${field}: ${one.op === 'add' ? '' : `${value(from)} → `}${value(to)}`),
    ...(one.takes ? [`      ${takesText(one.takes)}`] : []),
  ])
  const stays = left.map(({ title }) => `  = ${printable(title)}`)
  const count = (op: keyof typeof signs) => differences.filter((one) => one.op === op).length
  const sum = `${count('add')} to add, ${count('change')} to change, ${count('remove')} to remove.`
  return [
    ...lines,
    ...(stays.length > 0 ? ['Not in the file, and stays:', ...stays] : []),
    differences.length === 0 ? 'Nothing differs.' : `Plan ${plan}: ${sum}`,
    ...(takes > 0 ? [`It takes ${takes} grants and identities${mustConfirm ? `: --confirm ${takes}` : ''}.`] : []),
    '',
  ].join('\n')
}

const takesText = ({
  grants,
  identities,
  people,
  exact,
}: NonNullable<ShownDifference['differences'][0]['takes']>): string => {
  const known = identities === 0 ? '' : ` and ${identities} identities`
  return `takes ${exact ? '' : 'up to '}${grants} grants${known} from ${people} people`
}

const LONGEST = 300

function value(of: unknown): string {
  const text = of === null ? '(not set)' : printable(JSON.stringify(of))
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text
}
