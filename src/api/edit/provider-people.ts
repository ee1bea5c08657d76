import { PERSISTENT, TRANSIENT } from '../../core/attributes.ts'
import { notAKey } from '../../core/match.ts'
import type { NameSource, ProviderPolicy } from '../../core/types.ts'
import { readSettings } from '../../protocols/saml/settings.ts'
import { indexForLinks } from '../../store/candidates.ts'
import { readColumns } from '../../store/columns.ts'
import type { Tx } from '../../store/database.ts'
import type { ProviderRecord } from '../../store/providers.ts'
import { invalid } from './change.ts'

const reasons = {
  email: 'Link by the e-mail address with {"by": "email"}: it goes by the mail domains that are bound to the provider.',
  name: 'People of the same name are not the same person. Choose a column that only one person can have the value of.',
  type: 'Only columns of type text, phone and integer can tell people apart.',
}

/**
 * Checks what a policy says about people, and makes sure that its link rules find them by an index, however many there are.
 * Call it in the transaction that saves the policy.
 * @param options.draft it will not be saved: nothing is built, which would make all who write contacts wait
 * @throws JitupError `validation_failed`, `conflict` when the directory is too busy for building the index
 */
export async function preparePeople(
  tx: Tx,
  { link = [], pilot }: ProviderPolicy,
  { draft = false }: { readonly draft?: boolean } = {},
): Promise<void> {
  if (pilot && pilot.subjects === undefined && pilot.when === undefined) {
    throw invalid('pilot', 'Say who takes part: subjects, or when; null ends the pilot.')
  }
  const columns = link.some((rule) => rule.by === 'column') ? await readColumns(tx) : new Map()
  for (const [index, rule] of link.entries()) {
    if (rule.by !== 'column') continue
    const field = `link.${index}.column`
    const column = columns.get(rule.column)
    if (!column) throw invalid(field, `There is no contact column ${rule.column}.`)
    const fault = notAKey(column)
    if (fault !== null) throw invalid(field, reasons[fault])
    if (!draft) await indexForLinks(tx, columns, column)
  }
}

/** Something that is allowed and will probably be regretted. */
export interface PolicyWarning {
  readonly code: 'login_opaque' | 'subject_transient'
  readonly message: string
}

/** Ids made for one partner alone: eduPersonTargetedID, and the subject identifier of OASIS. */
const pairwise: readonly string[] = [
  'urn:oid:1.3.6.1.4.1.5923.1.1.1.10',
  'urn:oasis:names:tc:SAML:attribute:pairwise-id',
]

/** What is likely to go wrong with how a provider names people. */
export function warningsOf({
  policy,
  settings,
}: Pick<ProviderRecord, 'policy' | 'settings'>): readonly PolicyWarning[] {
  const { nameIdPolicy } = readSettings(settings)
  const isOpaque = (source: NameSource) =>
    source === 'NameID'
      ? nameIdPolicy === PERSISTENT || nameIdPolicy === TRANSIENT
      : pairwise.includes(source.attribute)
  const { loginFrom, subjectFrom } = policy
  const warnings: PolicyWarning[] = []
  if (loginFrom !== 'auto' && !(typeof loginFrom === 'object' && 'template' in loginFrom) && isOpaque(loginFrom)) {
    const message = 'People would get sign-in names that mean nothing to them. Choose another loginFrom.'
    warnings.push({ code: 'login_opaque', message })
  }
  if (subjectFrom === 'NameID' && nameIdPolicy === TRANSIENT) {
    const message = 'The NameID that is asked for is a new one at every sign-in: nobody can sign in. Choose another.'
    warnings.push({ code: 'subject_transient', message })
  }
  return warnings
}
