-- How an identity provider tells of groups, and which preset it was set up with.
alter table providers
  -- What a sign-on without the role attributes says: nothing, or that there are no groups.
  add column absent_groups text not null default 'keep' check (absent_groups in ('keep', 'none')),
  -- null: every value is one group.
  add column group_separator text check (group_separator <> ''),
  add column group_names text not null default 'as-sent'
    check (group_names in ('as-sent', 'cn', 'strip-domain', 'last-segment')),
  -- Chooses the set-up instructions; everything else that the preset said was written out when the provider was made.
  add column preset text collate "C";
