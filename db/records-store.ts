import type { ApprovalCase } from '../engine/domain/approval-case.ts';
import type { ClosedTrade } from '../engine/domain/closed-trade.ts';
import type { DecisionOutcome, DecisionRecord } from '../engine/domain/decision.ts';
import type { JournalEntry, JournalEvent } from '../engine/domain/journal-entry.ts';
import type { Order } from '../engine/domain/order.ts';
import type { Reason } from '../engine/domain/reason.ts';
import type { Direction } from '../engine/domain/signal.ts';
import type { Journal } from '../engine/ports/journal.ts';
import type {
  ApprovalFilter,
  DecisionCase,
  DecisionFilter,
  EquityPoint,
  NumberedFill,
  Records,
} from '../engine/ports/records.ts';
import type { ApprovalCaseRow, GivenRow } from './approval-rows.ts';
import { approvalCaseFromRow, approvalQuery, GIVEN, givenFromRow } from './approval-rows.ts';
import type { Database } from './database.ts';
import type { OrderRow } from './order-rows.ts';
import { orderFromRow } from './order-rows.ts';

/** Reads the desk's tables; each read first waits until they show everything journalled before it. */
export class RecordsStore implements Records {
  readonly #database: Database;
  readonly #journal: Pick<Journal, 'flushed'>;

  constructor(database: Database, journal: Pick<Journal, 'flushed'>) {
    this.#database = database;
    this.#journal = journal;
  }

  async decision(id: string): Promise<DecisionCase | null> {
    const [row] = await this.#read<{ record: DecisionRecord; record_sha256: string }>(
      'select record, record_sha256 from decision where id = $1',
      [id],
    );
    if (row === undefined) return null;
    const orders = await this.#read<OrderRow>('select * from client_order where decision_id = $1 order by number', [
      id,
    ]);
    const fills = await this.#read<FillRow>(
      `select f.* from fill f left join client_order o on o.client_id = f.client_id
       where f.decision_id = $1 and o.leg is distinct from 'stop' order by f.number`,
      [id],
    );
    const horizons = await this.#read<HorizonRow>(
      'select horizon_ms, at, price, return_fraction from decision_horizon where decision_id = $1 order by horizon_ms',
      [id],
    );
    // An addition to a position belongs to the trade that was open in its symbol when it filled.
    const [trade] = await this.#read<TradeRow>(
      `select * from closed_trade t where t.entry_decision_id = $1 or t.exit_decision_id = $1 or exists (
         select 1 from fill f where f.decision_id = $1 and f.symbol = t.symbol and f.at between t.opened_at and t.closed_at)
       order by number desc limit 1`,
      [id],
    );
    const given =
      row.record.approval === null
        ? null
        : givenFromRow(...(await this.#read<GivenRow>(GIVEN, [row.record.approval.approvalId])));
    return {
      record: row.record,
      sha256: row.record_sha256,
      orders: orders.map(orderFromRow),
      fills: fills.map(fillFromRow),
      horizons: horizons.map((horizon) => ({
        horizonMs: horizon.horizon_ms,
        at: horizon.at,
        price: horizon.price,
        returnFraction: horizon.return_fraction,
      })),
      trade: trade === undefined ? null : tradeFromRow(trade),
      ...(given !== null && { given }),
    };
  }

  async decisions(filter: DecisionFilter): Promise<readonly DecisionRecord[]> {
    const { where, values } = decisionWhere(filter);
    const rows = await this.#read<{ record: DecisionRecord }>(
      `select record from decision ${where} order by number desc limit $${values.length + 1} offset $${values.length + 2}`,
      [...values, filter.limit, filter.skip ?? 0],
    );
    return rows.map((row) => row.record);
  }

  async countDecisions(
    filter: Omit<DecisionFilter, 'limit'>,
  ): Promise<Readonly<Partial<Record<DecisionOutcome, number>>>> {
    const { where, values } = decisionWhere(filter);
    const rows = await this.#read<{ outcome: DecisionOutcome; count: number }>(
      `select outcome, count(*) as count from decision ${where} group by outcome`,
      values,
    );
    return Object.fromEntries(rows.map((row) => [row.outcome, row.count]));
  }

  async orders(limit: number): Promise<readonly Order[]> {
    const rows = await this.#read<OrderRow>('select * from client_order order by number desc limit $1', [limit]);
    return rows.map(orderFromRow);
  }

  async fills(filter: {
    readonly since?: number | undefined;
    readonly until?: number | undefined;
    readonly limit: number;
  }) {
    const rows = await this.#read<FillRow>(
      `select * from fill where ($1::bigint is null or at >= $1) and ($2::bigint is null or at < $2)
       order by number desc limit $3`,
      [filter.since ?? null, filter.until ?? null, filter.limit],
    );
    return rows.map(fillFromRow);
  }

  async trades(filter: Parameters<Records['trades']>[0]): Promise<readonly ClosedTrade[]> {
    const rows = await this.#read<TradeRow>(
      `select * from closed_trade where ($1::bigint is null or closed_at >= $1) and ($2::bigint is null or closed_at < $2)
       and ($3::text is null or symbol = $3) order by number desc limit $4`,
      [filter.since ?? null, filter.until ?? null, filter.symbol ?? null, filter.limit],
    );
    return rows.map(tradeFromRow);
  }

  async approvals(filter: ApprovalFilter): Promise<readonly ApprovalCase[]> {
    const { sql, values } = approvalQuery(filter);
    return (await this.#read<ApprovalCaseRow>(sql, values)).map(approvalCaseFromRow);
  }

  async equity(since: number, until: number): Promise<readonly EquityPoint[]> {
    const rows = await this.#read<{ at: number; equity: string; cash: string; exposure: string }>(
      'select at, equity, cash, exposure from equity_point where at >= $1 and at < $2 order by at',
      [since, until],
    );
    return rows.map((row) => ({ ...row, at: row.at }));
  }

  async entries(filter: Parameters<Records['entries']>[0]): Promise<readonly JournalEntry[]> {
    const rows = await this.#read<{ seq: number; at: number; body: JournalEvent; hash: string }>(
      `select seq, at, body, hash from journal where ($1::text[] is null or type = any($1))
       and ($2::bigint is null or at >= $2) and ($3::bigint is null or at < $3)
       and ($5::text is null or decision_id = $5) order by seq desc limit $4`,
      [filter.types ?? null, filter.since ?? null, filter.until ?? null, filter.limit, filter.decisionId ?? null],
    );
    return rows.map((row) => ({ seq: row.seq, at: row.at, event: row.body, hash: row.hash }));
  }

  async #read<Row>(sql: string, values: readonly unknown[]): Promise<readonly Row[]> {
    await this.#journal.flushed();
    return this.#database.query<Row>(sql, values);
  }
}

