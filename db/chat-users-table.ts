import type { Database } from './database.ts';

/** A person as they are kept. */
export interface ChatUserRow {
  readonly userId: string;
  readonly role: 'viewer' | 'trader' | 'admin';
  readonly name: string;
  readonly addedBy: string;
  readonly addedAt: number;
  readonly removedAt: number | null;
}

/** Who may talk to the desk; whoever was removed stays as a row, so that it can be told when. */
export class ChatUsersTable {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async load(): Promise<readonly ChatUserRow[]> {
    return this.#database.query(
      `select user_id as "userId", role, name, added_by as "addedBy", added_at as "addedAt", removed_at as "removedAt"
       from chat_user order by added_at, user_id`,
    );
  }

  async save(user: ChatUserRow): Promise<void> {
    await this.#database.query(
      `insert into chat_user (user_id, role, name, added_by, added_at, removed_at) values ($1, $2, $3, $4, $5, $6)
       on conflict (user_id) do update set role = $2, name = $3, added_by = $4, added_at = $5, removed_at = $6`,
      [user.userId, user.role, user.name, user.addedBy, user.addedAt, user.removedAt],
    );
  }
}
