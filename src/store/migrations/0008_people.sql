-- Who may be found by what: whoever made a user, and whoever wrote a value, vouches for it.
alter table users
  add column created_by text not null default 'sign-on' check (created_by in ('sign-on', 'person', 'import', 'scim')),
  -- Whose sign-on it was. A provider that is gone vouches for nobody.
  add column provider_id uuid references providers (id) on delete set null;
-- Until now only sign-ons made users, each with its first identity.
update users u set provider_id = (
  select i.provider_id from identities i where i.user_id = u.id order by i.created_at, i.id limit 1);
create index users_provider on users (provider_id) where provider_id is not null;

-- What a sign-on wrote did not say whose sign-on it was.
update contacts c set origins = o.origins
from (
  select k.id, jsonb_object_agg(e.key, case when s.provider_id is null then e.value
    else e.value || jsonb_build_object('providerId', s.provider_id) end) as origins
  from contacts k
    cross join lateral jsonb_each(k.origins) e
    left join sign_ons s on s.id::text = e.value ->> 'signOnId'
  group by k.id
) o
where o.id = c.id and o.origins <> c.origins;

-- How a subject came to its user; null: by its first sign-on.
alter table identities add column linked_by jsonb;
create index grants_provider on grants (provider_id) where provider_id is not null;

-- People who were deleted, as a provider knew them that is gone: the same partner set up anew does not bring them back.
create table tombstones (
  entity_id text collate "C" not null,
  subject text collate "C" not null,
  format text collate "C" not null,
  user_id uuid not null references users (id) on delete cascade,
  primary key (entity_id, subject, format)
);
create index tombstones_user on tombstones (user_id);
