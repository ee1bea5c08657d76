-- Where a provider's metadata comes from, what it is held to, and how the last fetch went.
create table provider_metadata (
  provider_id uuid primary key references providers (id) on delete cascade,
  -- Fetched again and again; null: handed in by hand.
  url text,
  -- Certificates of which one must have signed the document: [{"pem", "fingerprint", "notAfter"}].
  signers jsonb not null default '[]',
  -- Only this very document (SHA-256 of its bytes, hexadecimal).
  sha256 text collate "C" check (sha256 ~ '^[0-9a-f]{64}$'),
  -- Of the last good document, so that it is not sent again.
  etag text,
  last_modified text,
  valid_until timestamptz,
  checked_at timestamptz,
  changed_at timestamptz,
  -- When a node may fetch it next. Who takes the row moves this ahead first: one node at a time.
  next_at timestamptz,
  error_code text,
  error_message text,
  error_at timestamptz
);
create index provider_metadata_due on provider_metadata (next_at) where url is not null;

-- Keys that metadata brought and nobody vouched for. They verify nothing until an administrator approves them.
create table waiting_certificates (
  provider_id uuid not null references providers (id) on delete cascade,
  fingerprint text collate "C" not null,
  pem text not null,
  not_after timestamptz not null,
  first_seen timestamptz not null,
  dismissed_at timestamptz,
  primary key (provider_id, fingerprint)
);

-- Our own keys. `next` is published beside the one in use, `active` signs, `retiring` still decrypts.
alter table sp_keys add column state text not null default 'active' check (state in ('next', 'active', 'retiring'));
alter table sp_keys add column changed_at timestamptz not null default now();
update sp_keys set state = 'retiring' where id not in (select id from sp_keys where active order by created_at desc, id desc limit 1);
alter table sp_keys drop column active;
create unique index sp_keys_one_active on sp_keys (state) where state = 'active';
create unique index sp_keys_one_next on sp_keys (state) where state = 'next';

-- Who is believed, and since when: keys that came, wait and went, of partners and our own. Outlives the provider.
create table trust_events (
  id uuid primary key,
  at timestamptz not null,
  kind text collate "C" not null,
  provider_id uuid,
  slug text collate "C",
  author jsonb not null,
  facts jsonb not null default '{}'
);
create index trust_events_provider on trust_events (provider_id, id);
