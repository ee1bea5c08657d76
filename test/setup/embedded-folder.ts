import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { processIdentity } from '../../src/store/embedded/identity.ts'
import type { Embedded } from '../../src/store/embedded.ts'

/** A temporary folder others can pass through, for one test. */
export function openFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'jitup-embedded-'))
  chmodSync(folder, 0o755)
  return folder
}

/** Removes the folder, and ends what a failed test left running in it. */
export function removeFolder(folder: string): void {
  const pid = postmasterPid(join(folder, 'data', 'postgres'))
  if (pid !== undefined && processIdentity(pid) !== undefined && pid !== process.pid) process.kill(pid, 'SIGQUIT')
  rmSync(folder, { recursive: true, force: true })
}

/** The pid that the cluster's server recorded. */
export function postmasterPid(cluster: string): number | undefined {
  const file = join(cluster, 'postmaster.pid')
  return existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : undefined
}

/** The rows of one statement on the embedded database. */
export async function ask(
  connection: Embedded['connection'],
  statement: string,
  as: pg.ClientConfig = {},
): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ ...connection, ...as })
  await client.connect()
  try {
    return (await client.query(statement)).rows
  } finally {
    await client.end()
  }
}

/** True while a new cluster is being made in the data folder. */
export const clusterIsBeingMade = (dataDir: string): boolean =>
  existsSync(dataDir) &&
  readdirSync(dataDir).some((name) => name.startsWith('postgres.new-') && existsSync(join(dataDir, name, 'PG_VERSION')))
