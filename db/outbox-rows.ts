/** Column name → SQL type of a row that is added. */
export const NEW_ROW_COLUMNS = {
  user_id: 'text',
  route: 'text[]',
  address: 'text',
  kind: 'text',
  importance: 'text',
  money: 'boolean',
  dedupe_key: 'text',
  group_key: 'text',
  in_place: 'boolean',
  payload: 'jsonb',
  state: 'text',
  next_at: 'bigint',
  held_until: 'bigint',
  created_at: 'bigint',
  waiting_since: 'bigint',
  stands_for: 'int',
  copy_of: 'bigint',
  problem: 'text',
} as const;

export type Importance = 'quiet' | 'normal' | 'urgent';

/** A message to be kept; what its payload holds is the business of whoever sends it. */
export interface NewOutboxRow<Payload> {
  readonly userId: string;
  readonly route: readonly string[];
  readonly address: string;
  readonly kind: string;
  readonly importance: Importance;
  readonly money: boolean;
  readonly dedupeKey: string;
  readonly group: string | null;
  readonly inPlace: boolean;
  readonly payload: Payload;
  readonly state: 'pending' | 'held' | 'muted' | 'refused';
  readonly heldUntil: number | null;
  readonly standsFor: number;
  readonly copyOf: number | null;
  readonly problem: string | null;
}

export interface WaitingOutboxRow<Payload> {
  readonly id: number;
  readonly userId: string;
  readonly route: readonly string[];
  readonly address: string;
  readonly kind: string;
  readonly importance: Importance;
  readonly money: boolean;
  readonly dedupeKey: string;
  readonly payload: Payload;
  readonly attempts: number;
  readonly waitingSince: number;
  readonly replaces: string | null;
  readonly copyOf: number | null;
}

/** What a statement gives back for a WaitingOutboxRow of the table `o`. */
export const WAITING_COLUMNS = `o.id, o.user_id as "userId", o.route, o.address, o.kind, o.importance, o.money, o.payload,
  o.dedupe_key as "dedupeKey",
  o.attempts, o.waiting_since as "waitingSince", o.copy_of as "copyOf",
  case when o.in_place then (
    select before.ref from outbox before
    where before.user_id = o.user_id and before.group_key = o.group_key and before.address = o.address
      and before.state = 'delivered' and before.ref is not null
    order by before.id desc limit 1
  ) end as replaces`;

/** Returns rows as the JSON text that a statement takes for NEW_ROW_COLUMNS. */
export function newRowsJson(rows: readonly NewOutboxRow<unknown>[], now: number): string {
  return storableJson(
    rows.map((row) => ({
      user_id: row.userId,
      route: row.route,
      address: row.address,
      kind: row.kind,
      importance: row.importance,
      money: row.money,
      dedupe_key: row.dedupeKey,
      group_key: row.group,
      in_place: row.inPlace,
      payload: row.payload,
      state: row.state,
      next_at: now,
      held_until: row.heldUntil,
      created_at: now,
      waiting_since: now,
      stands_for: row.standsFor,
      copy_of: row.copyOf,
      problem: row.problem,
    })),
  );
}

/** Returns a text that Postgres can keep: it has no place for a NUL and none for half a character. */
export function storableText(text: string): string {
  return text.replaceAll('\u0000', '\ufffd').replace(/\p{Surrogate}/gu, '\ufffd');
}

function storableJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => (typeof part === 'string' ? storableText(part) : part));
}
