-- Of a draft that was tried: what it alone does to a person. Null: no draft was tried, or before this was noted.
alter table replay_people
  add column by_draft boolean,
  add column draft_columns text[] not null default '{}',
  add column draft_roles text[] not null default '{}';
