-- What has to reach people, in the order in which it was said: written before anything is sent, kept as the history.
create table outbox (
  id bigint primary key generated always as identity,
  user_id text not null,
  -- Where this person can be reached, the preferred place first: `telegram:123`, `discord:9`, `email:a@b`.
  route text[] not null,
  address text not null,
  channel text not null generated always as (split_part(address, ':', 1)) stored,
  kind text not null,
  importance text not null,
  -- About money at risk: goes to the next place of the route when it does not arrive in time, and is never merged.
  money boolean not null,
  -- Adding the same thing twice adds it once.
  dedupe_key text not null unique,
  -- A newer message of a group takes the place of an older one that was not delivered yet.
  group_key text,
  -- A newer message of the group edits the delivered one instead of following it.
  in_place boolean not null,
  payload jsonb not null,
  state text not null check (
    state in ('pending', 'sending', 'held', 'delivered', 'refused', 'expired', 'replaced', 'merged', 'muted')
  ),
  attempts int not null default 0,
  next_at bigint not null,
  -- A claim whose process died comes back after this.
  lease_until bigint,
  -- The end of the quiet hours that hold it.
  held_until bigint,
  created_at bigint not null,
  -- Since when it could have been delivered: quiet hours do not count.
  waiting_since bigint not null,
  escalated_at bigint,
  -- The message that this one says again at another place.
  copy_of bigint,
  -- How many messages this one was sent instead of; 0 for a message of its own.
  stands_for int not null,
  merged_into bigint,
  delivered_at bigint,
  -- What the platform calls the delivered message.
  ref text,
  problem text
);
create index outbox_waiting on outbox (address, id) where state in ('pending', 'sending');
create index outbox_held on outbox (held_until) where state = 'held';
create index outbox_to_escalate on outbox (waiting_since)
  where escalated_at is null and state in ('pending', 'sending', 'refused') and cardinality(route) > 1;
create index outbox_by_group on outbox (user_id, group_key, id) where group_key is not null;
create index outbox_by_user on outbox (user_id, id);
create index outbox_copies on outbox (copy_of) where copy_of is not null;
create index outbox_merged on outbox (merged_into) where merged_into is not null;

-- How far each person has been told what is in the journal.
create table outbox_cursor (
  user_id text primary key,
  seq bigint not null
);
