-- How long what arrived is kept, who did what, and what is left of people who were erased.

-- When the values of an entry were dropped; its outcome, codes and times stay until the entry goes.
alter table sign_ons add column stripped_at timestamptz;
-- Test sign-ons name no user: the erasure of a person looks through them.
create index sign_ons_tested on sign_ons (at) where outcome = 'tested';

-- Work that one node at a time does, and how far it has come.
create table jobs (
  name text collate "C" primary key,
  next_at timestamptz,
  -- Where the next batch begins; what it means is the job's own.
  position jsonb
);
insert into jobs (name) values ('retention'), ('leavers'), ('audit-out');

-- What administrators and the system did: ids and numbers, never values. Rows are added and grow old, nothing else.
create table audit_events (
  at timestamptz not null,
  id uuid not null,
  kind text collate "C" not null,
  author jsonb not null,
  -- Ids of what it was about.
  objects text[] not null default '{}',
  revision integer,
  facts jsonb not null default '{}',
  primary key (at, id)
);
create index audit_events_objects on audit_events using gin (objects);
-- The audit stream reads these beside it, by time.
create index trust_events_at on trust_events (at, id);
create index rules_revisions_at on rules_revisions (at, revision);

-- Keyed hashes of (entityID, subject, format) of people who were erased: their next sign-on is refused.
create table erased_subjects (
  key bytea primary key,
  erased_at timestamptz not null
);

-- Somebody who was let in again is not a leaver the next hour.
alter table users add column enabled_at timestamptz;
