import type { Database, Transaction } from './database.ts';
import type { NewOutboxRow, WaitingOutboxRow } from './outbox-rows.ts';
import { NEW_ROW_COLUMNS, newRowsJson, storableText, WAITING_COLUMNS } from './outbox-rows.ts';

export type OutboxSettlement =
  | { readonly outcome: 'delivered'; readonly at: number; readonly ref: string | null }
  | { readonly outcome: 'later'; readonly nextAt: number; readonly problem: string }
  | { readonly outcome: 'refused' | 'expired' | 'muted'; readonly problem: string };

interface OutboxAgenda {
  readonly channels: readonly { readonly channel: string; readonly dueAt: number }[];
  readonly waiting: number;
  readonly heldUntil: number | null;
  readonly escalatableSince: number | null;
}

interface FoldOrder {
  readonly userId: string;
  readonly address: string;
  readonly from: 'pending' | 'held';
  readonly now: number;
  readonly items: number;
}

interface FoldedRows<Payload> {
  readonly count: number;
  readonly lastId: number;
  readonly items: readonly { readonly kind: string; readonly createdAt: number; readonly payload: Payload }[];
}

interface OutboxPlace {
  readonly userId: string;
  readonly address: string;
}

const COLUMN_NAMES = Object.keys(NEW_ROW_COLUMNS).join(', ');
const TYPED_COLUMNS = Object.entries(NEW_ROW_COLUMNS)
  .map(([name, type]) => `${name} ${type}`)
  .join(', ');

/** What has to reach people: a queue that outlives the process, and the history of what was told. */
export class OutboxTable<Payload> {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async add(rows: readonly NewOutboxRow<Payload>[], now: number): Promise<number> {
    if (rows.length === 0) return 0;
    return this.#database.transaction(async (tx) => (await insertNew(tx, rows, now)).length);
  }

