import sql from 'sql-template-tag'
import { lastPartOf } from '../core/converters.ts'
import { evidenceOf, roleAttributesOf } from '../core/evidence.ts'
import type { Group } from '../core/groups.ts'
import type { ProviderPolicy } from '../core/types.ts'
import { roleNamesFor, unknownGroups } from '../core/unknown-groups.ts'
import { isJitupError } from '../errors.ts'
import { alikeAmongWritten } from '../store/alike.ts'
import { doJob, moveJob } from '../store/jobs.ts'
import { listProviders } from '../store/providers.ts'
import { roleNamesLike } from '../store/roles.ts'
import type { SignOnRecord } from '../store/sign-ons.ts'
import type { StoredSignOn } from '../store/stored-sign-ons.ts'
import {
  batchOfOpenWork,
  closeWork,
  firstIdAt,
  forgetOverflow,
  insertWork,
  type NewWork,
  WORK_LIMIT,
} from '../store/worklist.ts'
import type { App } from './app.ts'
import { rulesInForce } from './rule-book.ts'
import { lastSignOns, recordOfStored } from './stored.ts'
import { type WorkMarks, workMarks } from './work-marks.ts'
import { overAmong } from './work-over.ts'
import { type State, statesOf, waitingPeople } from './work-states.ts'

type Part = Pick<App, 'db' | 'seal' | 'now' | 'rules'>

/** How far the job has looked. */
interface Position {
  readonly signOn: string | null
  readonly history: string | null
}

const minute = 60_000
/** Sign-ons whose groups are looked at in one go; of more only the latest, for groups come again. */
const signOnsLooked = 500
/** Stretches of the history that are looked through in one go. */
const stretches = 10
const stretchLength = 2000
/** Whatever is written now may be committed a little later. */
const lag = 30_000

/**
 * Looks for what no sign-on has the time to find: groups that mean nothing here, people who are there twice. Then closes what is
 * over. One node at a time, once a minute; what was found before is not noted again, so that it may break off anywhere.
 */
export async function findWork(app: Part): Promise<void> {
  const now = app.now()
  let from: Position = { signOn: null, history: null }
  const mine = await doJob<Position>(app.db, 'worklist', now, async (_, position) => {
    from = position ?? from
    return { position, nextAt: new Date(now.getTime() + minute - 5_000) }
  })
  if (!mine) return
  const signOn = await findGroups(app, from.signOn)
  const history = await findAlike(app, from.history)
  await moveJob(app.db, 'worklist', { signOn, history } satisfies Position)
  await tidyWork(app)
}

/**
 * Looks the list through if anything has happened through this node that may have ended an entry or called for one: every few
 * seconds, so that no sign-on does it and no reader waits for it. `findWork` sees to what time ends, and other processes.
 */
export async function tidyMarkedWork(app: Part): Promise<void> {
  const marks = workMarks(app.db)
  if (marks.changed || marks.signedOn) await (marks.running ?? tidy(app, marks))
}

/**
 * Before somebody reads the list: what was changed through this node, perhaps by themself a moment ago, is looked after. When
 * nothing was, the list is only read.
 */
export async function seeChangedWork(app: Part): Promise<void> {
  const marks = workMarks(app.db)
  // What is under way may have begun before the change; what begins from here on has not. Whoever began it hears of its failure.
  await marks.running?.catch(() => {})
  if (marks.running !== null || marks.changed) await (marks.running ?? tidy(app, marks))
}

function tidy(app: Part, marks: WorkMarks): Promise<void> {
  // What is marked from here on is looked after the next time.
  Object.assign(marks, { changed: false, signedOn: false })
  marks.running = tidyWork(app)
    .catch((error: unknown) => {
      marks.changed = true
      throw error
    })
    .finally(() => {
      marks.running = null
    })
  return marks.running
}

/** Notes what needs somebody because of how things are, and closes what is over. */
async function tidyWork(app: Part): Promise<void> {
  await note(app, [...(await statesOf(app)), ...(await waitingPeople(app))])
  for (let after: string | null = null; ; ) {
    const rows: Awaited<ReturnType<typeof batchOfOpenWork>> = await batchOfOpenWork(app.db, { after, limit: batch })
    await closeWork(app.db, await overAmong(app, rows), app.now())
    after = rows.at(-1)?.id ?? null
    if (rows.length < batch) break
  }
  await forgetOverflow(app.db)
}

const batch = 500

async function note(app: Part, found: readonly State[]): Promise<void> {
  for (const providerId of new Set(found.map((one) => one.providerId))) {
    const work = found.filter((one) => one.providerId === providerId).map((one) => one.work)
    await app.db.transaction((tx) => tx.query(insertWork(app.seal, providerId, work, app.now())))
  }
}

