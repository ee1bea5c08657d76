import type pg from 'pg'
import { createFetchPublic, type FetchPublic } from '../net/fetch-public.ts'
import { createSendMail, type SendMail } from '../net/send-mail.ts'
import { COLLECT_EVERY, collectNotices } from '../notify/collect.ts'
import { deliverDue } from '../notify/deliver.ts'
import { makeKeyPair } from '../protocols/saml/certificate.ts'
import type { App, CommandLine, Log } from '../sign-on/app.ts'
import { stopBackground } from '../sign-on/background.ts'
import type { ResolveTxt } from '../sign-on/domain-proof.ts'
import { countFigures } from '../sign-on/figures.ts'
import { findWork, tidyMarkedWork } from '../sign-on/find-work.ts'
import { disableLeavers } from '../sign-on/leavers.ts'
import { openOurKeys } from '../sign-on/our-keys.ts'
import { refusals } from '../sign-on/refusals.ts'
import { retain } from '../sign-on/retention.ts'
import { rulesCache } from '../sign-on/rule-book.ts'
import { providerCache } from '../sign-on/trust.ts'
import { type Database, openDatabase } from '../store/database.ts'
import { migrate } from '../store/migrate.ts'
import { refuseHalfRestored } from '../store/restored.ts'
import { createSeal } from '../store/seal.ts'
import { defaultLifetimes, sweep } from '../store/sessions.ts'
import { checkSecret } from '../store/settings.ts'
import { ensureSpKey } from '../store/sp-keys.ts'
import { refreshDue } from '../trust/refresh.ts'
import { resolveTxt } from './dns.ts'

/** What a jitup needs to run. */
export interface AppOptions {
  readonly connection: pg.PoolConfig
  /** Past a transaction pooler; migrations run here. */
  readonly directConnection?: pg.PoolConfig | undefined
  readonly secrets: readonly string[]
  /** Where browsers reach us; never derived from a request. */
  readonly publicUrl: string
  readonly log: Log
  readonly demo?: boolean
  readonly commandLine?: CommandLine
  readonly now?: () => Date
  readonly resolveTxt?: ResolveTxt
  /** Host names that may stand in a private network when metadata is fetched. */
  readonly allowPrivateHosts?: readonly string[]
  /** Instead of the fetcher of `allowPrivateHosts`. */
  readonly fetchPublic?: FetchPublic
  /** Instead of a sender that trusts the system's authorities. */
  readonly sendMail?: SendMail
  /** False: nothing is done by itself, no upkeep and no deliveries; only what is asked for. */
  readonly background?: boolean
}

export interface RunningApp {
  readonly app: App
  close(): Promise<void>
}

/**
 * Opens the database, brings it up to date, checks the secret and loads the keys.
 * @throws JitupError `database_*`, `migration_changed`, `secret_wrong`
 */
export async function openApp(options: AppOptions): Promise<RunningApp> {
  const direct = options.directConnection ?? options.connection
  await migrate(direct)
  const db = openDatabase(options.connection, { prepare: options.directConnection === undefined })
  try {
    const app = await buildApp(db, options)
    const delivery = deliveries(app)
    const timers = options.background === false ? [] : startTimers(app, delivery.round)
    return {
      app,
      close: async () => {
        for (const timer of timers) clearInterval(timer)
        await delivery.end()
        await stopBackground(db)
        await app.refusals.flush()
        await db.close()
      },
    }
  } catch (error) {
    await db.close()
    throw error
  }
}

async function buildApp(db: Database, options: AppOptions): Promise<App> {
  const now = options.now ?? (() => new Date())
  const seal = createSeal(options.secrets)
  await refuseHalfRestored(db)
  await checkSecret(db, seal)
  await ensureSpKey(db, seal, () => makeKeyPair({ commonName: 'jitup', now: now() }), now())
  const ourKeys = await openOurKeys(db, seal)
  return {
    db,
    seal,
    now,
    publicUrl: options.publicUrl,
    https: options.publicUrl.startsWith('https:'),
    demo: options.demo ?? false,
    get keys() {
      return ourKeys.known
    },
    refreshKeys: () => ourKeys.refresh(),
    fetchPublic: options.fetchPublic ?? createFetchPublic({ allowPrivateHosts: options.allowPrivateHosts }),
    sendMail: options.sendMail ?? createSendMail({ allowPrivateHosts: options.allowPrivateHosts }),
    lifetimes: defaultLifetimes,
    providers: providerCache(db, options.publicUrl),
    rules: rulesCache(db),
    refusals: refusals(db),
    resolveTxt: options.resolveTxt ?? resolveTxt,
    log: options.log,
    commandLine: options.commandLine ?? null,
  }
}

const sweepEvery = 5 * 60_000
const flushEvery = 5_000
const keysEvery = 5_000
const refreshEvery = 60_000
const retainEvery = 10 * 60_000
const workEvery = 60_000
const tidyEvery = 5_000
const deliverEvery = 5_000

/** Sends what is due, one round at a time; the end waits for what is under way, which is bounded. */
function deliveries(app: App): { round(): Promise<void>; end(): Promise<void> } {
  const abort = new AbortController()
  let running: Promise<void> | null = null
  const start = async () => {
    try {
      await deliverDue(app, abort.signal)
    } finally {
      running = null
    }
  }
  return {
    round: () => {
      running ??= start()
      return running
    },
    end: async () => {
      abort.abort()
      // It was logged by whoever began it.
      await running?.catch(() => {})
    },
  }
}

function startTimers(app: App, deliver: () => Promise<void>): NodeJS.Timeout[] {
  const every = (ms: number, work: () => Promise<void>) => {
    const timer = setInterval(() => {
      work().catch((err: unknown) => app.log.error({ err }, 'housekeeping failed; it is tried again'))
    }, ms)
    return timer.unref()
  }
  return [
    every(sweepEvery, () => sweep(app.db, app.now())),
    every(flushEvery, () => app.refusals.flush()),
    every(retainEvery, () => retain(app)),
    every(retainEvery, () => disableLeavers(app)),
    every(workEvery, () => findWork(app)),
    every(tidyEvery, () => tidyMarkedWork(app)),
    every(workEvery, () => countFigures(app)),
    every(COLLECT_EVERY, () => collectNotices(app)),
    every(deliverEvery, deliver),
    every(keysEvery, async () => void (await app.refreshKeys())),
    // Nodes ask at different moments, and each source is due at its own.
    every(refreshEvery + Math.floor(Math.random() * 10_000), async () => void (await refreshDue(app))),
  ]
}
