-- Numbers of calls are handed out before the calls are made, so that no answer waits for the database.
create sequence model_call_number;

-- Every call of a language model. What a server said of an error, addresses and keys are no part of it.
create table model_call (
  number bigint primary key,
  at bigint not null,
  -- Of UTC; what is charged counts against it.
  day date not null,
  purpose text not null,
  subject text,
  provider text not null,
  model text not null,
  prompt text not null,
  prompt_sha256 text not null,
  temperature double precision not null,
  seed bigint,
  max_tokens int not null,
  schema text,
  request_sha256 text not null,
  -- As the model wrote it, bounded; null where nothing whole came.
  reply text,
  tries smallint not null,
  latency_ms double precision not null,
  input_tokens bigint,
  output_tokens bigint,
  cost_usd double precision,
  charged_tokens bigint not null,
  charged_usd double precision not null,
  is_recorded boolean not null,
  outcome text not null check (outcome in ('answered', 'failed')),
  kind text,
  detail text,
  check ((outcome = 'failed') = (kind is not null))
);
create index model_call_day on model_call (day);
create index model_call_subject on model_call (subject) where subject is not null;
