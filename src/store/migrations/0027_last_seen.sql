-- When somebody was last seen, with the user: whoever looks for those who stay away reads the users alone, and needs no journal that
-- goes back so far. Each sign-on writes it, so that it stands in no index: then a sign-on adds nothing to any index of users.
alter table users add column last_seen_at timestamptz;
-- Room on each page for what its rows will be next: a new version stays on the page of the one before.
alter table users set (fillfactor = 85);
update users u set last_seen_at = s.at
from (
  select id, (select at from sign_ons where contact_id = users.contact_id and outcome in ('created', 'updated', 'unchanged')
    order by at desc limit 1) as at
  from users) s
where s.id = u.id and s.at is not null;
