import type { Assertion } from '../../core/types.ts'
import { JitupError } from '../../errors.ts'
import type { Rejection, Verification, Warning } from '../protocol.ts'
import { Refusal } from './refusal.ts'
import type { verificationSteps } from './steps.ts'
import { cleanEngine, rawEngine } from './xml/engine.ts'

/** How far a message has come. */
export interface Progress {
  step: (typeof verificationSteps)[number]
  /** The root was a samlp:Response. */
  recognised: boolean
}

/**
 * Runs the steps and turns whatever they throw into a rejection. Accepted is only what came out of the last step:
 * an unexpected error, a trap of libxml2 included, refuses with `internal` and tells nothing about the message.
 */
export function judged(
  steps: (progress: Progress) => { assertion: Assertion; warnings: readonly Warning[] },
): Verification {
  const progress: Progress = { step: 'transport', recognised: false }
  try {
    const { assertion, warnings } = steps(progress)
    return { verdict: 'accepted', assertion, warnings }
  } catch (error) {
    forgetMessage(progress)
    return rejectionOf(error, progress)
  }
}

/** Nothing of a refused message stays where the next one is read, at whichever step it was refused. */
export function forgetMessage({ step }: Progress): void {
  if (behindTheEngine.has(step)) for (const engine of [rawEngine, cleanEngine]) engine.reset()
}

/** Steps at which an engine may be done with the message and hold its remains. */
const behindTheEngine: ReadonlySet<Progress['step']> = new Set(['decryption', 'signature', 'reparse', 'protocol'])

/** What a step threw, as a rejection; an error of our own tells nothing about the message. */
export function rejectionOf(error: unknown, { step, recognised }: Progress): Rejection {
  if (error instanceof Refusal) {
    const { code, message, evidence, findings } = error
    return { verdict: 'rejected', code, step, message, evidence, recognised, ...(findings && { findings }) }
  }
  const evidence = {
    error: error instanceof JitupError ? error.message : error instanceof Error ? error.name : 'unknown',
  }
  const message = 'The message could not be judged because of an error on our side. Look at the log of the server.'
  return { verdict: 'rejected', code: 'internal', step, message, evidence, recognised }
}
