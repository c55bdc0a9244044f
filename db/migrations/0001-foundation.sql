-- Times are epoch milliseconds; money, prices and quantities are numeric (exact); estimates are double precision.
create extension if not exists vector;

-- What happened, in order. Everything below can be read again from it.
create table journal (
  seq bigint primary key,
  at bigint not null,
  type text not null,
  decision_id text,
  symbol text,
  body jsonb not null,
  hash text not null
);
create index journal_by_type on journal (type, seq);
create index journal_by_decision on journal (decision_id, seq) where decision_id is not null;

create table decision (
  id text primary key,
  number bigint not null unique,
  at bigint not null,
  symbol text not null,
  action text not null,
  direction text,
  source text not null,
  outcome text not null,
  reason jsonb,
  record jsonb not null,
  record_sha256 text not null
);
create index decision_by_symbol on decision (symbol, at);
create index decision_by_outcome on decision (outcome, at);

create table decision_vote (
  decision_id text not null references decision (id) on delete cascade,
  voter text not null,
  kind text not null,
  outcome text not null,
  stance text,
  confidence double precision,
  reasons jsonb,
  primary key (decision_id, voter)
);

-- `pass`: the gate is asked again after an approval, because the world moved.
create table decision_rule (
  decision_id text not null references decision (id) on delete cascade,
  pass int not null,
  position int not null,
  rule text not null,
  outcome text not null,
  value double precision,
  threshold double precision,
  primary key (decision_id, pass, position)
);

create table decision_evidence (
  decision_id text not null references decision (id) on delete cascade,
  kind text not null,
  ref text not null,
  body jsonb,
  primary key (decision_id, kind, ref)
);

create table decision_horizon (
  decision_id text not null references decision (id) on delete cascade,
  horizon_ms bigint not null,
  at bigint not null,
  price double precision not null,
  return_fraction double precision not null,
  primary key (decision_id, horizon_ms)
);

create table client_order (
  client_id text primary key,
  number bigint not null unique,
  -- No foreign key: an order intent is written before the record of its decision is complete.
  decision_id text,
  leg text not null,
  attempt int not null,
  symbol text not null,
  side text not null,
  type text not null,
  quantity numeric not null,
  price numeric,
  trigger_price numeric,
  reduce_only boolean not null default false,
  state text not null,
  filled_quantity numeric not null default 0,
  average_price numeric,
  venue_order_id text,
  created_at bigint not null,
  sent_at bigint,
  updated_at bigint not null,
  reason jsonb,
  unique (decision_id, leg, attempt)
);
create index client_order_by_state on client_order (state, updated_at);
create index client_order_by_symbol on client_order (symbol, created_at);

create table fill (
  number bigint not null unique,
  venue text not null,
  symbol text not null,
  trade_id text not null,
  client_id text,
  decision_id text,
  side text not null,
  quantity numeric not null,
  price numeric not null,
  fee numeric not null default 0,
  fee_currency text,
  liquidity text,
  at bigint not null,
  primary key (venue, symbol, trade_id)
);
create index fill_by_order on fill (client_id);
create index fill_by_time on fill (at);

create table approval (
  id text primary key,
  -- Not unique: after too much drift a decision is quoted anew, and the first question stays on file.
  decision_id text not null,
  terms jsonb not null,
  terms_sha256 text not null,
  status text not null,
  created_at bigint not null,
  expires_at bigint not null,
  answered_at bigint,
  answered_by text
);
create index approval_by_status on approval (status, expires_at);

create table closed_trade (
  number bigint primary key,
  symbol text not null,
  direction text not null,
  strategy text,
  opened_at bigint not null,
  closed_at bigint not null,
  quantity numeric not null,
  entry_price numeric not null,
  exit_price numeric not null,
  realised numeric not null,
  fees numeric not null default 0,
  net numeric not null,
  entry_decision_id text,
  exit_decision_id text,
  exit_reason jsonb
);
create index closed_trade_by_time on closed_trade (closed_at);

create table equity_point (
  at bigint primary key,
  equity numeric not null,
  cash numeric not null,
  exposure numeric not null
);

create table news_item (
  id text primary key,
  published_at bigint not null,
  -- What a decision may have known is bounded by this, not by the time of publication.
  ingested_at bigint not null,
  source text not null,
  topic text,
  assets text[] not null default '{}',
  title jsonb not null,
  summary jsonb,
  tone double precision not null,
  tone_by text not null,
  sha256 text not null unique
);
create index news_item_by_time on news_item (ingested_at);
create index news_item_by_asset on news_item using gin (assets);

create table setting (
  key text primary key,
  value jsonb not null,
  changed_at bigint not null,
  changed_by text not null
);

create table setting_change (
  seq bigint primary key,
  key text not null,
  old_value jsonb,
  new_value jsonb,
  at bigint not null,
  by text not null
);

create table user_preference (
  user_id text primary key,
  language text,
  language_fixed boolean not null default false,
  zone text
);
