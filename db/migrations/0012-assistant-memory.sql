-- What the assistant remembers of each person: a question and its answer. Kept for some days, and erased on request.
create table assistant_memory (
  id bigint generated always as identity primary key,
  user_id text not null,
  asked_at bigint not null,
  question text not null,
  answer text not null,
  citations text[] not null,
  -- The answer holds words of strangers.
  tainted boolean not null
);
create index assistant_memory_of on assistant_memory (user_id, id desc);
create index assistant_memory_age on assistant_memory (asked_at);
