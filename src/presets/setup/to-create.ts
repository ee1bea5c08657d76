import { attributesOf, mappingOf } from '../../core/converters.ts'
import { loginAttributes } from '../../core/login.ts'
import { captionOf } from '../../messages/caption.ts'
import { say } from '../../messages.ts'
import type { Preset } from '../preset.ts'
import type { SetupFacts, ToCreate, ToSend } from './step.ts'

interface Wish {
  readonly names: readonly string[]
  readonly purpose: string
  /** The column that it fills, if any. */
  readonly column: string | null
}

const wishesOf = ({ provider, converters, columns }: SetupFacts): readonly Wish[] => {
  const { rows } = mappingOf(provider, { converters }, columns)
  return [...columns.values()].flatMap((column): Wish[] => {
    const { name } = column
    const purpose = captionOf(column)
    return (rows.get(name) ?? []).flatMap((row): Wish[] => {
      // Every part of a template is needed; of a list one is enough.
      if (row.template !== undefined) {
        return attributesOf(row).map((part) => ({ names: [part], purpose, column: name }))
      }
      return row.attributes ? [{ names: row.attributes, purpose, column: name }] : []
    })
  })
}

const namesAndLogins = ({ provider: { subjectFrom, loginFrom } }: SetupFacts): readonly Wish[] => [
  ...(subjectFrom === 'NameID'
    ? []
    : [{ names: [subjectFrom.attribute], purpose: say('setup.purpose-subject'), column: null }]),
  ...loginAttributes(loginFrom).map((name) => ({ names: [name], purpose: say('setup.purpose-login'), column: null })),
]

/** Of a converter's attributes the one that the product itself would use, else the first. */
const chosenName = (preset: Preset, { names, column }: Wish): string => {
  const usual = preset.attributes.find((one) => one.column === column)?.names ?? []
  return usual.find((name) => names.includes(name)) ?? names[0] ?? ''
}

/** Where the product keeps what an attribute should bring: known by its Name, else by the column it fills. */
const placeOf = (preset: Preset, name: string, { column }: Wish): string | null => {
  const byName = preset.attributes.find((one) => one.names.includes(name))
  return (byName ?? preset.attributes.find((one) => one.column === column))?.from ?? null
}

/** Which attributes the provider's converters, subject, login and roles need, each once, in the order of the catalogue. */
export function toCreate(preset: Preset, facts: SetupFacts): ToCreate {
  const mapped = wishesOf(facts)
  const suggested = mapped.length === 0
  const defaults = preset.attributes.map(({ names, column }): Wish => {
    const known = facts.columns.get(column)
    return { names, purpose: known ? captionOf(known) : column, column }
  })
  const roles = rolesToSend(preset, facts)
  const byName = new Map<string, ToSend>()
  for (const wish of [...namesAndLogins(facts), ...(suggested ? defaults : mapped)]) {
    const name = chosenName(preset, wish)
    if (name === roles?.name) continue
    const known = byName.get(name)
    byName.set(name, {
      name,
      purposes: [...(known?.purposes ?? []), wish.purpose],
      from: known?.from ?? placeOf(preset, name, wish),
    })
  }
  return { attributes: [...byName.values()], roles, suggested }
}

function rolesToSend(preset: Preset, { provider }: SetupFacts): ToSend | null {
  const { roles, roleAttributes } = provider
  const [usual] = preset.roles
  const explicit = roleAttributes === 'well-known' ? undefined : roleAttributes
  const name = explicit?.find((one) => preset.roles.some((role) => role.name === one)) ?? explicit?.[0] ?? usual?.name
  if (roles === 'off' || name === undefined) return null
  const from = preset.roles.find((one) => one.name === name)?.from ?? usual?.from ?? null
  return { name, purposes: [say('setup.purpose-groups')], from }
}
