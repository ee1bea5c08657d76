import { X509Certificate } from 'node:crypto'
import { statfsSync } from 'node:fs'
import sql from 'sql-template-tag'
import { isJitupError } from '../errors.ts'
import { type Database, openDatabase } from '../store/database.ts'
import { lastAttempts } from '../store/deliveries.ts'
import { hasLocalAdministrator } from '../store/local-users.ts'
import { readMail } from '../store/mail.ts'
import { packagedMigrations } from '../store/migrate.ts'
import { listMetadataSources } from '../store/provider-metadata.ts'
import { listProviders } from '../store/providers.ts'
import { restoringSetting } from '../store/restored.ts'
import { createSeal } from '../store/seal.ts'
import { assertOpens, readSetting } from '../store/settings.ts'
import { listSpKeys } from '../store/sp-keys.ts'
import { webhooksOff } from '../store/webhooks.ts'
import { type Config, isLoopback, secretsOf } from './config.ts'
import type { Connected } from './start.ts'

/** `bad`: something does not work. `warn`: it soon will not, or nobody could mend it then. */
export interface Finding {
  readonly check: string
  readonly verdict: 'ok' | 'warn' | 'bad'
  readonly message: string
}

const finding = (check: string, verdict: Finding['verdict'], message: string): Finding => ({ check, verdict, message })

const day = 86_400_000
/** Early enough to talk to the other side's administrator. */
const warnedDays = 30

/** Looks at everything that a server needs. Nothing is changed: not even a migration is carried out. */
export async function examine(config: Config, database: Connected, now: Date): Promise<readonly Finding[]> {
  const findings: Finding[] = [publicUrl(config), ...disk(config)]
  const db = openDatabase(database.directConnection ?? database.connection)
  try {
    findings.push(...(await server(db)))
    const migrated = await migrations(db)
    findings.push(migrated)
    // Without today's schema the rest cannot be read.
    if (migrated.verdict !== 'ok') return findings
    const parts = [
      restored(db),
      secret(db, config),
      ourKeys(db, now),
      providers(db, now),
      administrator(db),
      notifications(db),
    ]
    findings.push(...(await Promise.all(parts)).flat())
  } catch (error) {
    if (!isJitupError(error)) throw error
    findings.push(finding('database', 'bad', `${error.message} (${error.code})`))
  } finally {
    await db.close()
  }
  return findings
}

function publicUrl({ publicUrl }: Config): Finding {
  if (!isLoopback(new URL(publicUrl).hostname)) return finding('address', 'ok', publicUrl)
  return finding('address', 'warn', `${publicUrl} can be reached on this machine alone. Set PUBLIC_URL for others.`)
}

function disk({ databaseUrl, dataDir }: Config): Finding[] {
  if (databaseUrl !== null) return []
  const { bavail, bsize } = statfsSync(dataDir)
  const megabytes = Math.floor((bavail * bsize) / 1_048_576)
  const verdict = megabytes < 200 ? 'bad' : megabytes < 2048 ? 'warn' : 'ok'
  return [finding('disk', verdict, `${megabytes} MB are free where the data folder is.`)]
}

async function server(db: Database): Promise<readonly Finding[]> {
  const before = Date.now()
  const [row] = await db.query<{ version: string; number: number; at: Date }>(sql`
    select current_setting('server_version') as version, current_setting('server_version_num')::integer as number,
      clock_timestamp() as at`)
  const asked = (before + Date.now()) / 2
  const seconds = Math.round(Math.abs((row?.at.getTime() ?? 0) - asked) / 1000)
  const clock = seconds > 60 ? 'bad' : seconds > 5 ? 'warn' : 'ok'
  return [
    finding('database', (row?.number ?? 0) < 150_000 ? 'bad' : 'ok', `PostgreSQL ${row?.version ?? 'of no version'}`),
    finding('clock', clock, `The database's clock and ours differ by ${seconds} s.`),
  ]
}

async function migrations(db: Database): Promise<Finding> {
  const ours = packagedMigrations()
  const [there] = await db.query<{ there: boolean }>(sql`select to_regclass('schema_migrations') is not null as there`)
  const applied = there?.there
    ? await db.query<{ number: number; checksum: string }>(sql`select number, checksum from schema_migrations`)
    : []
  const known = new Map(ours.map((one) => [one.number, one.checksum]))
  const foreign = applied.filter((one) => known.get(one.number) !== one.checksum)
  if (foreign.length > 0) {
    return finding('schema', 'bad', 'The database was used by a newer or another jitup. Start that version.')
  }
  const open = ours.length - applied.length
  if (open === 0) return finding('schema', 'ok', `Migration ${ours.at(-1)?.number ?? 0}, the latest.`)
  return finding(
    'schema',
    'warn',
    `${open} migrations are waiting: the next start of a server, or "jitup migrate", does them.`,
  )
}

