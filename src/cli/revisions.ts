import { parseArgs } from 'node:util'
import { notFound } from '../api/edit/change.ts'
import { revisionDiff } from '../api/edit/revision-diff.ts'
import { type Restoring, restoreRevision } from '../api/edit/revisions.ts'
import { countsOf, tellRestored } from '../api/revised.ts'
import { tellChange } from '../api/rules-words.ts'
import type { App } from '../sign-on/app.ts'
import { recordAudit } from '../store/audit.ts'
import { pageOfRevisions, type RevisionRecord, revisionByNumber } from '../store/revisions.ts'
import { EXIT, type Io, type Told, tell, wrongUse } from './io.ts'
import { wholeNumber } from './numbers.ts'
import { readRestoring, restoringOptions } from './restoring.ts'
import { restoredLines } from './revised-lines.ts'
import { withApp } from './with-app.ts'

export const help = `Usage: jitup revisions [list] [--last N] [--json]
       jitup revisions show N [--json]
       jitup revisions diff M [N] [--json]
       jitup revisions restore N [--dry-run] [--leave-gone] [--withdraw-now] [--confirm-withdrawals N] [--confirm-widening] [--json]

The versions of the rules: attribute mapping, role rules and what providers may do. list names the newest, who made them and when;
show tells what one changed, with --json all that it says; diff compares M with N, or the one before M with M; restore brings one
back as a new version, all of it or nothing.

  --last N                  how many are listed; 20 when left out
  --dry-run                 tells what it would do; nothing is written
  --leave-gone              leaves out what speaks of a column, role or provider that is gone
  --withdraw-now            takes roles that rules no longer give at once, not at each next sign-on
  --confirm-withdrawals N   the number of grants that takes, where it must be confirmed
  --confirm-widening        a provider may do more again than it may now
  --data DIR                where the embedded database lives when there is no DATABASE_URL

Exit code: 0 done, 1 refused or failed, 2 wrong use.
`

/** `jitup revisions`. */
export async function run(argv: string[], io: Io): Promise<number> {
  const { values, positionals } = parseArgs({
    args: argv,
    allowPositionals: true,
    options: { last: { type: 'string' }, 'leave-gone': { type: 'boolean' }, ...restoringOptions },
  })
  const [verb = 'list', ...texts] = positionals
  const numbers = texts.map((text) => wholeNumber(text, { min: 1, max: 999_999_999 }))
  const last = wholeNumber(values.last ?? '20', { min: 1, max: 1000 })
  const how = readRestoring(values)
  const [first, second] = numbers
  const wanted = { list: [0], show: [1], diff: [1, 2], restore: [1] }[verb]
  if (!wanted) return wrongUse(io, 'revisions', 'Say list, show, diff or restore.')
  if (!wanted.includes(texts.length))
    return wrongUse(io, 'revisions', `Name ${wanted.join(' or ')} versions with ${verb}.`)
  if (numbers.includes(null)) return wrongUse(io, 'revisions', 'A version is a number.')
  if (last === null) return wrongUse(io, 'revisions', '--last must be a whole number from 1 to 1000.')
  if (typeof how === 'string') return wrongUse(io, 'revisions', how)
  const told = await withApp({ data: values.data }, (app) => {
    if (verb === 'list') return tellList(app, last)
    if (verb === 'show') return tellOne(app, first ?? 0)
    if (verb === 'diff') return tellDiff(app, second ?? first ?? 0, second ? (first ?? undefined) : undefined)
    return restore(app, first ?? 0, { ...how, leaveGone: values['leave-gone'] ?? false })
  })
  tell(io, values.json, told)
  return EXIT.done
}

const authorText = ({ author }: RevisionRecord): string =>
  author.kind === 'user' ? `user ${author.userId}` : author.kind === 'token' ? `token ${author.tokenId}` : author.kind

const lineOf = (one: RevisionRecord): string => `${one.revision}  ${one.at.toISOString()}  ${authorText(one)}`

async function tellList(app: App, limit: number): Promise<Told> {
  const rows = await pageOfRevisions(app.db, { before: null, limit })
  return { json: rows, lines: rows.map(lineOf) }
}

async function tellOne(app: App, number: number): Promise<Told> {
  const found = await revisionByNumber(app.db, number)
  if (!found) throw notFound('revision')
  return { json: found, lines: [lineOf(found), ...(await tellDiff(app, number)).lines] }
}

async function tellDiff(app: App, number: number, other?: number): Promise<Told> {
  const { from, to, changes, names } = await revisionDiff(app.db, number, other)
  const items = changes.map((one) => tellChange(one, names))
  const lines = items.length > 0 ? items.map((one) => one.sentence) : ['Nothing differs.']
  return { json: { from, to, counts: countsOf(changes), items }, lines }
}

async function restore(app: App, number: number, how: Restoring): Promise<Told> {
  const by = { author: { kind: 'system' }, rights: { protectedRoles: true, policies: true } } as const
  const done = tellRestored(await restoreRevision(app, by, number, how), number, how.dryRun)
  if (!how.dryRun) {
    await recordAudit(app.db, app.now(), {
      kind: 'revisions.restore',
      author: by.author,
      objects: [String(number)],
      ruled: true,
    })
  }
  return { json: done, lines: restoredLines(done) }
}
