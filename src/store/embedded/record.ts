import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * `embedded.json` in the data folder: what the next process must know to find the server.
 * `home` is set only when the cluster could not live in the data folder itself.
 */
export type EmbeddedRecord = {
  readonly home?: string
  readonly socketFolder?: string
  readonly port?: number
}

const fileOf = (dataDir: string): string => join(dataDir, 'embedded.json')

/** Reads the record; a missing one is empty. */
export function readRecord(dataDir: string): EmbeddedRecord {
  let text: string
  try {
    text = readFileSync(fileOf(dataDir), 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {}
    throw error
  }
  return JSON.parse(text) as EmbeddedRecord
}

/** Replaces the record at once, so that a crash leaves the old or the new one. */
export function writeRecord(dataDir: string, record: EmbeddedRecord): void {
  const next = `${fileOf(dataDir)}.next`
  rmSync(next, { force: true })
  writeFileSync(next, `${JSON.stringify(record, null, 2)}\n`, { flag: 'wx', mode: 0o600, flush: true })
  renameSync(next, fileOf(dataDir))
}
