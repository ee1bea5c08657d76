import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { JitupError } from '../errors.ts'
import type { CommandLine } from '../sign-on/app.ts'

/** Everything that the environment decides. This file is the only reader of it. */
export interface Config {
  readonly port: number
  readonly host: string
  /** Where browsers reach us, without a trailing slash. */
  readonly publicUrl: string
  readonly dataDir: string
  /** A PostgreSQL server; null: our own, in the data folder. */
  readonly databaseUrl: string | null
  /** Past a transaction pooler, for migrations; with it, named statements are not used on `databaseUrl`. */
  readonly databaseDirectUrl: string | null
  /** Null: the one in the data folder. `secretsOf` has all of them. */
  readonly secret: string | null
  /** Those that old rows may still need. */
  readonly previousSecrets: readonly string[]
  readonly configFile: string | null
  readonly adminToken: string | null
  readonly logLevel: string
  /** How many proxies in front of us append to X-Forwarded-For. */
  readonly trustedProxies: number
  /** Host names that may stand in a private network when we fetch from them. */
  readonly allowPrivateHosts: readonly string[]
}

type Environment = Readonly<Record<string, string | undefined>>

/**
 * Reads the settings of a server. Nothing is written: a mistake in them leaves no trace.
 * @throws JitupError `public_url_required`, `public_url_insecure`, `secret_missing`, `config_invalid`
 */
export function readConfig(
  overrides: { dataDir?: string | undefined; dataSubfolder?: string | undefined } = {},
  env: Environment = process.env,
): Config {
  const port = integer(env, 'PORT', 3000, 0, 65535)
  const host = env.HOST ?? '127.0.0.1'
  const dataDir = overrides.dataDir ?? join(env.JITUP_DATA ?? './data', overrides.dataSubfolder ?? '')
  const databaseUrl = databaseAddress(env, 'DATABASE_URL')
  return {
    port,
    host,
    publicUrl: publicUrl(env.PUBLIC_URL, host, port),
    dataDir,
    databaseUrl,
    databaseDirectUrl: databaseAddress(env, 'DATABASE_DIRECT_URL'),
    ...secrets(env, databaseUrl === null),
    configFile: env.JITUP_CONFIG || null,
    adminToken: env.JITUP_ADMIN_TOKEN || null,
    logLevel: logLevel(env.LOG_LEVEL || 'info'),
    trustedProxies: env.TRUST_PROXY === 'true' ? 1 : integer(env, 'TRUST_PROXY', 0, 0, 10),
    allowPrivateHosts: hostNames(env, 'JITUP_ALLOW_PRIVATE_HOSTS'),
  }
}

/** True for a host name that only this machine can reach. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '[::1]' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host)

function publicUrl(given: string | undefined, host: string, port: number): string {
  if (!given) {
    if (isLoopback(host)) return `http://localhost:${port}`
    throw new JitupError(
      'public_url_required',
      `HOST is ${host}, which others can reach: set PUBLIC_URL to the https address that browsers use.`,
    )
  }
  const url = URL.canParse(given) ? new URL(given) : null
  if (!url || !/^https?:$/.test(url.protocol) || url.search || url.hash || url.username) {
    throw new JitupError('config_invalid', 'PUBLIC_URL must be an address such as https://jitup.example.com.')
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    throw new JitupError('public_url_insecure', 'PUBLIC_URL must be https: sign-on over plain http can be stolen.')
  }
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`
}

/** The address of a PostgreSQL server under that name; null: not given. @throws JitupError `config_invalid` */
export function databaseAddress(env: Environment, name: string): string | null {
  const given = env[name] || null
  // `postgres://user@/name?host=/folder` has no host of its own: a socket.
  if (given === null || given.startsWith('/') || URL.canParse(given.replace('@/', '@socket/'))) return given
  throw new JitupError(
    'config_invalid',
    `${name} must be an address such as postgres://user:password@host:5432/name; special characters in it percent-encoded.`,
    { name },
  )
}

function secrets(env: Environment, embedded: boolean): Pick<Config, 'secret' | 'previousSecrets'> {
  const secret = env.JITUP_SECRET || null
  if (secret === null && !embedded) {
    throw new JitupError(
      'secret_missing',
      'With DATABASE_URL, set JITUP_SECRET to at least 32 random characters and keep it: it encrypts keys and claims.',
    )
  }
  if (secret !== null && secret.length < 32) {
    throw new JitupError('secret_missing', 'JITUP_SECRET must have at least 32 characters.')
  }
  return { secret, previousSecrets: (env.JITUP_SECRET_PREVIOUS ?? '').split(',').filter((one) => one !== '') }
}

/**
 * The current secret first, then earlier ones. Without JITUP_SECRET it is the data folder's, made there at the first start.
 * @throws JitupError `database_folder_not_writable`
 */
export const secretsOf = ({ secret, previousSecrets, dataDir }: Config): readonly string[] => [
  secret ?? secretFile(dataDir),
  ...previousSecrets,
]

/** The embedded database's secret lives beside it, readable by its owner alone. */
const secretFile = (dataDir: string): string =>
  inDataDir(dataDir, () => {
    const file = join(dataDir, 'secret')
    try {
      writeFileSync(file, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' })
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
    }
    return readFileSync(file, 'utf8').trim()
  })

/** Makes the data folder if it is not there, then does something in it. @throws JitupError `database_folder_not_writable` */
export function inDataDir<T>(dataDir: string, work: () => T): T {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    return work()
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : 'unknown'
    throw new JitupError(
      'database_folder_not_writable',
      `The data folder ${dataDir} cannot be used: ${reason}. Choose another with JITUP_DATA or --data.`,
      { dataDir },
      { cause },
    )
  }
}

/** What a command must be given to find the installation of these settings; `PUBLIC_URL` goes without saying. */
export function commandLineOf(config: Config): CommandLine {
  const given: Readonly<Record<string, boolean>> = {
    DATABASE_URL: config.databaseUrl !== null,
    DATABASE_DIRECT_URL: config.databaseDirectUrl !== null,
    JITUP_SECRET: config.secret !== null,
    JITUP_SECRET_PREVIOUS: config.previousSecrets.length > 0,
  }
  return {
    dataFolder: config.databaseUrl === null ? resolve(config.dataDir) : null,
    variables: Object.keys(given).filter((name) => given[name]),
  }
}

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']

function logLevel(name: string): string {
  if (logLevels.includes(name)) return name
  throw new JitupError('config_invalid', `LOG_LEVEL must be one of ${logLevels.join(', ')}.`, { name: 'LOG_LEVEL' })
}

function hostNames(env: Environment, name: string): readonly string[] {
  const hosts = (env[name] ?? '').split(',').map((host) => host.trim().toLowerCase())
  const given = hosts.filter((host) => host !== '')
  if (given.every((host) => /^[a-z0-9.:_-]+$/.test(host))) return given
  throw new JitupError('config_invalid', `${name} must be host names, separated by commas: idp.inside.example`, {
    name,
  })
}

function integer(env: Environment, name: string, fallback: number, min: number, max: number): number {
  const text = env[name]
  if (text === undefined || text === '') return fallback
  const value = Number(text)
  if (!Number.isInteger(value) || value < min || value > max) {
    throw new JitupError('config_invalid', `${name} must be a whole number from ${min} to ${max}.`, { name })
  }
  return value
}
