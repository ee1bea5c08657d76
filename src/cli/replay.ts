import { parseArgs } from 'node:util'
import { type Draft, rulesBeside, rulesWith } from '../api/edit/draft.ts'
import { saveRules } from '../api/edit/rule-set.ts'
import { JitupError } from '../errors.ts'
import type { App } from '../sign-on/app.ts'
import { startReplay } from '../sign-on/replay.ts'
import { applyReplay } from '../sign-on/replay-apply.ts'
import { recordAudit } from '../store/audit.ts'
import { listProviders, providerBySlug } from '../store/providers.ts'
import type { ReplayRecord } from '../store/replays.ts'
import type { Author } from '../store/rules.ts'
import { existingReplay, followReplay } from './follow-replay.ts'
import { EXIT, type Io, printable, toJson, wrongUse } from './io.ts'
import { wholeNumber } from './numbers.ts'
import { readDraft } from './read-draft.ts'
import { replayLines } from './replay-lines.ts'
import { withApp } from './with-app.ts'

export const help = `Usage: jitup replay [--provider SLUG] [--last N] [--draft FILE|-] [--save] [--apply] [--json]
       jitup replay ID [--apply] [--json]

Tries the rules on the last stored sign-ons and tells what they would do: counts by column, role and code. Nothing is changed
unless --apply says so. With ID: what an earlier replay found; with --apply it is carried out, or goes on where it was interrupted.
Progress goes to stderr. Ctrl-C cancels: whoever was carried out stays so, the rest stays as it is.

  --provider SLUG           the sign-ons of one identity provider
  --last N                  so many of them, at most 10000; 1000 when left out
  --draft FILE              other rules: JSON as in POST /api/v1/preview, {"converters": …, "roleRules": …, "policies": …}
  --save                    saves the draft as a version of the rules after it was tried, unless others have changed rules meanwhile
  --apply                   carries it out: everybody who is here already is planned anew, by the rules in force
  --confirm-withdrawals N   the number of roles that people lose by it, where that is above a provider's ceiling
  --data DIR                where the embedded database lives when there is no DATABASE_URL

Exit code: 0 done, 1 refused, cancelled or failed, 2 wrong use.
`

const author: Author = { kind: 'system' }
const rights = { protectedRoles: true }

/** `jitup replay`. */
export async function run(argv: string[], io: Io): Promise<number> {
  const { values, positionals } = parseArgs({
    args: argv,
    allowPositionals: true,
    options: {
      provider: { type: 'string' },
      last: { type: 'string' },
      draft: { type: 'string' },
      save: { type: 'boolean' },
      apply: { type: 'boolean' },
      'confirm-withdrawals': { type: 'string' },
      data: { type: 'string' },
      json: { type: 'boolean' },
    },
  })
  const [id, ...others] = positionals
  const { apply = false, save = false, draft } = values
  const last = wholeNumber(values.last ?? '1000', { min: 1, max: 10_000 })
  const confirm = values['confirm-withdrawals']
  const confirmed = confirm === undefined ? undefined : wholeNumber(confirm, { min: 0, max: 999_999_999 })
  if (others.length > 0) return wrongUse(io, 'replay', 'Name one replay, or none.')
  if (last === null) return wrongUse(io, 'replay', '--last must be a whole number from 1 to 10000.')
  if (confirmed === null) return wrongUse(io, 'replay', '--confirm-withdrawals must be a whole number.')
  if (id !== undefined && (draft ?? values.provider ?? values.last) !== undefined) {
    return wrongUse(io, 'replay', 'A replay that was tried already has its draft, its provider and its sign-ons.')
  }
  if (save && draft === undefined) return wrongUse(io, 'replay', '--save needs --draft.')
  if (apply && draft !== undefined && !save) {
    return wrongUse(io, 'replay', 'Rules in force alone are carried out: add --save, or leave out --apply.')
  }
  const given = draft === undefined ? undefined : await readDraft(draft, io)
  return withApp({ data: values.data }, async (app) => {
    const tried =
      id === undefined
        ? await tryRules(app, io, { provider: values.provider, last, draft: given })
        : await existingReplay(app, id)
    let record = tried
    let saved: number | null = null
    if (given && save && record.state === 'done') saved = await saveDraft(app, given, record.revision)
    if (apply && (record.state === 'done' || id !== undefined)) record = await carryOut(app, io, record, confirmed)
    const slugs = new Map((await listProviders(app.db)).map(({ policy }) => [policy.id, policy.slug]))
    const { providerId, ...rest } = record
    const shown = { ...rest, provider: slugs.get(providerId ?? '') ?? null, saved }
    io.stdout(values.json ? `${toJson(shown)}\n` : `${replayLines(shown).map(printable).join('\n')}\n`)
    return record.state === 'done' ? EXIT.done : EXIT.failed
  })
}

async function tryRules(
  app: App,
  io: Io,
  { provider, last, draft }: { provider: string | undefined; last: number; draft: Draft | undefined },
): Promise<ReplayRecord> {
  const found = provider === undefined ? null : await providerBySlug(app.db, provider)
  if (provider !== undefined && !found) throw new JitupError('provider_unknown', 'There is no such identity provider.')
  const what = { ...(await rulesBeside(app, draft, rights)), providerId: found?.policy.id ?? null, last }
  const id = await startReplay(app, author, what)
  await recordAudit(app.db, app.now(), { kind: 'replays.create', author, objects: [id] })
  return followReplay(app, id, io)
}

async function saveDraft(app: App, draft: Draft, basedOn: number): Promise<number | null> {
  return (await saveRules(app, author, draft, { basedOn, dryRun: false }, rights)).revision
}

async function carryOut(app: App, io: Io, record: ReplayRecord, confirmWithdrawals: number | undefined) {
  const inForce = await rulesWith(app, undefined, rights)
  await applyReplay(app, record, inForce, { confirmWithdrawals, author, rights })
  await recordAudit(app.db, app.now(), { kind: 'replays.apply', author, objects: [record.id] })
  return followReplay(app, record.id, io)
}
