import { decrypt, decryptionFailed } from './decrypt.ts'
import type { Measures } from './expectations.ts'
import { type EnvelopeFacts, envelopeFacts } from './facts.ts'
import { type Proven, prove, readClean } from './prove.ts'
import { Refusal } from './refusal.ts'
import type { Progress } from './verdict.ts'
import { type EncryptedContent, readEncrypted } from './xml/encrypted.ts'
import { gate } from './xml/gate.ts'
import { encryptedIn } from './xml/shape.ts'
import type { SignedBytes } from './xml/signature.ts'
import { withinSize } from './xml/transport.ts'

/**
 * Decrypts the Assertion of a message and takes the plaintext through steps 1 to 6. Where the Response is signed, its
 * signature was verified before this, and what is decrypted is read from the bytes that it covers: nobody can send us a
 * ciphertext of his own to learn from the answer. `signed` is null when neither the Response nor the plaintext is signed.
 * Refuses with the codes of decryption in `src/errors.ts`, and with those of the steps 1 to 6.
 */
export function unseal(sent: Proven, measures: Measures, progress: Progress): Proven {
  progress.step = 'decryption'
  const { content, envelope } = sent.signed === null ? unsignedSeal(sent) : signedSeal(sent.signed, measures)
  const exposed = content.cipher.mode === 'cbc' && sent.signed === null
  if (exposed && !measures.cbcUnderUnsignedResponse) throw cbcUnsigned()
  const plaintext = decrypt(content, measures.decryptionKeys)
  const inner = plaintextProven(plaintext, exposed, measures, progress)
  progress.step = 'signature'
  // A signed Response vouches for every byte of the plaintext; otherwise the Assertion must be signed itself.
  const vouched = sent.signed === null ? null : { ...sent.signed, id: inner.rootId, bytes: plaintext }
  const used = [...sent.used, ...inner.used, ...(exposed ? (['cbc-unsigned'] as const) : [])]
  return { ...inner, signed: inner.signed ?? vouched, envelope, used }
}

/** What is encrypted, and the envelope around it. */
interface Seal {
  readonly content: EncryptedContent
  readonly envelope: EnvelopeFacts | null
}

function unsignedSeal({ unverifiedContent, envelope }: Proven): Seal {
  if (unverifiedContent === null) throw new Refusal('assertion_missing', 'Nothing encrypted came.')
  return { content: unverifiedContent, envelope }
}

function signedSeal(signed: SignedBytes, measures: Measures): Seal {
  return readClean(signed, measures, (root) => ({
    content: readEncrypted(encryptedIn(root)),
    envelope: envelopeFacts(root, true),
  }))
}

/** Before its signature, a refusal of the plaintext belongs to the step `decryption`; its evidence names the plaintext's own step. */
function plaintextProven(plaintext: Buffer, exposed: boolean, measures: Measures, progress: Progress): Proven {
  const inner: Progress = { step: 'transport', recognised: true }
  try {
    withinSize(plaintext, measures.limits.bytes)
    inner.step = 'gate'
    gate(plaintext)
    return prove(plaintext, 'Assertion', measures, inner)
  } catch (error) {
    if (inner.step === 'signature') progress.step = 'signature'
    if (inner.step === 'signature' || !(error instanceof Refusal)) throw error
    // How a plaintext is malformed would tell whoever changed a CBC ciphertext what became of it.
    if (exposed) throw decryptionFailed()
    throw new Refusal(error.code, error.message, { ...error.evidence, plaintextStep: inner.step })
  }
}

const cbcUnsigned = () =>
  new Refusal(
    'encryption_cbc_unsigned',
    'An Assertion that is encrypted with AES-CBC must come in a signed Response. It does not; let the identity provider sign message and assertion, or encrypt with AES-GCM.',
  )
