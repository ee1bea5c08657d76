-- A role rule names one or more values, or globs.
alter table role_rules add column groups text[] collate "C";
update role_rules set groups = array[group_value];
alter table role_rules alter column groups set not null;
alter table role_rules add check (cardinality(groups) > 0);
alter table role_rules add column match text check (match = 'glob');
drop index role_rules_once;
alter table role_rules drop column group_value;
-- Lists of long distinguished names are longer than an index entry can be. Groups have no line breaks.
alter table role_rules add column groups_hash text;
update role_rules set groups_hash = md5(groups[1]);
alter table role_rules alter column groups_hash set not null;
create unique index role_rules_once on role_rules (provider_id, groups_hash, role_id, match) nulls not distinct;
create index role_rules_role on role_rules (role_id);

-- Earlier revisions are read by today's words.
update rules_revisions set content = jsonb_set(content, '{roleRules}', coalesce((
  select jsonb_agg(rule - 'group' || jsonb_build_object('groups', jsonb_build_array(rule -> 'group')) order by n)
  from jsonb_array_elements(content -> 'roleRules') with ordinality e (rule, n)), '[]'))
where content -> 'roleRules' @? '$[*] ? (exists (@.group))';

-- What a rule has given: who would lose it when the rule goes.
create index grants_rule on grants (rule_id, user_id) where rule_id is not null;
