import type { Assertion } from '../core/types.ts'
import { JitupError } from '../errors.ts'
import type { Rejection } from '../protocols/protocol.ts'
import { protocolOf } from '../protocols/registry.ts'
import type { App } from './app.ts'
import type { Attempt } from './attempt.ts'
import type { Message } from './receive.ts'
import { testIsUnderWay } from './test-page.ts'
import { assertUsable, type Trusted } from './trust.ts'

/** Thrown for a message that the protocol's verifier does not accept. */
export class MessageRejected extends JitupError {
  readonly rejection: Rejection
  constructor(rejection: Rejection) {
    super(rejection.code, rejection.message)
    this.rejection = rejection
  }
}

/**
 * Turns a message into an assertion, or stops everything. Of a provider that is off nothing is read, unless this browser waits
 * for the answer to a test; that it is this answer is for `consumeOnce` to say.
 * @throws JitupError `provider_disabled`, `provider_demo_only`: the state now, not the one at the start
 * @throws MessageRejected with the verifier's step, code and evidence
 */
export async function verify(app: App, provider: Trusted, message: Message, attempt: Attempt): Promise<Assertion> {
  const { record } = provider
  const evenWhenOff = !record.enabled && (await testIsUnderWay(app, record, message.browserHash, attempt.at))
  assertUsable(app, record, { evenWhenOff })
  const result = protocolOf(provider.record.protocol).verify(provider.trusted, message.form, {
    now: attempt.at,
    keys: app.keys,
    failedDecryptions: app.refusals.lastHour(provider.record.policy.id, 'decryption_failed', attempt.at),
  })
  if (result.verdict === 'rejected') throw new MessageRejected(result)
  attempt.assertion = result.assertion
  attempt.mark('verified')
  attempt.warnings = result.warnings
  if (result.warnings.length > 0) {
    const warnings = result.warnings.map((one) => one.code)
    app.log.warn(
      { signOn: attempt.id, provider: provider.record.policy.slug, warnings },
      'assertion accepted with warnings',
    )
  }
  return result.assertion
}
