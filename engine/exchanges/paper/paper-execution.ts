import type { DecimalText } from '../../domain/decimal.ts';
import { decimal, decimalFromEstimate, ZERO } from '../../domain/decimal.ts';
import type { Instrument, InstrumentSymbol } from '../../domain/instrument.ts';
import type { OrderIntent } from '../../domain/order.ts';
import type { Reason } from '../../domain/reason.ts';
import { reason } from '../../domain/reason.ts';
import { DUPLICATE_CLIENT_ID } from '../../execution/venue-reason.ts';
import type { Clock } from '../../ports/clock.ts';
import type { AccountEvent, AccountListener, Execution, SendOutcome, VenueAbilities } from '../../ports/execution.ts';
import type { LiveBook, LiveMarket } from '../../ports/live-market.ts';
import { instrumentsBySymbol } from '../instrument-table.ts';
import { ledgerAnswers } from '../ledger-answers.ts';
import type { LiveLoop } from '../system-event-loop.ts';
import { openVenueLedger } from '../venue-ledger.ts';
import { gridFault } from '../venue-rules.ts';
import { PaperAccount } from './paper-account.ts';
import type { FillBand, PaperBand } from './paper-band.ts';
import { sumOf } from './paper-band.ts';
import type { PaperLatency } from './paper-desk.ts';
import { latencyOf, onlyReduces, PAPER_LATENCY, paperAbilities, reducible } from './paper-desk.ts';
import { CALM_FUNDING_FRACTION, fundingOf, settlementsBetween } from './paper-funding.ts';
import { PaperMatching } from './paper-matching.ts';
import { openPaperNotes } from './paper-notes.ts';

export interface PaperExecutionOptions {
  /** The market that orders are filled on. Whoever is asked about a book shows the venue's own. */
  readonly market: LiveMarket;
  readonly clock: Clock;
  readonly loop: Pick<LiveLoop, 'after'>;
  /** Fixes every chance: the same market, orders and seed give the same fills. */
  readonly seed: string;
  readonly venue: string;
  readonly instruments: readonly Instrument[];
  readonly startingCash: DecimalText;
  readonly leverage?: number;
  /** Where the venue keeps its ledger; null keeps it in memory. */
  readonly directory?: string | null;
  /** Of the real venue, where they are known: paper then lacks what it lacks. */
  readonly abilities?: VenueAbilities;
  readonly latency?: PaperLatency;
  /** The rate of the next settlement, where a feed tells it. */
  readonly fundingFraction?: (symbol: InstrumentSymbol) => number | null;
}

/** A paper venue on a live market. */
export interface PaperExecution extends Execution {
  /** How far the profit of a time span may lie from what real money would have got. */
  band(since: number, until?: number): PaperBand;
  readonly bands: readonly FillBand[];
  /** Signed base quantities. */
  positions(): ReturnType<ReturnType<typeof openVenueLedger>['positions']>;
  /** Takes over what the venue lists now. */
  setInstruments(instruments: readonly Instrument[]): void;
  close(): void;
}

/** How often time alone is looked at: funding falls due without a trade. */
const LOOK_EVERY_MS = 1_000;

