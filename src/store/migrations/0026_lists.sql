-- Lists and figures at a hundred thousand contacts and a million sign-ons. What every sign-on writes gets as few indexes as can be.

-- The few sign-ons of a provider among very many others. Each of the three tells what the others go by, so that a list that looks
-- for what never comes together reads no rows for it.
create index sign_ons_provider on sign_ons (provider_id, at, id) include (outcome);
-- What is rare by itself. Most sign-ons change nothing and are not written here.
create index sign_ons_changed on sign_ons (outcome, at, id) include (provider_id) where outcome not in ('unchanged', 'refused');
create index sign_ons_refusals on sign_ons (at, id) include (provider_id, code) where outcome = 'refused';
-- When somebody was last seen is in the index alone.
drop index sign_ons_contact;
create index sign_ons_contact on sign_ons (contact_id, at, id) include (outcome) where contact_id is not null;
-- An index speaks for itself only of pages that were looked after, and only new ones have to be.
alter table sign_ons set (autovacuum_vacuum_insert_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.05);
create index refusal_counts_minute on refusal_counts (minute);

-- How many sign-ons of an hour ended how: counted once, when the hour is over, by a job and not by the sign-ons.
create table sign_on_hours (
  hour timestamptz not null,
  provider_id uuid,
  outcome text not null,
  -- Of refusals.
  code text,
  count integer not null
);
create unique index sign_on_hours_once on sign_on_hours (hour, provider_id, outcome, code) nulls not distinct;
insert into jobs (name) values ('figures');

-- What people search contacts by, beside their order: name and e-mail address as they are compared, and the digits of telephone
-- numbers. Of each the beginning, so that an entry always has room in the index.
alter table contacts add column search_text text collate "C" not null generated always as (
  left(name_key, 120) || E'\n' || left(coalesce(email_key, ''), 120) || E'\n'
  || left(regexp_replace(coalesce("Phone", '') || '/' || coalesce("MobilePhone", '') || '/' || coalesce("HomePhone", ''),
    '[^0-9/]', '', 'g'), 45)) stored;
drop index contacts_name;
create index contacts_name on contacts (name_key, id) include (search_text);
create index contacts_updated on contacts (updated_at, id);
create index contacts_account on contacts ("Account", name_key, id) where "Account" is not null;
create index users_created on users (created_at, id);
