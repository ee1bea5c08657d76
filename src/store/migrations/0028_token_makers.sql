-- Who made a token: an author as revisions name them. Null: it was made before this was kept.
alter table api_tokens add column created_by jsonb;
