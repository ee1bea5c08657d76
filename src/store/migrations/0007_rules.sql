-- Rules that say more than attribute, column and default. What a row leaves out is as in the reference.
alter table converters add column options jsonb not null default '{}';
alter table converters drop constraint converters_check;
alter table converters add check (attributes is not null or default_value is not null or options ? 'template');
-- Rows with a condition may share a column: the first that applies wins.
drop index converters_column;
create unique index converters_column on converters (provider_id, column_name) nulls not distinct
  where not options ? 'condition';

alter table providers add column options jsonb not null default '{}';
alter table providers drop constraint providers_roles_mode_check;
alter table providers add check (roles_mode in ('off', 'add', 'sync', 'replace'));

-- A role below a protected one is protected too; kept here so that no sign-on climbs the tree.
alter table roles add column guarded boolean not null default false;
update roles set guarded = protected;
-- Losing one ends the sessions of its holder.
alter table roles add column sensitive boolean not null default false;

-- Which provider a value came by, for its daily ceiling and for undo.
alter table lookup_values add column provider_id uuid references providers (id) on delete set null;

-- What the sign-ons of a provider did, hour by hour: ceilings are judged by it.
create table provider_activity (
  provider_id uuid not null references providers (id) on delete cascade,
  kind text not null check (kind in ('withdrawal', 'lookup-value')),
  hour timestamptz not null,
  count integer not null,
  primary key (provider_id, kind, hour)
);
