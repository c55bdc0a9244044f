import type { Database } from './database.ts';
import { storableText } from './outbox-rows.ts';

interface Holder {
  readonly userId: string;
  readonly chatId: string;
}

export interface ChatButtonRow extends Holder {
  readonly nonce: string;
  readonly command: string;
  readonly termsSha256: string | null;
  readonly expiresAt: number;
}

/** A button lives for a day; in a day nobody looks at so many. */
const MAX_ROWS = 20_000;

/** What the buttons do that people hold: good once, across restarts and processes. */
export class ButtonTable {
  readonly #database: Database;
  readonly #maxRows: number;

  constructor(database: Database, maxRows = MAX_ROWS) {
    this.#database = database;
    this.#maxRows = maxRows;
  }

  async add(rows: readonly ChatButtonRow[]): Promise<void> {
    if (rows.length === 0) return;
    await this.#database.query(
      `insert into chat_button (nonce, user_id, chat_id, command, terms_sha256, expires_at)
       select nonce, user_id, chat_id, command, terms_sha256, expires_at
       from jsonb_to_recordset($1::jsonb)
         as rows(nonce text, user_id text, chat_id text, command text, terms_sha256 text, expires_at bigint)`,
      [
        JSON.stringify(
          rows.map((row) => ({
            nonce: row.nonce,
            user_id: row.userId,
            chat_id: row.chatId,
            command: row.command,
            terms_sha256: row.termsSha256,
            expires_at: row.expiresAt,
          })),
        ),
      ],
    );
  }

  /** Uses a nonce up; of several that try at once, one gets it. */
  async use(use: Holder & { readonly nonce: string; readonly at: number }) {
    const [used] = await this.#database.query<{ command: string; termsSha256: string | null }>(
      `update chat_button set used_at = $4
       where nonce = $1 and user_id = $2 and chat_id = $3 and used_at is null and expires_at > $4
       returning command, terms_sha256 as "termsSha256"`,
      [storableText(use.nonce), use.userId, use.chatId, use.at],
    );
    return used ?? null;
  }

  async forget(userId: string): Promise<void> {
    await this.#database.query('delete from chat_button where user_id = $1', [userId]);
  }

  async sweep(at: number): Promise<void> {
    await this.#database.query('delete from chat_button where expires_at <= $1 or used_at is not null', [at]);
    await this.#database.query(
      `delete from chat_button where nonce in (select nonce from chat_button order by expires_at desc, nonce offset $1)`,
      [this.#maxRows],
    );
  }
}
