import { execFile } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)
const shared = process.env.JITUP_SHARED ?? fileURLToPath(new URL('../../../shared', import.meta.url))
const recipe = join(shared, 'idp', 'simplesamlphp')

/** False where the identity provider's recipe or its program is missing. */
export const simplesamlphpIsHere = existsSync(recipe) && existsSync('/usr/share/simplesamlphp/www')

/** One person of the identity provider; an empty list is not sent at all. */
export interface IdpUser {
  username: string
  password: string
  attributes: Record<string, string[]>
}

/** A SimpleSAMLphp of its own, on a loopback port. */
export interface SimpleSamlPhp {
  readonly metadata: string
  /** Makes a service provider known. The first word of the name says what is signed: assertion, response, both. */
  register(name: string, spMetadata: string): void
  /** Changes what is sent from the next sign-on. */
  edit(username: string, change: (attributes: Record<string, string[]>) => void): void
  stop(): Promise<void>
}

export async function startSimpleSamlPhp(port: number): Promise<SimpleSamlPhp> {
  const work = mkdtempSync(join(tmpdir(), 'idp-'))
  const users = join(work, 'users.json')
  const metadataDir = join(work, 'sp')
  mkdirSync(metadataDir)
  cpSync(join(shared, 'idp', 'users.json'), users)
  const env = { ...process.env, IDP_WORK: work, IDP_USERS: users, SP_METADATA_DIR: metadataDir, SSP_PORT: String(port) }
  await run('bash', [join(recipe, 'start.sh')], { env })
  return {
    metadata: readFileSync(join(work, 'simplesamlphp', 'idp-metadata.xml'), 'utf8'),
    register: (name, spMetadata) => writeFileSync(join(metadataDir, `${name}.xml`), spMetadata),
    edit: (username, change) => {
      const all = JSON.parse(readFileSync(users, 'utf8')) as IdpUser[]
      change(all.find((one) => one.username === username)?.attributes ?? {})
      writeFileSync(users, JSON.stringify(all))
    },
    stop: async () => {
      await run('bash', [join(recipe, 'stop.sh')], { env })
      rmSync(work, { recursive: true, force: true })
    },
  }
}
