-- Refused attempts of nobody known are kept for a month: this index finds the old ones without reading the journal.
create index sign_ons_refused on sign_ons (at) where outcome = 'refused' and user_id is null;
