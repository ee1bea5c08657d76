import { isDeepStrictEqual } from 'node:util'
import { isJitupError, JitupError } from '../errors.ts'
import type { App } from '../sign-on/app.ts'
import type { Tx } from '../store/database.ts'
import { listProviders } from '../store/providers.ts'
import { type Author, recordRevision, rulesLock } from '../store/rules.ts'
import { fetchDocument, type MetadataDocument } from '../trust/document.ts'
import type { ConfigFile } from './config-file.ts'
import { readDirectory } from './directory.ts'
import { readLastApplied, rememberApplied, summaryOf } from './last-applied.ts'
import { type ConfigPlan, planConfig } from './plan.ts'
import { configInvalid, type Path, pathText, problemAt } from './problems.ts'
import type { Step } from './step.ts'

/** What applying a file has done. */
export interface AppliedConfig {
  /** One line for each change, in order; empty when the file has nothing new to say. */
  readonly changes: readonly string[]
  /** What the file says otherwise and an administrator has decided since: left alone. */
  readonly kept: readonly string[]
}

const author: Author = { kind: 'config' }

/**
 * Applies a file: creates what is missing, changes what the *file* has changed since it was last applied, deletes
 * nothing, and leaves alone what administrators have decided meanwhile (see docs/decisions). All of it or nothing, in one
 * transaction under the lock of the rules, so that several nodes may start with the same file at once.
 * @throws JitupError `config_invalid` with every problem and its place, `conflict` while the contacts are too busy for a
 *   new column
 */
export async function applyConfig(app: App, file: ConfigFile): Promise<AppliedConfig> {
  const last = await readLastApplied(app.db)
  const documents = await fetchNew(app, file, new Set(Object.keys(last.providers)))
  const { steps, kept } = await app.db
    .serialised([rulesLock], (tx) => applyIn(tx, app, file, documents))
    .catch(explainBusy)
  if (steps.length > 0) {
    app.rules.forget()
    for (const { slug } of file.providers) app.providers.forget(slug)
  }
  const fields = { file: file.fileName }
  for (const { change, warn } of steps) app.log[warn ? 'warn' : 'info'](fields, `configuration: ${change}`)
  for (const one of kept) app.log.info(fields, `configuration: left as administrators decided: ${one}`)
  return { changes: steps.map((one) => one.change), kept }
}

type Documents = ReadonlyMap<string, MetadataDocument>

/**
 * The metadata of providers that are new here and given by address; that of the others is fetched while the server runs.
 * @param once those that were made once and are not to be made again
 */
export async function fetchNew(app: App, file: ConfigFile, once: ReadonlySet<string>): Promise<Documents> {
  const known = new Set((await listProviders(app.db)).map((one) => one.policy.slug))
  const documents = new Map<string, MetadataDocument>()
  for (const { path, slug, metadata, fields } of file.providers) {
    if (fields.metadataUrl === undefined || metadata !== null) continue
    if (known.has(slug) || once.has(slug)) continue
    try {
      const document = await fetchDocument(app.fetchPublic, fields.metadataUrl)
      if (document !== null) documents.set(slug, document)
    } catch (error) {
      if (!isJitupError(error)) throw error
      throw configInvalid(file.fileName, [problemAt(file.places, [...path, 'metadata'], error.message)])
    }
  }
  return documents
}

async function applyIn(tx: Tx, app: App, file: ConfigFile, documents: Documents): Promise<ConfigPlan> {
  const last = await readLastApplied(tx)
  const planned = planConfig(file, last, await readDirectory(tx, file), documents)
  if (planned.problems.length > 0) throw configInvalid(file.fileName, planned.problems)
  for (const step of planned.steps) await run(step, tx, app, file)
  if (planned.steps.length > 0) await recordRevision(tx, author)
  const summary = summaryOf(file)
  // As it will be read back: what is undefined is not there.
  if (!isDeepStrictEqual(JSON.parse(JSON.stringify(summary)), last)) await rememberApplied(tx, summary)
  return planned
}

/** An edit's own refusal, which nothing foresaw, still says where in the file it comes from. */
async function run(step: Step, tx: Tx, app: App, file: ConfigFile): Promise<void> {
  try {
    await step.run(tx, app)
  } catch (error) {
    if (!isJitupError(error)) throw error
    const field: Path = [...step.path, String(error.details.field)]
    const path = file.places.has(pathText(field)) ? field : step.path
    throw configInvalid(file.fileName, [problemAt(file.places, path, error.message)])
  }
}

/** Says it where a column could not be added because of those who are at the contacts; anything else goes on as it was. */
export function explainBusy(error: unknown): never {
  // 55P03 lock_not_available: better to say so than to queue every sign-on behind a waiting ALTER TABLE.
  if (!(error instanceof Error && 'code' in error && error.code === '55P03')) throw error
  const text = 'The contacts are in heavy use just now, so that no column can be added. Start again.'
  throw new JitupError('conflict', text, {}, { cause: error })
}
