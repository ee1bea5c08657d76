import { parseArgs } from 'node:util'
import type { UnmappedAttribute } from '../core/coverage.ts'
import type { GroupsCoverage } from '../core/coverage-groups.ts'
import type { RowCoverage } from '../core/coverage-rows.ts'
import { JitupError } from '../errors.ts'
import { type CoverageReport, coverageOfProvider, withoutValues } from '../sign-on/coverage.ts'
import { recordAudit } from '../store/audit.ts'
import { providerBySlug } from '../store/providers.ts'
import { EXIT, type Io, printable, toJson, wrongUse } from './io.ts'
import { withApp } from './with-app.ts'

export const help = `Usage: jitup coverage --provider SLUG [--last N] [--values] [--data DIR] [--json]

Counts over the last verified sign-ons of an identity provider what each row of the mapping and each role rule found in them,
and what arrives that nothing reads.

  --last N     sign-ons to look at, 1 to 10000; 1000 when left out
  --values     the last values, unknown texts and groups as well; that is noted in the audit
  --data DIR   where the embedded database lives when there is no DATABASE_URL
`

/** `jitup coverage`. */
export async function run(argv: string[], io: Io): Promise<number> {
  const { values } = parseArgs({
    args: argv,
    options: {
      provider: { type: 'string' },
      last: { type: 'string' },
      values: { type: 'boolean' },
      data: { type: 'string' },
      json: { type: 'boolean' },
    },
  })
  const { provider: slug, last = '1000' } = values
  if (slug === undefined) return wrongUse(io, 'coverage', 'Name --provider.')
  if (!/^[1-9]\d{0,4}$/.test(last) || Number(last) > 10_000) {
    return wrongUse(io, 'coverage', '--last is a number from 1 to 10000.')
  }
  const shown = values.values === true
  const report = await withApp({ data: values.data }, async (app) => {
    const provider = await providerBySlug(app.db, slug)
    if (!provider) throw new JitupError('provider_unknown', `There is no identity provider ${JSON.stringify(slug)}.`)
    const made = await coverageOfProvider(app, provider, Number(last))
    if (shown) {
      const event = { kind: 'claims.read', objects: [provider.policy.id], facts: { coverage: made.counted } }
      await recordAudit(app.db, app.now(), { ...event, author: { kind: 'system' } })
    }
    return made
  })
  io.stdout(
    values.json
      ? `${toJson({ provider: slug, ...(shown ? report : withoutValues(report)) })}\n`
      : linesOf(report, shown)
          .map((line) => `${printable(line)}\n`)
          .join(''),
  )
  return EXIT.done
}

function linesOf(report: CoverageReport, shown: boolean): string[] {
  const { counted, examined, notCounted, redacted, rows, unmapped, moreUnmapped, groups } = report
  const lost = examined - counted
  return [
    `${counted} sign-ons by the rules of revision ${report.revision}${lost > 0 ? `; of ${lost} more the values are not kept (${reasons(notCounted)})` : ''}${redacted > 0 ? `; ${redacted} with redacted attributes` : ''}`,
    ...rows.flatMap((row) => rowLines(row, counted, shown)),
    ...(unmapped.length > 0 ? ['Sent, and used by no row:'] : []),
    ...unmapped.flatMap((one) => unmappedLines(one, counted, shown)),
    ...(moreUnmapped > 0 ? [`  and ${moreUnmapped} more`] : []),
    ...groupLines(groups, counted, shown),
  ]
}

const reasons = (counts: CoverageReport['notCounted']): string =>
  Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([reason, count]) => `${reason}: ${count}`)
    .join(', ')

const share = (part: number, whole: number): string =>
  whole === 0 ? '-' : `${((100 * part) / whole).toFixed(part === 0 || part === whole ? 0 : 1)} %`

function rowLines(row: RowCoverage, counted: number, shown: boolean): string[] {
  const { asked, attributes, values } = row
  const turn = row.conditional || asked < counted ? ` (had its turn in ${share(asked, counted)})` : ''
  const remarks = [
    ['empty', row.empty],
    ['absent', row.absent],
    ['several values', row.several],
    ['another of its attributes', row.otherAttribute],
    ['default', row.defaulted],
    ['cleared', row.cleared],
    ['refused', row.refused],
    ['could not be converted', row.unconverted],
    ['unknown to the lookup', row.unknown],
    ['redacted', row.hidden],
  ] as const
  const told = remarks.flatMap(([what, count]) => (count > 0 ? [`${what} ${share(count, asked)}`] : []))
  return [
    `${row.column} <- ${attributes.map(({ name }) => name).join(', ')}${turn}: present ${share(row.present, asked)}${told.length > 0 ? `; ${told.join(', ')}` : ''}`,
    ...(shown ? list('last', values.last) : []),
    ...(shown
      ? list(
          'unknown',
          values.unknown.map(({ text, count }) => `${text} (${count})`),
        )
      : []),
  ]
}

const list = (what: string, texts: readonly string[]): string[] =>
  texts.length > 0 ? [`    ${what}: ${texts.map((one) => JSON.stringify(one)).join(', ')}`] : []

function unmappedLines(attribute: UnmappedAttribute, counted: number, shown: boolean): string[] {
  const { name, signOns, nearest, column, values } = attribute
  const hints = [
    ...(nearest ? [`probably ${nearest.attribute}, which fills ${nearest.column}`] : []),
    ...(column ? [`usually fills ${column.name}${column.mapped ? ', which another row fills' : ''}`] : []),
  ]
  return [
    `  ${name}: ${share(signOns, counted)}${hints.length > 0 ? ` (${hints.join('; ')})` : ''}`,
    ...(shown ? list('last', values.last) : []),
  ]
}

function groupLines(groups: GroupsCoverage, counted: number, shown: boolean): string[] {
  const { present, empty, absent, overage, hidden, unmatchedGroups, values } = groups
  if (present + empty + absent + hidden === 0) return []
  const extra = overage > 0 ? `, too many to send ${share(overage, counted)}` : ''
  return [
    `Groups: present ${share(present, counted)}, empty ${share(empty, counted)}, absent ${share(absent, counted)}${extra}`,
    ...groups.roleRules.map(
      ({ role, groups: names, groupCount, met }) =>
        `  ${names.join(', ')}${groupCount > names.length ? ', ...' : ''} -> ${role ?? '(role is gone)'}: ${share(met, counted)}`,
    ),
    ...groups.byName.map(({ role, met }) => `  (a group of the same name) -> ${role}: ${share(met, counted)}`),
    ...(unmatchedGroups > 0 ? [`Groups that give nothing: ${unmatchedGroups}`] : []),
    ...(shown
      ? values.unmatched.map(
          ({ group, signOns, nearest }) =>
            `  ${group}: ${share(signOns, counted)}${nearest ? ` (probably ${nearest.text})` : ''}`,
        )
      : []),
  ]
}
