import type { Command, CommandOutcome } from '../domain/command.ts';
import type { Decimal } from '../domain/decimal.ts';
import { decimal, decimalFromEstimate, decimalText, ZERO } from '../domain/decimal.ts';
import type { ExternalChange, ExternalKind } from '../domain/external-change.ts';
import type { Fill } from '../domain/fill.ts';
import type { Instrument, InstrumentSymbol } from '../domain/instrument.ts';
import { nearestPrice, quoteOf } from '../domain/instrument.ts';
import type { JournalEvent } from '../domain/journal-entry.ts';
import type { Quote } from '../domain/market.ts';
import type { Position } from '../domain/position.ts';
import type { Reason } from '../domain/reason.ts';
import { reason } from '../domain/reason.ts';
import { isClientId } from '../execution/client-id.ts';
import type { HoldingDifference } from '../execution/venue-holdings.ts';
import type { DeskLedger } from './desk-ledger.ts';
import type { ExternalStanding } from './fold-external.ts';
import { ADOPTED, EMERGENCY_DECISION } from './fold-external.ts';

export interface ExternalDeskParts {
  readonly ledger: DeskLedger;
  readonly instruments: ReadonlyMap<InstrumentSymbol, Instrument>;
  readonly quote: (symbol: InstrumentSymbol) => Quote | null;
  readonly venue: string;
  /** Gets out of the whole position, as a person's order. */
  readonly close: (symbol: InstrumentSymbol, by: string) => Promise<CommandOutcome>;
}

type AnswerCommand = Extract<Command, { type: 'external.answer' }>;

/** What the venue closes by itself carries such an id: liquidation and auto-deleveraging at Binance. */
const FORCED = /^(?:autoclose-|adl_autoclose|settlement_autoclose-)/;
const FINEST = '0.000000000001';

/** Takes in what others did to the account, and carries out what a person says about it. */
export class ExternalDesk {
  readonly #parts: ExternalDeskParts;

  constructor(parts: ExternalDeskParts) {
    this.#parts = parts;
  }

  /** Counts trades of other hands into the positions, and asks about each symbol once. Returns the symbols. */
  adopt(fills: readonly Fill[]): readonly InstrumentSymbol[] {
    const { ledger } = this.#parts;
    const bySymbol = new Map<InstrumentSymbol, Fill[]>();
    for (const fill of fills) {
      if (ledger.hasFill(fill.venue, fill.symbol, fill.tradeId)) continue;
      bySymbol.set(fill.symbol, [...(bySymbol.get(fill.symbol) ?? []), fill]);
    }
    for (const [symbol, traded] of bySymbol) this.#adoptIn(symbol, traded);
    return [...bySymbol.keys()];
  }

  /** Counts what the emergency path traded in its own thread: it is ours, and nobody is asked whose it is. */
  takeIn(fills: readonly Fill[]): readonly InstrumentSymbol[] {
    const { ledger } = this.#parts;
    const fresh = fills.filter((fill) => !ledger.hasFill(fill.venue, fill.symbol, fill.tradeId));
    const filled = fresh.map((fill, index): JournalEvent => {
      const number = ledger.nextFillNumber() + index;
      return { type: 'order.filled', number, decisionId: EMERGENCY_DECISION, fill, external: true };
    });
    if (filled.length > 0) ledger.record(filled, { durable: true });
    return [...new Set(fresh.map(({ symbol }) => symbol))];
  }

