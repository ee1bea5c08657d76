import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type KeyPair, makeKeyPair, readKeyPair } from '../protocols/saml/certificate.ts'

/**
 * The demo identity provider's keys: generated for this data folder, readable by its owner alone. A pair that came with the
 * package would be a skeleton key.
 */
export async function demoKeys(dataDir: string, now: Date): Promise<KeyPair> {
  const file = join(dataDir, 'demo-idp-key.json')
  try {
    return readKeyPair(JSON.parse(await readFile(file, 'utf8')))
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
  }
  const made = makeKeyPair({ commonName: 'jitup demo identity provider', now })
  const privateKey = made.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  await mkdir(dataDir, { recursive: true, mode: 0o700 })
  await writeFile(`${file}.new`, JSON.stringify({ privateKey, certificate: made.certificatePem }), { mode: 0o600 })
  await rename(`${file}.new`, file)
  return made
}
