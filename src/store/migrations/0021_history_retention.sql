-- Former values in the histories of contacts end with the days that are set for what arrived.
insert into jobs (name) values ('history');
