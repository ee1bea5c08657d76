import sql from 'sql-template-tag'
import { readGroups } from '../core/groups.ts'
import { nameKey } from '../core/names.ts'
import { roleNamesFor, unknownGroups } from '../core/unknown-groups.ts'
import type { WorkKind } from '../core/work.ts'
import { isJitupError } from '../errors.ts'
import { hourOf } from '../store/activity.ts'
import { listProviders } from '../store/providers.ts'
import { roleNamesLike } from '../store/roles.ts'
import { openSignOn } from '../store/sign-ons.ts'
import { openWork, type WorkRecord, type WorkRow } from '../store/worklist.ts'
import type { App } from './app.ts'
import { rulesInForce } from './rule-book.ts'
import { statesOf } from './work-states.ts'

type Entry = WorkRow & { readonly record: WorkRecord }
type Ids = Promise<readonly string[]>

/**
 * Which of these open entries are over: the value is there, the group means something, the person was let in, their last sign-on
 * went without the remark. What cannot be told stays. A few statements, however many entries.
 */
export async function overAmong(
  app: Pick<App, 'db' | 'seal' | 'now' | 'rules'>,
  rows: readonly WorkRow[],
): Promise<string[]> {
  const entries = rows.map((row) => ({ ...row, record: openWork(app.seal, row) }))
  const of = (...kinds: readonly WorkKind[]) => entries.filter((one) => kinds.includes(one.kind))
  const found = await Promise.all([
    overMatches(app, of('match-ambiguous', 'link-barred')),
    overValues(app, of('lookup-value')),
    overGroups(app, of('group-unknown')),
    overRemarks(app, of('email-conflict', 'login-conflict', 'value-invalid', 'value-missing', 'roles-incomplete')),
    overPauses(app, of('withdrawals-paused')),
    overStates(app, of('person-waiting', 'key-waiting', 'certificate-expiring', 'refusals-high')),
    overAlike(app, of('people-alike')),
  ])
  return found.flat()
}

const idsOf = (rows: readonly { readonly id: string }[]): readonly string[] => rows.map(({ id }) => id)

/** Somebody is known by the subject by now, or the provider looks for nobody any more. */
async function overMatches({ db }: Pick<App, 'db'>, entries: readonly Entry[]): Ids {
  if (entries.length === 0) return []
  const looking = new Set(
    (await listProviders(db)).filter(({ policy }) => (policy.link ?? []).length > 0).map(({ policy }) => policy.id),
  )
  const idle = entries.filter((one) => !looking.has(one.providerId ?? ''))
  return [...idsOf(idle), ...(await knownByNow(db, entries))]
}

async function knownByNow(db: App['db'], entries: readonly Entry[]): Ids {
  const named = entries.filter(({ record }) => record.subject)
  if (named.length === 0) return []
  const rows = await db.query<{ id: string }>(sql`
    select w.id from unnest(${idsOf(named)}::uuid[], ${named.map((one) => one.providerId)}::uuid[],
      ${named.map(({ record }) => record.subject?.value ?? '')}::text[],
      ${named.map(({ record }) => record.subject?.format ?? '')}::text[]) w (id, provider_id, subject, format)
    where exists (select 1 from identities i
      where i.provider_id = w.provider_id and i.subject = w.subject and i.format = w.format)`)
  return idsOf(rows)
}

/** The lookup knows the text by now. */
async function overValues({ db }: Pick<App, 'db'>, entries: readonly Entry[]): Ids {
  const told = entries.filter(({ record }) => record.problem?.details.text !== undefined)
  if (told.length === 0) return []
  const rows = await db.query<{ id: string }>(sql`
    select w.id from unnest(${idsOf(told)}::uuid[],
      ${told.map(({ record }) => String(record.problem?.details.lookup))}::text[],
      ${told.map(({ record }) => nameKey(String(record.problem?.details.text)))}::text[]) w (id, lookup, name_key)
    where exists (select 1 from lookup_values v where v.lookup = w.lookup and v.name_key = w.name_key)
      or exists (select 1 from lookup_aliases a where a.lookup = w.lookup and a.name_key = w.name_key)`)
  return idsOf(rows)
}

/** A rule, a role of the name, or the provider's list of groups to ignore says what the group means. */
async function overGroups(app: Pick<App, 'db' | 'rules'>, entries: readonly Entry[]): Ids {
  if (entries.length === 0) return []
  const { db } = app
  const [rules, providers] = await Promise.all([rulesInForce(app), listProviders(db)])
  const policies = new Map(providers.map(({ policy }) => [policy.id, policy]))
  const read = entries.map((entry) => {
    const policy = policies.get(entry.providerId ?? '')
    const raw = String(entry.record.facts?.group ?? '')
    // It is one group already, whatever stands in it.
    const groups = policy ? readGroups([raw], { ...policy, groupSeparator: null }).groups : []
    return { entry, policy, raw, groups }
  })
  const texts = read.flatMap(({ groups }) => groups.flatMap(({ raw, name }) => [raw, name]))
  const names = await roleNamesLike(db, [...new Set(texts)])
  const over = read.filter(({ policy, raw, groups }) => {
    if (raw === '') return false
    return !policy || unknownGroups(policy, rules, roleNamesFor(policy, names), groups).length === 0
  })
  return idsOf(over.map(({ entry }) => entry))
}

