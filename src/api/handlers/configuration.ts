import type { ConfigFile } from '../../config-file/config-file.ts'
import { exportConfig } from '../../config-file/export.ts'
import { parseConfig } from '../../config-file/parse.ts'
import type { ConfigProblem } from '../../config-file/problems.ts'
import { difference, reconcile } from '../../config-file/reconcile.ts'
import { shownDifference } from '../../config-file/show.ts'
import { isJitupError, JitupError } from '../../errors.ts'
import { beyondAudit } from '../audit.ts'
import { configurationDifference, configurationQuery } from '../contract/configuration.ts'
import { invalidAll } from '../edit/change.ts'
import { one, type Route } from '../route.ts'

const type = 'application/yaml'
const MAX_BYTES = 4 * 1024 * 1024

export const configurationRoutes: readonly Route[] = [
  one({
    method: 'GET',
    path: '/configuration',
    summary: 'Everything decided, as a configuration file (YAML); names no ids, no secrets, no people',
    scope: 'admin',
    media: [type],
    handle: async ({ app }) => ({ stream: { type: `${type}; charset=utf-8`, pieces: whole(await exportConfig(app)) } }),
  }),
  one({
    method: 'POST',
    path: '/configuration',
    summary: 'Makes the installation what a configuration file says, or tells what that would change',
    scope: 'admin',
    stepUp: ({ query }) => query.dryRun !== 'true',
    query: configurationQuery,
    upload: type,
    answer: configurationDifference,
    handle: async ({ app, caller, query, upload }) => {
      const { plan, confirm, withdraw } = query
      const reach = { prune: query.prune === 'true', withdraw }
      const file = await read(upload)
      const dryRun = query.dryRun === 'true'
      const made = await (dryRun
        ? difference(beyondAudit(app), file, reach, caller.author)
        : reconcile(app, file, { ...reach, digest: plan, confirm }, caller.author)
      ).catch(tellProblems)
      return { body: { dryRun, ...shownDifference(made) }, onlyAsked: dryRun }
    },
  }),
]

async function* whole(text: string): AsyncGenerator<string> {
  yield text
}

async function read(upload: AsyncIterable<Uint8Array>): Promise<ConfigFile> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of upload) {
    size += chunk.length
    if (size > MAX_BYTES) throw new JitupError('request_too_large', `At most ${MAX_BYTES} bytes are read.`)
    chunks.push(chunk)
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks))
    return parseConfig(text, 'configuration', noFile)
  } catch (error) {
    if (error instanceof TypeError) throw new JitupError('request_malformed', 'The file is not UTF-8.')
    return tellProblems(error)
  }
}

/** Files that a file names are the sender's, not the server's. */
const noFile = (): string => {
  throw Object.assign(new Error('files of the server are not read'), { code: 'not through the API' })
}

/** Every mistake is a field of its own: its path in the file, with line and column. */
function tellProblems(error: unknown): never {
  if (!isJitupError(error) || error.code !== 'config_invalid') throw error
  const problems = (error.details.problems ?? []) as readonly ConfigProblem[]
  throw invalidAll(
    problems.slice(0, 200).map(({ path, line, column, message }) => ({
      field: path,
      message: `Line ${line}, column ${column}: ${message}`,
    })),
  )
}
