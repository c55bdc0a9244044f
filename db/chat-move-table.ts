import type { Database } from './database.ts';

/** Which chats have another id now. */
export class ChatMoveTable {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Returns every move, by the id that a chat had before. */
  async load(): Promise<ReadonlyMap<string, string>> {
    const rows = await this.#database.query<{ chatId: string; movedTo: string }>(
      'select chat_id as "chatId", moved_to as "movedTo" from chat_move order by moved_at',
    );
    return new Map(rows.map(({ chatId, movedTo }) => [chatId, movedTo]));
  }

  async save(chatId: string, movedTo: string, at: number): Promise<void> {
    await this.#database.query(
      `insert into chat_move (chat_id, moved_to, moved_at) values ($1, $2, $3)
       on conflict (chat_id) do update set moved_to = $2, moved_at = $3`,
      [chatId, movedTo, at],
    );
  }
}
