import type { JournalEntry, JournalEvent } from '../engine/domain/journal-entry.ts';
import type { Order } from '../engine/domain/order.ts';
import { TERMINAL_ORDER_STATES } from '../engine/domain/order.ts';
import { foldOrder, isOrderEvent, orderClientId } from '../engine/execution/fold-order.ts';
import { projectApprovals } from './approval-rows.ts';
import type { Database, Transaction } from './database.ts';
import { projectDecisions } from './decision-rows.ts';
import { insertRows, upsertRows } from './insert-rows.ts';
import type { OrderRow } from './order-rows.ts';
import { orderFromRow, orderRow } from './order-rows.ts';

/** Reads the journal into tables: one transaction a batch, so that the tables always show a whole prefix of it. */
export class JournalProjection {
  readonly #database: Database;
  readonly #open = new Map<string, Order>();

  constructor(database: Database) {
    this.#database = database;
  }

  /** Returns the last entry that the tables show; seq 0 when there is none. */
  async head(): Promise<{ readonly seq: number; readonly hash: string }> {
    const [row] = await this.#database.query<{ seq: number; hash: string }>(
      'select seq, hash from journal order by seq desc limit 1',
    );
    return row === undefined ? { seq: 0, hash: '' } : { seq: row.seq, hash: row.hash };
  }

  /** Returns the last entry once more, after a commit of which nobody knows: what was remembered may be older than it. */
  async headAnew(): Promise<{ readonly seq: number; readonly hash: string }> {
    const head = await this.head();
    this.#open.clear();
    return head;
  }

  /** Returns the entries that the tables hold after a sequence number, oldest first; all of them, or so many. */
  async entriesAfter(seq: number, limit: number | null = null): Promise<readonly JournalEntry[]> {
    const rows = await this.#database.query<{ seq: number; at: number; body: JournalEvent; hash: string }>(
      'select seq, at, body, hash from journal where seq > $1 order by seq limit $2',
      [seq, limit],
    );
    return rows.map(({ seq: number, at, body, hash }) => ({ seq: number, at, event: body, hash }));
  }

  async apply(entries: readonly JournalEntry[]): Promise<void> {
    const orders = await this.#ordersOf(entries);
    const changed = foldOrders(orders, entries);
    await this.#database.transaction(async (tx) => {
      await insertRows(tx, 'journal', JOURNAL_COLUMNS, entries.map(journalRow));
      await projectDecisions(tx, entries);
      await upsertRows(tx, 'client_order', ORDER_COLUMNS, 'client_id', changed.map(orderRow));
      await projectRest(tx, entries);
      await projectApprovals(tx, entries);
    });
    // Only what is committed may be remembered, and of that only what can still change.
    for (const order of changed) {
      if (TERMINAL_ORDER_STATES.has(order.state)) this.#open.delete(order.clientId);
      else this.#open.set(order.clientId, order);
    }
  }

  /** Returns the orders that the entries speak of; a late fill may belong to one that had long ended. */
  async #ordersOf(entries: readonly JournalEntry[]): Promise<Map<string, Order>> {
    const orders = new Map(this.#open);
    const events = entries.map(({ event }) => event).filter(isOrderEvent);
    const begun = new Set(events.filter((event) => event.type === 'order.intended').map(orderClientId));
    const unknown = [...new Set(events.map(orderClientId))].filter((id) => !orders.has(id) && !begun.has(id));
    if (unknown.length === 0) return orders;
    const rows = await this.#database.query<OrderRow>('select * from client_order where client_id = any($1)', [
      unknown,
    ]);
    for (const row of rows) orders.set(row.client_id, orderFromRow(row));
    return orders;
  }
}

function foldOrders(orders: Map<string, Order>, entries: readonly JournalEntry[]): readonly Order[] {
  const changed = new Map<string, Order>();
  for (const { at, event } of entries) {
    if (!isOrderEvent(event)) continue;
    const clientId = orderClientId(event);
    const order = foldOrder(orders.get(clientId) ?? null, at, event);
    if (order === null) continue;
    orders.set(clientId, order);
    changed.set(clientId, order);
  }
  return [...changed.values()];
}

const JOURNAL_COLUMNS = {
  seq: 'bigint',
  at: 'bigint',
  type: 'text',
  decision_id: 'text',
  symbol: 'text',
  body: 'jsonb',
  hash: 'text',
} as const;

function journalRow({ seq, at, event, hash }: JournalEntry) {
  return { seq, at, type: event.type, decision_id: decisionOf(event), symbol: symbolOf(event), body: event, hash };
}

function decisionOf(event: JournalEntry['event']): string | null {
  switch (event.type) {
    case 'decision.made':
    case 'decision.resolved':
      return event.record.id;
    case 'approval.requested':
    case 'approval.answered':
      return event.approval.terms.decisionId;
    case 'order.intended':
      return event.intent.decisionId;
    case 'order.changed':
    case 'order.filled':
    case 'protection.set':
    case 'outcome.measured':
    case 'approval.reason-given':
      return event.decisionId;
    case 'approval.scored':
      return event.score.decisionId;
    default:
      return null;
  }
}

function symbolOf(event: JournalEntry['event']): string | null {
  switch (event.type) {
    case 'decision.made':
    case 'decision.resolved':
      return event.record.signal.symbol;
    case 'order.intended':
      return event.intent.request.symbol;
    case 'order.filled':
      return event.fill.symbol;
    case 'trade.closed':
      return event.trade.symbol;
    case 'external.found':
      return event.change.symbol;
    case 'funding.settled':
      return event.funding.symbol;
    case 'order.changed':
    case 'protection.set':
    case 'outcome.measured':
    case 'external.answered':
    case 'dust.set-aside':
      return event.symbol;
    default:
      return null;
  }
}

