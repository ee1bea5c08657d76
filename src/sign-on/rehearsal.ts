import { linkName, newcomerType } from '../core/admission.ts'
import { type Candidate, linkTargets, matchOf, openTargets } from '../core/match.ts'
import { plan } from '../core/plan.ts'
import type { Claims, Column, LinkRule, Match, NameId, ProviderPolicy } from '../core/types.ts'
import { JitupError } from '../errors.ts'
import { readCandidates } from '../store/candidates.ts'
import { type Columns, readColumns } from '../store/columns.ts'
import type { Database } from '../store/database.ts'
import { providerById, providerBySlug } from '../store/providers.ts'
import { countKnown, domainOwners, type UnknownUser, usersWithoutIdentity } from '../store/rehearsal.ts'
import { isUuid } from '../store/uuid.ts'
import type { App } from './app.ts'
import { ask, identify, type Statement } from './identify.ts'
import { parts } from './replay.ts'
import { readRuleBook } from './rule-book.ts'

/**
 * - `will-link`: their first sign-on finds them.
 * - `another`: it would find somebody else, who has the same value.
 * - `ambiguous`: it would find several, and be refused.
 * - `barred`: it would find them and be refused, see `why`.
 * - `new`: it would not find them, and make a second one; see `why`.
 */
export type RehearsedOutcome = 'will-link' | 'another' | 'ambiguous' | 'barred' | 'new'

/** What would become of one user whom the provider does not know yet. */
export interface RehearsedUser {
  readonly userId: string
  readonly login: string
  readonly outcome: RehearsedOutcome
  /** By which rule: the column, `login` or `email`. */
  readonly by: string | null
  /** Barred: `protected`, `employee` or `other-provider` (which knows them). New: `no-value`, `domain` (not bound to the provider), `not-vouched` (somebody else wrote it). */
  readonly why: 'protected' | 'employee' | 'other-provider' | 'no-value' | 'domain' | 'not-vouched' | null
}

export interface RehearsalCounts {
  readonly known: number
  readonly willLink: number
  readonly another: number
  readonly ambiguous: number
  readonly barred: number
  readonly new: number
}

/** A provider's link rules, or a draft of them, before anybody signs on by them. */
export interface Rehearsal {
  readonly db: Database
  readonly provider: ProviderPolicy
  readonly columns: Columns
  readonly domains: ReadonlyMap<string, string>
}

/**
 * Prepares to try a provider's link rules on the directory; whether it is switched on does not matter.
 * @param link other rules than the provider has
 * @throws JitupError `provider_unknown`
 */
export async function rehearsalOf(
  { db }: Pick<App, 'db'>,
  slugOrId: string,
  link?: readonly LinkRule[],
): Promise<Rehearsal> {
  const record = isUuid(slugOrId) ? await providerById(db, slugOrId) : await providerBySlug(db, slugOrId)
  if (!record) throw new JitupError('provider_unknown', 'There is no such identity provider.')
  const provider = link === undefined ? record.policy : { ...record.policy, link }
  const [columns, domains] = await Promise.all([readColumns(db), domainOwners(db)])
  return { db, provider, columns, domains }
}

/** One portion of the users whom the provider does not know, by id, each with what their first sign-on would find. */
export async function rehearse(
  rehearsal: Rehearsal,
  page: { readonly after: string | null; readonly limit: number },
): Promise<readonly RehearsedUser[]> {
  const { db, provider, columns } = rehearsal
  const asked = askedColumns(rehearsal)
  const users = await usersWithoutIdentity(db, provider.id, asked, page)
  return aFewAtATime(users, (user) => tryUser(rehearsal, asked, columns, user))
}

/** How many would be found, over everybody. */
export async function rehearseAll(rehearsal: Rehearsal): Promise<RehearsalCounts> {
  const counts = { 'will-link': 0, another: 0, ambiguous: 0, barred: 0, new: 0 }
  const limit = 500
  for (let after: string | null = null; ; ) {
    const page = await rehearse(rehearsal, { after, limit })
    for (const { outcome } of page) counts[outcome] += 1
    if (page.length < limit) break
    after = page.at(-1)?.userId ?? null
  }
  const { 'will-link': willLink, ...others } = counts
  return { known: await countKnown(rehearsal.db, rehearsal.provider.id), willLink, ...others }
}

const askedColumns = ({ provider, columns }: Rehearsal): readonly Column[] => {
  const names = (provider.link ?? []).flatMap((rule) => (rule.by === 'column' ? [rule.column] : []))
  return ['Email', ...new Set(names)].flatMap((name) => columns.get(name) ?? [])
}

