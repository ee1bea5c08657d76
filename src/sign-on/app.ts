import type { Rules } from '../core/types.ts'
import type { FetchPublic } from '../net/fetch-public.ts'
import type { SendMail } from '../net/send-mail.ts'
import type { SigningKey } from '../protocols/protocol.ts'
import type { Columns } from '../store/columns.ts'
import type { Database } from '../store/database.ts'
import type { JournalSettings } from '../store/journal-settings.ts'
import type { Seal } from '../store/seal.ts'
import type { SessionLifetimes } from '../store/sessions.ts'
import type { ResolveTxt } from './domain-proof.ts'
import type { Refusals } from './refusals.ts'
import type { ProviderCache } from './trust.ts'

/** What a running jitup knows: handed to everything, changed by nothing but the two caches. */
export interface App {
  readonly db: Database
  readonly seal: Seal
  /** The clock. Tests hand in their own. */
  readonly now: () => Date
  /** Where browsers reach us, without a trailing slash. Never taken from a request. */
  readonly publicUrl: string
  /** False only for plain http on the loopback interface. */
  readonly https: boolean
  /** Providers of the demo are accepted by the demo alone. */
  readonly demo: boolean
  /** Our key pairs, the one that signs first. */
  readonly keys: readonly [SigningKey, ...SigningKey[]]
  /** Looks whether another node has changed our keys; `keys` tells from then on. @returns true when they had changed */
  readonly refreshKeys: () => Promise<boolean>
  /** Fetches what partners publish, never from our own network. */
  readonly fetchPublic: FetchPublic
  /** Hands e-mail to the server that the settings name. */
  readonly sendMail: SendMail
  readonly lifetimes: SessionLifetimes
  readonly providers: ProviderCache
  readonly rules: RulesCache
  readonly refusals: Refusals
  /** DNS, for the proof of mail domains. Tests hand in their own. */
  readonly resolveTxt: ResolveTxt
  readonly log: Log
  /** What a command needs to find this installation; null: whoever opened it did not say. Told to administrators alone. */
  readonly commandLine: CommandLine | null
}

/** How a command finds the same installation as its server. No values of secrets. */
export interface CommandLine {
  /** The absolute data folder of our own database; null: a PostgreSQL server. */
  readonly dataFolder: string | null
  /** Variables that must be set as they are for the server. */
  readonly variables: readonly string[]
}

/** The rules with the column catalogue they speak of, as of one revision. */
export interface RuleBook {
  readonly rules: Rules
  readonly columns: Columns
  /** What the journal keeps. A change of it is a revision of the rules, so that every node hears of it. */
  readonly journal: JournalSettings
}

export interface RulesCache {
  /** What this node knows; a sign-on that finds another revision in the database asks again. */
  current(): Promise<RuleBook>
  forget(): void
}

/** A structured log. Never given claims, subjects, tokens or messages of a partner. */
export interface Log {
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}
