-- Upkeep of the directory by hand: what values of lookups were called before, and contacts that turned out to be one person.

alter table lookup_values add column version integer not null default 1;
-- As it was written; null: only the key is known.
alter table lookup_aliases add column name text;
create index lookup_aliases_value on lookup_aliases (value_id, name_key);

-- Ids of values that were merged into others: rules and programs that know one go on meaning the same.
create table merged_values (
  id uuid primary key,
  value_id uuid not null references lookup_values (id) on delete cascade
);
create index merged_values_value on merged_values (value_id, id);

-- Former contacts, by id alone: whoever still knows the id is led to the person it became. Goes with that person.
create table merged_contacts (
  id uuid primary key,
  -- Its user; null: it had none, or the user came along.
  user_id uuid,
  contact_id uuid not null references contacts (id) on delete cascade,
  merged_at timestamptz not null,
  author jsonb not null
);
create index merged_contacts_contact on merged_contacts (contact_id, id);

-- History that came with a contact that was merged: it says nothing about how today's values came about.
alter table provenance add column merged_from uuid;
alter table grant_history add column merged_from uuid;
