import { expect, test } from 'vitest'
import { verificationSteps } from '../../src/protocols/saml/steps.ts'
import { stepsOf } from '../../src/protocols/steps.ts'
import { acsUrl, change, judge, now, refused, respond, spEntityId } from './world.ts'

const verdicts = (steps: ReturnType<typeof stepsOf>) =>
  Object.fromEntries(steps.map((one) => [one.step, one.code ?? one.verdict]))

test('a misconfigured provider is told everything that is wrong at once, with what to change', () => {
  const xml = respond({ audience: 'https://elsewhere.example', recipient: 'https://elsewhere.example/acs' })
  const rejection = refused(xml, 'audience_mismatch', 'protocol')
  const steps = stepsOf(verificationSteps, rejection)
  expect(verdicts(steps)).toEqual({
    transport: 'passed',
    gate: 'passed',
    parse: 'passed',
    schema: 'passed',
    shape: 'passed',
    decryption: 'passed',
    signature: 'passed',
    reparse: 'passed',
    envelope: 'passed',
    status: 'passed',
    issuer: 'passed',
    destination: 'passed',
    audience: 'audience_mismatch',
    confirmation: 'recipient_mismatch',
    conditions: 'passed',
    age: 'passed',
    authentication: 'passed',
    'name-id': 'passed',
  })
  const audience = steps.find((one) => one.step === 'audience')
  expect(audience?.evidence).toEqual({ expected: spEntityId, came: ['https://elsewhere.example'] })
  expect(audience?.message).toContain('at the identity provider')
  expect(steps.find((one) => one.step === 'confirmation')?.evidence).toEqual({
    expected: acsUrl,
    came: 'https://elsewhere.example/acs',
  })
})

test('nothing is said of the steps that a message did not reach', () => {
  const rejection = refused(change(respond(), 'john@x.example', 'ceo@x.example'), 'signature_digest', 'signature')
  expect(verdicts(stepsOf(verificationSteps, rejection))).toMatchObject({
    shape: 'passed',
    signature: 'signature_digest',
    reparse: 'not-reached',
    protocol: 'not-reached',
  })
})

test('an accepted message passed every step', () => {
  expect(judge(respond())).toMatchObject({ verdict: 'accepted' })
  expect(new Set(stepsOf(verificationSteps, null).map((one) => one.verdict))).toEqual(new Set(['passed']))
})

test('every instant that a later check needs is given: clocks apart by an hour name each bound', () => {
  const late = new Date(now.getTime() + 2 * 3_600_000)
  const verdict = judge(respond(), { now: late })
  if (verdict.verdict !== 'rejected') throw new Error('accepted')
  expect(verdicts(stepsOf(verificationSteps, verdict))).toMatchObject({
    confirmation: 'expired',
    conditions: 'expired',
    age: 'too_old',
  })
})
