import { statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { JitupError } from '../errors.ts'
import { type Config, readConfig } from '../server/config.ts'
import { clusterOf } from '../store/embedded/place.ts'

/**
 * The settings of an installation that is there already. In another folder than the server's a command would else make a new, empty
 * one, and answer for that. A PostgreSQL server is named by its address: it may still be empty.
 * @throws JitupError `installation_missing`, and what `readConfig` throws; nothing is made then
 */
export function readInstalled(dataDir: string | undefined): Config {
  const config = readConfig({ dataDir })
  if (config.databaseUrl === null && isMissing(config.dataDir)) {
    const folder = resolve(config.dataDir)
    throw new JitupError(
      'installation_missing',
      `There is no installation in the folder ${folder}. Name the server's data folder with --data or JITUP_DATA, or set DATABASE_URL as it is for the server.`,
      { dataDir: folder },
    )
  }
  return config
}

/** Only what is surely not there is missing: a folder that may not be entered is told of by what enters it. */
function isMissing(dataDir: string): boolean {
  try {
    statSync(join(clusterOf(dataDir), 'PG_VERSION'))
    return false
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null
    return code === 'ENOENT' || code === 'ENOTDIR'
  }
}
