import { say } from '../messages.ts'
import { isXmlText } from '../testing/xml-text.ts'
import type { DemoAttribute, DemoPerson } from './people.ts'

/** What an edit form says: the attributes as typed, one more if it was added, and what is wrong by attribute name. */
export interface DemoEdit {
  readonly attributes: readonly DemoAttribute[]
  readonly added: DemoAttribute | null
  readonly problems: ReadonlyMap<string, string>
}

/** The key under which the name of an added attribute is found in `problems`. */
export const newAttribute = ''

const maxAttributes = 40
const maxValues = 500
const maxLength = 4_000

/** Form field names. An attribute's own name is part of them, so that one form can never write another attribute. */
export const field = {
  values: (name: string): string => `values:${name}`,
  sent: (name: string): string => `sent:${name}`,
  newName: 'new-name',
  newValues: 'new-values',
} as const

/** Reads the edit form of a person. One value per line; blank lines are no values. Attributes keep their order. */
export function readEditForm(form: URLSearchParams, person: DemoPerson): DemoEdit {
  const known = person.attributes.map((one) => ({
    name: one.name,
    values: form.has(field.values(one.name)) ? lines(form.get(field.values(one.name))) : one.values,
    sent: form.has(field.sent(one.name)),
  }))
  const name = (form.get(field.newName) ?? '').trim()
  const values = lines(form.get(field.newValues))
  const added = name === '' && values.length === 0 ? null : { name, values, sent: true }
  const problems = new Map<string, string>()
  for (const one of known) {
    const problem = problemOf(one)
    if (problem !== null) problems.set(one.name, problem)
  }
  const problem = added === null ? null : problemOfAdded(added, known)
  if (problem !== null) problems.set(newAttribute, problem)
  return { attributes: known, added, problems }
}

function problemOfAdded(added: DemoAttribute, known: readonly DemoAttribute[]): string | null {
  if (added.name === '') return say('demo-idp.wrong-nameless')
  if (known.some((one) => one.name === added.name)) return say('demo-idp.wrong-twice')
  if (known.length >= maxAttributes) return say('demo-idp.wrong-attributes', { most: maxAttributes })
  return problemOf(added)
}

function problemOf(one: DemoAttribute): string | null {
  const texts = [one.name, ...one.values]
  if (one.values.length > maxValues) return say('demo-idp.wrong-values', { most: maxValues })
  if (texts.some((text) => text.length > maxLength)) return say('demo-idp.wrong-long', { most: maxLength })
  return texts.every(isXmlText) ? null : say('demo-idp.wrong-character')
}

const lines = (text: string | null): string[] => (text ?? '').split(/\r\n|\n|\r/).filter((line) => line !== '')