  /**
   * Asks about a quantity at the venue that no trade explains; entries in the symbol wait for the answer. A trade that
   * is still asked about comes first: its question would be lost with its place.
   */
  ask({ symbol, venue, desk }: HoldingDifference): void {
    const { ledger } = this.#parts;
    const standing = ledger.state.account.external.get(symbol);
    const before = standing?.change;
    if (standing?.answer === null && before?.kind !== 'unexplained') return;
    const [venueQuantity, deskQuantity] = [decimalText(venue), decimalText(desk)];
    if (
      before?.kind === 'unexplained' &&
      before.venueQuantity === venueQuantity &&
      before.deskQuantity === deskQuantity
    )
      return;
    const values = { symbol, venue: venueQuantity, desk: deskQuantity };
    const change: ExternalChange = {
      ...{ id: this.#nextId(), symbol, kind: 'unexplained', deskQuantity, venueQuantity },
      price: this.#priceText(symbol),
      reason: reason('reconcile.position-differs', values),
    };
    ledger.record([{ type: 'external.found', change }], { durable: true });
  }

  /** Lets go of a question whose ground is gone: the venue holds again what the desk does. */
  settle(symbol: InstrumentSymbol): void {
    const { ledger } = this.#parts;
    const standing = ledger.state.account.external.get(symbol);
    if (standing === undefined || standing.answer !== null || standing.change.kind !== 'unexplained') return;
    const { id } = standing.change;
    // Nobody said anything: what was left alone before stays so, and so does what was set off.
    const answer = standing.left === null ? 'take-over' : 'leave';
    const kept = keptOffset(ledger.state.account.offsets.get(symbol) ?? ZERO);
    ledger.record([{ type: 'external.answered', id, symbol, answer, by: 'desk', ...kept }]);
  }

  /** Carries out what a person says; the answer counts for the change that they were shown. */
  async answer({ id, answer, by }: AnswerCommand): Promise<CommandOutcome> {
    const { ledger } = this.#parts;
    const standing = this.#standing(id);
    if (standing === null) return refused('external.not-pending', { id });
    const { change } = standing;
    const { symbol } = change;
    const missing = this.#unexplained(standing);
    if (missing === null) return refused('external.moved', { id, symbol });
    const offset = ledger.state.account.offsets.get(symbol) ?? ZERO;
    if (answer === 'leave') {
      const left = { offset: decimalText(offset.plus(missing)) };
      ledger.record([{ type: 'external.answered', id, symbol, answer, by, ...left }], { durable: true });
      return accepted('external.left', { id, symbol });
    }
    const taken = missing.isZero() ? [] : this.#takeOver(change, missing);
    if (taken === null) return refused('market.unknown-price', { symbol });
    const answered: JournalEvent = { type: 'external.answered', id, symbol, answer, by, ...keptOffset(offset) };
    ledger.record([...taken, answered], { durable: true });
    const position = ledger.position(symbol);
    if (position === null) return accepted('external.over', { id, symbol });
    if (answer === 'close') return this.#parts.close(symbol, by);
    return accepted('external.taken-over', { id, symbol, stopPrice: this.#guard(id, position) });
  }

  #standing(id: string): ExternalStanding | null {
    for (const standing of this.#parts.ledger.state.account.external.values()) {
      if (standing.change.id === id) return standing;
    }
    return null;
  }

  /** Returns the quantity that nobody explains, zero where all was adopted; null when the desk traded since. */
  #unexplained({ change }: ExternalStanding): Decimal | null {
    if (change.kind !== 'unexplained' || change.venueQuantity === null) return ZERO;
    const position = this.#parts.ledger.position(change.symbol);
    const dust = this.#parts.ledger.state.portfolio.dust.get(change.symbol)?.quantity ?? ZERO;
    const desk = signed(position).plus(dust);
    const isSame = desk.minus(decimal(change.deskQuantity)).abs().lessThan(this.#lot(change.symbol));
    return isSame ? decimal(change.venueQuantity).minus(decimal(change.deskQuantity)) : null;
  }

  /** A quantity without a trade comes in at the price of now; what it cost nobody here knows. */
  #takeOver(change: ExternalChange, missing: Decimal): readonly JournalEvent[] | null {
    const { ledger, venue } = this.#parts;
    const { symbol, id } = change;
    const price = this.#priceText(symbol) ?? change.price;
    if (price === null) return null;
    const fill: Fill = {
      ...{ tradeId: `${ADOPTED}${id}`, clientId: id, venue, symbol },
      side: missing.isNegative() ? 'sell' : 'buy',
      ...{ quantity: decimalText(missing.abs()), price, fee: '0', feeCurrency: quoteOf(symbol) },
      ...{ liquidity: 'taker', at: ledger.now() },
    };
    return [{ type: 'order.filled', number: ledger.nextFillNumber(), decisionId: id, fill, external: true }];
  }

  #adoptIn(symbol: InstrumentSymbol, fills: readonly Fill[]): void {
    const { ledger } = this.#parts;
    const id = this.#nextId();
    const [first] = fills;
    if (first === undefined) return;
    const change: ExternalChange = {
      ...{ id, symbol, kind: kindOf(fills) },
      ...{ deskQuantity: decimalText(signed(ledger.position(symbol)).plus(netOf(fills))), venueQuantity: null },
      price: null,
      reason: changeReason(symbol, fills),
    };
    const adopted = fills.map((fill, index): JournalEvent => {
      return { type: 'order.filled', number: ledger.nextFillNumber() + index, decisionId: id, fill, external: true };
    });
    ledger.record([{ type: 'external.found', change }, ...adopted], { durable: true });
  }