  async claim(claim: {
    readonly channel: string;
    readonly except: readonly string[];
    readonly limit: number;
    readonly now: number;
    readonly leaseUntil: number;
  }): Promise<readonly WaitingOutboxRow<Payload>[]> {
    // The conditions on state and time stand beside the lock, so that they are looked at again once a row is locked.
    const rows = await this.#database.query<WaitingOutboxRow<Payload>>(
      `with head as (
         select distinct on (address) id from outbox
         where state in ('pending', 'sending') and channel = $1 and address <> all($2::text[])
         order by address, id
       ), due as (
         select id from outbox
         where id in (select id from head)
           and ((state = 'pending' and next_at <= $3) or (state = 'sending' and lease_until <= $3))
         order by money desc, (importance = 'urgent') desc, id
         limit $4
         for update skip locked
       )
       update outbox o set state = 'sending', attempts = o.attempts + 1, lease_until = $5
       from due where o.id = due.id
       returning ${WAITING_COLUMNS}`,
      [claim.channel, claim.except, claim.now, claim.limit, claim.leaseUntil],
    );
    return rows;
  }

  async settle(id: number, attempt: number, settlement: OutboxSettlement): Promise<boolean> {
    if (settlement.outcome === 'delivered') {
      // That it arrived is true whoever has claimed it since.
      const rows = await this.#database.query(
        `update outbox set state = 'delivered', delivered_at = $2, ref = $3, lease_until = null, problem = null
         where id = $1 and state in ('pending', 'sending') returning id`,
        [id, settlement.at, settlement.ref === null ? null : storableText(settlement.ref)],
      );
      return rows.length > 0;
    }
    const state = settlement.outcome === 'later' ? 'pending' : settlement.outcome;
    const nextAt = settlement.outcome === 'later' ? settlement.nextAt : 0;
    const rows = await this.#database.query(
      `update outbox set state = $3, next_at = $4, problem = $5, lease_until = null
       where id = $1 and attempts = $2 and state = 'sending' returning id`,
      [id, attempt, state, nextAt, storableText(settlement.problem)],
    );
    return rows.length > 0;
  }

  async move(from: string, to: string, now: number): Promise<void> {
    await this.#database.query(
      `update outbox set route = array_replace(route, $1, $2),
         address = case when address = $1 then $2 else address end,
         next_at = case when address = $1 then $3 else next_at end,
         state = case when address = $1 and state = 'sending' then 'pending' else state end,
         lease_until = case when address = $1 then null else lease_until end
       where state in ('pending', 'sending', 'held') and (address = $1 or $1 = any(route))`,
      [from, storableText(to), now],
    );
  }

  async hasten(addresses: readonly string[], now: number): Promise<void> {
    await this.#database.query(
      `update outbox set next_at = $2 where address = any($1::text[]) and state = 'pending' and next_at > $2`,
      [addresses, now],
    );
  }

  async agenda(): Promise<OutboxAgenda> {
    const rows = await this.#database.query<{
      channel: string | null;
      due_at: number;
      waiting: number;
      held_until: number | null;
      escalatable_since: number | null;
    }>(
      `with head as (
         select distinct on (address) channel, case when state = 'sending' then lease_until else next_at end as due_at
         from outbox where state in ('pending', 'sending') order by address, id
       ), lane as (select channel, min(due_at) as due_at from head group by channel)
       select lane.channel, lane.due_at, all_rows.* from (
         select (select count(*) from outbox where state in ('pending', 'sending')) as waiting,
           (select min(held_until) from outbox where state = 'held') as held_until,
           (select min(case when state = 'refused' then 0 else waiting_since end) from outbox
            where ${ESCALATABLE}) as escalatable_since
       ) all_rows left join lane on true`,
      [],
    );
    const [first] = rows;
    return {
      channels: rows.flatMap(({ channel, due_at }) => (channel === null ? [] : [{ channel, dueAt: due_at }])),
      waiting: first?.waiting ?? 0,
      heldUntil: first?.held_until ?? null,
      escalatableSince: first?.escalatable_since ?? null,
    };
  }

  async reclaim(now: number): Promise<number> {
    const rows = await this.#database.query(
      `update outbox set state = 'pending', next_at = $1, lease_until = null where state = 'sending' returning id`,
      [now],
    );
    return rows.length;
  }

  async overdue(before: number, limit: number): Promise<readonly WaitingOutboxRow<Payload>[]> {
    return this.#database.query(
      `select ${WAITING_COLUMNS} from outbox o
       where ${ESCALATABLE} and (state = 'refused' or waiting_since <= $1) order by id limit $2`,
      [before, limit],
    );
  }

  async escalate(id: number, copy: NewOutboxRow<Payload>, now: number): Promise<boolean> {
    return this.#database.transaction(async (tx) => {
      const marked = await tx.query(
        `update outbox set escalated_at = $2 where id = $1 and ${ESCALATABLE} returning id`,
        [id, now],
      );
      if (marked.length === 0) return false;
      await insertNew(tx, [copy], now);
      return true;
    });
  }

  async crowded(above: number): Promise<readonly OutboxPlace[]> {
    return this.#database.query(
      `select user_id as "userId", address from outbox where state in ('pending', 'sending')
       group by user_id, address
       having count(*) > $1 and count(*) filter (where ${FOLDABLE.pending}) >= 2`,
      [above],
    );
  }

  async heldBack(now: number): Promise<readonly OutboxPlace[]> {
    return this.#database.query(
      `select distinct user_id as "userId", address from outbox where state = 'held' and held_until <= $1`,
      [now],
    );
  }

  async fold(order: FoldOrder, rowOf: (folded: FoldedRows<Payload>) => NewOutboxRow<Payload>): Promise<number> {
    return this.#database.transaction(async (tx) => {
      const due = order.from === 'held' ? [order.now] : [];
      const rows = await tx.query<{ id: number; stands_for: number }>(
        `select id, stands_for from outbox where user_id = $1 and address = $2 and ${FOLDABLE[order.from]}
         order by id for update`,
        [order.userId, order.address, ...due],
      );
      const last = rows.at(-1);
      if (last === undefined || rows.length < 2) return 0;
      const ids = rows.map(({ id }) => id);
      const items = await tx.query<FoldedRows<Payload>['items'][number]>(
        `select kind, created_at as "createdAt", payload from outbox where id = any($1::bigint[]) order by id`,
        [order.items === 0 ? [] : ids.slice(-order.items)],
      );
      const count = rows.reduce((sum, { stands_for }) => sum + Math.max(1, stands_for), 0);
      const [carrier] = await insertNew(tx, [rowOf({ count, lastId: last.id, items })], order.now);
      if (carrier === undefined) return 0;
      await tx.query(
        `update outbox set state = 'merged', merged_into = $2 where id = any($1::bigint[]) or merged_into = any($1::bigint[])`,
        [ids, carrier],
      );
      return count;
    });
  }

  async release(place: OutboxPlace, now: number): Promise<void> {
    await this.#database.query(
      `update outbox set state = 'pending', waiting_since = $3, next_at = $3
       where user_id = $1 and address = $2 and state = 'held' and held_until <= $3`,
      [place.userId, place.address, now],
    );
  }

  async endQuiet(userId: string, now: number): Promise<void> {
    await this.#database.query(`update outbox set held_until = $2 where user_id = $1 and state = 'held'`, [
      userId,
      now,
    ]);
  }

  async expireElsewhere(channels: readonly string[], before: number): Promise<readonly WaitingOutboxRow<Payload>[]> {
    return this.#database.query(
      `update outbox o set state = 'expired', problem = 'no such channel is set up', lease_until = null
       where state in ('pending', 'sending') and channel <> all($1::text[]) and waiting_since <= $2
       returning ${WAITING_COLUMNS}`,
      [channels, before],
    );
  }

  async prune(before: number): Promise<number> {
    const rows = await this.#database.query(
      `delete from outbox where state not in ('pending', 'sending', 'held') and created_at < $1 returning id`,
      [before],
    );
    return rows.length;
  }

  /** Returns how many messages since then reached nobody, at no place of their route. */
  async undelivered(since: number): Promise<number> {
    const [row] = await this.#database.query<{ count: number }>(
      `select count(*) as count from outbox o
       where state in ('refused', 'expired') and copy_of is null and stands_for = 0 and created_at >= $1
         and not exists (select 1 from outbox copy where copy.copy_of = o.id and copy.state = 'delivered')`,
      [since],
    );
    return row?.count ?? 0;
  }

  /** Returns a person's last messages, the latest first: each with what became of it, whichever row carried it there. */
  async history(userId: string, limit: number) {
    return this.#database.query<HistoryOutboxRow<Payload>>(
      `select o.id, o.kind, o.importance, o.money, o.created_at as "createdAt", o.attempts, o.problem, o.payload,
         case when copy.id is not null then 'delivered'
              when o.state = 'merged' and carrier.state <> 'delivered' then carrier.state else o.state end as state,
         coalesce(copy.address, carrier.address, o.address) as address,
         coalesce(o.delivered_at, carrier.delivered_at, copy.delivered_at) as "deliveredAt"
       from (
         select * from outbox where user_id = $1 and stands_for = 0 and copy_of is null and state <> 'replaced'
         order by id desc limit $2
       ) o
       left join outbox carrier on carrier.id = o.merged_into
       left join lateral (
         select id, address, delivered_at from outbox
         where copy_of = o.id and state = 'delivered' and o.state <> 'delivered' order by id limit 1
       ) copy on true
       order by o.id desc`,
      [userId, limit],
    );
  }
}

