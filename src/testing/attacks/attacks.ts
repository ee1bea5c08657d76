import type { Attack, Draft, Genuine, Message } from './attack.ts'
import { complexity } from './complexity.ts'
import { encodings } from './encodings.ts'
import { encryption } from './encryption.ts'
import { keys } from './keys.ts'
import { markup } from './markup.ts'
import { type Material, materialOf } from './material.ts'
import { pollution } from './pollution.ts'
import { references } from './references.ts'
import { covers, wrapping } from './wrapping.ts'

const families: readonly ((m: Material) => readonly Draft[])[] = [
  wrapping,
  covers,
  references,
  keys,
  pollution,
  markup,
  encodings,
  encryption,
  complexity,
]

/**
 * Every attack that can be made of one genuine message, in the order of the threat classes in `docs/attack-suite.md`.
 * Which there are depends on what is signed (the Assertion, the Response or both) and on what else `genuine` gives.
 * Messages are made when asked for. Throws a RangeError when the message is no signed Response with one plain Assertion.
 * Only for service providers that are yours to attack.
 *
 * @example
 * for (const attack of attacks(genuine)) await expect(signOn(attack.formField())).rejects.toThrow()
 */
export function attacks(genuine: Genuine): readonly Attack[] {
  const material = materialOf(genuine)
  return families
    .flatMap((family) => family(material))
    .map((draft) => attackOf(draft, material))
    .sort((a, b) => (a.threat < b.threat ? -1 : a.threat > b.threat ? 1 : 0))
}

function attackOf(draft: Draft, material: Material): Attack {
  const { id, title, message } = draft
  return {
    id,
    threat: id.slice(0, 3),
    title,
    binding: draft.binding ?? 'HTTP-POST',
    expects: draft.expects ?? 'refused',
    forged: material.forgedValues,
    accounts: draft.accounts ?? [],
    formField: () => fieldOf(message()),
  }
}

function fieldOf(message: Message): string {
  if (typeof message === 'string') return Buffer.from(message, 'utf8').toString('base64')
  return message instanceof Uint8Array ? Buffer.from(message).toString('base64') : message.field
}