/** Opens a venue of paper money that fills orders from the live book; its ledger outlives the process. */
export function createPaperExecution(options: PaperExecutionOptions): PaperExecution {
  const { market, clock, loop, seed, venue, startingCash, leverage = 1, directory = null } = options;
  const { latency = PAPER_LATENCY } = options;
  const bySymbol = new Map(instrumentsBySymbol(options.instruments));
  let instruments = options.instruments;
  const abilities = options.abilities ?? paperAbilities(instruments.at(0)?.kind ?? 'spot');
  const ledger = openVenueLedger(directory);
  const notes = openPaperNotes(directory);
  const account = new PaperAccount({ startingCash, leverage, instruments: bySymbol });
  for (const fill of ledger.fills()) account.onFill(fill);
  for (const payment of notes.payments) account.onFunding(payment);
  const listeners: AccountListener[] = [];
  let closed = false;

  const matching = new PaperMatching({
    ...{ ledger, notes, instruments: bySymbol, venue, clock, seed, latency, tell },
    bookOf,
    onFill: (fill) => account.onFill(fill),
  });
  market.onBook((book) => {
    if (!closed && book.venue === venue) matching.onBook(book);
  });
  market.onTrade((trade) => {
    if (!closed && trade.venue === venue) matching.onTrade(trade);
  });
  look();

  /** A mirror shows prices for the eyes; nobody could be filled there. */
  function bookOf(symbol: InstrumentSymbol): LiveBook | null {
    const book = market.book(symbol);
    return book?.venue === venue && book.synced ? book : null;
  }

  function tell(events: readonly AccountEvent[]): void {
    // Whoever listens may send or cancel at once; by now this moment is over for all orders.
    for (const event of events) for (const listener of listeners) listener(event);
  }

  function look(): void {
    if (closed) return;
    settleFunding();
    matching.advance();
    loop.after(LOOK_EVERY_MS, look);
  }

  function settleFunding(): void {
    const now = clock.now();
    for (const instrument of instruments) {
      if (instrument.kind !== 'perpetual') continue;
      const since = notes.fundedUntil(instrument.symbol);
      if (since === null) notes.put({ type: 'funding-seen', symbol: instrument.symbol, at: now });
      else for (const at of settlementsBetween(since, now)) settle(instrument, at);
    }
  }

  function settle(instrument: Instrument, at: number): void {
    const { symbol, tickSize } = instrument;
    const position = ledger.position(symbol);
    if (position.isZero()) {
      notes.put({ type: 'funding-seen', symbol, at });
      return;
    }
    const best = bookOf(symbol)?.best('bid');
    // Without a price nothing is paid yet; it is made up for with the first one.
    if (best == null) return;
    const rateFraction = options.fundingFraction?.(symbol) ?? CALM_FUNDING_FRACTION;
    const price = decimalFromEstimate(best.price, tickSize);
    const payment = fundingOf(instrument, position, { at, price, rateFraction });
    notes.put({ type: 'funded', payment });
    account.onFunding(payment);
    tell([{ type: 'funding.settled', at, funding: payment }]);
  }

  async function send(intent: OrderIntent): Promise<SendOutcome> {
    const { request, clientId } = intent;
    const { symbol } = request;
    if (ledger.order(clientId) !== null) return rejected(reason(DUPLICATE_CLIENT_ID, { clientId }));
    const fault = requestFault(intent);
    if (fault !== null) return rejected(fault);
    const venueOrderId = `paper-o-${String(ledger.orderCount() + 1).padStart(6, '0')}`;
    const now = clock.now();
    ledger.record({ type: 'accepted', symbol, cursor: now, intent, venueOrderId, phase: 'unseen' });
    ledger.flush();
    const travelMs = latencyOf(seed, clientId, 'way', latency);
    matching.sent(clientId, now + travelMs, request.side);
    loop.after(travelMs, () => {
      if (!closed) matching.advance();
    });
    return { outcome: 'acknowledged', venueOrderId };
  }

  function requestFault({ request }: OrderIntent): Reason | null {
    const { symbol, type, timeInForce = 'GTC' } = request;
    const instrument = bySymbol.get(symbol);
    if (instrument === undefined) return reason('venue.unknown-symbol', { symbol });
    if (instrument.trading === false && !onlyReduces(request)) return reason('venue.paper-halted', { symbol });
    if (!abilities.orderTypes.has(type)) return reason('venue.paper-order-type', { type });
    if (type === 'limit' && !abilities.timeInForce.has(timeInForce)) {
      return reason('venue.paper-order-type', { type: timeInForce });
    }
    const best = bookOf(symbol)?.best(request.side === 'buy' ? 'ask' : 'bid');
    const lastPrice = best == null ? null : decimalFromEstimate(best.price, instrument.tickSize);
    const grid = gridFault(request, instrument, lastPrice);
    if (grid !== null) return grid;
    if (onlyReduces(request) && reducible(ledger, request).isZero()) {
      return reason('venue.reduce-only-flat', { symbol });
    }
    const price = request.price ?? request.triggerPrice ?? lastPrice;
    const notional = price === null ? ZERO : decimal(price).times(decimal(request.quantity));
    return account.shortage(request, notional, ledger.allOpenOrders());
  }

  return {
    venue,
    abilities,
    get instruments() {
      return instruments;
    },
    bands: notes.bands,
    band: (since, until) => sumOf(notes.bands, since, until),
    positions: () => ledger.positions(),
    setInstruments(next) {
      instruments = next;
      bySymbol.clear();
      for (const instrument of next) bySymbol.set(instrument.symbol, instrument);
    },
    subscribe(listener) {
      listeners.push(listener);
    },
    send,
    ...ledgerAnswers(ledger, () => clock.now()),
    async account() {
      return account.view(clock.now(), ledger.allOpenOrders());
    },
    close() {
      closed = true;
    },
  };
}

function rejected(why: Reason): SendOutcome {
  return { outcome: 'rejected', reason: why };
}
