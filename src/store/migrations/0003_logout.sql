-- Single logout: which sessions a partner means, logouts under way, and requests that were obeyed.
alter table sessions
  -- Keyed hashes of who it is at the provider (NameID with format and qualifiers) and of the provider's SessionIndex.
  add column name_key bytea,
  add column session_index_key bytea;
create index sessions_name on sessions (name_key) where name_key is not null;

-- A logout that was started here. The session has ended by then; only the partner's word is waited for.
create table pending_logouts (
  id text collate "C" primary key,
  provider_id uuid not null references providers (id) on delete cascade,
  browser_hash bytea not null,
  -- NameID with its qualifiers and SessionIndex; nothing once the partner has answered.
  sealed_subject text,
  outcome text not null default 'waiting' check (outcome in ('waiting', 'everywhere', 'partial')),
  -- The browser was sent to the partner; it is never sent there by itself again.
  sent_at timestamptz,
  created_at timestamptz not null,
  expires_at timestamptz not null
);
create index pending_logouts_browser on pending_logouts (browser_hash, created_at);
create index pending_logouts_expiry on pending_logouts (expires_at);

-- Logout requests of partners that were obeyed: none of them twice, and no sign-on that one of them is about.
create table consumed_logouts (
  issuer text collate "C" not null,
  request_id text collate "C" not null,
  name_key bytea not null,
  -- None: all sessions of that name.
  session_index_keys bytea[] not null,
  issued_at timestamptz not null,
  honoured_until timestamptz not null,
  -- How many sessions it ended; the same browser's second click gets the same answer.
  ended integer not null default 0,
  received_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (issuer, request_id)
);
create index consumed_logouts_name on consumed_logouts (name_key, honoured_until);
create index consumed_logouts_expiry on consumed_logouts (expires_at);
