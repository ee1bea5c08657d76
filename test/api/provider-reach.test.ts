/** Which providers may give a role that only administrators hand out stands twice: as a query and as a pure function. Both agree. */
import * as fc from 'fast-check'
import sql from 'sql-template-tag'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { guardedProviders } from '../../src/api/edit/provider-reach.ts'
import { policyByHand } from '../../src/core/default-policy.ts'
import { guardedReach } from '../../src/core/guarded-reach.ts'
import { listRoles } from '../../src/store/roles.ts'
import { putRoleRule } from '../../src/store/rules.ts'
import { uuid7 } from '../../src/store/uuid.ts'
import { createIdentityProvider } from '../../src/testing/index.ts'
import { addProvider, addRole, newWorld, type World } from '../sign-on/world.ts'

let world: World
beforeAll(async () => {
  world = await newWorld()
})
afterAll(() => world.end())

/** Some of these, at most three. */
const someOf = <T>(all: readonly T[]) => fc.uniqueArray(fc.constantFrom(...all), { maxLength: 3 })

it('the query and the pure function name the same providers, whatever the rules, the lists and the types of users', async () => {
  const idp = createIdentityProvider({ entityId: 'https://second.example/idp', now: () => world.clock.now })
  const providerIds = [world.providerId, await addProvider(world, idp, { slug: 'second' })]
  const ordinary = await addRole(world, 'Sales')
  const kept = await addRole(world, 'Keys')
  const desk = await addRole(world, 'Desk')
  await world.app.db.query(sql`update roles set protected = true where id = ${kept}`)
  await world.app.db.query(sql`update roles set guarded = true where id = ${desk}`)
  const roles = await listRoles(world.app.db)
  const guarded = new Set(roles.flatMap(({ id, guarded }) => (guarded ? [id] : [])))
  const administrators = roles.find(({ builtIn }) => builtIn === 'administrators')?.id ?? ''
  expect([...guarded].toSorted()).toEqual([kept, desk, administrators].toSorted())
  const roleIds = [ordinary, kept, desk, administrators]

  const rule = fc.record({ providerId: fc.constantFrom(null, ...providerIds), roleId: fc.constantFrom(...roleIds) })
  const policy = fc.record({
    userType: fc.constantFrom('employee' as const, 'external' as const),
    allowedRoles: fc.option(someOf(roleIds), { nil: undefined }),
  })
  const cases = fc.record({
    rules: fc.uniqueArray(rule, { maxLength: 4, selector: ({ providerId, roleId }) => `${providerId} ${roleId}` }),
    policies: fc.tuple(policy, policy),
  })
  const seen = new Set<number>()
  await fc.assert(
    fc.asyncProperty(cases, async ({ rules, policies }) => {
      const roleRules = rules.map((one) => ({ ...one, id: uuid7(world.clock.now), groups: ['g'] }))
      const providers = policies.map(({ allowedRoles, ...rest }, at) => {
        return { ...policyByHand, ...rest, ...(allowedRoles ? { allowedRoles } : {}), id: providerIds[at] ?? '' }
      })
      const found = await world.app.db.transaction(async (tx) => {
        await tx.query(sql`delete from role_rules`)
        for (const one of roleRules) await putRoleRule(tx, one)
        return guardedProviders(tx, providers)
      })
      const reached = new Set(guardedReach({ roleRules, providers }, guarded).map(({ providerId }) => providerId))
      seen.add(reached.size)
      expect(found).toEqual(reached)
    }),
    { numRuns: 300 },
  )
  expect(seen).toEqual(new Set([0, 1, 2]))
})
