import { execFile } from 'node:child_process'
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { makeKeyPair } from '../../src/testing/index.ts'

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
  /** Where it hands its metadata out, as it stands. */
  readonly metadataUrl: string
  /**
   * Makes a service provider known. The first word of the name says what is signed: assertion, response, both; or what is
   * encrypted: encrypted (in a Response that is not signed), sealed (in one that is).
   */
  register(name: string, spMetadata: string): void
  /** Forgets a service provider. */
  forget(name: string): void
  /** Publishes a new signing key beside the old one, which still signs. @returns the new certificate as PEM */
  publishNextKey(): string
  /** Signs with the new key, and publishes it alone. */
  useNextKey(): void
  /** Changes what is sent from the next sign-on. */
  edit(username: string, change: (attributes: Record<string, string[]>) => void): void
  stop(): Promise<void>
}

/** Its own way of changing keys (its documentation: "Key rollover"), switched on by a file. */
const rollover = `
if (file_exists(getenv('SSP_WORK') . '/cert/new_idp.crt')) {
    $metadata['__DYNAMIC:1__'] += ['new_privatekey' => 'new_idp.key', 'new_certificate' => 'new_idp.crt'];
}
`

export async function startSimpleSamlPhp(port: number): Promise<SimpleSamlPhp> {
  const work = mkdtempSync(join(tmpdir(), 'idp-'))
  const users = join(work, 'users.json')
  const metadataDir = join(work, 'sp')
  mkdirSync(metadataDir)
  cpSync(join(shared, 'idp', 'users.json'), users)
  const copy = join(work, 'recipe', 'simplesamlphp')
  cpSync(recipe, copy, { recursive: true })
  cpSync(join(shared, 'idp', 'lib.sh'), join(work, 'recipe', 'lib.sh'))
  appendFileSync(join(copy, 'config', 'metadata', 'saml20-idp-hosted.php'), rollover)
  const certificates = join(work, 'simplesamlphp', 'cert')
  const env = { ...process.env, IDP_WORK: work, IDP_USERS: users, SP_METADATA_DIR: metadataDir, SSP_PORT: String(port) }
  await run('bash', [join(copy, 'start.sh')], { env })
  return {
    metadata: readFileSync(join(work, 'simplesamlphp', 'idp-metadata.xml'), 'utf8'),
    metadataUrl: `http://localhost:${port}/saml2/idp/metadata.php`,
    register: (name, spMetadata) => writeFileSync(join(metadataDir, `${name}.xml`), spMetadata),
    forget: (name) => rmSync(join(metadataDir, `${name}.xml`)),
    publishNextKey: () => {
      const { privateKey, certificatePem } = makeKeyPair({ commonName: 'The next key', now: new Date() })
      writeFileSync(join(certificates, 'new_idp.key'), privateKey.export({ type: 'pkcs8', format: 'pem' }))
      writeFileSync(join(certificates, 'new_idp.crt'), certificatePem)
      return certificatePem
    },
    useNextKey: () => {
      for (const end of ['key', 'crt']) {
        renameSync(join(certificates, `new_idp.${end}`), join(certificates, `idp.${end}`))
      }
    },
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
