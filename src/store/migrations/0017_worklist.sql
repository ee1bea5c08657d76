-- What a thing that came to an end was may come again, also after somebody acted on it; what was dismissed stays dismissed.
drop index worklist_once;
alter table worklist add column standing boolean not null generated always as (state in ('open', 'dismissed')) stored;
-- By a column of its own: what asks for one state never takes this index for a list of all that is open.
create unique index worklist_once on worklist (key) where standing;
-- Keyed hash of provider and subject, where it is about somebody whom nobody knows yet: their erasure finds it by that.
alter table worklist add column about bytea;
-- When its values were dropped.
alter table worklist add column stripped_at timestamptz;
create index worklist_about on worklist (about) where about is not null;
create index worklist_user on worklist (user_id) where user_id is not null;

-- What came while the list of a provider and kind was full: only how often.
create table worklist_overflow (
  provider_id uuid references providers (id) on delete cascade,
  kind text not null,
  count integer not null,
  since timestamptz not null
);
create unique index worklist_overflow_once on worklist_overflow (provider_id, kind) nulls not distinct;

-- Those who wait are few among very many.
create index users_pending on users (created_at, id) where status = 'pending';

insert into jobs (name) values ('worklist');
