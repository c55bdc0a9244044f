import type { ClosedTrade } from '../../engine/domain/closed-trade.ts';
import type { Decimal, DecimalText } from '../../engine/domain/decimal.ts';
import { decimal, decimalText, ZERO } from '../../engine/domain/decimal.ts';
import type { DecisionRecord } from '../../engine/domain/decision.ts';
import type { JournalEntry, JournalEvent } from '../../engine/domain/journal-entry.ts';
import type { OrderState } from '../../engine/domain/order.ts';
import type { SettingView } from '../../engine/ports/desk-view.ts';
import type { Records } from '../../engine/ports/records.ts';
import { riskOf } from './trade-risk.ts';

/** What an entry of the journal means, seen with what stands before it. */
export interface AlertFacts {
  readonly fill: FillFacts | null;
  readonly trade: TradeFacts | null;
  /** The decision that a person is asked about. */
  readonly asked: DecisionRecord | null;
  /** The stop of the same position until now; null for its first. */
  readonly stopBefore: DecimalText | null;
  /** An order of which nobody knew what became of it until now. */
  readonly wasUnresolved: boolean;
  /** How the values of a setting are written; missing for one that is no longer known. */
  readonly unit?: SettingView['unit'] | undefined;
}

export interface FillFacts {
  readonly change: 'opened' | 'added' | 'reduced' | 'closed';
  /** Of its order; the others of a large order are not told again. */
  readonly isFirst: boolean;
  readonly direction: 'long' | 'short';
  /** Base quantity held after this fill. */
  readonly held: DecimalText;
  /** What the order asks for; that of the fill where the order is not ours. */
  readonly ordered: DecimalText;
  readonly record: DecisionRecord | null;
}

export interface TradeFacts {
  /** Quote currency lost if every entry had left at the stop it was sized by; null where one had no stop. */
  readonly risk: Decimal | null;
  /** Net of the trades closed since midnight UTC, this one included. */
  readonly dayNet: DecimalText;
  readonly dayTrades: number;
}

export const NO_FACTS: AlertFacts = { fill: null, trade: null, asked: null, stopBefore: null, wasUnresolved: false };

/** Reads what an entry means from the records: the same entry, the same facts, however late it is told. */
export type AlertFactsOf = (entry: JournalEntry) => Promise<AlertFacts>;

type EventOf<Type extends JournalEvent['type']> = Extract<JournalEvent, { type: Type }>;
type FactRecords = Pick<Records, 'decision' | 'entries' | 'fills' | 'trades'>;

const DAY_MS = 86_400_000;
const ALL = 100_000;
/** Stops of other positions stand between two of one. */
const STOPS = 400;
/** Changes of the other orders of a decision stand between two of one. */
const CHANGES = 200;
const UNRESOLVED: ReadonlySet<OrderState> = new Set(['UNKNOWN', 'STUCK']);
/** What an order in doubt turns out to be. */
const RESOLVED: ReadonlySet<OrderState> = new Set(['OPEN', 'PARTIAL', 'FILLED', 'CANCELED', 'NOT_PLACED']);

export function createAlertFacts(records: FactRecords): AlertFactsOf {
  return async (entry) => {
    const { event } = entry;
    switch (event.type) {
      case 'order.filled':
        return { ...NO_FACTS, fill: await fillFacts(event) };
      case 'approval.requested':
        return { ...NO_FACTS, asked: await asked(event.approval.terms.decisionId) };
      case 'trade.closed':
        return { ...NO_FACTS, trade: await tradeFacts(event.trade) };
      case 'protection.set':
        return { ...NO_FACTS, stopBefore: await stopBefore(entry.seq, event) };
      case 'order.changed':
        return { ...NO_FACTS, wasUnresolved: await wasUnresolved(entry, event) };
      default:
        return NO_FACTS;
    }
  };

  /** A question is put with or without its reasons. */
  async function asked(decisionId: string): Promise<DecisionRecord | null> {
    const found = await records.decision(decisionId).catch(() => null);
    return found?.record ?? null;
  }

  async function fillFacts({ number, decisionId, fill }: EventOf<'order.filled'>): Promise<FillFacts> {
    const [found, closed] = await Promise.all([
      records.decision(decisionId),
      records.trades({ symbol: fill.symbol, until: fill.at, limit: 1 }),
    ]);
    // A closed trade begins and ends with nothing held: from its first fill on the sum is what is held.
    const since = closed[0]?.openedAt;
    const until = fill.at + 1;
    const fills = (await records.fills({ since, until, limit: ALL })).filter((one) => one.fill.symbol === fill.symbol);
    const earlier = fills.filter((one) => one.number < number).map((one) => one.fill);
    const before = earlier.reduce((sum, one) => sum.plus(signed(one)), ZERO);
    const after = before.plus(signed(fill));
    const order = found?.orders.find(({ clientId }) => clientId === fill.clientId);
    const ordered = order?.request.quantity ?? fill.quantity;
    const isFirst = earlier.every(({ clientId }) => clientId !== fill.clientId);
    const grows = after.abs().greaterThan(before.abs());
    const closes = after.isZero() || decimal(ordered).greaterThanOrEqualTo(before.abs());
    return {
      change: grows ? (before.isZero() ? 'opened' : 'added') : closes ? 'closed' : 'reduced',
      isFirst,
      direction: (after.isZero() ? before : after).isPositive() ? 'long' : 'short',
      held: decimalText(after.abs()),
      ordered,
      record: found?.record ?? null,
    };
  }

  async function tradeFacts(trade: ClosedTrade): Promise<TradeFacts> {
    const since = trade.closedAt - (trade.closedAt % DAY_MS);
    const [today, fills] = await Promise.all([
      records.trades({ since, until: trade.closedAt + 1, limit: ALL }),
      records.fills({ since: trade.openedAt, until: trade.closedAt + 1, limit: ALL }),
    ]);
    const counted = today.filter(({ number }) => number <= trade.number);
    const net = counted.reduce((sum, one) => sum.plus(decimal(one.net)), ZERO);
    const entries = fills.filter(({ fill }) => {
      return fill.symbol === trade.symbol && fill.side === (trade.direction === 'long' ? 'buy' : 'sell');
    });
    return { risk: await riskOf(entries, records), dayNet: decimalText(net), dayTrades: counted.length };
  }

  async function stopBefore(seq: number, { symbol }: EventOf<'protection.set'>): Promise<DecimalText | null> {
    const entries = await records.entries({ types: ['protection.set', 'trade.closed'], limit: STOPS });
    for (const { seq: earlier, event } of entries) {
      if (earlier >= seq) continue;
      if (event.type === 'trade.closed' && event.trade.symbol === symbol) return null;
      if (event.type === 'protection.set' && event.symbol === symbol) return event.stopPrice;
    }
    return null;
  }

  async function wasUnresolved(
    { seq }: JournalEntry,
    { clientId, decisionId, state }: EventOf<'order.changed'>,
  ): Promise<boolean> {
    if (!RESOLVED.has(state)) return false;
    const changes = await records.entries({ types: ['order.changed'], decisionId, limit: CHANGES });
    for (const { seq: earlier, event } of changes) {
      if (earlier >= seq || event.type !== 'order.changed' || event.clientId !== clientId) continue;
      return UNRESOLVED.has(event.state);
    }
    return false;
  }
}

function signed({ side, quantity }: { readonly side: 'buy' | 'sell'; readonly quantity: DecimalText }): Decimal {
  return side === 'buy' ? decimal(quantity) : decimal(quantity).negated();
}
