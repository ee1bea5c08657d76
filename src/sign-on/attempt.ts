import { performance } from 'node:perf_hooks'
import type { Assertion } from '../core/types.ts'
import type { Warning } from '../protocols/protocol.ts'
import type { ProviderRecord } from '../store/providers.ts'
import type { Timings } from '../store/sign-ons.ts'
import { uuid7 } from '../store/uuid.ts'
import type { App } from './app.ts'
import type { Incoming } from './receive.ts'
import type { Outcome } from './redirect.ts'

/** One attempt to sign on. Its id is the journal's key and the reference that a person is shown. */
export interface Attempt {
  readonly id: string
  /** The moment that everything is judged by: when the message had arrived whole. */
  at: Date
  readonly address: string | null
  /** Filled in as far as the attempt gets. */
  provider: ProviderRecord | null
  form: URLSearchParams | null
  assertion: Assertion | null
  warnings: readonly Warning[]
  /** What this attempt has already committed, when it is repeated because the answer to its commit was lost. */
  committed: Outcome | null
  /** Remembers the outcome that is about to be committed. */
  keep(outcome: Outcome): Outcome
  /** The outcome last kept; it counts only when the database recognises this attempt's marker. */
  kept: Outcome | null
  elapsedMicroseconds(): number
  /** Notes that this moment has come. */
  mark(moment: keyof Timings): void
  timings: Timings
}

/** Starts the clock of one attempt. */
export function newAttempt(app: App, incoming: Pick<Incoming, 'address'>): Attempt {
  const started = performance.now()
  const at = app.now()
  const attempt: Attempt = {
    id: uuid7(at),
    at,
    address: incoming.address,
    provider: null,
    form: null,
    assertion: null,
    warnings: [],
    committed: null,
    kept: null,
    timings: {},
    mark: (moment) => {
      attempt.timings = { ...attempt.timings, [moment]: attempt.elapsedMicroseconds() }
    },
    keep: (outcome) => {
      attempt.kept = outcome
      return outcome
    },
    elapsedMicroseconds: () => Math.round((performance.now() - started) * 1000),
  }
  return attempt
}