/** What is known of a group that arrived. */
interface Met {
  readonly group: Group
  readonly signOnId: string
  readonly users: Set<string | null>
  times: number
}

async function findGroups(app: Part, after: string | null): Promise<string | null> {
  const policies = new Map((await listProviders(app.db)).map(({ policy }) => [policy.id, policy]))
  const met = new Map<string, Map<string, Met>>()
  let newest: string | null = null
  let left = signOnsLooked
  for await (const signOns of lastSignOns(app.db, { providerId: null, last: signOnsLooked })) {
    const fresh = signOns.filter((one) => after === null || one.id > after)
    for (const signOn of fresh) meet(app, signOn, policies.get(signOn.providerId), met)
    newest ??= fresh[0]?.id ?? null
    left -= fresh.length
    if (fresh.length < signOns.length || left <= 0) break
  }
  const rules = met.size > 0 ? await rulesInForce(app) : { roleRules: [] }
  for (const [providerId, groups] of met) {
    const policy = policies.get(providerId)
    if (!policy) continue
    const texts = [...groups.values()].flatMap(({ group }) => [group.raw, group.name])
    const isRole = roleNamesFor(policy, await roleNamesLike(app.db, [...new Set(texts)]))
    const unknown = new Set(
      unknownGroups(
        policy,
        rules,
        isRole,
        [...groups.values()].map((one) => one.group),
      ),
    )
    // What most people bring comes first.
    const most = [...groups.values()].filter((one) => unknown.has(one.group)).toSorted((a, b) => b.times - a.times)
    const work = await Promise.all(most.slice(0, WORK_LIMIT).map((one) => toNote(app, one)))
    await note(
      app,
      work.map((one) => ({ providerId, work: one })),
    )
  }
  return newest ?? after
}

function meet(
  app: Part,
  signOn: StoredSignOn,
  policy: ProviderPolicy | undefined,
  met: Map<string, Map<string, Met>>,
): void {
  if (!policy || policy.roles === 'off') return
  const claims = keptGroupsOf(app, signOn, policy)
  if (!claims) return
  const groups = met.get(policy.id) ?? new Map<string, Met>()
  met.set(policy.id, groups)
  for (const group of evidenceOf(policy, claims).groups) {
    const known = groups.get(group.raw) ?? { group, signOnId: signOn.id, users: new Set(), times: 0 }
    known.times += 1
    known.users.add(signOn.userId)
    groups.set(group.raw, known)
  }
}

/** Null: what arrived is not kept, or not the groups of it. */
function keptGroupsOf({ seal }: Part, signOn: StoredSignOn, policy: ProviderPolicy) {
  const record = recordIfReadable(seal, signOn)
  if (!record?.claims) return null
  const names = new Set(roleAttributesOf(policy))
  const hidden = (record.redacted ?? []).some((name) => names.has(name) || names.has(lastPartOf(name)))
  return hidden ? null : new Map(record.claims)
}

function recordIfReadable(seal: App['seal'], signOn: StoredSignOn): SignOnRecord | null {
  try {
    return recordOfStored(seal, signOn)
  } catch (error) {
    if (isJitupError(error) && error.code === 'secret_wrong') return null
    throw error
  }
}

/** A group that one person alone has brought goes with that person. */
async function toNote({ db }: Part, { group, signOnId, users }: Met): Promise<NewWork> {
  const [only = null] = users.size === 1 ? users : []
  const there = only === null ? [] : await db.query<{ id: string }>(sql`select id from users where id = ${only}::uuid`)
  const { raw, name } = group
  return {
    kind: 'group-unknown',
    thing: [raw],
    record: { facts: { group: raw, ...(name === raw ? {} : { name }) } },
    userId: there[0]?.id ?? null,
    signOnId,
  }
}

async function findAlike(app: Part, after: string | null): Promise<string | null> {
  const before = firstIdAt(new Date(app.now().getTime() - lag))
  let position = after
  for (let n = 0; n < stretches; n++) {
    const { last, alike } = await alikeAmongWritten(app.db, { after: position, before, length: stretchLength })
    const work = alike.map(
      ({ by, key, text }): NewWork => ({
        kind: 'people-alike',
        thing: [by, key],
        record: { facts: { by, key, text } },
        userId: null,
        signOnId: null,
      }),
    )
    await note(
      app,
      work.map((one) => ({ providerId: null, work: one })),
    )
    if (last === null) break
    position = last
  }
  return position
}
