import { protocolOf } from '../protocols/registry.ts'
import { type Step, stepsOf } from '../protocols/steps.ts'
import { hasMessage, type SignOnRecord, type SignOnRow } from '../store/sign-ons.ts'

/**
 * The way that one sign-on went, step by step, as the journal, the API and the pages show it: what passed, where it was
 * refused and why, what was not reached. Empty when what was sealed is no longer kept, and where no message was.
 */
export function journeyOf(
  row: Pick<SignOnRow, 'outcome' | 'step' | 'code'>,
  record: SignOnRecord | null,
  protocol: string,
): readonly Step[] {
  if (!hasMessage(row)) return []
  const order = ['receive', ...protocolOf(protocol).steps, 'consume', 'plan']
  if (row.outcome !== 'refused' && row.step === null) return stepsOf(order, null)
  const { refusal, plan } = record ?? {}
  if (row.step === null || (refusal === undefined && plan === undefined)) return []
  const { message = '', evidence = {}, findings } = refusal ?? {}
  return stepsOf(order, { step: row.step, code: row.code ?? 'internal', message, evidence, findings })
}
