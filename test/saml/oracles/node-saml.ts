/** node-saml, asked what it reads from a response. Its clock is the caller's affair: it looks at `Date`. */
import type { KeyObject } from 'node:crypto'
import { SAML } from '@node-saml/node-saml'
import type { Assertion } from '../../../src/core/types.ts'

/** What it believes, in the form of `beliefOf`; or why it refuses, without what the message said. */
export type Answer = { readonly believes: string } | { readonly refuses: string }

export interface Asked {
  readonly key: KeyObject
  readonly spEntityId: string
  readonly acsUrl: string
  /** What is signed in a genuine message of this kind; node-saml must be told. */
  readonly sign: 'response' | 'assertion' | 'both'
  /** False where it looks at no times, for old fixtures. */
  readonly times: boolean
  /** For encrypted assertions; it knows one key at a time, so each is tried. */
  readonly decryptionKeys?: readonly KeyObject[]
}

export async function askNodeSaml(xml: Uint8Array, asked: Asked): Promise<Answer> {
  let answer: Answer = { refuses: 'not asked' }
  const encrypted = Buffer.from(xml).includes('EncryptedData')
  for (const decryptionKey of encrypted ? [undefined, ...(asked.decryptionKeys ?? [])] : [undefined]) {
    answer = await askOnce(xml, asked, decryptionKey)
    if ('believes' in answer) return answer
  }
  return answer
}

async function askOnce(xml: Uint8Array, asked: Asked, decryptionKey: KeyObject | undefined): Promise<Answer> {
  const saml = new SAML({
    idpCert: asked.key.export({ type: 'spki', format: 'pem' }).toString(),
    audience: asked.spEntityId,
    issuer: asked.spEntityId,
    callbackUrl: asked.acsUrl,
    wantAuthnResponseSigned: asked.sign !== 'assertion',
    wantAssertionsSigned: asked.sign !== 'response',
    acceptedClockSkewMs: asked.times ? 180_000 : -1,
    ...(decryptionKey && { decryptionPvk: decryptionKey.export({ type: 'pkcs8', format: 'pem' }).toString() }),
  })
  try {
    const { profile } = await saml.validatePostResponseAsync({ SAMLResponse: Buffer.from(xml).toString('base64') })
    if (profile === null) return { refuses: 'no profile' }
    const attributes = (profile as unknown as { attributes?: Record<string, unknown> }).attributes ?? {}
    return { believes: written(profile.nameID ?? null, Object.entries(attributes)) }
  } catch (error) {
    return { refuses: error instanceof Error ? error.message : String(error) }
  }
}

/** What an assertion of ours says, as far as node-saml can say it too: it has no empty lists. */
export const beliefOf = ({ nameId, claims }: Assertion): string =>
  written(
    nameId?.value ?? null,
    [...claims].filter(([, values]) => values.length > 0),
  )

function written(nameId: string | null, attributes: readonly (readonly [string, unknown])[]): string {
  const all = attributes.map(
    ([name, values]) => [name, (Array.isArray(values) ? values : [values]).map(plain)] as const,
  )
  return JSON.stringify({ nameId, attributes: all.sort(([a], [b]) => (a < b ? -1 : 1)) })
}

/** It has no text for an empty value, and an object of its own for a NameID inside one. */
function plain(value: unknown): unknown {
  if (value === undefined) return ''
  const inner = (value as { NameID?: readonly { _?: unknown }[] }).NameID
  return inner?.length === 1 ? inner[0]?._ : value
}
