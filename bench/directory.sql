-- A directory of :contacts people who have all signed on, with what they leave behind: one user and identity, three grants,
-- a session, a journal entry, five values of provenance and a used assertion each, and an account for every twenty.
-- Replace :contacts by a number and :provider by the id of a provider, then run it as one script. Ids are made from numbers.

do $$ begin
  -- Twenty million checks of what is right by construction would take the better part of an hour.
  perform set_config('session_replication_role', 'replica', false);
exception when insufficient_privilege then null;
end $$;

create function pg_temp.id(kind integer, n bigint) returns uuid language sql immutable
  return ('0190' || lpad(to_hex(kind), 4, '0') || '-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid;

insert into lookup_values (id, lookup, name, name_key, created_by)
  select pg_temp.id(1, n), 'Account', 'Filler company ' || n, 'filler company ' || n, 'import'
  from generate_series(1, greatest(:contacts / 20, 1)) n;
insert into lookup_aliases (lookup, name_key, value_id)
  select 'Account', 'former filler company ' || n, pg_temp.id(1, n) from generate_series(1, greatest(:contacts / 20, 1), 10) n;
insert into lookup_values (id, lookup, name, name_key, created_by)
  select pg_temp.id(2, n), 'Department', 'Filler department ' || n, 'filler department ' || n, 'import'
  from generate_series(1, 400) n;
insert into roles (id, name, name_key)
  select pg_temp.id(3, n), 'Filler role ' || n, 'filler role ' || n from generate_series(1, 1000) n;

insert into contacts (id, name_key, email_key, "Name", "GivenName", "Surname", "Email", "Phone", "Account", "Department")
  select pg_temp.id(4, n), 'person ' || n, 'person.' || n || '@filler.example', 'Person ' || n, 'Person', n::text,
    'person.' || n || '@filler.example', '+49 30 5550' || n, pg_temp.id(1, 1 + n % greatest(:contacts / 20, 1)),
    pg_temp.id(2, 1 + n % 400)
  from generate_series(1, :contacts) n;
insert into users (id, contact_id, login, login_key, type, last_seen_at)
  select pg_temp.id(5, n), pg_temp.id(4, n), 'person.' || n || '@filler.example', 'person.' || n || '@filler.example', 'employee',
    timestamptz '2026-08-01' + n * interval '1 second'
  from generate_series(1, :contacts) n;
insert into identities (id, provider_id, subject, format, user_id)
  select pg_temp.id(6, n), ':provider', 'person.' || n || '@filler.example', '', pg_temp.id(5, n)
  from generate_series(1, :contacts) n;

-- Everybody has the base role: whoever reads the holders of a role reads them all.
insert into grants (id, user_id, role_id, origin)
  select pg_temp.id(7, n), pg_temp.id(5, n), (select id from roles where built_in = 'all-employees'), 'base'
  from generate_series(1, :contacts) n;
insert into grants (id, user_id, role_id, origin, provider_id)
  select pg_temp.id(7 + r, n), pg_temp.id(5, n), pg_temp.id(3, 500 * (r - 1) + 1 + n % 500), 'provider', ':provider'
  from generate_series(1, :contacts) n, generate_series(1, 2) r;

insert into sign_ons (at, id, provider_id, outcome, user_id, contact_id, rules_revision, sealed, duration_us)
  select timestamptz '2026-08-01' + n * interval '1 second', pg_temp.id(10, n), ':provider', 'created', pg_temp.id(5, n),
    pg_temp.id(4, n), 1, repeat('x', 400), 2000
  from generate_series(1, :contacts) n;
insert into provenance (id, contact_id, column_name, at, origin, value)
  select pg_temp.id(10 + v, n), pg_temp.id(4, n), (array['Name', 'Surname', 'Email', 'Phone', 'Account'])[v],
    timestamptz '2026-08-01' + n * interval '1 second', '{"kind":"claim"}', '"value"'
  from generate_series(1, :contacts) n, generate_series(1, 5) v;
insert into consumed_assertions (issuer, assertion_id, attempt_id, expires_at)
  select 'https://idp.example', 'filler-' || n, pg_temp.id(10, n), timestamptz '2030-01-01'
  from generate_series(1, :contacts) n;
insert into sessions (token_hash, user_id, provider_id, sign_on_id, return_to, name_key, session_index_key, created_at, seen_at, expires_at)
  select sha256(('token ' || n)::bytea), pg_temp.id(5, n), ':provider', pg_temp.id(10, n), '/', sha256(('name ' || n)::bytea),
    sha256(('index ' || n)::bytea), timestamptz '2026-11-01', timestamptz '2026-11-01', timestamptz '2030-01-01'
  from generate_series(1, :contacts) n;

-- One in ten has left a browser on the way, or signed out at the provider.
insert into pending_requests (id, provider_id, provider_version, browser_hash, return_to, mode, created_at, expires_at)
  select 'filler-' || n, ':provider', 1, sha256(('browser ' || n)::bytea), '/', 'sign-on', timestamptz '2026-11-01',
    timestamptz '2030-01-01'
  from generate_series(1, :contacts / 10) n;
insert into consumed_logouts (issuer, request_id, name_key, session_index_keys, issued_at, honoured_until, received_at, expires_at)
  select 'https://idp.example', 'filler-' || n, sha256(('name ' || n)::bytea), '{}', timestamptz '2026-11-01',
    timestamptz '2030-01-01', timestamptz '2026-11-01', timestamptz '2030-01-01'
  from generate_series(1, :contacts / 10) n;
insert into refusal_counts (provider_id, code, minute, count)
  select ':provider', 'signature_invalid', timestamptz '2026-08-01' + n * interval '1 minute', 20
  from generate_series(1, :contacts / 10) n;
insert into provider_activity (provider_id, kind, hour, count)
  select ':provider', kind, timestamptz '2024-01-01' + n * interval '1 hour', 3
  from generate_series(1, 20000) n, unnest(array['withdrawal', 'lookup-value']) kind;
