/** Puts one message before our verifier and both others, and names every way in which they differ. */
import type { Verification } from '../../../src/protocols/protocol.ts'
import { type Asked, askNodeSaml, beliefOf } from './node-saml.ts'
import type { Opinions } from './xmlsec.ts'

/** Where our verifier stopped: `form` is everything that is looked at before a signature. */
const stageOf = (verdict: Verification): 'accepted' | 'form' | 'signature' | 'protocol' =>
  verdict.verdict === 'accepted'
    ? 'accepted'
    : verdict.code === 'signature_invalid' || verdict.code === 'signature_digest'
      ? 'signature'
      : verdict.step === 'protocol' || verdict.step === 'reparse'
        ? 'protocol'
        : 'form'

/** Does every signature hold that stands at its place? Null when none does stand there. */
export function signaturesHold({ response, assertion }: Opinions): boolean | null {
  const there = [response, assertion].filter((one) => one !== 'absent')
  return there.length === 0 ? null : there.every((one) => one === 'valid')
}

/**
 * How xmlsec1 and our verifier differ over one message; null when they agree. `looser`: we believed a signature that it
 * refuses. `stricter`: we refuse a signature that it believes. `form`, with our code: it believes the signature, and we
 * refused the message for its form before we looked at that.
 */
export function xmlsecDiffers(verdict: Verification, opinions: Opinions): string | null {
  const hold = signaturesHold(opinions)
  const stage = stageOf(verdict)
  const code = verdict.verdict === 'accepted' ? '' : `: ${verdict.code}`
  if (stage === 'form') return hold === true ? `form${code}` : null
  if (stage === 'signature') return hold === true ? `stricter${code}` : null
  return hold === true ? null : `looser${code}`
}

/**
 * How node-saml and our verifier differ: `it accepts`, with our code; `it refuses`, with its words; `it reads otherwise`,
 * when both accept and name another person or other attributes.
 */
export async function nodeSamlDiffers(
  verdict: Verification,
  xml: Uint8Array,
  asked: Asked,
): Promise<{ readonly how: string; readonly believes: string | null } | null> {
  const answer = await askNodeSaml(xml, asked)
  if ('refuses' in answer) {
    return verdict.verdict === 'accepted' ? { how: `it refuses: ${answer.refuses}`, believes: null } : null
  }
  const { believes } = answer
  if (verdict.verdict === 'rejected') return { how: `it accepts: ${verdict.code}`, believes }
  return believes === beliefOf(verdict.assertion) ? null : { how: 'it reads otherwise', believes }
}
