import { afterAll, beforeAll, expect, it } from 'vitest'
import { createIdentityProvider } from '../../src/testing/index.ts'
import { type Api, addProvider, newApi, signOn } from './api-world.ts'

let api: Api
beforeAll(async () => {
  api = await newApi()
})
afterAll(() => api.end())

type Steps = readonly { step: string; verdict: string; code: string | null }[]
const newest = async () => {
  const { items } = (await api.get('/sign-ons?limit=1')).body
  return (await api.get(`/sign-ons/${items[0].id}`)).body
}
const verdict = (steps: Steps, name: string) => steps.find((one) => one.step === name)?.verdict

it('tells of a refused sign-on where it stopped, what passed before and what was not reached', async () => {
  const { idp } = await addProvider(api, 'acme')
  const impostor = createIdentityProvider({ entityId: idp.entityId, now: () => api.clock.now })
  expect((await signOn(api, impostor, 'acme', 'john', {})).status).toBe(403)
  const { steps } = await newest()
  expect(verdict(steps, 'receive')).toBe('passed')
  expect(verdict(steps, 'schema')).toBe('passed')
  expect(steps).toContainEqual(
    expect.objectContaining({ step: 'signature', verdict: 'refused', code: 'signature_invalid' }),
  )
  expect(verdict(steps, 'protocol')).toBe('not-reached')
  expect(verdict(steps, 'plan')).toBe('not-reached')
})

it('tells of a refusal by the rules that the message itself was in order', async () => {
  const { idp } = await addProvider(api, 'closed', { employees: { create: false, update: false } })
  expect((await signOn(api, idp, 'closed', 'nobody', {})).status).toBe(403)
  const { steps } = await newest()
  expect(verdict(steps, 'protocol')).toBe('passed')
  expect(verdict(steps, 'consume')).toBe('passed')
  expect(steps).toContainEqual(
    expect.objectContaining({ step: 'plan', verdict: 'refused', code: 'user_not_provisioned' }),
  )
})

it('tells of a sign-on that went well that every step passed', async () => {
  const { idp } = await addProvider(api, 'open')
  expect((await signOn(api, idp, 'open', 'john', {})).status).toBe(303)
  const { steps }: { steps: Steps } = await newest()
  expect(steps.length).toBeGreaterThan(8)
  expect(steps.filter((one) => one.verdict !== 'passed')).toEqual([])
})
