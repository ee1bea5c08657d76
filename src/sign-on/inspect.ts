import { type Explanation, explain } from '../core/explain.ts'
import { plan } from '../core/plan.ts'
import type { Claims, NameId } from '../core/types.ts'
import { isJitupError } from '../errors.ts'
import type { Verification, Warning } from '../protocols/protocol.ts'
import { protocolOf } from '../protocols/registry.ts'
import { decodeMessage, type UnverifiedMessage } from '../protocols/saml/decode.ts'
import { readInstant } from '../protocols/saml/instant.ts'
import { type Step, stepsOf } from '../protocols/steps.ts'
import { listProviders, type ProviderRecord } from '../store/providers.ts'
import { listRoles } from '../store/roles.ts'
import type { App } from './app.ts'
import { pastSnapshot } from './past-snapshot.ts'
import { readRuleBook } from './rule-book.ts'
import { assertUsable, trust } from './trust.ts'

/** By which clock a message is judged. */
export type InspectedAt =
  | { readonly clock: 'present' }
  | { readonly clock: 'given'; readonly at: Date }
  /** That of the message itself: was it good when it was made? */
  | { readonly clock: 'message' }

/**
 * What the verifier makes of a paste. Never that anybody may sign on with it: it did not come from a browser that was sent for it,
 * and was not used up.
 */
export interface InspectedVerification {
  /** `sealed`: it is encrypted, and whoever asks may not read what is inside. */
  readonly verdict: 'verified' | 'refused' | 'sealed'
  readonly clock: InspectedAt['clock']
  readonly judgedAt: Date
  /** What a sign-on checks and this does not. */
  readonly notChecked: readonly ('transport' | 'request' | 'browser' | 'replay' | 'time')[]
  readonly steps: readonly Step[]
  readonly warnings: readonly Warning[]
}

/** What is to be told of a statement: verified, or only said. */
export interface InspectedStatement {
  readonly verified: boolean
  readonly claims: Claims
  readonly nameId: NameId | null
}

export interface Inspection {
  readonly message: UnverifiedMessage
  readonly provider: { readonly record: ProviderRecord; readonly guessed: boolean } | null
  /** Null: it is no Response, or nobody knows whose keys to check it with. */
  readonly verification: InspectedVerification | null
  /** Null: nothing is legible in it. */
  readonly statement: InspectedStatement | null
  /** An encrypted assertion was opened with our keys, whatever came of it. */
  readonly opened: boolean
}

/**
 * Takes a pasted message apart: what it is, what it says, and what the verifier of sign-ons makes of it, step by step. Nothing is
 * written, logged or used up.
 * @param given slug of the provider; undefined: whoever its Issuer names
 * @param opens whether our keys may open what is encrypted
 * @throws JitupError `message_missing`, `message_too_large`, `message_not_base64`, `provider_unknown`
 */
export async function inspect(
  app: Pick<App, 'db' | 'now' | 'keys' | 'publicUrl' | 'refusals' | 'demo'>,
  text: string,
  options: {
    readonly provider: ProviderRecord | undefined
    readonly at: InspectedAt
    readonly opens: boolean
  },
): Promise<Inspection> {
  const message = decodeMessage(text)
  const record = options.provider ?? (await providerNamedBy(app, message))
  const provider = record && { record, guessed: options.provider === undefined }
  const said = saidBy(message)
  if (record === null || message.unverifiedKind !== 'Response') {
    return { message, provider, verification: null, statement: said, opened: false }
  }
  const { verification, accepted } = judge(app, message, record, options)
  const encrypted = (message.unverifiedFacts?.encryptedAssertions ?? 0) > 0
  const opened = encrypted && verification.steps.some((one) => one.step === 'decryption' && one.verdict === 'passed')
  return { message, provider, verification, statement: accepted ?? said, opened }
}

async function providerNamedBy({ db }: Pick<App, 'db'>, message: UnverifiedMessage): Promise<ProviderRecord | null> {
  const facts = message.unverifiedFacts
  const named = [facts?.issuer, ...(facts?.assertions ?? []).map((one) => one.issuer), facts?.entityId]
  const known = await listProviders(db)
  for (const entityId of named) {
    const record = known.find((one) => one.entityId === entityId)
    if (record) return record
  }
  return null
}

