import type { AssistantMemory, RememberedTurn } from '../agent/assistant/memory.ts';
import type { Database } from './database.ts';

/** Turns of one person that are kept, however young they are. */
const MOST_TURNS = 200;
/** What is longer was no answer to lean on. */
const LONGEST_TEXT = 4_000;

interface MemoryRow {
  readonly question: string;
  readonly answer: string;
  readonly citations: readonly string[];
  readonly asked_at: number;
  readonly tainted: boolean;
}

/** The assistant's memory in the database. */
export class AssistantMemoryTable implements AssistantMemory {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async latest(userId: string, limit: number): Promise<readonly RememberedTurn[]> {
    const rows = await this.#database.query<MemoryRow>(
      `select question, answer, citations, asked_at, tainted from assistant_memory
       where user_id = $1 order by id desc limit $2`,
      [userId, limit],
    );
    return rows.map(fromRow).reverse();
  }

  async keep(userId: string, { question, answer, citations, at, isTainted }: RememberedTurn): Promise<void> {
    await this.#database.query(
      `insert into assistant_memory (user_id, asked_at, question, answer, citations, tainted)
       values ($1, $2, $3, $4, $5, $6)`,
      [userId, at, question.slice(0, LONGEST_TEXT), answer.slice(0, LONGEST_TEXT), [...citations], isTainted],
    );
  }

  async forget(userId: string): Promise<number> {
    const gone = await this.#database.query('delete from assistant_memory where user_id = $1 returning id', [userId]);
    return gone.length;
  }

  async purge(before: number): Promise<number> {
    const gone = await this.#database.query(
      `delete from assistant_memory where asked_at < $1 or id in (
         select id from (
           select id, row_number() over (partition by user_id order by id desc) as place from assistant_memory
         ) as placed where place > $2
       ) returning id`,
      [before, MOST_TURNS],
    );
    return gone.length;
  }
}

function fromRow({ question, answer, citations, asked_at, tainted }: MemoryRow): RememberedTurn {
  return { question, answer, citations, at: asked_at, isTainted: tainted };
}
