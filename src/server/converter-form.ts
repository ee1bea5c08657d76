import type { FieldError } from '../api/edit/change.ts'
import type { Converter } from '../core/types.ts'
import { isJitupError } from '../errors.ts'
import { say } from '../messages.ts'
import type { ConverterRecord } from '../store/converters.ts'
import type { ConverterForm } from './pages/converter-view.ts'

/** A stored row as its form shows it. */
export const formOf = (row: ConverterRecord): ConverterForm => ({
  id: row.id,
  version: row.version,
  provider: row.provider ?? '',
  attributes: (row.attributes ?? []).join('\n'),
  column: row.column,
  defaultValue: row.defaultValue ?? '',
  position: row.position,
  errors: new Map(),
})

/** A row of an earlier version of the rules, as a new one. */
export const formOfPast = (row: Converter, provider: string | null): ConverterForm => ({
  ...formOf({ ...row, provider, version: 0 }),
  id: null,
  version: null,
})

/** The empty row to add, perhaps with an attribute that is waiting for one. */
export const emptyForm = (attribute: string): ConverterForm => ({
  id: null,
  version: null,
  provider: '',
  attributes: attribute,
  column: '',
  defaultValue: '',
  position: null,
  errors: new Map(),
})

/** What somebody typed. */
export function readForm(form: URLSearchParams, id: string | null): ConverterForm {
  const version = Number(form.get('version'))
  const position = Number(form.get('position') ?? Number.NaN)
  return {
    id,
    version: Number.isInteger(version) && version > 0 ? version : null,
    provider: form.get('provider') ?? '',
    // Browsers send line breaks as CR LF.
    attributes: (form.get('attributes') ?? '').replaceAll('\r\n', '\n'),
    column: form.get('column') ?? '',
    defaultValue: form.get('defaultValue') ?? '',
    position: Number.isInteger(position) && position >= 0 ? position : null,
    errors: new Map(),
  }
}

/** What a form asks to save. An attribute's name is taken as typed, but for line ends around it. */
export function inputOf(form: ConverterForm) {
  const attributes = form.attributes.split('\n').filter((name) => name.trim() !== '')
  return {
    provider: form.provider === '' ? null : form.provider,
    attributes: attributes.length === 0 ? null : attributes,
    column: form.column,
    defaultValue: form.defaultValue === '' ? null : form.defaultValue,
    ...(form.position === null ? {} : { position: form.position }),
  }
}

/** What could not be saved, and why. */
export interface Refused {
  readonly form: ConverterForm
  /** `invalid`: marked at its fields. `changed`: somebody else was faster. `gone`: the row is no longer there. */
  readonly why: 'invalid' | 'changed' | 'gone'
}

/** The form again, with what is wrong. @throws what is not about the form */
export function refusedForm(form: ConverterForm, error: unknown): Refused {
  if (isJitupError(error) && error.code === 'precondition_failed') return { form, why: 'changed' }
  // As a new row: what was typed is not lost, and saving it is a choice.
  if (isJitupError(error) && error.code === 'not_found')
    return { form: { ...form, id: null, version: null }, why: 'gone' }
  return { form: withErrors(form, error), why: 'invalid' }
}

function withErrors(form: ConverterForm, error: unknown): ConverterForm {
  if (!isJitupError(error)) throw error
  if (error.code !== 'validation_failed') throw error
  const list = Array.isArray(error.details.errors) ? (error.details.errors as FieldError[]) : []
  const errors = new Map<string, string>()
  for (const { field, message } of list) {
    const name = field.split('.')[0] ?? ''
    errors.set(name, [errors.get(name), message].filter(Boolean).join(' '))
  }
  if (form.column === '') errors.set('column', say('converters.choose-one'))
  return { ...form, errors: errors.size > 0 ? errors : new Map([['', error.message]]) }
}
