import { randomBytes } from 'node:crypto'
import { rename, rm, writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { exportConfig } from '../config-file/export.ts'
import { JitupError } from '../errors.ts'
import { EXIT, type Io, wrongUse } from './io.ts'
import { withApp } from './with-app.ts'

/** `jitup config export`. */
export async function configExport(argv: string[], io: Io): Promise<number> {
  const { values, positionals } = parseArgs({
    args: argv,
    allowPositionals: true,
    options: { to: { type: 'string' }, data: { type: 'string' } },
  })
  if (positionals.length > 0) return wrongUse(io, 'config', 'Say with --to where the export goes.')
  const text = await withApp({ data: values.data }, exportConfig)
  if (values.to === undefined) io.stdout(text)
  else await writeWhole(values.to, text)
  return EXIT.done
}

/** The file appears under its name when it is whole; one that was there stays until then. */
async function writeWhole(file: string, text: string): Promise<void> {
  const partial = `${file}.${randomBytes(6).toString('hex')}.partial`
  try {
    await writeFile(partial, text, { mode: 0o600, flag: 'wx' })
    await rename(partial, file)
  } catch (cause) {
    await rm(partial, { force: true })
    throw new JitupError('request_malformed', `Cannot write ${file}.`, {}, { cause })
  }
}