  /** Gives a position without a stop the one of a person's order: the default distance from where the market is. */
  #guard(id: string, position: Position): string | null {
    const { ledger, instruments, quote } = this.#parts;
    const { symbol, direction } = position;
    const protection = ledger.state.holdings.get(symbol)?.protection ?? null;
    if (protection !== null && protection.stopPrice !== null) return protection.stopPrice;
    const price = quote(symbol)?.price;
    const instrument = instruments.get(symbol);
    if (price === undefined || instrument === undefined) return null;
    const fraction = ledger.settings.defaultStopFraction();
    const exact = price * (direction === 'long' ? 1 - fraction : 1 + fraction);
    const stopPrice = decimalText(nearestPrice(instrument, decimalFromEstimate(exact, FINEST)));
    ledger.record([
      {
        ...{ type: 'protection.set', symbol, decisionId: id, stopPrice },
        ...{ targetPrice: null, trailDistance: null, exitBy: null },
        reason: reason('protection.taken-over', { id, stopPrice }),
      },
    ]);
    return stopPrice;
  }

  #priceText(symbol: InstrumentSymbol): string | null {
    const price = this.#parts.quote(symbol)?.price;
    return price === undefined ? null : decimalText(decimalFromEstimate(price, FINEST));
  }

  #lot(symbol: InstrumentSymbol): Decimal {
    return decimal(this.#parts.instruments.get(symbol)?.lotSize ?? FINEST);
  }

  #nextId(): string {
    return `X-${this.#parts.ledger.state.account.externalCount + 1}`;
  }
}

/** An answer without an offset ends the one that stands. */
function keptOffset(offset: Decimal): { readonly offset?: string } {
  return offset.isZero() ? {} : { offset: decimalText(offset) };
}

function signed(position: Position | null): Decimal {
  if (position === null) return ZERO;
  return position.direction === 'long' ? position.quantity : position.quantity.negated();
}

function netOf(fills: readonly Fill[]): Decimal {
  return fills.reduce((net, { side, quantity }) => {
    return side === 'buy' ? net.plus(decimal(quantity)) : net.minus(decimal(quantity));
  }, ZERO);
}

function kindOf(fills: readonly Fill[]): ExternalKind {
  return fills.some(({ clientId }) => FORCED.test(clientId)) ? 'forced' : 'trade';
}

function changeReason(symbol: InstrumentSymbol, fills: readonly Fill[]): Reason {
  const net = netOf(fills);
  const values = {
    symbol,
    side: net.isNegative() ? 'sell' : 'buy',
    quantity: decimalText(net.abs()),
    price: fills.at(-1)?.price ?? null,
    trades: fills.length,
  };
  if (kindOf(fills) === 'forced') return reason('external.forced', values);
  // An id of our form that we never gave: another engine, or a journal that was lost.
  return reason(fills.some(({ clientId }) => isClientId(clientId)) ? 'external.own-id' : 'external.trade', values);
}

function accepted(code: string, values: Reason['values']): CommandOutcome {
  return { outcome: 'accepted', reason: reason(code, values), decisionIds: [], orderNumbers: [] };
}

function refused(code: string, values: Reason['values']): CommandOutcome {
  return { outcome: 'refused', reason: reason(code, values) };
}