const ORDER_COLUMNS = {
  client_id: 'text',
  number: 'bigint',
  decision_id: 'text',
  leg: 'text',
  attempt: 'int',
  symbol: 'text',
  side: 'text',
  type: 'text',
  quantity: 'numeric',
  price: 'numeric',
  trigger_price: 'numeric',
  reduce_only: 'boolean',
  state: 'text',
  filled_quantity: 'numeric',
  average_price: 'numeric',
  venue_order_id: 'text',
  created_at: 'bigint',
  sent_at: 'bigint',
  updated_at: 'bigint',
  reason: 'jsonb',
} as const;

const FILL_COLUMNS = {
  number: 'bigint',
  venue: 'text',
  symbol: 'text',
  trade_id: 'text',
  client_id: 'text',
  decision_id: 'text',
  side: 'text',
  quantity: 'numeric',
  price: 'numeric',
  fee: 'numeric',
  fee_currency: 'text',
  liquidity: 'text',
  at: 'bigint',
} as const;

const TRADE_COLUMNS = {
  number: 'bigint',
  symbol: 'text',
  direction: 'text',
  strategy: 'text',
  opened_at: 'bigint',
  closed_at: 'bigint',
  quantity: 'numeric',
  entry_price: 'numeric',
  exit_price: 'numeric',
  realised: 'numeric',
  fees: 'numeric',
  net: 'numeric',
  entry_decision_id: 'text',
  exit_decision_id: 'text',
  exit_reason: 'jsonb',
} as const;

const EQUITY_COLUMNS = { at: 'bigint', equity: 'numeric', cash: 'numeric', exposure: 'numeric' } as const;
const HORIZON_COLUMNS = {
  decision_id: 'text',
  horizon_ms: 'bigint',
  at: 'bigint',
  price: 'double precision',
  return_fraction: 'double precision',
} as const;
const APPROVAL_COLUMNS = {
  id: 'text',
  decision_id: 'text',
  terms: 'jsonb',
  terms_sha256: 'text',
  status: 'text',
  created_at: 'bigint',
  expires_at: 'bigint',
  answered_at: 'bigint',
  answered_by: 'text',
} as const;
const SETTING_COLUMNS = { key: 'text', value: 'jsonb', changed_at: 'bigint', changed_by: 'text' } as const;
const SETTING_CHANGE_COLUMNS = {
  seq: 'bigint',
  key: 'text',
  old_value: 'jsonb',
  new_value: 'jsonb',
  at: 'bigint',
  by: 'text',
} as const;

async function projectRest(tx: Transaction, entries: readonly JournalEntry[]): Promise<void> {
  const fills: unknown[] = [];
  const trades: unknown[] = [];
  const equity = new Map<number, unknown>();
  const horizons: unknown[] = [];
  const approvals = new Map<string, unknown>();
  const settings = new Map<string, unknown>();
  const settingChanges: unknown[] = [];
  for (const { seq, at, event } of entries) {
    switch (event.type) {
      case 'order.filled': {
        const { fill } = event;
        fills.push({
          ...fill,
          number: event.number,
          decision_id: event.decisionId,
          trade_id: fill.tradeId,
          client_id: fill.clientId,
          fee_currency: fill.feeCurrency,
        });
        break;
      }
      case 'trade.closed': {
        const { trade } = event;
        trades.push({
          ...trade,
          strategy: trade.source,
          opened_at: trade.openedAt,
          closed_at: trade.closedAt,
          entry_price: trade.entryPrice,
          exit_price: trade.exitPrice,
          entry_decision_id: trade.entryDecisionId,
          exit_decision_id: trade.exitDecisionId,
          exit_reason: trade.exitReason,
        });
        break;
      }
      case 'equity.measured':
        equity.set(at, { at, equity: event.equity, cash: event.cash, exposure: event.exposure });
        break;
      case 'outcome.measured':
        horizons.push({
          decision_id: event.decisionId,
          horizon_ms: event.horizonMs,
          at,
          price: event.price,
          return_fraction: event.returnFraction,
        });
        break;
      case 'approval.requested':
      case 'approval.answered': {
        const { approval } = event;
        approvals.set(approval.id, {
          id: approval.id,
          decision_id: approval.terms.decisionId,
          terms: approval.terms,
          terms_sha256: approval.termsSha256,
          status: approval.status,
          created_at: approval.createdAt,
          expires_at: approval.expiresAt,
          answered_at: approval.answeredAt,
          answered_by: approval.answeredBy,
        });
        break;
      }
      case 'setting.changed':
        settings.set(event.key, { key: event.key, value: event.to, changed_at: at, changed_by: event.by });
        settingChanges.push({ seq, key: event.key, old_value: event.from, new_value: event.to, at, by: event.by });
        break;
      default:
        break;
    }
  }
  await insertRows(tx, 'fill', FILL_COLUMNS, fills);
  await insertRows(tx, 'closed_trade', TRADE_COLUMNS, trades);
  await upsertRows(tx, 'equity_point', EQUITY_COLUMNS, 'at', [...equity.values()]);
  await insertRows(tx, 'decision_horizon', HORIZON_COLUMNS, horizons);
  await upsertRows(tx, 'approval', APPROVAL_COLUMNS, 'id', [...approvals.values()]);
  await upsertRows(tx, 'setting', SETTING_COLUMNS, 'key', [...settings.values()]);
  await insertRows(tx, 'setting_change', SETTING_CHANGE_COLUMNS, settingChanges);
}
