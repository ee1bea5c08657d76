/** Other people's signature verifiers, asked for their opinion on what our test identity provider signs. */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SAML } from '@node-saml/node-saml'

/** The program is not everywhere: its tests are skipped where it is missing, but not with CI=true. */
export const xmlsecMissing = spawnSync('xmlsec1', ['--version']).error !== undefined
export const skipXmlsec = xmlsecMissing && process.env.CI !== 'true'

/** Whether xmlsec1 accepts the one signature that stands directly in the element with the given ID. */
export function xmlsecAccepts(xml: string, id: string, publicKeyPem: string): boolean {
  if (xmlsecMissing) throw new Error('xmlsec1 is not installed, and CI=true asks for it.')
  const folder = mkdtempSync(join(tmpdir(), 'jitup-xmlsec-'))
  try {
    writeFileSync(join(folder, 'message.xml'), xml)
    writeFileSync(join(folder, 'key.pem'), publicKeyPem)
    const signature = `//*[@ID='${id}']/*[local-name()='Signature']`
    const idAttributes = ['Response', 'Assertion', 'EntityDescriptor', 'AuthnRequest', 'a']
    execFileSync(
      'xmlsec1',
      [
        '--verify',
        ...['--pubkey-pem', join(folder, 'key.pem')],
        ...['--enabled-key-data', 'rsa,ec,key-name'],
        ...['--node-xpath', signature],
        ...idAttributes.flatMap((element) => ['--id-attr:ID', element]),
        join(folder, 'message.xml'),
      ],
      { stdio: 'pipe' },
    )
    return true
  } catch (error) {
    if ((error as { status?: unknown }).status === 1) return false
    throw error
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The profile that node-saml reads from a Response; rejects when it refuses it. */
export async function nodeSamlProfile(
  samlResponse: string,
  trust: { certificatePem: string; audience: string; acsUrl: string; issuer: string },
  wants: { response: boolean; assertion: boolean },
) {
  const saml = new SAML({
    idpCert: trust.certificatePem,
    audience: trust.audience,
    issuer: trust.audience,
    callbackUrl: trust.acsUrl,
    idpIssuer: trust.issuer,
    wantAuthnResponseSigned: wants.response,
    wantAssertionsSigned: wants.assertion,
  })
  const { profile } = await saml.validatePostResponseAsync({ SAMLResponse: samlResponse })
  return profile
}