async function restored(db: Database): Promise<Finding[]> {
  if ((await readSetting(db, restoringSetting)) === undefined) return []
  return [finding('restore', 'bad', 'A restore was begun and did not come to its end. Run "jitup restore" again.')]
}

async function secret(db: Database, config: Config): Promise<Finding[]> {
  const canary = await readSetting<string>(db, 'canary')
  if (canary === undefined) return [finding('secret', 'warn', 'No server has used this database yet.')]
  try {
    assertOpens(createSeal(secretsOf(config)), canary)
    return [finding('secret', 'ok', 'JITUP_SECRET is the one of this database.')]
  } catch (error) {
    if (!isJitupError(error)) throw error
    return [finding('secret', 'bad', `${error.message} (${error.code})`)]
  }
}

const ending = (check: string, what: string, notAfter: Date, now: Date): Finding[] => {
  const days = Math.floor((notAfter.getTime() - now.getTime()) / day)
  if (days >= warnedDays) return []
  const date = notAfter.toISOString().slice(0, 10)
  return [finding(check, days < 0 ? 'bad' : 'warn', `${what} ${days < 0 ? 'ended' : 'ends'} on ${date}.`)]
}

async function ourKeys(db: Database, now: Date): Promise<Finding[]> {
  const keys = await listSpKeys(db)
  const found = keys.flatMap(({ certificate, state }) => {
    const { validTo } = new X509Certificate(Buffer.from(certificate, 'base64'))
    return ending('keys', `The certificate of our key (${state})`, new Date(validTo), now)
  })
  return found.length > 0 ? found : [finding('keys', 'ok', `${keys.length} of our own, none near its end.`)]
}

async function providers(db: Database, now: Date): Promise<Finding[]> {
  const [records, sources] = await Promise.all([listProviders(db), listMetadataSources(db)])
  const enabled = records.filter((one) => one.enabled)
  if (enabled.length === 0) return [finding('providers', 'warn', 'No identity provider is switched on.')]
  const found = enabled.flatMap(({ policy, certificates, trustedUntil, demo }) => {
    const check = `provider ${policy.slug}`
    // One good certificate is enough: partners announce the next one early, and leave the last one behind.
    const latest = certificates.toSorted((a, b) => b.notAfter.getTime() - a.notAfter.getTime())[0]
    const error = sources.get(policy.id)?.error
    return [
      ...(latest ? ending(check, 'Its last signing certificate', latest.notAfter, now) : []),
      ...(trustedUntil ? ending(check, 'The trust in its metadata', trustedUntil, now) : []),
      ...(error ? [finding(check, 'warn', `Its metadata could not be fetched: ${error.message} (${error.code})`)] : []),
      ...(demo ? [finding(check, 'bad', 'It belongs to the demo and lets everybody in.')] : []),
    ]
  })
  return found.length > 0 ? found : [finding('providers', 'ok', `${enabled.length} switched on.`)]
}

/** Nobody looks for what they are not told: a way to be told that does not work is said here. */
async function notifications(db: Database): Promise<Finding[]> {
  const [mail, attempts, off] = await Promise.all([readMail(db), lastAttempts(db), webhooksOff(db)])
  const last = attempts.find(({ name }) => name === 'mail')
  const failed = mail?.settings.enabled && last?.code != null
  const found = [
    ...(failed
      ? [finding('mail', 'warn', `The last e-mail, at ${last.at.toISOString()}, did not go out (${last.code}).`)]
      : []),
    ...off.map(({ id, code }) =>
      finding('webhooks', 'warn', `Nobody took the messages of webhook ${id} for a day (${code}): it is switched off.`),
    ),
  ]
  if (found.length > 0) return found
  if (mail?.settings.enabled) return [finding('mail', 'ok', `E-mail leaves by ${mail.settings.host}.`)]
  return [finding('mail', 'ok', 'E-mail is not set up: nobody is told by it of what needs attention.')]
}

async function administrator(db: Database): Promise<Finding[]> {
  if (await hasLocalAdministrator(db))
    return [finding('administrator', 'ok', 'There is one who needs no identity provider.')]
  const text = 'Nobody could get in if the identity providers failed. Make a local one: "jitup admin create LOGIN".'
  return [finding('administrator', 'warn', text)]
}
