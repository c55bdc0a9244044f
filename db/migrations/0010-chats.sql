-- Chats that their platform has given another id: a Telegram group that became a supergroup. `telegram:-100123`.
create table chat_move (
  chat_id text primary key,
  moved_to text not null,
  moved_at bigint not null
);
