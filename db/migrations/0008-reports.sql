-- When a person wants their reports; a sort without a row is as the person's role has it.
create table report_schedule (
  user_id text not null,
  sort text not null check (sort in ('daily', 'weekly', 'monthly')),
  enabled boolean not null,
  -- Of the person's own day.
  hour smallint not null check (hour between 0 and 23),
  minute smallint not null check (minute between 0 and 59),
  primary key (user_id, sort)
);

-- How far each person has been given reports: the start of the last period, in the desk's time.
create table report_cursor (
  user_id text not null,
  sort text not null check (sort in ('daily', 'weekly', 'monthly')),
  period_start bigint not null,
  primary key (user_id, sort)
);
