import { createReadStream } from 'node:fs'
import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isJitupError, JitupError } from '../errors.ts'
import type { App } from '../sign-on/app.ts'
import { readColumns } from '../store/columns.ts'
import { type ImportRecord, importById, importLock, insertImport, touchImport } from '../store/imports.ts'
import type { Author } from '../store/rules.ts'
import { uuid7 } from '../store/uuid.ts'
import { readHeader } from './header.ts'
import { type ImportOptions, importPeople } from './import.ts'
import { fileLimit, readCsv, unreadable } from './read-csv.ts'

const nothingYet = { rows: 0, created: 0, updated: 0, unchanged: 0, leftOut: 0, lookupValues: 0 }

/**
 * Takes a file whole, looks at its first line, and imports it while the caller goes on: what has become of it stands in the
 * database. One import runs at a time.
 * @throws JitupError `import_invalid`, `request_too_large`, `conflict` while another runs; nothing was changed then
 */
export async function startImport(
  app: App,
  bytes: AsyncIterable<Uint8Array>,
  options: Omit<ImportOptions, 'report'> & { readonly author: Author },
): Promise<{ readonly run: ImportRecord; readonly finished: Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'jitup-import-'))
  const file = join(folder, 'people.csv')
  try {
    await spool(bytes, file)
    await lookAt(app, file, options.key)
    const id = uuid7(app.now())
    const begun = await app.db.serialised([importLock], (tx) =>
      insertImport(tx, { id, ...options, counts: nothingYet }, app.now()),
    )
    if (!begun) throw new JitupError('conflict', 'Another import is running. Wait until it is done.')
    const finished = carryOn(app, id, file, options).finally(() => rm(folder, { recursive: true, force: true }))
    const run = await importById(app.db, id, app.now())
    if (!run) throw new Error('an import is there after it was begun')
    return { run, finished }
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    throw error
  }
}

async function spool(bytes: AsyncIterable<Uint8Array>, file: string): Promise<void> {
  const handle = await open(file, 'wx', 0o600)
  try {
    let size = 0
    for await (const part of bytes) {
      size += part.byteLength
      if (size > fileLimit) throw new JitupError('request_too_large', `The file is larger than ${fileLimit} bytes.`)
      await handle.writeFile(part)
    }
  } finally {
    await handle.close()
  }
}

async function lookAt({ db }: App, file: string, key: string | null): Promise<void> {
  const lines = readCsv(createReadStream(file))
  const first = await lines.next()
  await lines.return(undefined)
  if (first.done) throw unreadable('The file is empty.')
  readHeader(first.value.cells, await readColumns(db), key)
}

async function carryOn(app: App, id: string, file: string, options: Omit<ImportOptions, 'report'>): Promise<void> {
  const note = (what: Partial<Parameters<typeof touchImport>[2]>) =>
    app.db.transaction((tx) =>
      touchImport(tx, app.seal, { id, state: 'running', code: null, counts: null, problems: [], ...what }, app.now()),
    )
  try {
    await importPeople(app, createReadStream(file), {
      ...options,
      report: ({ counts, rows }) => note({ counts, problems: rows.flatMap(({ problems }) => problems) }),
    })
    await note({ state: 'done' })
  } catch (error) {
    const code = isJitupError(error) ? error.code : 'internal'
    const where = isJitupError(error) && typeof error.details.row === 'number' ? error.details.row : 0
    app.log.error({ import: id, code, err: error }, 'an import ended early')
    const problems = isJitupError(error) ? [{ row: where, field: null, code, message: error.message }] : []
    await note({ state: 'failed', code, problems }).catch((err: unknown) => {
      app.log.error({ import: id, err }, 'the end of an import could not be noted')
    })
  }
}
