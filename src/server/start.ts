import type pg from 'pg'
import { importAdminToken } from '../api/edit/tokens.ts'
import { applyConfig } from '../config-file/apply.ts'
import { readConfigFile } from '../config-file/read.ts'
import { JitupError } from '../errors.ts'
import type { App, Log } from '../sign-on/app.ts'
import { startEmbedded } from '../store/embedded.ts'
import { listProviders } from '../store/providers.ts'
import { createServer, type ServerOptions } from './app.ts'
import { type Config, commandLineOf, secretsOf } from './config.ts'
import { openApp } from './jitup.ts'
import { listen } from './listen.ts'

/** A server that listens. */
export interface RunningServer {
  readonly app: App
  /** Finishes what is under way, then stops; the embedded database too, when nobody else uses it. */
  stop(): Promise<void>
}

/** Runs when the database is ready and nobody is let in yet. */
export type Prepare = (app: App) => Promise<Pick<ServerOptions, 'mount'>>

/**
 * Starts everything that the settings name: database, rules of the configuration file, HTTP.
 * @throws JitupError with what to do, when anything stands in the way; nothing is left running then
 */
export async function startServer(config: Config, log: Log, prepare?: Prepare): Promise<RunningServer> {
  const undo: (() => Promise<void>)[] = []
  const stop = async () => {
    for (const one of undo.splice(0).reverse()) await one()
  }
  // Read before anything is made or started: a mistake in it leaves no trace.
  const file = config.configFile === null ? null : readConfigFile(config.configFile)
  try {
    const secrets = secretsOf(config)
    const database = await connect(config, log)
    undo.push(database.stop)
    const { app, close } = await openApp({
      ...{ ...database, ...config, secrets, log },
      demo: prepare !== undefined,
      commandLine: commandLineOf(config),
    })
    undo.push(close)
    if (!app.demo) await refuseDemoProviders(app)
    if (config.adminToken !== null) await importAdminToken(app, config.adminToken)
    if (file !== null) {
      const { changes, kept } = await applyConfig(app, file)
      log.info({ file: file.fileName, changes: changes.length, kept: kept.length }, 'configuration applied')
    }
    const server = createServer(app, { trustedProxies: config.trustedProxies, ...(await prepare?.(app)) })
    undo.push(await listen(server.fetch, config))
    return { app, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

export interface Connected {
  readonly connection: pg.PoolConfig
  readonly directConnection?: pg.PoolConfig
  stop(): Promise<void>
}

/** The database that the settings name: a server, or our own one, started. */
export async function connect(config: Config, log: Log): Promise<Connected> {
  if (config.databaseUrl === null) {
    const embedded = await startEmbedded({
      dataDir: config.dataDir,
      log: (level, message, fields) => log[level](fields ?? {}, message),
    })
    return { connection: embedded.connection, stop: () => embedded.stop() }
  }
  const direct = config.databaseDirectUrl
  return {
    connection: { connectionString: config.databaseUrl },
    ...(direct === null ? {} : { directConnection: { connectionString: direct } }),
    stop: async () => {},
  }
}

/** The demo's identity provider lets everybody in as anybody: a real server does not start beside it. */
async function refuseDemoProviders(app: App): Promise<void> {
  const demo = (await listProviders(app.db)).find((one) => one.demo)
  if (demo) {
    throw new JitupError(
      'provider_demo_only',
      'This database belongs to the demo, whose identity provider lets everybody in as anybody. Start with another JITUP_DATA or DATABASE_URL.',
    )
  }
}
