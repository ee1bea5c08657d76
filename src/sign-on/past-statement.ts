import { readAttributes } from '../core/read-attributes.ts'
import type { NameId } from '../core/types.ts'
import { JitupError } from '../errors.ts'
import type { SignOnRecord } from '../store/sign-ons.ts'
import type { App } from './app.ts'
import type { Statement } from './identify.ts'
import { type Preview, preview } from './preview.ts'
import type { TriedRules } from './replay.ts'
import { statementOf } from './stored.ts'

/**
 * Shows what a past sign-on would do today, by the rules in force or by those that are tried.
 * @param nameId somebody else's than the one that arrived
 * @throws JitupError `provider_unknown`; `not_found` when what arrived is not kept, or is redacted where these rules read it: a
 * plan without it would mislead
 */
export async function previewPast(
  app: Pick<App, 'db' | 'seal' | 'now'>,
  slug: string,
  record: SignOnRecord,
  { tried, nameId }: { readonly tried?: TriedRules | undefined; readonly nameId?: NameId | null | undefined } = {},
): Promise<Preview> {
  const statement = pastStatement(record, new Set())
  const asked = nameId === undefined ? statement : { ...statement, nameId }
  const made = await preview(app, slug, asked, tried)
  pastStatement(record, readAttributes(made.snapshot.provider, made.book.rules))
  return made
}

function pastStatement(record: SignOnRecord, reads: ReadonlySet<string>): Statement {
  const statement = statementOf(record, reads)
  if (statement === 'not_kept') throw new JitupError('not_found', 'What arrived at this sign-in is not kept.')
  if (statement === 'redacted') {
    throw new JitupError('not_found', 'Some of what the rules read of this sign-in was redacted.')
  }
  return statement
}
