-- Why somebody said no; asked once.
create table approval_reason (
  approval_id text primary key,
  code text not null,
  text text,
  by text not null,
  at bigint not null
);

-- What came of a proposal, or would have: `made` in the market, `missed` by the plan on the bars that came.
create table approval_score (
  decision_id text not null,
  part text not null,
  approval_id text,
  net numeric not null,
  exit text not null,
  closed_at bigint not null,
  primary key (decision_id, part)
);

create index approval_by_decision on approval (decision_id);
-- Proposals that were asked of nobody, because all were asleep.
create index decision_asleep on decision (number) where reason ->> 'code' like 'approval.asleep-%';
