-- What a request asked of its answer, and whether an unsolicited answer led to it.
alter table pending_requests
  -- The person must have signed in at the partner at this moment or later; null: whenever it was.
  add column authn_after timestamptz,
  -- One of these exactly; none: any way.
  add column authn_contexts text[] not null default '{}',
  add column hinted boolean not null default false;

-- Mail domains: who signs in with an address of one is sent to its provider, and no other may speak for it.
create table domains (
  id uuid primary key,
  -- As DNS has it: ASCII after IDNA, lower case.
  domain text collate "C" not null unique check (domain ~ '^[a-z0-9-]+(\.[a-z0-9-]+)+$' and length(domain) <= 253),
  provider_id uuid not null references providers (id) on delete cascade,
  -- Not a secret: it stands in DNS for everybody to read, and proves who put it there.
  token text not null,
  proven_at timestamptz,
  created_at timestamptz not null
);
create index domains_provider on domains (provider_id);
