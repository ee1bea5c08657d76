-- What undo reads: who had written the value that was replaced, which grants came and went, which values a sign-on made.
alter table provenance add column previous_origin jsonb;

-- Append-only. No foreign keys but the person's: roles, providers and rules may be gone while their history stays.
create table grant_history (
  -- In the order in which they were written: two things may happen in one millisecond.
  id bigint primary key generated always as identity,
  user_id uuid not null references users (id) on delete cascade,
  role_id uuid not null,
  origin text not null,
  provider_id uuid,
  rule_id uuid,
  change text not null check (change in ('granted', 'withdrawn')),
  at timestamptz not null,
  -- Kind, and the sign-on or the person: ids alone.
  actor jsonb not null
);
create index grant_history_user on grant_history (user_id, id);

alter table lookup_values add column sign_on_id uuid;
create index lookup_values_made_by on lookup_values (sign_on_id) where sign_on_id is not null;

-- What a replay applied and what an undo put back stand in the journal beside the sign-ons.
alter table sign_ons drop constraint if exists sign_ons_outcome_check;
alter table sign_ons add constraint sign_ons_outcome_check
  check (outcome in ('created', 'updated', 'unchanged', 'refused', 'tested', 'replayed', 'undone'));

-- Replays: rules tried on stored sign-ons. Ids, codes, names of columns and counts; plans are made anew when they are shown.
create table replays (
  id uuid primary key,
  created_at timestamptz not null,
  author jsonb not null,
  provider_id uuid references providers (id) on delete cascade,
  last integer not null,
  -- The rules that it tried, and the revision they were made from.
  rules jsonb not null,
  revision integer not null,
  draft boolean not null,
  -- What is, or was last, done with it: tried, carried out, taken back.
  stage text not null default 'try' check (stage in ('try', 'apply', 'undo')),
  state text not null default 'running' check (state in ('running', 'done', 'cancelled', 'stopped', 'failed')),
  code text,
  total integer not null default 0,
  done integer not null default 0,
  counts jsonb not null default '{}',
  -- How many withdrawals were confirmed.
  allowed integer,
  -- The database's own clock: a node that no longer says that it is at it was killed.
  alive_at timestamptz not null default clock_timestamp(),
  finished_at timestamptz
);

create table replay_people (
  replay_id uuid not null references replays (id) on delete cascade,
  -- The stored sign-on that was tried.
  sign_on_id uuid not null,
  user_id uuid,
  decision text not null,
  code text,
  affected boolean not null,
  columns text[] not null,
  granted text[] not null,
  withdrawn text[] not null,
  problems text[] not null,
  -- What applying came to, and the journal's entry of it.
  applied text check (applied in ('applied', 'unchanged', 'refused', 'skipped')),
  entry_id uuid,
  undone text check (undone in ('undone', 'conflicts', 'nothing')),
  primary key (replay_id, sign_on_id)
);

-- Things that wait for an administrator. What it is about is sealed; the key is a keyed hash, so that the same thing is
-- noted once, however often it happens.
create table worklist (
  id uuid primary key,
  kind text not null,
  key bytea not null,
  provider_id uuid references providers (id) on delete cascade,
  user_id uuid references users (id) on delete cascade,
  sign_on_id uuid,
  sealed text not null,
  state text not null default 'open' check (state in ('open', 'resolved', 'dismissed', 'closed')),
  created_at timestamptz not null,
  closed_at timestamptz,
  action text,
  author jsonb
);
-- A thing that came to an end by itself may come again; what somebody has decided on stays decided.
create unique index worklist_once on worklist (key) where state <> 'closed';
create index worklist_open on worklist (kind, id) where state = 'open';
create index worklist_open_provider on worklist (provider_id, kind) where state = 'open';
create index worklist_state on worklist (state, id);
