-- What changes when a setting's value does, without reading it: a page names the logo by it, and a logo is large.
alter table settings add column mark text generated always as (hashtextextended(value::text, 0)::text) stored;
