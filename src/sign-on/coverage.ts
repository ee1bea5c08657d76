import { setImmediate } from 'node:timers/promises'
import { arrivalsOf } from '../core/arrivals.ts'
import { type Coverage, type CoverageTally, cover, coverageOf, newCoverage } from '../core/coverage.ts'
import { indexLookups, type LookupIndex } from '../core/lookups.ts'
import { nameKey } from '../core/names.ts'
import type { Claims } from '../core/types.ts'
import { isJitupError, JitupError } from '../errors.ts'
import { storedPreset } from '../presets/presets.ts'
import type { Database } from '../store/database.ts'
import { type LookupText, readKnownValues } from '../store/known-values.ts'
import type { ProviderRecord } from '../store/providers.ts'
import { listRoles } from '../store/roles.ts'
import type { SignOnRecord } from '../store/sign-ons.ts'
import type { StoredSignOn } from '../store/stored-sign-ons.ts'
import type { App } from './app.ts'
import { readRuleBook } from './rule-book.ts'
import { lastSignOns, recordOfStored } from './stored.ts'

/** Why the claims of a stored sign-on cannot be counted: nothing was to be kept, its time is over, its secret is gone. */
export type NotCounted = 'off' | 'age' | 'sealed'

/** How well the rules in force meet what a provider has sent of late. */
export interface CoverageReport extends Coverage {
  /** Verified sign-ons that were looked at; `counted` is what is left of them. */
  readonly examined: number
  readonly notCounted: Readonly<Record<NotCounted, number>>
  readonly revision: number
  /** Of the oldest and the newest sign-on that was looked at. */
  readonly from: Date | null
  readonly to: Date | null
}

/** Reports under way on this node, by database. */
const underWay = new WeakMap<Database, number>()
const atOnce = 2

/** What is worked through before others get their turn, in sealed characters. */
const inOneTurn = 200_000

/**
 * Counts over the last `last` verified sign-ons of a provider what the rules in force find in them. Tests, and what was refused
 * before it was verified, are not among them. Reads the journal in stretches: memory is bounded, nothing is written.
 * @throws JitupError `conflict` while this node has enough to do
 */
export async function coverageOfProvider(
  app: Pick<App, 'db' | 'seal'>,
  provider: ProviderRecord,
  last: number,
): Promise<CoverageReport> {
  const running = underWay.get(app.db) ?? 0
  if (running >= atOnce)
    throw new JitupError('conflict', 'Enough of these are under way on this node. Wait for one to end.')
  underWay.set(app.db, running + 1)
  try {
    return await count(app, provider, last)
  } finally {
    underWay.set(app.db, (underWay.get(app.db) ?? 1) - 1)
  }
}

async function count(
  app: Pick<App, 'db' | 'seal'>,
  { policy, preset }: ProviderRecord,
  last: number,
): Promise<CoverageReport> {
  const [{ rules, columns }, roles] = await Promise.all([readRuleBook(app.db), listRoles(app.db)])
  const offered = storedPreset(preset).attributes
  const tally = newCoverage({ provider: policy, rules, columns, roles, offered })
  const notCounted = { off: 0, age: 0, sealed: 0 }
  let [examined, from, to] = [0, null as Date | null, null as Date | null]
  for await (const some of lastSignOns(app.db, { providerId: policy.id, last })) {
    examined += some.length
    to ??= some[0]?.at ?? null
    from = some.at(-1)?.at ?? from
    await coverSome(app, tally, some, notCounted)
  }
  return { examined, notCounted, revision: rules.revision, from, to, ...coverageOf(tally) }
}

interface Opened {
  readonly claims: Claims
  readonly hidden: ReadonlySet<string>
}

/** So many are asked about together. */
const together = 25

async function coverSome(
  app: Pick<App, 'db' | 'seal'>,
  tally: CoverageTally,
  signOns: readonly StoredSignOn[],
  notCounted: Record<NotCounted, number>,
): Promise<void> {
  let [opened, worked] = [[] as Opened[], 0]
  for (const [at, signOn] of signOns.entries()) {
    const record = opens(app, signOn)
    if (record?.claims) opened.push({ claims: new Map(record.claims), hidden: new Set(record.redacted ?? []) })
    else notCounted[record === null ? 'sealed' : (record.dropped ?? 'age')] += 1
    worked += signOn.sealed.length
    const full = worked >= inOneTurn || opened.length >= together
    if (!full && at < signOns.length - 1) continue
    const lookups = await lookupsOf(app.db, tally, opened)
    for (const { claims, hidden } of opened) cover(tally, claims, hidden, lookups)
    ;[opened, worked] = [[], 0]
    await setImmediate()
  }
}

function opens({ seal }: Pick<App, 'seal'>, signOn: StoredSignOn): SignOnRecord | null {
  try {
    return recordOfStored(seal, signOn)
  } catch (error) {
    if (isJitupError(error) && error.code === 'secret_wrong') return null
    throw error
  }
}

/** The values that the texts on their way to lookup columns may mean. */
async function lookupsOf(db: Database, { basis }: CoverageTally, opened: readonly Opened[]): Promise<LookupIndex> {
  const { provider, rules, columns } = basis
  const texts = new Map<string, LookupText>()
  for (const { claims, hidden } of opened) {
    const kept = hidden.size === 0 ? claims : new Map([...claims].filter(([name]) => !hidden.has(name)))
    for (const { column, text } of arrivalsOf(provider, rules, columns, kept).byColumn.values()) {
      if (column.lookup === null) continue
      const one = { lookup: column.lookup, text, key: nameKey(text) }
      texts.set(JSON.stringify([one.lookup, text]), one)
    }
  }
  return indexLookups(await readKnownValues(db, [...texts.values()]))
}

/** The same report without anything that arrived. */
export const withoutValues = (report: CoverageReport) => ({
  ...report,
  rows: report.rows.map((row) => ({ ...row, values: null })),
  unmapped: report.unmapped.map((attribute) => ({ ...attribute, values: null })),
  groups: { ...report.groups, values: null },
})
