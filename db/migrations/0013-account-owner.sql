-- Who trades an account: one engine at a time. The epoch grows with each that takes over, and fences those before it.
create table account_owner (
  account text primary key,
  epoch bigint not null,
  owner text not null,
  taken_at bigint not null
);
-- What a key was used for first: one that has traded paper does not trade real money by mistake, and the other way round.
create table account_key (
  fingerprint text primary key,
  venue text not null,
  account text not null,
  mode text not null check (mode in ('paper', 'live')),
  bound_at bigint not null
);
