-- Who made a token: an author as revisions name them. Null: it was made before this was kept.
alter table api_tokens add column created_by jsonb;

-- Passwords and passkeys of local administrators that were refused: counted by whom they were for (null: nobody who is here), and told
-- to the audit now and then as a number, so that whoever tries a thousand times writes no thousand lines.
create table refused_proofs (
  user_id uuid references users (id) on delete cascade,
  by text collate "C" not null check (by in ('password', 'passkey')),
  -- Since the last line in the audit.
  count integer not null,
  told_count integer not null,
  told_at timestamptz not null,
  unique nulls not distinct (user_id, by)
);
