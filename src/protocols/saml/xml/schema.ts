import { quotable, Refusal } from '../refusal.ts'
import { SAMLP } from './namespaces.ts'
import type { XmlDocument } from './parse.ts'
import { is } from './tree.ts'

/**
 * Validates a Response against our own schema (`../schema/`), compiled once per process.
 * Refuses with `schema_invalid`; the evidence names elements and what was expected, never values.
 */
export function conform({ engine, address, root }: XmlDocument): void {
  if (!is(root, SAMLP, 'Response')) {
    throw new Refusal('schema_invalid', 'The message must be a SAML 2.0 Response. Something else came.', {
      unverifiedRoot: quotable(root.name),
    })
  }
  const { lib, diagnostics } = engine
  diagnostics.length = 0
  const context = lib._xmlSchemaNewValidCtxt(engine.schema)
  lib._xmlSchemaSetValidStructuredErrors(context, engine.onError, 0)
  const result = lib._xmlSchemaValidateDoc(context, address)
  lib._xmlSchemaFreeValidCtxt(context)
  if (result === 0 && diagnostics.length === 0) return
  const [first] = diagnostics
  throw new Refusal(
    'schema_invalid',
    'The message must have the form of a SAML 2.0 Response with one Assertion. It does not; the evidence says where.',
    first === undefined ? {} : { unverifiedFinding: quotable(withoutValues(first.text), 400), line: first.line },
  )
}

/** libxml2 quotes offending values, which may be personal data, and cuts long ones: what follows the first quote goes. */
const withoutValues = (text: string): string => (text.split(/ value '|: '/)[0] ?? '').trim()
