import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { JitupError } from '../errors.ts'
import type { ConfigFile } from './config-file.ts'
import { parseConfig } from './parse.ts'

/**
 * Reads a configuration file and the metadata files that it names, without a database: what is wrong by itself is known
 * before anything is started.
 * @throws JitupError `config_invalid` with every problem and its place, or why the file cannot be read
 */
export function readConfigFile(file: string): ConfigFile {
  const readBeside = (path: string) => readFileSync(resolve(dirname(file), path), 'utf8')
  return parseConfig(readText(resolve(file)), file, readBeside)
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw new JitupError(
      'config_invalid',
      `The configuration file ${file} cannot be read: ${reasonOf(cause)}. JITUP_CONFIG names it.`,
      { file },
      { cause },
    )
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'a part of the path is not a folder',
  EISDIR: 'it is a folder',
  EACCES: 'this account may not read it',
}

function reasonOf(cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown'
  return reasons[code] ?? code
}
