-- The directory, the rules, the journal. Forward only: never edit a released migration.
-- Keys decided by core/names.ts are stored with collation "C": the database compares bytes and decides nothing.

create table settings (
  name text collate "C" primary key,
  value jsonb not null
);

-- Lookups ------------------------------------------------------------------------------------------------------------
-- Accounts (organisations) are the values of the lookup "Account".
create table lookups (
  name text collate "C" primary key,
  caption text not null
);

create table lookup_values (
  id uuid primary key,
  lookup text collate "C" not null references lookups (name),
  name text not null,
  name_key text collate "C" not null,
  created_by text not null check (created_by in ('sign-on', 'person', 'import', 'scim', 'system')),
  created_at timestamptz not null default now()
);
create index lookup_values_key on lookup_values (lookup, name_key, created_at, id);
-- Two sign-ons may want the same new value at once: one row. People may keep namesakes on purpose; the oldest wins.
create unique index lookup_values_sign_on on lookup_values (lookup, name_key) where created_by = 'sign-on';

create table lookup_aliases (
  lookup text collate "C" not null references lookups (name),
  name_key text collate "C" not null,
  value_id uuid not null references lookup_values (id) on delete cascade,
  primary key (lookup, name_key, value_id)
);

-- The column catalogue -----------------------------------------------------------------------------------------------
create table contact_columns (
  name text collate "C" primary key check (name ~ '^[A-Za-z][A-Za-z0-9_]{0,59}$'),
  caption text not null,
  type text not null check (type in
    ('text','email','phone','integer','decimal','boolean','date','datetime','language','timezone','lookup')),
  lookup text collate "C" references lookups (name),
  required boolean not null default false,
  custom boolean not null default true,
  position integer not null,
  version integer not null default 1,
  check ((type = 'lookup') = (lookup is not null))
);

create table contacts (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  -- Who wrote each current value; the history is in provenance.
  origins jsonb not null default '{}',
  name_key text collate "C" not null,
  email_key text collate "C",
  "Name" text not null,
  "GivenName" text,
  "Surname" text,
  "MiddleName" text,
  "Salutation" text,
  "Account" uuid references lookup_values (id),
  "Type" uuid references lookup_values (id),
  "Department" uuid references lookup_values (id),
  "Job" uuid references lookup_values (id),
  "JobTitle" text,
  "Phone" text,
  "MobilePhone" text,
  "HomePhone" text,
  "Email" text,
  "Address" text,
  "City" uuid references lookup_values (id),
  "Region" uuid references lookup_values (id),
  "Country" uuid references lookup_values (id),
  "Zip" text,
  "Gender" uuid references lookup_values (id),
  "BirthDate" date,
  "Language" text,
  "Owner" uuid references contacts (id) on delete set null,
  "Notes" text
);
create index contacts_name on contacts (name_key, id);
create index contacts_email on contacts (email_key) where email_key is not null;

insert into lookups (name, caption) values
  ('Account', 'Account'), ('ContactType', 'Contact type'), ('Department', 'Department'), ('Job', 'Job'),
  ('City', 'City'), ('Region', 'State/province'), ('Country', 'Country'), ('Gender', 'Gender'), ('Contact', 'Contact');

insert into contact_columns (name, caption, type, lookup, required, custom, position) values
  ('Name', 'Full name', 'text', null, true, false, 1),
  ('GivenName', 'Given name', 'text', null, false, false, 2),
  ('Surname', 'Surname', 'text', null, false, false, 3),
  ('MiddleName', 'Middle name', 'text', null, false, false, 4),
  ('Salutation', 'Salutation', 'text', null, false, false, 5),
  ('Account', 'Account', 'lookup', 'Account', false, false, 6),
  ('Type', 'Type', 'lookup', 'ContactType', false, false, 7),
  ('Department', 'Department', 'lookup', 'Department', false, false, 8),
  ('Job', 'Job title', 'lookup', 'Job', false, false, 9),
  ('JobTitle', 'Full job title', 'text', null, false, false, 10),
  ('Phone', 'Phone', 'phone', null, false, false, 11),
  ('MobilePhone', 'Mobile phone', 'phone', null, false, false, 12),
  ('HomePhone', 'Home phone', 'phone', null, false, false, 13),
  ('Email', 'Email', 'email', null, false, false, 14),
  ('Address', 'Address', 'text', null, false, false, 15),
  ('City', 'City', 'lookup', 'City', false, false, 16),
  ('Region', 'State/province', 'lookup', 'Region', false, false, 17),
  ('Country', 'Country', 'lookup', 'Country', false, false, 18),
  ('Zip', 'ZIP/postal code', 'text', null, false, false, 19),
  ('Gender', 'Gender', 'lookup', 'Gender', false, false, 20),
  ('BirthDate', 'Birth date', 'date', null, false, false, 21),
  ('Language', 'Preferred language', 'language', null, false, false, 22),
  ('Owner', 'Owner', 'lookup', 'Contact', false, false, 23),
  ('Notes', 'Notes', 'text', null, false, false, 24);

