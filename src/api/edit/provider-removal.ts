import sql from 'sql-template-tag'
import { JitupError } from '../../errors.ts'
import type { App } from '../../sign-on/app.ts'
import type { Database, Tx } from '../../store/database.ts'
import { buryDeleted } from '../../store/identities.ts'
import type { ProviderRecord } from '../../store/providers.ts'
import type { Author } from '../../store/rules.ts'
import { recordTrustEvent } from '../../store/trust-events.ts'
import { administratorsLock } from '../../store/users.ts'
import { withdrawAll } from '../../store/withdraw.ts'
import { changeRules } from './change.ts'
import { existing } from './existing-provider.ts'
import { assertMayDecide, everyProviderRight, type ProviderRights } from './provider-reach.ts'
import { assertRowVersion } from './row-version.ts'

/** What goes with a provider: nothing of it comes back by setting the same partner up anew. */
export interface Removal {
  /** People who are known by it or have a role from it. */
  readonly people: number
  /** Of these, people whom no other provider knows: they cannot sign on any more. */
  readonly stranded: number
  /** The roles that are withdrawn, each with how many people lose this reason for it. */
  readonly grants: readonly { readonly id: string; readonly name: string; readonly people: number }[]
}

/** Tells what removing a provider would take from people. */
export async function removalOf(db: Database | Tx, providerId: string): Promise<Removal> {
  const [row] = await db.query<Removal>(sql`
    select
      (select count(*)::integer from (
        select user_id from identities where provider_id = ${providerId}::uuid
        union select user_id from grants where provider_id = ${providerId}::uuid) p) as people,
      (select count(distinct i.user_id)::integer from identities i where i.provider_id = ${providerId}::uuid
        and not exists (select 1 from identities o where o.user_id = i.user_id and o.provider_id <> i.provider_id)) as stranded,
      coalesce((select json_agg(g order by g.name) from (
        select r.id, r.name, count(distinct g.user_id)::integer as people
        from grants g join roles r on r.id = g.role_id where g.provider_id = ${providerId}::uuid group by r.id) g), '[]') as grants`)
  return row ?? { people: 0, stranded: 0, grants: [] }
}

/**
 * Takes from people what they have of a provider that is about to go: its grants, with their history, its identities, and
 * the sessions of whoever loses a sensitive role. The deleted are remembered by its entityID.
 * Call it under `administratorsLock`.
 * @throws JitupError `last_administrator`
 */
export async function takeFromPeople(tx: Tx, { policy, entityId }: ProviderRecord, now: Date): Promise<void> {
  const { id } = policy
  const [left] = await tx.query<{ last: boolean }>(sql`
    with holders as (
      select g.provider_id is not distinct from ${id}::uuid as his
      from grants g join users u on u.id = g.user_id and u.status = 'active'
      where g.role_id = (select id from roles where built_in = 'administrators'))
    select coalesce(bool_and(his), false) as last from holders`)
  if (left?.last) {
    throw new JitupError('last_administrator', 'All administrators are so by this provider. Appoint another one first.')
  }
  await withdrawAll(tx, sql`g.provider_id = ${id}::uuid`, { kind: 'provider-removed' }, now)
  await buryDeleted(tx, { id, entityId })
  await tx.query(sql`delete from identities where provider_id = ${id}::uuid`)
}

/**
 * Removes a provider, and takes from people what they have of it: see `removalOf`.
 * @param confirm how many people the caller has seen it is about; needless when there are none
 * @throws JitupError `not_found`, `precondition_failed`, `last_administrator`, `conflict` while it is about people, and not
 *   about as many as confirmed, `forbidden` as `assertMayDecide`
 */
export async function deleteProvider(
  app: App,
  author: Author,
  idOrSlug: string,
  expectedVersion?: number,
  confirm?: number,
  rights: ProviderRights = everyProviderRight,
): Promise<void> {
  const slug = await changeRules(app, author, async (tx) => {
    // Known to be needed only here: the change starts again with it.
    tx.requireLock(administratorsLock)
    const known = await existing(tx, idOrSlug)
    await assertRowVersion(
      tx,
      { id: known.policy.id, slug: known.policy.slug, version: known.version },
      expectedVersion,
    )
    await assertMayDecide(tx, rights, known, 'removal')
    const id = known.policy.id
    const { people, stranded, grants } = await removalOf(tx, id)
    if (people !== (confirm ?? 0)) {
      const text = `It is about ${people} people, ${stranded} of whom sign on with nothing else. Look at the removal, then confirm it with their number; or only switch the provider off.`
      throw new JitupError('conflict', text, { people })
    }
    if (people > 0) await takeFromPeople(tx, known, app.now())
    await tx.query(sql`delete from providers where id = ${id}::uuid`)
    const facts = { id, slug: known.policy.slug, entityId: known.entityId, people, grants: grants.length }
    await recordTrustEvent(tx, app.now(), { kind: 'provider_removed', author, facts })
    return known.policy.slug
  })
  app.providers.forget(slug)
}
