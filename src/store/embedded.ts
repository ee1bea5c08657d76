import { supervise } from './embedded/supervise.ts'

/** How to reach a database: what `pg` takes. `host` is a folder with a socket, or the loopback address on Windows. */
export type EmbeddedConnection = {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly database: string
  readonly password?: string
}

/** A PostgreSQL of our own that this process uses. */
export type Embedded = {
  readonly connection: EmbeddedConnection
  /** The server's version, such as `18.4`. */
  readonly version: string
  /** True when the server was running already: left by a killed process, or shared with a living one. */
  readonly adopted: boolean
  /** Gives up this process's share; the last one stops the server. End your connections first. Safe to call twice. */
  stop(): Promise<void>
}

/** Told what the supervisor does, and what an administrator should know. */
export type EmbeddedLog = (level: 'info' | 'warn' | 'error', message: string, fields?: object) => void

/** `dataDir` holds everything; it is made when missing. */
export type EmbeddedOptions = { readonly dataDir: string; readonly log?: EmbeddedLog | undefined }

/**
 * Starts, adopts or joins the PostgreSQL that lives in `dataDir`, and resolves when it answers.
 *
 * The first start makes the folder (0700) and in it a UTF-8 database; later ones find it again. A server left behind by
 * a killed process is adopted; several processes share one server. The connection is a socket in a folder only this
 * user may enter, and its user owns the database but is no superuser.
 *
 * Layout of `dataDir`: `postgres/` the cluster, `postgres.log` (and `.log.1`) the server's log, `embedded.json` where
 * things are, `leases/` who uses the server, `start.lock` while somebody starts or stops it.
 *
 * Throws `database_folder_not_writable`, `database_disk_full`, `database_newer`, `database_too_old` or
 * `database_start_failed`, each with what to do.
 */
export const startEmbedded = ({ dataDir, log = () => {} }: EmbeddedOptions): Promise<Embedded> =>
  supervise({ dataDir, log })
