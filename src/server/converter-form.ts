import type { FieldError } from '../api/edit/change.ts'
import { isJitupError } from '../errors.ts'
import { say } from '../messages.ts'
import type { ConverterRecord } from '../store/converters.ts'
import type { ConverterForm } from './pages/converters-page.tsx'

/** A stored row as its form shows it. */
export const formOf = (row: ConverterRecord): ConverterForm => ({
  id: row.id,
  version: row.version,
  provider: row.provider ?? '',
  attributes: (row.attributes ?? []).join('\n'),
  column: row.column,
  defaultValue: row.defaultValue ?? '',
  errors: new Map(),
})

/** The empty row to add, perhaps with an attribute that is waiting for one. */
export const emptyForm = (attribute: string): ConverterForm => ({
  id: null,
  version: null,
  provider: '',
  attributes: attribute,
  column: '',
  defaultValue: '',
  errors: new Map(),
})

/** What somebody typed. */
export function readForm(form: URLSearchParams, id: string | null): ConverterForm {
  const version = Number(form.get('version'))
  return {
    id,
    version: Number.isInteger(version) && version > 0 ? version : null,
    provider: form.get('provider') ?? '',
    // Browsers send line breaks as CR LF.
    attributes: (form.get('attributes') ?? '').replaceAll('\r\n', '\n'),
    column: form.get('column') ?? '',
    defaultValue: form.get('defaultValue') ?? '',
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
  }
}

/** The form again, with what is wrong at its fields. @throws what is not about the form */
export function withErrors(form: ConverterForm, error: unknown): ConverterForm {
  if (!isJitupError(error)) throw error
  if (error.code === 'precondition_failed') {
    return { ...form, errors: new Map([['', say('converters.changed')]]) }
  }
  if (error.code !== 'validation_failed') throw error
  const list = Array.isArray(error.details.errors) ? (error.details.errors as FieldError[]) : []
  const errors = new Map<string, string>()
  for (const { field, message } of list) {
    const name = field.split('.')[0] ?? ''
    errors.set(name, [errors.get(name), message].filter(Boolean).join(' '))
  }
  return { ...form, errors: errors.size > 0 ? errors : new Map([['', error.message]]) }
}