/** The person has signed on since, and nothing was remarked on it; or they are here no more. */
async function overRemarks(app: Pick<App, 'db' | 'seal'>, entries: readonly Entry[]): Ids {
  const known = entries.filter(({ contactId }) => contactId !== null)
  const arrived = await knownByNow(
    app.db,
    entries.filter(({ contactId }) => contactId === null),
  )
  if (known.length === 0) return arrived
  const rows = await app.db.query<{ id: string; signOnId: string; problems: string[]; sealed: string | null }>(sql`
    select w.id, s.id as "signOnId", s.problems, s.sealed
    from unnest(${idsOf(known)}::uuid[], ${known.map((one) => one.contactId)}::uuid[],
      ${known.map((one) => one.providerId)}::uuid[]) w (id, contact_id, provider_id)
    cross join lateral (
      select id, problems, sealed from sign_ons s
      where s.contact_id = w.contact_id and s.provider_id = w.provider_id
        and (s.outcome in ('created', 'updated', 'unchanged', 'replayed') or (s.outcome = 'refused' and s.step = 'plan'))
      order by s.at desc limit 1) s`)
  const last = new Map(rows.map((row) => [row.id, row]))
  const over = known.filter(({ id, signOnId, record }) => {
    const row = last.get(id)
    if (!row || row.signOnId === signOnId || !record.problem) return false
    return !isRemarked(app, row, record.problem)
  })
  return [...arrived, ...idsOf(over)]
}

/** The open half tells the code; where that is there, the sealed one tells of which column. */
function isRemarked(
  { seal }: Pick<App, 'seal'>,
  row: { readonly signOnId: string; readonly problems: readonly string[]; readonly sealed: string | null },
  { code, subject }: NonNullable<WorkRecord['problem']>,
): boolean {
  if (!row.problems.includes(code)) return false
  const problems = row.sealed === null ? undefined : problemsIn(seal, row.signOnId, row.sealed)
  return problems === undefined || problems.some((one) => one.code === code && one.subject === subject)
}

function problemsIn(seal: App['seal'], id: string, sealed: string) {
  try {
    return openSignOn(seal, id, sealed).plan?.problems
  } catch (error) {
    if (isJitupError(error) && error.code === 'secret_wrong') return undefined
    throw error
  }
}

/** The hour is over, or it was started anew. */
async function overPauses({ db, now }: Pick<App, 'db' | 'now'>, entries: readonly Entry[]): Ids {
  if (entries.length === 0) return []
  const hour = hourOf(now())
  const rows = await db.query<{ id: string; count: number }>(sql`
    select provider_id as id, count from provider_activity where kind = 'withdrawal' and hour = ${hour}`)
  const counts = new Map(rows.map((row) => [row.id, row.count]))
  const ceilings = new Map((await listProviders(db)).map(({ policy }) => [policy.id, policy.withdrawalCeiling]))
  const over = entries.filter(({ createdAt, providerId, record }) => {
    const { count = 0, ceiling = 0 } = record.problem?.details ?? {}
    const allowed = ceilings.get(providerId ?? '') ?? Number(ceiling)
    const used = counts.get(providerId ?? '') ?? 0
    return hourOf(createdAt).getTime() !== hour.getTime() || used + Number(count) <= allowed
  })
  return idsOf(over)
}

async function overStates(app: Pick<App, 'db' | 'now'>, entries: readonly Entry[]): Ids {
  if (entries.length === 0) return []
  const waiting = entries.filter((one) => one.kind === 'person-waiting')
  const [still, states] = await Promise.all([
    app.db.query<{ id: string }>(sql`
      select id from users where id = any(${waiting.map((one) => one.userId)}::uuid[]) and status = 'pending'`),
    statesOf(app),
  ])
  const pending = new Set(idsOf(still))
  const which = ({ facts }: WorkRecord) => facts?.fingerprint ?? facts?.since
  const there = new Set(states.map((one) => `${one.work.kind} ${one.providerId} ${which(one.work.record)}`))
  const over = entries.filter((one) =>
    one.kind === 'person-waiting'
      ? !pending.has(one.userId ?? '')
      : !there.has(`${one.kind} ${one.providerId} ${which(one.record)}`),
  )
  return idsOf(over)
}

/** Fewer than two have the name or the address now. */
async function overAlike({ db }: Pick<App, 'db'>, entries: readonly Entry[]): Ids {
  if (entries.length === 0) return []
  const keys = entries.map(({ record }) => String(record.facts?.key ?? ''))
  const rows = await db.query<{ id: string }>(sql`
    select w.id from unnest(${idsOf(entries)}::uuid[],
      ${entries.map(({ record }) => String(record.facts?.by ?? ''))}::text[], ${keys}::text[]) w (id, by, key)
    where (select count(*) from (select 1 from contacts c where w.by = 'name' and c.name_key = w.key limit 2) n)
      + (select count(*) from (select 1 from contacts c where w.by = 'email' and c.email_key = w.key limit 2) e) < 2`)
  return idsOf(rows)
}
