-- What each person wants to hear of a kind of alert; what is not here is as the desk has it.
create table alert_preference (
  user_id text not null,
  kind text not null,
  mode text not null check (mode in ('on', 'silent', 'off')),
  changed_at bigint not null,
  primary key (user_id, kind)
);
