-- What each person asked to be told of, and where each rule stands.
create table alert_rule (
  id bigint generated always as identity primary key,
  user_id text not null,
  -- As the person names it: counts up for each of them, and is not given twice.
  number integer not null,
  rule jsonb not null,
  state jsonb not null,
  -- Up to this time of the desk everything was looked at.
  seen_at bigint not null,
  created_at bigint not null,
  removed_at bigint,
  unique (user_id, number)
);
create index alert_rule_kept on alert_rule (id) where removed_at is null;