interface HorizonRow {
  readonly horizon_ms: number;
  readonly at: number;
  readonly price: number;
  readonly return_fraction: number;
}

interface FillRow {
  readonly number: number;
  readonly venue: string;
  readonly symbol: string;
  readonly trade_id: string;
  readonly client_id: string;
  readonly decision_id: string;
  readonly side: 'buy' | 'sell';
  readonly quantity: string;
  readonly price: string;
  readonly fee: string;
  readonly fee_currency: string;
  readonly liquidity: 'maker' | 'taker';
  readonly at: number;
}

interface TradeRow {
  readonly number: number;
  readonly symbol: string;
  readonly direction: Direction;
  readonly strategy: string;
  readonly opened_at: number;
  readonly closed_at: number;
  readonly quantity: string;
  readonly entry_price: string;
  readonly exit_price: string;
  readonly realised: string;
  readonly fees: string;
  readonly net: string;
  readonly entry_decision_id: string;
  readonly exit_decision_id: string;
  readonly exit_reason: Reason;
}

function fillFromRow(row: FillRow): NumberedFill {
  return {
    number: row.number,
    decisionId: row.decision_id,
    fill: {
      tradeId: row.trade_id,
      clientId: row.client_id,
      venue: row.venue,
      symbol: row.symbol,
      side: row.side,
      quantity: row.quantity,
      price: row.price,
      fee: row.fee,
      feeCurrency: row.fee_currency,
      liquidity: row.liquidity,
      at: row.at,
    },
  };
}

function tradeFromRow(row: TradeRow): ClosedTrade {
  return {
    number: row.number,
    symbol: row.symbol,
    direction: row.direction,
    source: row.strategy,
    openedAt: row.opened_at,
    closedAt: row.closed_at,
    quantity: row.quantity,
    entryPrice: row.entry_price,
    exitPrice: row.exit_price,
    realised: row.realised,
    fees: row.fees,
    net: row.net,
    entryDecisionId: row.entry_decision_id,
    exitDecisionId: row.exit_decision_id,
    exitReason: row.exit_reason,
  };
}

function decisionWhere(filter: Omit<DecisionFilter, 'limit'>): {
  readonly where: string;
  readonly values: readonly unknown[];
} {
  const conditions: string[] = [];
  const values: unknown[] = [];
  const add = (condition: string, value: unknown): void => {
    if (value === undefined) return;
    values.push(value);
    conditions.push(condition.replace('?', `$${values.length}`));
  };
  add('symbol = ?', filter.symbol);
  add('outcome = any(?)', filter.outcomes);
  add('action = ?', filter.action);
  add('direction = ?', filter.direction);
  add('at >= ?', filter.since);
  add('at < ?', filter.until);
  return { where: conditions.length === 0 ? '' : `where ${conditions.join(' and ')}`, values };
}
