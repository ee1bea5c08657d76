import { isJitupError, JitupError } from '../errors.ts'
import type { App } from '../sign-on/app.ts'
import type { Tx } from '../store/database.ts'
import { onlyAsked } from '../store/only-asked.ts'
import { type Author, recordRevision, rulesLock } from '../store/rules.ts'
import type { MetadataDocument } from '../trust/document.ts'
import { explainBusy, fetchNew } from './apply.ts'
import { checkNamed } from './check-named.ts'
import { type Comparison, compare, type Difference, digestOf } from './compare.ts'
import type { ConfigFile } from './config-file.ts'
import { readDirectory } from './directory.ts'
import { readLastApplied, rememberApplied, withMarks } from './last-applied.ts'
import { namedThings } from './named-things.ts'
import { namesOfIds } from './names-of-ids.ts'
import { perform } from './perform.ts'
import { configInvalid, type Path, pathText, problemAt } from './problems.ts'
import { startReport } from './report.ts'
import { storedThings } from './stored-things.ts'
import { countOf, type Taken, takenBy } from './taken.ts'

/** How far a file's word goes. */
export interface Reach {
  /** Removes what the file does not name, where that can be removed. */
  readonly prune?: boolean | undefined
  /** What becomes of grants that a rule gave and gives no more; left out: each goes at its person's next sign-on. */
  readonly withdraw?: 'now' | 'next-sign-on' | undefined
}

/** A plan that is carried out only if it is still the same. */
export interface Agreement {
  /** Of the plan that was shown. */
  readonly digest?: string | undefined
  /** How many grants and identities it may take, where that must be said. */
  readonly confirm?: number | undefined
}

/** What a file would change, thing by thing. */
export interface ConfigDifference extends Comparison {
  readonly taken: ReadonlyMap<Difference, Taken>
  /** Grants and identities that it takes in all: what `confirm` must say. */
  readonly takes: number
  readonly mustConfirm: boolean
  readonly digest: string
  /** The revision of the rules that says so; null: nothing was written. */
  readonly revision: number | null
}

/**
 * Tells what `reconcile` would do. It is done by the functions that do it in earnest and rolled back, so that what cannot be applied is
 * refused here as well.
 * @throws JitupError as `reconcile`
 */
export async function difference(
  app: App,
  file: ConfigFile,
  reach: Reach = {},
  author: Author = byConfig,
): Promise<ConfigDifference> {
  const documents = await fetchDocuments(app, file)
  return onlyAsked(app.db, [rulesLock], async (tx) => {
    const decided = await decide(tx, app, file, reach)
    await carryOut(tx, app, file, decided, { reach, author, documents })
    return decided.difference
  }).catch(explainBusy)
}

/**
 * Makes the installation what a file says: each thing that it names is afterwards as the file has it, what an entry leaves out at its
 * default. What it does not name stays, unless `prune`. All of it or nothing, in one transaction, as one revision.
 * @throws JitupError `config_invalid` with every problem and its place, `plan_stale` when the plan is not the agreed one any more,
 *   `withdrawals_over_ceiling` (details `count`) unless that is confirmed, `last_administrator`, `conflict`
 */
export async function reconcile(
  app: App,
  file: ConfigFile,
  reach: Reach & Agreement,
  author: Author = byConfig,
  also: (tx: Tx) => Promise<void> = async () => {},
): Promise<ConfigDifference> {
  const documents = await fetchDocuments(app, file)
  const done = await app.db
    .serialised([rulesLock], async (tx): Promise<ConfigDifference> => {
      const decided = await decide(tx, app, file, reach)
      assertAgreed(decided.difference, reach)
      await carryOut(tx, app, file, decided, { reach, author, documents })
      const last = await readLastApplied(tx)
      await rememberApplied(tx, withMarks(last, file))
      if (decided.difference.differences.length === 0) return decided.difference
      const revision = await recordRevision(tx, author)
      await also(tx)
      return { ...decided.difference, revision }
    })
    .catch(explainBusy)
  app.rules.forget()
  for (const { named, stored } of done.differences) {
    const thing = named ?? stored
    if (thing?.kind === 'provider') app.providers.forget(thing.key)
  }
  for (const { op, title } of done.differences) app.log.info({ file: file.fileName }, `configuration: ${title}: ${op}`)
  return done
}

const byConfig: Author = { kind: 'config' }

const fetchDocuments = (app: App, file: ConfigFile) => fetchNew(app, file, new Set())

interface Decided {
  readonly difference: ConfigDifference
  readonly stored: Awaited<ReturnType<typeof readDirectory>>
  readonly withdraw: 'now' | 'next-sign-on'
}

async function decide(
  tx: Tx,
  app: App,
  file: ConfigFile,
  { prune = false, withdraw = 'next-sign-on' }: Reach,
): Promise<Decided> {
  const stored = await readDirectory(tx, file)
  const report = startReport(file.places, [])
  checkNamed(file, stored, { prune, publicUrl: app.publicUrl }, report)
  if (report.problems.length > 0) throw configInvalid(file.fileName, report.problems)
  const names = namesOfIds(file, stored, { prune })
  const known = storedThings(stored, names, app.publicUrl)
  const compared = compare(namedThings(file, stored, names, known, app.publicUrl), known, { prune })
  const taken = await takenBy(tx, compared.differences, app.now(), withdraw)
  const difference = {
    ...compared,
    taken,
    takes: countOf(taken),
    mustConfirm: [...taken.values()].some((one) => one.mustConfirm),
    digest: digestOf(compared.differences),
    revision: null,
  }
  return { difference, stored, withdraw }
}

function assertAgreed({ digest, takes, mustConfirm }: ConfigDifference, agreed: Agreement): void {
  if (agreed.digest !== undefined && agreed.digest !== digest) {
    const text = 'The configuration has changed since this plan was shown. Look at it again.'
    throw new JitupError('plan_stale', text, { plan: digest })
  }
  if (agreed.confirm !== undefined ? agreed.confirm === takes : !mustConfirm) return
  const text = `This takes ${takes} grants and identities from people. If that is meant, confirm it with that number.`
  throw new JitupError('withdrawals_over_ceiling', text, { count: takes })
}

async function carryOut(
  tx: Tx,
  app: App,
  file: ConfigFile,
  { difference: { differences }, stored, withdraw }: Decided,
  by: { readonly reach: Reach; readonly author: Author; readonly documents: ReadonlyMap<string, MetadataDocument> },
): Promise<void> {
  const { author, documents } = by
  await perform({ tx, app, author, file, stored, documents, withdraw }, differences, async ({ named }, work) => {
    try {
      await work()
    } catch (error) {
      if (!isJitupError(error) || !named || !placed.has(error.code)) throw error
      const field: Path = [...named.path, String(error.details.field)]
      const path = file.places.has(pathText(field)) ? field : named.path
      throw configInvalid(file.fileName, [problemAt(file.places, path, error.message)])
    }
  })
}

/** What is wrong with an entry, and not with the moment. */
const placed: ReadonlySet<string> = new Set([
  'validation_failed',
  'conflict',
  'not_found',
  'column_unknown',
  ...['metadata_invalid', 'metadata_no_key', 'metadata_no_sso', 'metadata_signature', 'metadata_expired'],
  ...['metadata_entity_changed', 'metadata_hash'],
])
