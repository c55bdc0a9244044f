import type { Decimal, DecimalText } from '../domain/decimal.ts';
import { decimal, ZERO } from '../domain/decimal.ts';
import type { InstrumentSymbol } from '../domain/instrument.ts';
import type { Side } from '../domain/order.ts';
import type { EmergencyVenue } from '../ports/emergency-venue.ts';
import type { EmergencyClock } from './emergency-clock.ts';
import { within } from './emergency-clock.ts';

/** An order of the desk of which it does not know the end. */
export interface OrderUnderWay {
  readonly clientId: string;
  readonly symbol: InstrumentSymbol;
  readonly side: Side;
  /** So much of it is in what the desk owns already. */
  readonly filled: DecimalText;
}

export interface DeskOrdersParts {
  readonly venue: Pick<EmergencyVenue, 'progressOf'>;
  readonly clock: EmergencyClock;
  /** Those that the desk names now. */
  readonly underWay: () => readonly OrderUnderWay[];
  readonly deadlineMs: number;
  /** The venue's account may show for so long what was before an order's end. */
  readonly lagMs: number;
  /** Told of a question that failed; may wait. */
  readonly failed: (fault: unknown) => Promise<void>;
}

interface Watched {
  readonly symbol: InstrumentSymbol;
  readonly firstAskedAt: number;
  absences: number;
  endedAt: number | null;
  filled: Decimal;
}

/** It must be too old to be taken any more (RELIABILITY 3); when it left, nobody here knows. */
const ABSENCE = { queries: 3, afterMs: 6_500 };

/**
 * What the desk had on the wire when the panic came. Until its end is known nobody can say which of the coins are the
 * desk's: an entry may have brought some, an exit may have sold some, and either may arrive yet.
 */
export class DeskOrders {
  readonly #parts: DeskOrdersParts;
  readonly #watched = new Map<string, Watched>();
  /** Symbols with an order that the venue never had: one that comes after all would not be looked for. */
  readonly neverArrived = new Set<InstrumentSymbol>();

  constructor(parts: DeskOrdersParts) {
    this.#parts = parts;
  }

  /** Asks the venue for each whose end is not known. */
  async settle(): Promise<void> {
    const listed = this.#parts.underWay();
    const named = new Set(listed.map(({ clientId }) => clientId));
    for (const [clientId, order] of this.#watched) {
      // The desk has learnt its end, and counts what came of it.
      if (!named.has(clientId)) order.endedAt ??= this.#parts.clock.now();
    }
    await Promise.all(listed.map((order) => this.#ask(order)));
  }

  /** Whether all orders (of a symbol) ended so long before a look at `askedAt` that it shows what came of them. */
  isOver(askedAt: number, symbol?: InstrumentSymbol): boolean {
    const concerns = (one: { readonly symbol: InstrumentSymbol }): boolean =>
      symbol === undefined || one.symbol === symbol;
    const unasked = this.#parts.underWay().some((order) => concerns(order) && !this.#watched.has(order.clientId));
    if (unasked) return false;
    return [...this.#watched.values()].every(
      (order) => !concerns(order) || (order.endedAt !== null && order.endedAt + this.#parts.lagMs <= askedAt),
    );
  }

  /** What they brought of a symbol, below zero what they took, beyond what the desk counts. */
  change(symbol: InstrumentSymbol): Decimal {
    return this.#parts.underWay().reduce((sum, { clientId, symbol: its, side, filled }) => {
      const watched = this.#watched.get(clientId);
      if (its !== symbol || watched === undefined || watched.filled.lte(filled)) return sum;
      const more = watched.filled.minus(filled);
      return side === 'buy' ? sum.plus(more) : sum.minus(more);
    }, ZERO);
  }

  async #ask({ clientId, symbol }: OrderUnderWay): Promise<void> {
    const { venue, clock, deadlineMs, failed } = this.#parts;
    const now = clock.now();
    const order = this.#watched.get(clientId) ?? {
      symbol,
      firstAskedAt: now,
      absences: 0,
      endedAt: null,
      filled: ZERO,
    };
    this.#watched.set(clientId, order);
    if (order.endedAt !== null) return;
    try {
      const { state, filled } = await within(deadlineMs, clock, () => venue.progressOf(clientId, symbol));
      order.filled = decimal(filled);
      if (state === 'filled' || state === 'ended') order.endedAt = clock.now();
      if (state !== 'absent') return;
    } catch (fault) {
      await failed(fault);
      return;
    }
    order.absences += 1;
    if (order.absences < ABSENCE.queries || clock.now() - order.firstAskedAt < ABSENCE.afterMs) return;
    order.endedAt = clock.now();
    this.neverArrived.add(symbol);
  }
}