/** What stands in it in the clear, whoever wrote it. */
function saidBy({ unverifiedFacts, unverifiedAttributes }: UnverifiedMessage): InspectedStatement | null {
  const [assertion] = unverifiedFacts?.assertions ?? []
  if (assertion === undefined) return null
  const { nameId } = assertion
  return {
    verified: false,
    claims: unverifiedAttributes,
    nameId: nameId?.value ? { ...nameId, value: nameId.value, spProvidedId: null } : null,
  }
}

function judge(
  app: Pick<App, 'now' | 'keys' | 'publicUrl' | 'refusals' | 'demo'>,
  { unverifiedBytes, unverifiedFacts }: UnverifiedMessage,
  record: ProviderRecord,
  { at, opens }: { readonly at: InspectedAt; readonly opens: boolean },
): { readonly verification: InspectedVerification; readonly accepted: InspectedStatement | null } {
  const present = app.now()
  const now = at.clock === 'given' ? at.at : at.clock === 'message' ? ownTime(unverifiedFacts, present) : present
  const protocol = protocolOf(record.protocol)
  const form = new URLSearchParams({ SAMLResponse: Buffer.from(unverifiedBytes).toString('base64') })
  const result = protocol.verify(trust(record, app.publicUrl), form, {
    now,
    keys: opens ? app.keys : [],
    failedDecryptions: app.refusals.lastHour(record.policy.id, 'decryption_failed', present),
  })
  const sealed = !opens && result.verdict === 'rejected' && result.code === 'decryption_key_missing'
  return {
    verification: {
      verdict: result.verdict === 'accepted' ? 'verified' : sealed ? 'sealed' : 'refused',
      clock: at.clock,
      judgedAt: now,
      notChecked: ['transport', 'request', 'browser', 'replay', ...(at.clock === 'present' ? [] : (['time'] as const))],
      steps: sealed ? sealedSteps(protocol.steps) : stepsOf(protocol.steps, stopOf(result)),
      warnings: [...(result.verdict === 'accepted' ? result.warnings : []), ...unusable(app, record)],
    },
    accepted:
      result.verdict === 'accepted'
        ? { verified: true, claims: result.assertion.claims, nameId: result.assertion.nameId }
        : null,
  }
}

const stopOf = (result: Verification) => (result.verdict === 'accepted' ? null : result)

/** Whether it would decrypt was not tried: everything from there on was not reached. */
function sealedSteps(order: readonly string[]): readonly Step[] {
  const stop = { step: 'decryption', code: 'forbidden', message: needsClaims, evidence: {} }
  return stepsOf(order, stop).map((one) => (one.verdict === 'refused' ? { ...one, verdict: 'not-reached' } : one))
}

const needsClaims = 'The Assertion is encrypted for us. It is opened only for who may read claims (claims:read).'

/** The latest moment that the message itself names as past. */
function ownTime(facts: UnverifiedMessage['unverifiedFacts'], otherwise: Date): Date {
  const [assertion] = facts?.assertions ?? []
  const named = [facts?.issueInstant, assertion?.issueInstant, assertion?.notBefore, assertion?.authnInstant]
  const times = named.flatMap((text) => (text ? (readInstant(text)?.getTime() ?? []) : [])).filter((time) => time >= 0)
  return times.length === 0 ? otherwise : new Date(Math.max(...times))
}

/** What would stop a sign-on before its message is looked at. */
function unusable(app: Pick<App, 'demo' | 'now'>, record: ProviderRecord): readonly Warning[] {
  try {
    assertUsable(app, record)
    return []
  } catch (error) {
    if (!isJitupError(error)) throw error
    return [{ code: error.code, message: error.message }]
  }
}

/**
 * Lays a statement beside the mapping of a provider: which row takes which attribute, and which found nothing. By the rules alone:
 * the directory is not looked at.
 */
export async function mappingOfStatement(
  { db }: Pick<App, 'db'>,
  { policy }: ProviderRecord,
  { claims, nameId }: InspectedStatement,
): Promise<Explanation> {
  const [{ rules, columns }, roles] = await Promise.all([readRuleBook(db), listRoles(db)])
  const snapshot = pastSnapshot(policy, columns, roles, { subject: nameId, claims })
  return explain(snapshot, claims, rules, plan(snapshot, claims, rules))
}
