import {
  type CallFilter,
  type CallStore,
  callNumber,
  dayOf,
  type Spent,
  type StoredCall,
} from '../agent/models/call-store.ts';
import type { Database } from './database.ts';
import { storableText } from './outbox-rows.ts';

/** Names of rows as the program has them; `day` is derived and stays where it is. */
const COLUMNS = `number, at, purpose, subject, provider, model, prompt, prompt_sha256 as "promptSha256", temperature,
  seed, max_tokens as "maxTokens", schema, request_sha256 as "requestSha256", reply, tries, latency_ms as "latencyMs",
  input_tokens as "inputTokens", output_tokens as "outputTokens", cost_usd as "costUsd",
  charged_tokens as "chargedTokens", charged_usd as "chargedUsd", is_recorded as "isRecorded", outcome, kind, detail`;

type CallRow = Omit<StoredCall, 'id'> & { readonly number: number };

/** Calls of language models, in the order they were made. */
export class ModelCallTable implements CallStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async numbers(count: number): Promise<readonly number[]> {
    const rows = await this.#database.query<{ number: number }>(
      `select nextval('model_call_number') as number from generate_series(1, $1::int)`,
      [count],
    );
    return rows.map(({ number }) => number).sort((a, b) => a - b);
  }

  async save(call: StoredCall): Promise<void> {
    const number = callNumber(call.id);
    if (number === null) return;
    await this.#database.query(
      `insert into model_call (number, at, day, purpose, subject, provider, model, prompt, prompt_sha256, temperature,
         seed, max_tokens, schema, request_sha256, reply, tries, latency_ms, input_tokens, output_tokens, cost_usd,
         charged_tokens, charged_usd, is_recorded, outcome, kind, detail)
       values ($1, $2, $3::date, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21,
         $22, $23, $24, $25, $26)
       on conflict do nothing`,
      [
        ...[number, call.at, dayOf(call.at), call.purpose, call.subject, call.provider, call.model, call.prompt],
        ...[call.promptSha256, call.temperature, call.seed, call.maxTokens, call.schema, call.requestSha256],
        ...[call.reply === null ? null : storableText(call.reply), call.tries, call.latencyMs, call.inputTokens],
        ...[call.outputTokens, call.costUsd, call.chargedTokens, call.chargedUsd, call.isRecorded, call.outcome],
        ...[call.kind, call.detail],
      ],
    );
  }

  async spentOn(day: string): Promise<readonly Spent[]> {
    return this.#database.query<Spent>(
      `select purpose, sum(charged_tokens)::bigint as tokens, sum(charged_usd) as usd
       from model_call where day = $1::date group by purpose order by purpose`,
      [day],
    );
  }

  async recent({ provider, model, purpose, subject, since, limit }: CallFilter): Promise<readonly StoredCall[]> {
    const rows = await this.#database.query<CallRow>(
      `select ${COLUMNS} from model_call
       where ($1::text is null or provider = $1) and ($2::text is null or model = $2)
         and ($3::text is null or purpose = $3) and ($4::text is null or subject = $4)
         and at >= coalesce($5::bigint, 0)
       order by number desc limit $6`,
      [provider ?? null, model ?? null, purpose ?? null, subject ?? null, since ?? null, limit],
    );
    return rows.map(storedCall);
  }

  async byId(id: string): Promise<StoredCall | null> {
    const number = callNumber(id);
    if (number === null) return null;
    const [row] = await this.#database.query<CallRow>(`select ${COLUMNS} from model_call where number = $1`, [number]);
    return row === undefined ? null : storedCall(row);
  }
}

function storedCall({ number, ...call }: CallRow): StoredCall {
  return { id: `L-${number}`, ...call };
}
