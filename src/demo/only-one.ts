import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { JitupError } from '../errors.ts'
import { inDataDir } from '../server/config.ts'
import { holderRuns, thisProcess } from '../store/embedded/identity.ts'
import { withStartLock } from '../store/embedded/lock.ts'

const schema = z.object({ pid: z.number(), identity: z.string(), space: z.string(), url: z.string() })

/**
 * Makes this process the one demo of a data folder: a second one at another port would move the identity provider's
 * address away from the first. What a killed demo has left behind counts for nothing.
 * @returns gives the folder up
 * @throws JitupError `conflict` with the address of the demo that runs, `database_folder_not_writable`
 */
export async function becomeOnlyDemo(dataDir: string, url: string): Promise<() => void> {
  const file = join(dataDir, 'demo.json')
  inDataDir(dataDir, () => {})
  await withStartLock(dataDir, async () => {
    const other = running(file)
    if (other !== null) {
      throw new JitupError(
        'conflict',
        `A demo with this data runs at ${other} already. Use that one, stop it, or start this one with --data DIR.`,
        { url: other },
      )
    }
    writeFileSync(file, JSON.stringify({ ...thisProcess(), url }), { mode: 0o600 })
  })
  return () => rmSync(file, { force: true })
}

/** The address of the living demo that has written the file; null when there is none. */
function running(file: string): string | null {
  try {
    const found = schema.parse(JSON.parse(readFileSync(file, 'utf8')))
    return holderRuns(found) ? found.url : null
  } catch {
    // Gone, cut short or not ours: nobody to ask.
    return null
  }
}