/** What a provider that knows a person as we do would send. */
function expected(
  { provider }: Rehearsal,
  asked: readonly Column[],
  { login, values }: UnknownUser,
): { readonly claims: Claims; readonly nameId: NameId | null } {
  const claims = new Map<string, readonly string[]>()
  const byName = new Map(asked.map((column, at) => [column.name, values[at] ?? null]))
  let nameId: NameId | null = null
  for (const rule of provider.link ?? []) {
    const value = rule.by === 'login' ? login : byName.get(rule.by === 'email' ? 'Email' : rule.column)
    if (value === null || value === undefined) continue
    if (rule.by === 'login' && rule.from === 'NameID') {
      nameId = { value, format: null, nameQualifier: null, spNameQualifier: null, spProvidedId: null }
    } else claims.set(rule.by === 'login' ? (rule.from as { attribute: string }).attribute : rule.attribute, [value])
  }
  return { claims, nameId }
}

async function tryUser(
  rehearsal: Rehearsal,
  asked: readonly Column[],
  columns: Columns,
  user: UnknownUser,
): Promise<RehearsedUser> {
  const { db, provider, domains } = rehearsal
  const { claims, nameId } = expected(rehearsal, asked, user)
  const wanted = linkTargets(provider, columns, claims, nameId)
  const targets = openTargets(provider, wanted, domains)
  const candidates = targets.length === 0 ? [] : await readCandidates(db, targets, columns, provider.id)
  const match = matchOf(provider, newcomerType(provider, claims), targets, candidates)
  const by = 'by' in match ? linkName(match.by) : null
  const unopened = wanted.length > targets.length ? 'domain' : 'no-value'
  return {
    userId: user.id,
    login: user.login,
    by,
    ...judge(match, user.id, candidates, targets.length > 0 ? 'not-vouched' : unopened),
  }
}

function judge(
  match: Match,
  userId: string,
  candidates: readonly Candidate[],
  unfound: 'no-value' | 'domain' | 'not-vouched',
): Pick<RehearsedUser, 'outcome' | 'why'> {
  if (match.kind === 'linked') return { outcome: match.userId === userId ? 'will-link' : 'another', why: null }
  if (match.kind === 'ambiguous') return { outcome: 'ambiguous', why: null }
  if (match.kind !== 'barred') return { outcome: 'new', why: unfound }
  const found = candidates.find((one) => one.userId === match.userId)
  const why = found?.guarded ? 'protected' : found?.type === 'employee' ? 'employee' : 'other-provider'
  return { outcome: 'barred', why }
}

/** What would become of one expected person. */
export interface ForecastRow {
  /** `known`: by their subject already. `refused`: for another reason than whom it is; see `code`. */
  readonly outcome: 'known' | 'will-link' | 'ambiguous' | 'barred' | 'new' | 'refused'
  /** The refusal that the sign-on would meet; null: it would be let in. */
  readonly code: string | null
  readonly userId: string | null
  readonly login: string | null
}

/**
 * Foretells what each of these statements would meet, one by one, by the very functions of a sign-on. They are judged by the
 * directory as it is: that one of them makes a person whom another then finds is not foreseen.
 */
export async function forecast(
  app: Pick<App, 'db' | 'seal' | 'now'>,
  { provider }: Rehearsal,
  statements: readonly Statement[],
): Promise<readonly ForecastRow[]> {
  const book = await readRuleBook(app.db)
  return aFewAtATime(statements, async (statement): Promise<ForecastRow> => {
    const snapshot = await identify(app.db, app.seal, ask(provider, statement, book, app.now()))
    const { refusal } = plan(snapshot, statement.claims, book.rules)
    const { person, match } = snapshot
    const who = { userId: person?.user.id ?? null, login: person?.user.login ?? null }
    return { ...who, outcome: outcomeOf(match, person !== null, refusal !== null), code: refusal?.code ?? null }
  })
}

/** All at once would take every connection of this node, and sign-ons would wait. */
async function aFewAtATime<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = []
  for (const some of parts(items, 4)) results.push(...(await Promise.all(some.map(work))))
  return results
}

function outcomeOf(match: Match, known: boolean, refused: boolean): ForecastRow['outcome'] {
  if (match.kind === 'ambiguous' || match.kind === 'barred') return match.kind
  if (refused) return 'refused'
  if (match.kind === 'linked') return 'will-link'
  return known ? 'known' : 'new'
}
