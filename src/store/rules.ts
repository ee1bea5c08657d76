import sql from 'sql-template-tag'
import type { Converter, RoleRule, Rules } from '../core/types.ts'
import type { Database, Tx } from './database.ts'

/** Who changed something, as revisions and provenance name them. */
export type Author =
  | { readonly kind: 'system' }
  | { readonly kind: 'config' }
  | { readonly kind: 'user'; readonly userId: string }
  | { readonly kind: 'token'; readonly tokenId: string }

/** The rules in force, with the revision that a sign-on will name. */
export async function readRules(db: Database | Tx): Promise<Rules> {
  const [row] = await db.query<{ revision: number; converters: Converter[]; role_rules: RoleRule[] }>(sql`
    select (select max(revision) from rules_revisions) as revision,
      (select coalesce(json_agg(json_build_object('id', id, 'providerId', provider_id, 'attributes', attributes,
        'column', column_name, 'defaultValue', default_value, 'position', position)::jsonb || options
        order by position, id), '[]')
       from converters) as converters,
      (select coalesce(json_agg(json_build_object('id', id, 'providerId', provider_id, 'groups', groups,
        'roleId', role_id)::jsonb || case when match is null then '{}' else jsonb_build_object('match', match) end
        order by id), '[]') from role_rules) as role_rules`)
  if (!row) throw new Error('a select without from gives one row')
  return { revision: row.revision, converters: row.converters, roleRules: row.role_rules }
}

/** @returns the number of the last revision: whoever has read its rules need not read them again */
export async function lastRevision(db: Database | Tx): Promise<number | null> {
  const [row] = await db.query<{ revision: number | null }>(sql`select max(revision) as revision from rules_revisions`)
  return row?.revision ?? null
}

/** Who edits rules takes this first: revisions are written one after the other, each naming exactly one change. */
export const rulesLock = 'rules'

/**
 * Writes the rules as they are now as the next revision. Call it inside the transaction of the change, under `rulesLock`.
 * @returns the new revision
 */
export async function recordRevision(tx: Tx, author: Author): Promise<number> {
  const rules = await readRules(tx)
  const [policies, roles, [versions]] = await Promise.all([
    tx.query<{ slug: string; policy: unknown }>(sql`
      select slug, to_jsonb(p) - 'settings' - 'created_at' as policy from providers p order by slug`),
    tx.query<{ id: string; name: string }>(sql`
      select id, name from roles where id in (select role_id from role_rules)
        or id::text in (select jsonb_array_elements_text(options -> 'allowedRoles') from providers)`),
    tx.query<{ versions: unknown }>(sql`
      select coalesce(jsonb_object_agg(id, version), '{}') as versions
      from (select id, version from converters union all select id, version from role_rules) v`),
  ])
  const content = {
    converters: rules.converters,
    roleRules: rules.roleRules,
    policies: Object.fromEntries(policies.map((one) => [one.slug, one.policy])),
    // Whoever looked at a version of a row can be told what has changed since; a role that is gone still has a name.
    versions: versions?.versions ?? {},
    roleNames: Object.fromEntries(roles.map((one) => [one.id, one.name])),
  }
  const [row] = await tx.query<{ revision: number }>(sql`
    insert into rules_revisions (author, content)
    values (${JSON.stringify(author)}::jsonb, ${JSON.stringify(content)}::jsonb) returning revision`)
  return row?.revision ?? 0
}

/**
 * The version that a row gets which comes back under its former id: higher than any it had, so that nobody takes it for what they
 * once looked at. A row's version grows by one with a revision, and a revision's number by one or more.
 */
export async function versionOfReturn(tx: Tx): Promise<number> {
  const [row] = await tx.query<{ next: number }>(sql`select max(revision) + 1 as next from rules_revisions`)
  return row?.next ?? 1
}

/** Adds or replaces a converter; `version` is that of a new one. A unique index keeps one row per provider and column. */
export async function putConverter(tx: Tx, converter: Converter, version = 1): Promise<void> {
  const { id, providerId, attributes, column, defaultValue, position, ...options } = converter
  await tx.query(sql`
    insert into converters (id, provider_id, attributes, column_name, default_value, position, options, version)
    values (${id}, ${providerId}, ${attributes}, ${column}, ${defaultValue}, ${position}, ${JSON.stringify(options)}::jsonb,
      ${version})
    on conflict (id) do update set provider_id = excluded.provider_id, attributes = excluded.attributes,
      column_name = excluded.column_name, default_value = excluded.default_value, position = excluded.position,
      options = excluded.options, version = converters.version + 1`)
}

/** Adds or replaces a role rule; `version` is that of a new one. */
export async function putRoleRule(tx: Tx, rule: RoleRule, version = 1): Promise<void> {
  await tx.query(sql`
    insert into role_rules (id, provider_id, groups, groups_hash, match, role_id, version)
    values (${rule.id}, ${rule.providerId}, ${rule.groups}::text[], md5(array_to_string(${rule.groups}::text[], E'\n')),
      ${rule.match ?? null}, ${rule.roleId}, ${version})
    on conflict (id) do update set provider_id = excluded.provider_id, groups = excluded.groups,
      groups_hash = excluded.groups_hash, match = excluded.match, role_id = excluded.role_id,
      version = role_rules.version + 1`)
}
