-- What the holders of a role may do here, beside whatever the role means to applications. The built-in administrators have
-- no entry: they may do everything.
alter table roles add column scopes text[] not null default '{}' check (
  scopes <@ array['trust:read', 'trust:write', 'rules:read', 'rules:write', 'directory:read', 'directory:write', 'claims:read']
  and (built_in is null or scopes = '{}'));
-- A role's own scopes and those of the roles above it; kept here so that no request climbs the tree.
alter table roles add column held_scopes text[] not null default '{}';
