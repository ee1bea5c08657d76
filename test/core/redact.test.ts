import { expect, test } from 'vitest'
import { plan } from '../../src/core/plan.ts'
import { redact } from '../../src/core/redact.ts'
import * as world from './world.ts'

test.each(['phone', 'http://acme.example/claims/phone', 'http://acme.example/claims#phone', 'urn:acme:phone'])(
  'what %s brought is gone from claims, columns and remarks, however a row names it',
  (name) => {
    const claims = world.claimsOf({ [name]: ['+15550100', 'second secret'] })
    const provider = world.providerOf()
    const row = world.converterOf('Phone', { attributes: ['phone'], lastPart: true, several: 'last' })
    const rules = world.rulesOf([row])
    const snapshot = world.snapshotOf({ provider, person: world.personOf() })
    const record = { claims: [...claims], plan: plan(snapshot, claims, rules) }
    expect(JSON.stringify(record.plan)).toContain('second secret')
    const kept = redact(record, [name], { provider, rules })
    expect(JSON.stringify(kept)).not.toMatch(/555|secret/)
    expect(kept).toMatchObject({ redacted: [name] })
  },
)
