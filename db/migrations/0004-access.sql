-- Who may talk to the desk, by the platform's own numeric id.
create table chat_user (
  user_id text primary key,
  role text not null check (role in ('viewer', 'trader', 'admin')),
  -- What they call themselves: for people to read, never for access.
  name text not null,
  added_by text not null,
  added_at bigint not null,
  removed_at bigint
);

-- What a button does. The button itself carries only the nonce.
create table chat_button (
  nonce text primary key,
  user_id text not null,
  chat_id text not null,
  command text not null,
  -- Of the proposal that it answers.
  terms_sha256 text,
  expires_at bigint not null,
  used_at bigint
);
create index chat_button_by_expiry on chat_button (expires_at);
create index chat_button_by_user on chat_button (user_id);

-- Messages that asked for something to be done: the same one again, after a restart, does nothing.
create table chat_delivery (
  id text primary key,
  at bigint not null
);
create index chat_delivery_by_time on chat_delivery (at);
