import type { Decimal } from '../domain/decimal.ts';
import type { InstrumentSymbol } from '../domain/instrument.ts';
import type { JournalEvent, JournalEventOf } from '../domain/journal-entry.ts';
import type { Candle } from '../domain/market.ts';
import type { OrderState } from '../domain/order.ts';
import type { Reason } from '../domain/reason.ts';
import { reason } from '../domain/reason.ts';
import { barOpenTime, TIMEFRAME_MS } from '../domain/timeframe.ts';
import { positionDifferences } from '../execution/reconcile.ts';
import type { MarketState } from '../market/market-state.ts';
import type { DeskLedger } from './desk-ledger.ts';
import { isRecent, noticeKey } from './fold-notices.ts';

export type Notice = JournalEventOf<'desk.noticed'>;

/** So long may a market say nothing while others go on. */
export const DATA_STALL_MS = 5 * TIMEFRAME_MS['1m'];
/** So many failures within the window are trouble; one lost answer is the ordinary way of a network. */
export const VENUE_FAILURES = 3;
const POSITION_CHECK = '15m';
const DOUBTFUL: ReadonlySet<OrderState> = new Set(['SENDING', 'UNKNOWN', 'STUCK']);

/** What a position or an order at the venue shows that somebody else, or nobody we know, has done. */
const EXTERNAL: ReadonlySet<string> = new Set([
  'reconcile.position-differs',
  'reconcile.foreign-order',
  'order.fill-unmatched',
  'order.overfilled',
]);

/** Returns the notice of what the venue holds and our records do not explain; null for a doubt of another kind. */
export function externalChange(what: Reason): Notice | null {
  if (!EXTERNAL.has(what.code)) return null;
  const { symbol } = what.values;
  return {
    type: 'desk.noticed',
    kind: 'external-change',
    symbol: typeof symbol === 'string' ? symbol : null,
    reason: what,
  };
}

export interface DeskWatchParts {
  readonly ledger: DeskLedger;
  readonly market: MarketState;
  /** The venue's own signed positions, where it tells them. */
  readonly venuePositions?: () => ReadonlyMap<InstrumentSymbol, Decimal>;
}

/** Notices, minute by minute, what goes wrong around the desk; each trouble is told once, and once when it is over. */
export class DeskWatch {
  readonly #parts: DeskWatchParts;
  #checkedAt = 0;

  constructor(parts: DeskWatchParts) {
    this.#parts = parts;
  }

  /** Looks around after a bar was taken in; `idle` while no work is under way that the venue could be ahead of. */
  onCandle(candle: Candle, idle: boolean): void {
    const { ledger } = this.#parts;
    const events: JournalEvent[] = [...this.#data(candle), ...this.#venue(candle.closeTime)];
    const [change] = idle ? this.#positions(candle.closeTime) : [];
    if (change !== undefined) events.push(change);
    if (events.length === 0) return;
    if (change !== undefined) events.push({ type: 'entries.halted', reason: change.reason });
    ledger.record(events, { durable: change !== undefined });
  }

  /** Another market's bar shows that time goes on; its own shows that it is back. */
  #data({ symbol: told, closeTime: now }: Candle): readonly Notice[] {
    const { market, ledger } = this.#parts;
    const { open } = ledger.state.notices;
    return market.symbols.flatMap((symbol): readonly Notice[] => {
      const since = open.get(`data-stall:${symbol}`);
      if (symbol === told) {
        if (since === undefined) return [];
        const stalledMs = DATA_STALL_MS + now - since;
        return [notice('data-back', symbol, reason('desk.data-back', { symbol, stalledMs }))];
      }
      const lastAt = this.#lastAt(symbol);
      if (since !== undefined || lastAt === null || now - lastAt <= DATA_STALL_MS) return [];
      return [notice('data-stall', symbol, reason('desk.data-stall', { symbol, silentMs: now - lastAt }))];
    });
  }

  #lastAt(symbol: InstrumentSymbol): number | null {
    const { market } = this.#parts;
    const bar = market.candles(symbol, '1m').candle(0)?.closeTime ?? null;
    const quote = market.quote(symbol)?.at ?? null;
    return bar === null ? quote : Math.max(bar, quote ?? bar);
  }

  #venue(now: number): readonly Notice[] {
    const { ledger } = this.#parts;
    const { open, failures, answeredAt } = ledger.state.notices;
    const recent = failures.filter((time) => isRecent(time, now));
    if (!open.has('venue-trouble')) {
      if (recent.length < VENUE_FAILURES) return [];
      return [notice('venue-trouble', null, reason('desk.venue-trouble', { count: recent.length }))];
    }
    // Silence is no health: it is well when it has answered since, and nothing is in doubt any more.
    const isWell = answeredAt > (failures.at(-1) ?? 0) && !ledger.openOrders().some(({ state }) => DOUBTFUL.has(state));
    return isWell ? [notice('venue-back', null, reason('desk.venue-back'))] : [];
  }

  /** Between starts, too, the venue must hold what our fills add up to. */
  #positions(now: number): readonly Notice[] {
    const { ledger, market, venuePositions } = this.#parts;
    const from = barOpenTime(now, POSITION_CHECK);
    if (venuePositions === undefined || from === this.#checkedAt) return [];
    if (ledger.openOrders().some(({ state }) => DOUBTFUL.has(state))) return [];
    this.#checkedAt = from;
    const found = positionDifferences(market.symbols, venuePositions(), ledger).flatMap((what) => {
      return externalChange(what) ?? [];
    });
    return found.filter((change) => !ledger.state.notices.open.has(noticeKey(change)));
  }
}

function notice(kind: Notice['kind'], symbol: InstrumentSymbol | null, why: Reason): Notice {
  return { type: 'desk.noticed', kind, symbol, reason: why };
}
