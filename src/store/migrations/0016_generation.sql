-- How often something has changed that any plan may look at. Only what people decide counts it up: roles, domains, aliases, values
-- of lookups that they make, rename or remove. What sign-ons write all day long does not, so that they never wait for this row:
-- a value that a sign-on or an import makes was unknown before, and a plan that met an unknown value is never remembered.
create table directory_generation (
  one boolean primary key default true check (one),
  n bigint not null
);
insert into directory_generation (n) values (1);

create function count_generation() returns trigger language plpgsql as $$
begin
  update directory_generation set n = n + 1;
  return null;
end $$;

create trigger generation after insert or update or delete or truncate on roles
  for each statement execute function count_generation();
create trigger generation after insert or update or delete or truncate on domains
  for each statement execute function count_generation();
create trigger generation after insert or update or delete or truncate on lookup_aliases
  for each statement execute function count_generation();
create trigger generation after delete or truncate on lookup_values
  for each statement execute function count_generation();
create trigger generation_renamed after update of lookup, name, name_key, created_at on lookup_values
  for each statement execute function count_generation();
create function count_generation_of_value() returns trigger language plpgsql as $$
begin
  if new.created_by not in ('sign-on', 'import') or exists (
    select 1 from lookup_values where lookup = new.lookup and name_key = new.name_key and id <> new.id) then
    update directory_generation set n = n + 1;
  end if;
  return null;
end $$;
create trigger generation_made after insert on lookup_values
  for each row execute function count_generation_of_value();

-- A second owner of an address. A sign-on never makes one; people and imports may.
create function count_generation_of_address() returns trigger language plpgsql as $$
begin
  if exists (select 1 from contacts where email_key = new.email_key and id <> new.id) then
    update directory_generation set n = n + 1;
  end if;
  return null;
end $$;
create trigger generation_address after insert or update of email_key on contacts
  for each row when (new.email_key is not null) execute function count_generation_of_address();
