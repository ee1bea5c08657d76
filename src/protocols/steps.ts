/** A refusal as the way that a message went: one list for the command line, the journal and the pages. */

type Evidence = Readonly<Record<string, unknown>>

/** One step of the way. `refused` may stand at several checks of one step; nothing after them was reached. */
export interface Step {
  /** The verifier's name of the step, or of a check within it. */
  readonly step: string
  readonly verdict: 'passed' | 'refused' | 'not-reached'
  readonly code: string | null
  /** What was expected, what came, what to change. */
  readonly message: string | null
  readonly evidence: Evidence
}

interface Found {
  readonly check: string
  readonly code: string | null
  readonly message: string | null
  readonly evidence: Evidence
}

/** Where and why a message was stopped. */
export interface Stop {
  readonly step: string
  readonly code: string
  readonly message: string
  readonly evidence: Evidence
  /** What each check of that step found; `code` null: nothing. */
  readonly findings?: readonly Found[] | undefined
}

/**
 * Lays out the steps of a protocol in their order: those before the stop passed, those behind it were not reached. A step
 * with findings is replaced by its checks. Without a stop all passed. A stop at a step that the list does not have stands
 * by itself.
 */
export function stepsOf(order: readonly string[], stop: Stop | null): readonly Step[] {
  const at = stop === null ? order.length : order.indexOf(stop.step)
  if (stop !== null && at < 0) return [refused(stop.step, stop)]
  return order.flatMap((step, index): Step[] => {
    if (index < at) return [blank(step, 'passed')]
    if (stop === null || index > at) return [blank(step, 'not-reached')]
    return stop.findings?.map(checked) ?? [refused(step, stop)]
  })
}

const blank = (step: string, verdict: 'passed' | 'not-reached'): Step => ({
  step,
  verdict,
  code: null,
  message: null,
  evidence: {},
})

const refused = (step: string, { code, message, evidence }: Stop): Step => ({
  step,
  verdict: 'refused',
  code,
  message,
  evidence,
})

const checked = ({ check, code, message, evidence }: Found): Step =>
  code === null ? blank(check, 'passed') : { step: check, verdict: 'refused', code, message, evidence }
