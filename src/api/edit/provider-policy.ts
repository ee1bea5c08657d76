import type { z } from 'zod'
import type { ProviderPolicy } from '../../core/types.ts'
import type { providerPatch } from '../contract.ts'
import { patchedOptions, providerOptions } from '../rule-options.ts'

type GivenPolicy = Omit<z.output<typeof providerPatch>, 'metadata' | 'metadataUrl' | 'enabled' | 'settings' | 'preset'>

/** The policy with what is given; what is not given stays, an option that is null is taken back. */
export function patchedPolicy(policy: ProviderPolicy, given: GivenPolicy): ProviderPolicy {
  const kept = Object.entries({ ...policy, ...defined(given) }).filter(
    ([name]) => !Object.hasOwn(providerOptions, name),
  )
  return Object.fromEntries([
    ...kept,
    ...Object.entries(patchedOptions(providerOptions, policy, given)),
  ]) as unknown as ProviderPolicy
}

type Defined<T> = { [Key in keyof T]: Exclude<T[Key], undefined> }

/** Without the entries that are there but undefined. */
export const defined = <T extends object>(values: T): Defined<Partial<T>> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Defined<Partial<T>>
