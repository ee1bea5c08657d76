import sql from 'sql-template-tag'
import { type Mention, mentionsOf, movedAccounts } from '../../core/lookup-mentions.ts'
import { JitupError } from '../../errors.ts'
import { type Columns, readColumns } from '../../store/columns.ts'
import { listConverters } from '../../store/converters.ts'
import type { Database, Tx } from '../../store/database.ts'
import { aliasKeys, type LookupValueRecord, lookupValueById } from '../../store/lookup-values.ts'
import { notFound } from './change.ts'

/** Whether the one who edits may also decide whom the organisation trusts. */
export interface LookupRights {
  readonly trust: boolean
}

/** A mention with the provider's name instead of its id. */
export type ShownMention =
  | (Omit<Extract<Mention, { kind: 'converter' }>, 'providerId'> & { readonly provider: string | null })
  | (Omit<Extract<Mention, { kind: 'provider' }>, 'providerId'> & { readonly provider: string })

/** The providers that have a list of accounts, and the columns and rules beside which values live. */
export interface Surroundings {
  readonly columns: Columns
  readonly providers: readonly {
    readonly id: string
    readonly slug: string
    readonly allowedAccounts?: readonly string[]
  }[]
  readonly mentions: (value: LookupValueRecord, keys: Iterable<string>) => readonly ShownMention[]
}

/** People are a lookup for columns such as Owner, but they are contacts: listed, made and merged elsewhere. */
export async function assertLookup(db: Database | Tx, name: string): Promise<void> {
  const known = name === 'Contact' ? [] : await db.query(sql`select 1 from lookups where name = ${name}`)
  if (known.length === 0) throw notFound('lookup')
}

/** @throws JitupError `not_found` */
export async function existingValue(db: Database | Tx, lookup: string, id: string): Promise<LookupValueRecord> {
  const found = await lookupValueById(db, lookup, id)
  if (!found) throw notFound('value')
  return found
}

/** As `existingValue`, for an edit: a value that was merged away is not there any more. */
export async function ownValue(db: Database | Tx, lookup: string, id: string): Promise<LookupValueRecord> {
  const found = await existingValue(db, lookup, id)
  if (found.id !== id.toLowerCase()) throw notFound('value')
  return found
}

export async function surroundingsOf(db: Database | Tx): Promise<Surroundings> {
  const [columns, converters, providers] = await Promise.all([
    readColumns(db),
    listConverters(db),
    db.query<{ id: string; slug: string; accounts: string[] | null }>(sql`
      select id, slug, options -> 'allowedAccounts' as accounts from providers order by slug`),
  ])
  const slugs = new Map(providers.map(({ id, slug }) => [id, slug]))
  const lists = providers.map(({ id, slug, accounts }) => ({
    id,
    slug,
    ...(accounts === null ? {} : { allowedAccounts: accounts }),
  }))
  return {
    columns,
    providers: lists,
    mentions: ({ lookup, id, name }, keys) =>
      mentionsOf(converters, lists, columns, { lookup, id, name, keys: new Set(keys) }).map(
        ({ providerId, ...one }) => ({ ...one, provider: slugs.get(providerId ?? '') ?? null }) as ShownMention,
      ),
  }
}

/** Every key that leads to a value. */
export const keysOf = async (db: Database | Tx, value: LookupValueRecord): Promise<readonly string[]> => [
  value.key,
  ...(await aliasKeys(db, value.id)),
]

/** An account before and after an edit. */
interface Edited {
  readonly before: LookupValueRecord
  readonly after: { readonly id: string; readonly name: string }
}

/** Which providers could name an account afterwards that they could not name before. */
export const widenedBy = ({ before, after }: Edited, { providers }: Surroundings): readonly string[] =>
  before.lookup === 'Account'
    ? providers
        .filter(({ allowedAccounts = [] }) => movedAccounts(allowedAccounts, before, after, false).wider)
        .map(({ slug }) => slug)
    : []

/**
 * Keeps the lists of accounts true, by which providers of external users are held to some of them.
 * @returns true when one of them changed: a revision of the rules has to be written
 * @throws JitupError `forbidden` when a provider could name more accounts than before, and `rights` do not say so
 */
export async function keepAccountLists(
  tx: Tx,
  edited: Edited,
  around: Surroundings,
  rights: LookupRights,
): Promise<boolean> {
  const { before, after } = edited
  if (before.lookup !== 'Account') return false
  const wider = widenedBy(edited, around)
  if (wider.length > 0 && !rights.trust) {
    const text = `This would let ${wider.join(', ')} name an account that it could not name before: it needs the scope trust:write.`
    throw new JitupError('forbidden', text, { scope: 'trust:write' })
  }
  const namesakes = await tx.query(sql`
    select 1 from lookup_values where lookup = 'Account' and name_key = ${before.key} and id <> ${before.id}::uuid limit 1`)
  let changed = false
  for (const { id, allowedAccounts = [] } of around.providers) {
    const { list } = movedAccounts(allowedAccounts, before, after, namesakes.length > 0)
    if (list === null) continue
    changed = true
    await tx.query(sql`
      update providers set version = version + 1,
        options = jsonb_set(options, '{allowedAccounts}', ${JSON.stringify(list)}::jsonb) where id = ${id}::uuid`)
  }
  return changed
}
