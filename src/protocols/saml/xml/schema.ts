import { quotable, Refusal } from '../refusal.ts'
import type { ExceptionName } from '../settings.ts'
import { DS, SAML, SAMLP } from './namespaces.ts'
import type { XmlDocument } from './parse.ts'
import { attributeOf, childrenOf, is, type XmlElement } from './tree.ts'

/** What this document must be, and what its provider is excused for. */
export interface Form {
  /** An Assertion is a root when it was decrypted. */
  readonly root: 'Response' | 'Assertion' | 'LogoutRequest' | 'LogoutResponse'
  readonly looseIds: boolean
  readonly signatureLast: boolean
}

/**
 * Validates a Response, or a decrypted Assertion, against our own schema (`../schema/`), compiled once per process.
 * Returns the exceptions that it needed. Refuses with `schema_invalid`; the evidence names elements and what was
 * expected, never values.
 */
export function conform({ engine, address, root }: XmlDocument, form: Form): readonly ExceptionName[] {
  if (!is(root, form.root === 'Assertion' ? SAML : SAMLP, form.root)) {
    throw new Refusal('schema_invalid', `The message must be a SAML 2.0 ${form.root}. Something else came.`, {
      unverifiedRoot: quotable(root.name),
    })
  }
  const { lib, diagnostics } = engine
  diagnostics.length = 0
  const context = lib._xmlSchemaNewValidCtxt(engine.schema)
  lib._xmlSchemaSetValidStructuredErrors(context, engine.onError, 0)
  const result = lib._xmlSchemaValidateDoc(context, address)
  lib._xmlSchemaFreeValidCtxt(context)
  if (result !== 0 || diagnostics.length > 0) {
    const [first] = diagnostics
    throw invalid(
      first === undefined ? {} : { unverifiedFinding: quotable(withoutValues(first.text), 400), line: first.line },
    )
  }
  return exceptionsNeeded(root, form)
}

/** The schema admits two forms that are not SAML; by default they are refused here, as if it did not. */
function exceptionsNeeded(root: XmlElement, form: Form): readonly ExceptionName[] {
  const needed: ExceptionName[] = []
  for (const element of [root, ...childrenOf(root, SAML, 'Assertion')]) {
    if (isLoose(attributeOf(element, 'ID') ?? '')) {
      if (!form.looseIds) throw invalid({ unverifiedFinding: `${element.name}: its ID is no NCName.` })
      needed.push('loose-ids')
    }
    if (signatureIsLate(element)) {
      if (!form.signatureLast) throw invalid({ unverifiedFinding: `${element.name}: its Signature stands at the end.` })
      needed.push('signature-last')
    }
  }
  return needed
}

/** Of the two types that the schema allows, only a loose ID begins so or holds a colon (XML names, production 4). */
const isLoose = (id: string): boolean => /^\s*[0-9.-]|:/.test(id)

function signatureIsLate({ children }: XmlElement): boolean {
  const at = children.findIndex((child) => is(child, DS, 'Signature'))
  return at > (is(children[0] ?? null, SAML, 'Issuer') ? 1 : 0)
}

const invalid = (evidence: Refusal['evidence']) =>
  new Refusal(
    'schema_invalid',
    'The message must have the form of a SAML 2.0 Response with one Assertion. It does not; the evidence says where.',
    evidence,
  )

/** libxml2 quotes offending values, which may be personal data, and cuts long ones: what follows the first quote goes. */
const withoutValues = (text: string): string => (text.split(/ value '|: '/)[0] ?? '').trim()
