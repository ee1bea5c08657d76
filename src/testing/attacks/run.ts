import type { Attack, Genuine } from './attack.ts'
import { attacks } from './attacks.ts'

/** Whom a service provider takes somebody for. */
export interface SeenIdentity {
  readonly subject: string | null
  readonly attributes: Readonly<Record<string, readonly string[]>>
}

/**
 * The service provider under test: what it makes of one SAMLResponse form field. Throwing is refusing. It must not
 * remember: the genuine message comes before the attacks and after them, and many attacks carry its IDs.
 */
export type ServiceProvider = (
  formField: string,
  attack: Attack | null,
) => Promise<'refused' | SeenIdentity> | 'refused' | SeenIdentity

export interface AttackReport {
  readonly refused: readonly string[]
  /**
   * What was let in. `forged`: as the victim, or as anybody else than the identity provider spoke of. `unchanged`: as the
   * person it spoke of; the message should mostly still have been refused, but nobody became somebody else.
   */
  readonly accepted: readonly {
    readonly id: string
    readonly title: string
    readonly outcome: 'forged' | 'unchanged'
    readonly seen: SeenIdentity
  }[]
}

/**
 * Runs every attack against a service provider, one after the other, and reports what it let in. Redirect attacks are
 * left out unless `bindings` names that binding, others where `only` says false. Throws an Error when the genuine message itself is refused, before or
 * after: then a refusal would prove nothing.
 *
 * @example
 * const { accepted } = await runAttacks(async (field) => profileOf(await mine.signOn(field)), genuine)
 * expect(accepted).toEqual([])
 */
export async function runAttacks(
  serviceProvider: ServiceProvider,
  genuine: Genuine,
  options: { readonly bindings?: readonly Attack['binding'][]; readonly only?: (attack: Attack) => boolean } = {},
): Promise<AttackReport> {
  const bindings = options.bindings ?? ['HTTP-POST']
  const good = await genuineIdentity(serviceProvider, genuine)
  const refused: string[] = []
  const accepted: AttackReport['accepted'][number][] = []
  for (const attack of attacks(genuine)) {
    if (!bindings.includes(attack.binding) || options.only?.(attack) === false) continue
    const seen = await judged(serviceProvider, attack.formField(), attack)
    if (seen === 'refused') refused.push(attack.id)
    else accepted.push({ id: attack.id, title: attack.title, outcome: outcomeOf(seen, good, attack), seen })
  }
  await genuineIdentity(serviceProvider, genuine)
  return { refused, accepted }
}

async function genuineIdentity(serviceProvider: ServiceProvider, genuine: Genuine): Promise<SeenIdentity> {
  const seen = await serviceProvider(Buffer.from(genuine.xml, 'utf8').toString('base64'), null)
  if (seen === 'refused') throw new Error('The service provider refuses the genuine message.')
  return seen
}

async function judged(serviceProvider: ServiceProvider, field: string, attack: Attack) {
  try {
    return await serviceProvider(field, attack)
  } catch {
    return 'refused' // A service provider may refuse by throwing; that a good message passes is checked apart.
  }
}

function outcomeOf(seen: SeenIdentity, good: SeenIdentity, attack: Attack): 'forged' | 'unchanged' {
  const values = [seen.subject, ...Object.values(seen.attributes).flat()]
  if (attack.forged.some((value) => values.includes(value))) return 'forged'
  if (canonical(seen) === canonical(good)) return 'unchanged'
  const vouched = [good.subject, ...Object.values(good.attributes).flat(), ...attack.accounts]
  return attack.accounts.length > 0 && values.every((value) => vouched.includes(value)) ? 'unchanged' : 'forged'
}

const canonical = ({ subject, attributes }: SeenIdentity): string =>
  JSON.stringify([subject, Object.entries(attributes).sort(([a], [b]) => (a < b ? -1 : 1))])