-- Users, identities, roles -------------------------------------------------------------------------------------------
create table users (
  id uuid primary key,
  contact_id uuid not null unique references contacts (id),
  login text not null,
  login_key text collate "C" not null unique,
  type text not null check (type in ('employee', 'external')),
  status text not null default 'active' check (status in ('active', 'disabled', 'pending', 'deleted')),
  culture text,
  time_zone text,
  version integer not null default 1,
  created_at timestamptz not null default now()
);

create table roles (
  id uuid primary key,
  name text not null,
  name_key text collate "C" not null unique,
  kind text not null default 'functional' check (kind in ('organisational', 'functional')),
  parent_id uuid references roles (id),
  protected boolean not null default false,
  built_in text unique check (built_in in ('administrators', 'all-employees', 'all-external')),
  version integer not null default 1,
  created_at timestamptz not null default now()
);
create index roles_name on roles (name);

insert into roles (id, name, name_key, kind, protected, built_in) values
  (gen_random_uuid(), 'All employees', 'all employees', 'organisational', false, 'all-employees'),
  (gen_random_uuid(), 'All external users', 'all external users', 'organisational', false, 'all-external'),
  (gen_random_uuid(), 'Administrators', 'administrators', 'functional', true, 'administrators');

-- Identity providers -------------------------------------------------------------------------------------------------
create table providers (
  id uuid primary key,
  slug text collate "C" not null unique check (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  name text not null,
  protocol text not null,
  -- Both are immutable: a changed PUBLIC_URL must not break every identity provider, a changed partner is another one.
  entity_id text collate "C" not null unique,
  sp_entity_id text not null,
  -- Versioned, validated by the protocol's own schema.
  settings jsonb not null,
  -- What its sign-ons may do to the directory.
  user_type text not null default 'employee' check (user_type in ('employee', 'external')),
  employees_create boolean not null default true,
  employees_update boolean not null default true,
  external_create boolean not null default false,
  external_update boolean not null default false,
  roles_mode text not null default 'sync' check (roles_mode in ('off', 'add', 'sync')),
  -- 'NameID' or 'attribute:NAME'; login_from also 'auto'.
  subject_from text not null default 'NameID',
  login_from text not null default 'auto',
  login_taken text not null default 'suffix' check (login_taken in ('suffix', 'refuse')),
  -- null: the well-known attribute names.
  role_attributes text[],
  exact_role_names boolean not null default true,
  ignore_groups text[] not null default '{}',
  enabled boolean not null default true,
  demo boolean not null default false,
  version integer not null default 1,
  created_at timestamptz not null default now()
);

create table idp_certificates (
  provider_id uuid not null references providers (id) on delete cascade,
  fingerprint text not null,
  pem text not null,
  not_after timestamptz not null,
  added_at timestamptz not null default now(),
  primary key (provider_id, fingerprint)
);

create table sp_keys (
  id uuid primary key,
  use text not null check (use in ('signing')),
  certificate text not null,
  sealed_private_key text not null,
  active boolean not null default true,
  created_at timestamptz not null default now()
);

create table identities (
  id uuid primary key,
  provider_id uuid not null references providers (id),
  subject text collate "C" not null,
  -- '' when the provider names no format.
  format text collate "C" not null,
  user_id uuid not null references users (id),
  created_at timestamptz not null default now(),
  unique (provider_id, subject, format)
);
create index identities_user on identities (user_id);

-- Rules --------------------------------------------------------------------------------------------------------------
create table converters (
  id uuid primary key,
  provider_id uuid references providers (id) on delete cascade,
  attributes text[],
  column_name text collate "C" not null references contact_columns (name),
  default_value text,
  position integer not null,
  version integer not null default 1,
  check (attributes is not null or default_value is not null)
);
create unique index converters_column on converters (provider_id, column_name) nulls not distinct;

create table role_rules (
  id uuid primary key,
  provider_id uuid references providers (id) on delete cascade,
  group_value text collate "C" not null,
  role_id uuid not null references roles (id) on delete cascade,
  version integer not null default 1
);
-- A group may be a long distinguished name, longer than an index entry can be.
create unique index role_rules_once on role_rules (provider_id, md5(group_value), role_id) nulls not distinct;

-- Converters, role rules and provider policies are versioned together; a sign-on names the revision it used.
create table rules_revisions (
  revision integer primary key generated always as identity,
  at timestamptz not null default now(),
  author jsonb not null,
  content jsonb not null
);
insert into rules_revisions (author, content)
  values ('{"kind":"system"}', '{"converters":[],"roleRules":[],"policies":{}}');

create table grants (
  id uuid primary key,
  user_id uuid not null references users (id) on delete cascade,
  role_id uuid not null references roles (id) on delete cascade,
  origin text not null check (origin in ('manual', 'base', 'provider', 'import', 'scim')),
  provider_id uuid references providers (id),
  -- No foreign key: a deleted rule's grants are withdrawn at the next sign-on, and the journal still names the rule.
  rule_id uuid,
  created_at timestamptz not null default now(),
  check ((origin = 'provider') = (provider_id is not null))
);
create unique index grants_once on grants (user_id, role_id, origin, provider_id, rule_id) nulls not distinct;
create index grants_role on grants (role_id);

-- History ------------------------------------------------------------------------------------------------------------
create table provenance (
  id uuid primary key,
  contact_id uuid not null references contacts (id) on delete cascade,
  column_name text collate "C" not null,
  at timestamptz not null,
  origin jsonb not null,
  previous jsonb,
  value jsonb
);
create index provenance_contact on provenance (contact_id, id);

-- The journal. Nothing references it and its key starts with the time, so that it can be partitioned by month.
-- What arrived, the plan and the evidence are sealed together: personal data is never beside its own ciphertext.
create table sign_ons (
  at timestamptz not null,
  id uuid not null,
  provider_id uuid,
  outcome text not null check (outcome in ('created', 'updated', 'unchanged', 'refused', 'tested')),
  code text,
  step text,
  user_id uuid,
  contact_id uuid,
  rules_revision integer,
  problems text[] not null default '{}',
  sealed text,
  duration_us integer not null,
  address text,
  primary key (at, id)
);
create index sign_ons_contact on sign_ons (contact_id, at) where contact_id is not null;

-- Refusals beyond the samples that the journal keeps for a provider, code and minute.
create table refusal_counts (
  provider_id uuid,
  code text not null,
  minute timestamptz not null,
  count integer not null
);
create unique index refusal_counts_once on refusal_counts (provider_id, code, minute) nulls not distinct;

-- Sign-ons under way -------------------------------------------------------------------------------------------------
create table pending_requests (
  id text collate "C" primary key,
  provider_id uuid not null references providers (id) on delete cascade,
  provider_version integer not null,
  browser_hash bytea not null,
  return_to text not null,
  mode text not null check (mode in ('sign-on', 'test')),
  -- A test sign-on that was verified and waits for its confirmation: the assertion, sealed.
  sealed_assertion text,
  sign_on_id uuid,
  created_at timestamptz not null,
  expires_at timestamptz not null
);
create index pending_requests_browser on pending_requests (browser_hash, created_at);
create index pending_requests_expiry on pending_requests (expires_at);

create table consumed_assertions (
  issuer text collate "C" not null,
  assertion_id text collate "C" not null,
  attempt_id uuid not null,
  expires_at timestamptz not null,
  primary key (issuer, assertion_id)
);
create index consumed_assertions_expiry on consumed_assertions (expires_at);

create table sessions (
  token_hash bytea primary key,
  user_id uuid not null references users (id) on delete cascade,
  provider_id uuid not null references providers (id) on delete cascade,
  sign_on_id uuid not null,
  request_id text collate "C",
  return_to text not null,
  -- NameID with its qualifiers and SessionIndex, for logout.
  sealed_name_id text,
  created_at timestamptz not null,
  seen_at timestamptz not null,
  expires_at timestamptz not null
);
create index sessions_user on sessions (user_id);
create index sessions_expiry on sessions (expires_at);

-- The API ------------------------------------------------------------------------------------------------------------
create table api_tokens (
  id uuid primary key,
  name text not null,
  token_hash bytea not null unique,
  scopes text[] not null,
  created_at timestamptz not null default now(),
  used_at timestamptz,
  revoked_at timestamptz
);

create table idempotency_keys (
  actor text collate "C" not null,
  key text collate "C" not null,
  request_hash bytea not null,
  status integer,
  sealed_response text,
  created_at timestamptz not null default now(),
  primary key (actor, key)
);
