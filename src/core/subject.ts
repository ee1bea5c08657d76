import { TRANSIENT } from './attributes.ts'
import { filledValues } from './filled-values.ts'
import { problem } from './problem.ts'
import { faultOf, SUBJECT_LIMIT } from './text.ts'
import type { Claims, NameId, Problem, ProviderPolicy, Subject } from './types.ts'

export type SubjectResult =
  | { readonly ok: true; readonly subject: Subject }
  | { readonly ok: false; readonly problem: Problem }

const refused = (code: Problem['code'], source: string, details: Problem['details'] = {}): SubjectResult => ({
  ok: false,
  problem: problem(code, source, details),
})

const accepted = (value: string, format: string | null, source: string): SubjectResult => {
  const fault = faultOf(value, { limit: SUBJECT_LIMIT })
  if (fault === 'value_too_long') return refused(fault, source, { length: value.length, limit: SUBJECT_LIMIT })
  if (fault !== null) return refused(fault, source, { type: 'subject' })
  return { ok: true, subject: { value, format } }
}

/**
 * Who the identity provider says it is: the NameID, or the attribute that the provider's policy names.
 * The value is taken byte by byte, never trimmed or folded: it is a key, and repairing it would join two people.
 *
 * Errors, each of which refuses the sign-on: `subject_attribute_missing` (absent or empty), `subject_transient` (a NameID that is
 * different at every sign-on, SAML core 8.3.8, unless an attribute is the subject), `attribute_multi_valued` (an attribute with
 * several values names several people), `value_too_long`, `value_invalid`.
 */
export const subjectOf = (
  provider: Pick<ProviderPolicy, 'subjectFrom'>,
  nameId: NameId | null,
  claims: Claims,
): SubjectResult => {
  const { subjectFrom } = provider
  if (subjectFrom === 'NameID') {
    if (nameId === null || nameId.value.trim() === '') return refused('subject_attribute_missing', 'NameID')
    if (nameId.format === TRANSIENT) return refused('subject_transient', 'NameID')
    return accepted(nameId.value, nameId.format, 'NameID')
  }
  const { attribute } = subjectFrom
  const values = (claims.get(attribute) ?? []).filter((value) => value.trim() !== '')
  const [value] = values
  if (value === undefined) return refused('subject_attribute_missing', attribute)
  if (new Set(values).size > 1) {
    return refused('attribute_multi_valued', attribute, { attribute, values: filledValues(values).length })
  }
  return accepted(value, null, attribute)
}
