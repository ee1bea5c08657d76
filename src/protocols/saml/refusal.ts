import { type ErrorCode, JitupError } from '../../errors.ts'
import type { Evidence, Finding } from '../protocol.ts'

/**
 * Thrown by a step of the verifier that refuses a message; `verify` turns it into a `Rejection`.
 * `message` is the administrator's sentence: what was expected, what came, what to change. Texts taken from a message
 * that is not verified stand in `evidence` under names that begin with `unverified`, never in the sentence.
 */
export class Refusal extends JitupError {
  readonly evidence: Evidence
  readonly findings: readonly Finding[] | undefined

  constructor(code: ErrorCode, message: string, evidence: Evidence = {}, findings?: readonly Finding[]) {
    super(code, message, evidence)
    this.name = 'Refusal'
    this.evidence = evidence
    this.findings = findings
  }
}

/** Text from outside, made fit to stand in evidence: bounded, without control and bidirectional characters. */
export function quotable(text: string | null, limit = 200): string | null {
  if (text === null) return null
  const harmless = text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '\ufffd')
  return harmless.length > limit ? `${harmless.slice(0, limit)}…` : harmless
}
