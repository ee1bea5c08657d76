-- An installation of :contacts contacts and :signons sign-ons over sixty days until now, as its administrators see it: five
-- providers of very different size, 300 rows of the attribute mapping, 5 000 role rules, 20 000 values of lookups, a thousand roles.
-- Replace the two by numbers, then run it as one script. Ids are made from numbers, and what somebody has from their hash, so that
-- nothing comes together with a name by design.

do $$ begin
  -- Millions of checks of what is right by construction would take long.
  perform set_config('session_replication_role', 'replica', false);
exception when insufficient_privilege then null;
end $$;

create function pg_temp.id(kind integer, n bigint) returns uuid language sql immutable
  return ('0190' || lpad(to_hex(kind), 4, '0') || '-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid;
create function pg_temp.any(n bigint, salt integer, size integer) returns integer language sql immutable
  return (hashint8(n * 31 + salt)::bigint + 2147483648) % size;
-- As the product makes them: the time in milliseconds comes first.
create function pg_temp.id_at(at timestamptz, n bigint) returns uuid language sql immutable
  return (substr(lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0'), 1, 8) || '-'
    || substr(lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0'), 9, 4) || '-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid;

insert into providers (id, slug, name, protocol, entity_id, sp_entity_id, settings)
  select pg_temp.id(1, n), 'idp-' || n, 'Provider ' || n, 'saml', 'https://idp-' || n || '.example', 'https://sp.example/' || n,
    '{"version": 1}'
  from generate_series(1, 5) n;
insert into identities (id, provider_id, subject, format, user_id)
  select pg_temp.id(2, n), pg_temp.id(1, case when n % 1000 = 7 then 5 else 1 + pg_temp.any(n, 1, 4) end), 'person.' || n, '', pg_temp.id(6, n)
  from generate_series(1, :contacts) n;

insert into lookups (name, caption) values ('CostCentre', 'Cost centre');
insert into lookup_values (id, lookup, name, name_key, created_by)
  select pg_temp.id(3, n), lookup, lookup || ' value ' || n, lower(lookup) || ' value ' || n, 'import'
  from generate_series(1, 20000) n,
    lateral (select (array['Account', 'Department', 'Job', 'City', 'CostCentre'])[1 + n % 5] as lookup) l;
insert into roles (id, name, name_key) select pg_temp.id(4, n), 'Role ' || n, 'role ' || n from generate_series(1, 1000) n;

insert into contacts (id, name_key, email_key, "Name", "GivenName", "Surname", "Email", "Phone", "MobilePhone", "Account",
    "Department", "JobTitle", created_at, updated_at)
  select pg_temp.id(5, n), lower(given || ' ' || surname || ' ' || n), lower(given || '.' || surname || '.' || n || '@corp.example'),
    given || ' ' || surname || ' ' || n, given, surname || ' ' || n, lower(given || '.' || surname || '.' || n || '@corp.example'),
    '+49 30 5550' || n, case when n % 3 = 0 then '+49 170 ' || (n * 7919) % 10000000 end,
    -- Few have most of the people, and many have some.
    pg_temp.id(3, case when pg_temp.any(n, 2, 4) = 0 then 5 else 5 * (1 + pg_temp.any(n, 3, 3999)) end),
    pg_temp.id(3, 1 + 5 * pg_temp.any(n, 4, 400)), 'Analyst',
    timestamptz '2025-01-01' + n * interval '1 minute', now() - (n * 7 % 5000000) * interval '1 second'
  from generate_series(1, :contacts) n, lateral (select
    (array['Anaïs', 'Bruno', 'Chioma', 'Dörte', 'Emre', 'Fionnuala', 'Goran', 'Hanako', 'Ida', 'John'])[1 + n % 10] as given,
    (array['Lindqvist', 'O''Brien', 'Ferrari', 'Nakamura', 'de Vries', 'Kovář', 'Taylor', 'Álvarez', 'Moss', 'Best', 'Okafor'])
      [1 + n / 10 % 11] as surname) p;
insert into users (id, contact_id, login, login_key, type, status, created_at)
  select pg_temp.id(6, n), pg_temp.id(5, n), 'u' || n || '@corp.example', 'u' || n || '@corp.example',
    case when pg_temp.any(n, 5, 50) = 3 then 'external' else 'employee' end,
    case when pg_temp.any(n, 6, 400) = 1 then 'disabled' when pg_temp.any(n, 7, 9000) = 2 then 'pending' else 'active' end,
    timestamptz '2025-01-01' + n * interval '1 minute'
  from generate_series(1, :contacts) n where pg_temp.any(n, 8, 20) <> 19;
insert into grants (id, user_id, role_id, origin)
  select pg_temp.id(7, n), u.id, (select id from roles where built_in = 'all-employees'), 'base'
  from generate_series(1, :contacts) n join users u on u.id = pg_temp.id(6, n);
insert into grants (id, user_id, role_id, origin, provider_id)
  select pg_temp.id(7 + r, n), u.id, pg_temp.id(4, 500 * (r - 1) + 1 + pg_temp.any(n, 8 + r, 500)), 'provider',
    pg_temp.id(1, 1 + pg_temp.any(n, 1, 4))
  from generate_series(1, :contacts) n join users u on u.id = pg_temp.id(6, n), generate_series(1, 2) r;
insert into grants (id, user_id, role_id, origin)
  select pg_temp.id(10, n), u.id, (select id from roles where built_in = 'administrators'), 'manual'
  from generate_series(1, 20) n join users u on u.id = pg_temp.id(6, n);

insert into converters (id, provider_id, attributes, column_name, position, options)
  select pg_temp.id(20, n), pg_temp.id(1, 1 + n % 5), array['attribute-' || n], 'JobTitle', n,
    jsonb_build_object('condition', jsonb_build_object('attribute', 'kind', 'is', jsonb_build_array(n::text)))
  from generate_series(1, 300) n;
insert into role_rules (id, provider_id, groups, groups_hash, role_id)
  select pg_temp.id(21, n), case when n % 2 = 0 then pg_temp.id(1, 1 + n % 5) end, array['CN=Group ' || n || ',OU=Groups,DC=corp'],
    md5('CN=Group ' || n || ',OU=Groups,DC=corp'), pg_temp.id(4, 1 + n % 1000)
  from generate_series(1, 5000) n;

-- Most change nothing. The fifth provider has one in a thousand; a few are refused, tests, replays and what was taken back.
insert into sign_ons (at, id, provider_id, outcome, code, step, user_id, contact_id, rules_revision, problems, sealed, duration_us)
  select at, pg_temp.id_at(at, n), pg_temp.id(1, case when n % 1000 = 7 then 5 else 1 + pg_temp.any(n, 11, 4) end), outcome,
    case when outcome = 'refused' then (array['signature_invalid', 'user_not_provisioned', 'expired'])[1 + pg_temp.any(n, 13, 3)] end,
    case when outcome = 'refused' then (array['signature', 'plan', 'protocol'])[1 + pg_temp.any(n, 13, 3)] end,
    case when outcome not in ('refused', 'tested') then u.id end, case when outcome not in ('refused', 'tested') then u.contact_id end,
    1, '{}', repeat('x', 400), 2000 + n % 500
  from generate_series(1, :signons) n
    cross join lateral (select now() - (:signons - n) * (interval '60 days' / :signons) as raw) r
    cross join lateral (select date_trunc('milliseconds', raw) as at, pg_temp.any(n, 12, 100000) as h) d
    cross join lateral (select case when h % 50 = 0 then 'refused' when h % 10 = 1 then 'updated' when h % 100 = 2 then 'created'
      when h % 5000 = 13 then 'tested' when h = 14 then 'undone' when h in (15, 25) then 'replayed' else 'unchanged' end as outcome) o
    join users u on u.id = pg_temp.id(6, 1 + pg_temp.any(n, 14, :contacts));
update users u set last_seen_at = s.at
  from (select user_id, max(at) as at from sign_ons where outcome in ('created', 'updated', 'unchanged') group by user_id) s
  where s.user_id = u.id;
insert into refusal_counts (provider_id, code, minute, count)
  select provider_id, code, date_trunc('minute', at), count(*) + 3 from sign_ons where outcome = 'refused' and step <> 'plan'
  group by 1, 2, 3;
insert into audit_events (at, id, kind, author, objects)
  select at, pg_temp.id_at(at, n), case n % 200 when 0 then 'users.change' when 100 then 'contacts.change' else 'claims.read' end, '{"kind": "system"}',
    array[pg_temp.id(5, n)::text]
  from generate_series(1, 50000) n cross join lateral (select now() - n * interval '1 minute' as at) t;
insert into worklist (id, kind, key, provider_id, sealed, created_at)
  select pg_temp.id_at(at, n), 'group-unknown', sha256(n::text::bytea), pg_temp.id(1, 1 + n % 5), '', at
  from generate_series(1, 5) n cross join lateral (select now() - n * interval '1 minute' as at) t;
