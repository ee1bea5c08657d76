-- Two columns of the user that rules may fill like those of the contact. The catalogue knows them by these names alone; where
-- their values are kept is written in store/columns.ts.
alter table contact_columns drop constraint contact_columns_name_check;
alter table contact_columns add check (name ~ '^[A-Za-z][A-Za-z0-9_]{0,59}$' or name in ('user.culture', 'user.timeZone'));
insert into contact_columns (name, caption, type, lookup, required, custom, position)
select n.name, n.caption, n.type, null, false, false, p.last + n.at
from (values (1, 'user.culture', 'Culture of the user', 'language'), (2, 'user.timeZone', 'Time zone of the user', 'timezone'))
  n (at, name, caption, type), (select coalesce(max(position), 0) as last from contact_columns) p;
