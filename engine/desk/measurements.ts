import type { ClosedTrade } from '../domain/closed-trade.ts';
import { decimalText } from '../domain/decimal.ts';
import type { JournalEvent } from '../domain/journal-entry.ts';
import type { Candle } from '../domain/market.ts';
import type { PriceOf } from '../domain/portfolio.ts';
import { equityOf, exposureOf } from '../domain/portfolio.ts';
import { barOpenTime, TIMEFRAME_MS } from '../domain/timeframe.ts';
import { limitsReached } from './account-limits.ts';
import { ApprovalScores, madeScores } from './approval-scores.ts';
import type { DeskLedger } from './desk-ledger.ts';
import type { Closing } from './desk-state.ts';

/** Writes down what time brings: equity each full hour, and where the price went after each candidate. */
export class Measurements {
  readonly #ledger: DeskLedger;
  readonly #priceOf: PriceOf;
  readonly #scores: ApprovalScores;

  constructor(ledger: DeskLedger, priceOf: PriceOf) {
    this.#ledger = ledger;
    this.#priceOf = priceOf;
    this.#scores = new ApprovalScores(ledger.state);
  }

  /** Takes in a candle of the past: nothing is written down. */
  warmUp(candle: Candle): void {
    this.#scores.warmUp(candle);
  }

  onCandle(candle: Candle): void {
    const events: JournalEvent[] = [...this.#dueHorizons(candle), ...this.#scores.onCandle(candle)];
    const { track } = this.#ledger.state;
    if (barOpenTime(candle.closeTime, '1h') > barOpenTime(track.lastMeasuredAt, '1h')) events.push(this.equity());
    if (events.length > 0) this.#ledger.record(events);
    // After the measure: the first of a day says where that day began.
    const reached = limitsReached(this.#ledger, candle, this.#priceOf);
    if (reached.length > 0) this.#ledger.record(reached);
  }

  /** Returns the measure of this moment. */
  equity(): Extract<JournalEvent, { type: 'equity.measured' }> {
    const { portfolio } = this.#ledger.state;
    return {
      type: 'equity.measured',
      equity: decimalText(equityOf(portfolio, this.#priceOf)),
      cash: decimalText(portfolio.cash),
      exposure: decimalText(exposureOf(portfolio, this.#priceOf)),
    };
  }

  /** Returns what the proposals behind a trade that closes made. */
  scoresOf(closing: Closing, trade: ClosedTrade): readonly JournalEvent[] {
    return madeScores(this.#ledger.state, closing, trade);
  }

  #dueHorizons(candle: Candle): JournalEvent[] {
    const events: JournalEvent[] = [];
    for (const watch of this.#ledger.state.horizons) {
      if (watch.symbol !== candle.symbol || watch.at + watch.horizonMs > candle.closeTime) continue;
      // After an outage the price at the horizon is gone; a much later one would be another measure.
      if (candle.closeTime - (watch.at + watch.horizonMs) > TIMEFRAME_MS['5m']) continue;
      events.push({
        type: 'outcome.measured',
        decisionId: watch.decisionId,
        symbol: watch.symbol,
        horizonMs: watch.horizonMs,
        price: candle.close,
        returnFraction: candle.close / watch.price - 1,
      });
    }
    return events;
  }
}
