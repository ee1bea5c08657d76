-- What stands beside sign-ons: imports, test links, administrators for the day when no identity provider answers.

-- A local user signs in by a link that the command line prints. Sign-ons and links of providers never touch one.
alter table users add column local boolean not null default false;
alter table sessions alter column provider_id drop not null;

create table local_links (
  token_hash bytea primary key,
  user_id uuid not null references users (id) on delete cascade,
  created_at timestamptz not null,
  expires_at timestamptz not null
);
create index local_links_user on local_links (user_id);

-- A link for a colleague, who signs on once without anything being written; the result is the administrator's.
create table test_links (
  id uuid primary key,
  provider_id uuid not null references providers (id) on delete cascade,
  token_hash bytea not null unique,
  author jsonb not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  opened_at timestamptz,
  -- The journal's entry of the test; no foreign key, because the journal forgets.
  sign_on_id uuid
);
create index test_links_provider on test_links (provider_id, id);
alter table pending_requests add column test_link_id uuid references test_links (id) on delete cascade;

-- CSV imports: how far they are, and which rows were left out. Values of the file are never kept in the clear.
create table imports (
  id uuid primary key,
  author jsonb not null,
  dry_run boolean not null,
  state text not null check (state in ('running', 'done', 'failed')),
  code text,
  counts jsonb not null,
  created_at timestamptz not null,
  -- A running import whose node died stays behind: nobody has touched it for a while.
  touched_at timestamptz not null
);
create table import_problems (
  import_id uuid not null references imports (id) on delete cascade,
  row integer not null,
  part integer not null,
  sealed text not null,
  primary key (import_id, row, part)
);

-- An import and a sign-on may want the same new value at once: one row.
drop index lookup_values_sign_on;
create unique index lookup_values_sign_on on lookup_values (lookup, name_key) where created_by in ('sign-on', 'import');
