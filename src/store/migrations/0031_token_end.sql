-- When a token ends by itself; null: never.
alter table api_tokens add column expires_at timestamptz;
