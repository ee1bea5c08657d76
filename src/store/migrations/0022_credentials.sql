-- What local administrators prove themselves by, the link for the first of them, and when the person of a session last did.

create table local_passwords (
  user_id uuid primary key references users (id) on delete cascade,
  -- The argon2id hash, sealed: who reads a dump or a backup cannot even guess at it.
  sealed_hash text not null,
  changed_at timestamptz not null
);

create table passkeys (
  id uuid primary key,
  user_id uuid not null references users (id) on delete cascade,
  credential_id bytea not null unique,
  -- What the authenticator calls the user; one for all passkeys of a user.
  user_handle bytea not null,
  public_key bytea not null,
  counter bigint not null,
  transports text[] not null,
  name text not null,
  created_at timestamptz not null,
  used_at timestamptz
);
create index passkeys_user on passkeys (user_id, id);

-- What an authenticator is asked to sign: once, for a few minutes, by the browser or session that was asked.
create table passkey_challenges (
  challenge_hash bytea primary key,
  -- SHA-256 of the browser's binding cookie, or of the session's token.
  bound_to bytea not null,
  purpose text not null check (purpose in ('first', 'add', 'sign-in', 'step-up')),
  user_handle bytea,
  expires_at timestamptz not null
);
create index passkey_challenges_bound on passkey_challenges (bound_to);
create index passkey_challenges_expiry on passkey_challenges (expires_at);

-- Wrong passwords by address and by login name, as keyed hashes, so that several nodes count together.
create table local_attempts (
  key bytea primary key,
  failures integer not null,
  last_at timestamptz not null,
  locked_until timestamptz not null
);
create index local_attempts_last on local_attempts (last_at);

-- The link for the first administrator. One at a time.
create table setup_links (
  token_hash bytea primary key,
  created_at timestamptz not null,
  expires_at timestamptz not null
);

-- Null: of a session from before this was written down; its start counts.
alter table sessions add column authenticated_at timestamptz;
