import type { Assertion } from '../core/types.ts'
import type { ErrorCode } from '../errors.ts'
import type { Evidence } from '../protocols/protocol.ts'
import type { Asked } from '../store/pending-requests.ts'
import { MessageRejected } from './verify.ts'

/**
 * Compares what the request asked for with what the verified answer says. A partner that cannot sign a person in anew, or
 * not in the way that was asked for, sometimes answers as if it had.
 * @throws MessageRejected `reauthentication_missing`, `authn_context_mismatch`. Source: SAML core 3.3.2.2.1, 3.4.1.
 */
export function checkAsked({ authnAfter, authnContexts }: Asked, { authnInstant, authnContext }: Assertion): void {
  if (authnAfter !== null && authnInstant < authnAfter) {
    throw rejected(
      'reauthentication_missing',
      'The person had to sign in anew at the identity provider (ForceAuthn). The answer speaks of an earlier sign-in.',
      { expected: `${authnAfter.toISOString()} or later`, came: authnInstant.toISOString() },
    )
  }
  if (authnContexts.length > 0 && (authnContext === null || !authnContexts.includes(authnContext))) {
    throw rejected(
      'authn_context_mismatch',
      'The person had to sign in at the identity provider in one of the ways that were asked for. The answer names another, or none.',
      { expected: authnContexts, came: authnContext === null ? null : authnContext.slice(0, 256) },
    )
  }
}

const rejected = (code: ErrorCode, message: string, evidence: Evidence): MessageRejected =>
  new MessageRejected({ verdict: 'rejected', code, step: 'consume', message, evidence, recognised: true })
