-- Notifications: what somebody is told by e-mail or webhook of what needs them.

-- What is noted for somebody is told from where it is noted, in its own transaction: a sign-on writes nothing more for it.
alter table worklist add column told boolean not null default false;
update worklist set told = true;
create index worklist_untold on worklist (kind, provider_id) where not told;
alter table trust_events add column told boolean not null default false;
update trust_events set told = true;
create index trust_events_untold on trust_events (id) where kind = 'refresh_failed' and not told;

-- What happened, by ids, codes and numbers: nothing personal. No foreign keys, because it outlives what it is about.
create table notices (
  id uuid primary key,
  at timestamptz not null,
  event text collate "C" not null,
  provider_id uuid,
  -- The provider's slug that day.
  provider text,
  counts jsonb not null default '{}',
  facts jsonb not null default '{}',
  -- What is told once, however often it is found.
  once text collate "C" unique
);
create index notices_at on notices (at);

create table webhooks (
  id uuid primary key,
  version integer not null default 1,
  url text not null,
  events text[] not null,
  enabled boolean not null,
  sealed_secret text not null,
  -- The secret before this one, which signs as well until receivers know the new one.
  sealed_previous text,
  previous_until timestamptz,
  created_at timestamptz not null,
  -- Why and when it was switched off by itself.
  off_code text,
  off_at timestamptz
);

create table mail_recipients (
  id uuid primary key,
  address text not null,
  address_key text collate "C" not null unique,
  events text[] not null,
  -- When the last e-mail was made: the next one waits a while.
  mailed_at timestamptz
);
-- What is told in a recipient's next e-mail.
create table mail_waiting (
  recipient_id uuid not null references mail_recipients (id) on delete cascade,
  notice_id uuid not null references notices (id) on delete cascade,
  at timestamptz not null,
  primary key (recipient_id, notice_id)
);
create index mail_waiting_notice on mail_waiting (notice_id);

-- One message to one receiver. Its id stays the same however often it is tried.
create table deliveries (
  id uuid primary key,
  webhook_id uuid references webhooks (id) on delete cascade,
  recipient_id uuid references mail_recipients (id) on delete cascade,
  event text collate "C" not null,
  body jsonb not null,
  state text not null default 'waiting' check (state in ('waiting', 'delivered', 'failed')),
  attempts integer not null default 0,
  created_at timestamptz not null,
  -- When it is tried next; while a node is at it: when another may take over.
  next_at timestamptz not null,
  give_up_at timestamptz not null,
  tried_at timestamptz,
  done_at timestamptz,
  -- What the last attempt came to.
  status integer,
  code text,
  check ((webhook_id is null) <> (recipient_id is null))
);
create index deliveries_due on deliveries (next_at) where state = 'waiting';
create index deliveries_webhook on deliveries (webhook_id, id) where webhook_id is not null;
create index deliveries_recipient on deliveries (recipient_id, id) where recipient_id is not null;
create index deliveries_created on deliveries (created_at);

insert into jobs (name) values ('notices');