interface HistoryOutboxRow<Payload>
  extends Omit<WaitingOutboxRow<Payload>, 'userId' | 'route' | 'replaces' | 'waitingSince' | 'copyOf'> {
  readonly state:
    | 'pending'
    | 'sending'
    | 'held'
    | 'delivered'
    | 'refused'
    | 'expired'
    | 'replaced'
    | 'merged'
    | 'muted';
  readonly createdAt: number;
  readonly deliveredAt: number | null;
  readonly problem: string | null;
}

const ESCALATABLE = `escalated_at is null and cardinality(route) > 1
  and ((money and state in ('pending', 'sending')) or ((money or importance = 'urgent') and state = 'refused'))`;

const FOLDABLE = {
  pending: `state = 'pending' and importance = 'quiet' and not money and attempts = 0`,
  held: `state = 'held' and not money and held_until <= $3`,
} as const;

/** Returns the ids of those that were new. */
async function insertNew(
  tx: Transaction,
  rows: readonly NewOutboxRow<unknown>[],
  now: number,
): Promise<readonly number[]> {
  const added = await tx.query<{ id: number; group_key: string | null }>(
    `insert into outbox (${COLUMN_NAMES})
     select ${COLUMN_NAMES} from jsonb_to_recordset($1::jsonb) as rows(${TYPED_COLUMNS})
     on conflict (dedupe_key) do nothing returning id, group_key`,
    [newRowsJson(rows, now)],
  );
  for (const { id, group_key } of added) {
    if (group_key !== null) await takePlace(tx, id, now);
  }
  return added.map(({ id }) => id);
}

/** Lets a row say what the newer one says: it keeps its place in the queue and the time it has waited. */
async function takePlace(tx: Transaction, newer: number, now: number): Promise<void> {
  const [taken] = await tx.query<{ id: number }>(
    `with old as (
       select older.id from outbox older join outbox newer on newer.id = $1
       where older.user_id = newer.user_id and older.group_key = newer.group_key and older.address = newer.address
         and older.id < newer.id and older.state in ('pending', 'held') and newer.state in ('pending', 'held')
       order by older.id desc limit 1
       for update of older
     )
     update outbox o set payload = newer.payload, kind = newer.kind, in_place = newer.in_place,
       money = o.money or newer.money,
       importance = case when 'urgent' in (o.importance, newer.importance) then 'urgent'
                         when 'normal' in (o.importance, newer.importance) then 'normal' else 'quiet' end,
       waiting_since = case when o.state = 'held' then $2 else o.waiting_since end,
       state = case when 'pending' in (o.state, newer.state) then 'pending' else 'held' end,
       held_until = newer.held_until
     from old, outbox newer where o.id = old.id and newer.id = $1
     returning o.id`,
    [newer, now],
  );
  if (taken !== undefined) await tx.query(`update outbox set state = 'replaced' where id = $1`, [newer]);
}
