import type { DecimalText } from '../domain/decimal.ts';
import { decimal, decimalText, ZERO } from '../domain/decimal.ts';
import type { InstrumentSymbol } from '../domain/instrument.ts';
import type { Reason } from '../domain/reason.ts';
import { reason } from '../domain/reason.ts';
import { clientIdOf } from '../execution/client-id.ts';
import type { EmergencyVenue, RestingOrder } from '../ports/emergency-venue.ts';
import type { SendOutcome, VenueAccount } from '../ports/execution.ts';
import type { AccountMemory, PendingOrder } from './attempts.ts';
import { attemptsFor, isRefusedSize, isTooSmall } from './attempts.ts';
import type { OrderUnderWay } from './desk-orders.ts';
import { DeskOrders } from './desk-orders.ts';
import type { EmergencyClock } from './emergency-clock.ts';
import { within } from './emergency-clock.ts';
import type { EmergencyStep } from './emergency-journal.ts';
import type { Exit } from './exit-plan.ts';
import {
  exitsOf,
  extendBaseline,
  inTheWay,
  leftOver,
  ownedExits,
  positionExits,
  sharesInventory,
  totalOf,
} from './exit-plan.ts';
import { bannedFor, retryAfterMs, venueTrouble } from './venue-trouble.ts';

export interface FlattenParts {
  readonly venue: EmergencyVenue;
  readonly incident: string;
  readonly memory: AccountMemory;
  /** What the desk believes of this account now. On spot it is all that may be sold. */
  readonly known: () => KnownAccount;
  /** The account as it was a moment ago, after all that the desk knows of; null where that is not sure. */
  readonly snapshot: VenueAccount | null;
  readonly clock: EmergencyClock;
  /** Keeps a step durably before it returns. */
  readonly record: (step: EmergencyStep) => void;
  /** Tells a trouble, the same one only once in an incident. */
  readonly tell: (trouble: Reason) => void;
  readonly stop: AbortSignal;
}

const READ_DEADLINE_MS = 3_000;
const SEND_DEADLINE_MS = 5_000;
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 2_000;
/** A venue's account may show for so long what was before an order's end. */
const LAG_MS = 250;
/** Rejected so often in a row: nothing will change in the next seconds. */
const MANY_REJECTIONS = 5;
const REJECTED_PAUSE_MS = 10_000;

/** So many answers of "no such order", the last so long after sending, prove that it never arrived. */
const ABSENCE = { queries: 3, afterMs: 1_000 };
/** Where a late order could sell coins that are not ours, it must be too old to be taken any more (RELIABILITY 3). */
const ABSENCE_BESIDE_OTHERS = { queries: 3, afterMs: 6_500 };

/** An account as the desk knows it, so that the first orders need not wait for an answer. */
export interface KnownAccount {
  /** By symbol; below zero is short. */
  readonly owned: Readonly<Record<InstrumentSymbol, DecimalText>>;
  readonly resting: readonly RestingOrder[];
  /** Entries and exits that may have been filled since, or may be yet. */
  readonly underWay?: readonly OrderUnderWay[];
}

/** What is left to be said of an account that is flat. */
export interface Flattened {
  /** Symbols with an order of the desk that never arrived, as far as anybody can tell. */
  readonly neverArrived: ReadonlySet<InstrumentSymbol>;
}

/** One look at the venue; null where the question failed. */
interface Look {
  readonly askedAt: number;
  readonly account: Promise<VenueAccount | null>;
  readonly resting: Promise<readonly RestingOrder[] | null>;
}

/**
 * Gets one account out of everything: cancels entries, closes what is held, looks whether it is gone, then takes the
 * stops away. Goes round until the venue itself shows nothing any more, whatever fails on the way; an order is sent
 * again only after the one before has ended or was proven absent. Rejects only when it is stopped.
 */
export async function flattenAccount(parts: FlattenParts): Promise<Flattened> {
  return new Flattening(parts).run();
}

class Flattening {
  readonly #parts: FlattenParts;
  readonly #dust = new Set<InstrumentSymbol>();
  readonly #canceled = new Set<string>();
  readonly #deskOrders: DeskOrders;
  #pauseMs = FIRST_PAUSE_MS;

  constructor(parts: FlattenParts) {
    this.#parts = parts;
    const { venue, clock, known } = parts;
    this.#deskOrders = new DeskOrders({
      ...{ venue, clock, deadlineMs: READ_DEADLINE_MS, lagMs: LAG_MS },
      underWay: () => known().underWay ?? [],
      failed: (fault) => this.#failed(fault, false),
    });
  }

  async run(): Promise<Flattened> {
    const { record, venue, memory } = this.#parts;
    // After a crash nothing is sent before the venue was asked what became of what had been sent.
    const isFirst = memory.attempts.size === 0 && memory.baseline === null;
    await Promise.all([isFirst ? this.#firstShot() : null, this.#deskOrders.settle()]);
    while (!(await this.#round())) this.#parts.stop.throwIfAborted();
    record({ type: 'flat', account: venue.account, dust: [...this.#dust] });
    return { neverArrived: this.#deskOrders.neverArrived };
  }

  /**
   * What can be sent unseen, because it can only reduce: entries that the desk knows are cancelled, and its futures
   * positions closed reduce-only. On spot a sale must know whose coins lie there: without a snapshot the first look
   * comes before it. What is gone by now, the venue refuses to sell.
   */
  async #firstShot(): Promise<void> {
    const { venue, memory, snapshot } = this.#parts;
    const known = this.#parts.known();
    // It is older than the panic: what was on the wire then is not in it for sure.
    if (snapshot !== null) this.#keepBaseline(snapshot, Number.NEGATIVE_INFINITY);
    const cancels = this.#cancelAll(inTheWay(venue.kind, known.resting, this.#ours([]), this.#unsure()));
    const exits =
      venue.kind === 'perpetual' ? positionExits(known.owned) : ownedExits(memory.baseline?.owned ?? {}, snapshot);
    await Promise.all([cancels, this.#exitAll(this.#sellable(exits))]);
  }

  /** Returns whether the venue showed that nothing is left to be done. */
  async #round(): Promise<boolean> {
    const { venue, memory } = this.#parts;
    const looking = this.#look();
    const settling = this.#deskOrders.settle();
    // Each is waited for below; one that is stopped while the account is still asked for must not be nobody's.
    for (const question of [looking.resting, settling]) question.catch(() => undefined);
    const account = await looking.account;
    // Free coins need not wait until it is known which orders rest.
    const early = account !== null && venue.kind === 'spot' ? this.#sellFree(account, looking.askedAt) : false;
    const [resting, sold] = await Promise.all([looking.resting, early, settling]);
    if (account === null) return false;
    const owned = this.#ours(exitsOf(venue, account, memory));
    const blocking = inTheWay(venue.kind, resting ?? [], owned, this.#unsure());
    const freed = this.#cancelAll(blocking);
    // On spot they hold what is to be sold: first they go, then it is looked again.
    if (venue.kind === 'spot' && blocking.length > 0) return this.#pauseUnless((await freed) || sold);
    const held = exitsOf(venue, account, memory);
    const exits = this.#sellable(held);
    const [allGone, moved] = await Promise.all([freed, venue.kind === 'spot' ? sold : this.#exitAll(exits)]);
    if (exits.length > 0) return this.#pauseUnless(moved);
    if (blocking.length > 0) return this.#pauseUnless(allGone);
    if (!(await this.#settlePending())) return this.#pauseUnless(false);
    // An entry on the wire would open again what is flat now.
    if (!this.#deskOrders.isOver(looking.askedAt)) return this.#pauseUnless(false);
    // Only a person can sell that; until it is gone nothing is flat, and the stops that guard it stay.
    if (held.some((exit) => this.#isOutOfReach(exit))) return this.#pauseUnless(false);
    if (resting === null) return this.#pauseUnless(false);
    return this.#takeStops(leftOver(venue.kind, resting, owned));
  }

  /** Asks for both at once; what fails is null, and is told. */
  #look(): Look {
    const { venue, clock } = this.#parts;
    const ask = async <T>(question: () => Promise<T>, wait: boolean): Promise<T | null> => {
      try {
        return await within(READ_DEADLINE_MS, clock, question);
      } catch (fault) {
        // Without the list of orders one can still sell; without the account there is nothing to go by.
        await this.#failed(fault, wait);
        return null;
      }
    };
    return {
      askedAt: clock.now(),
      account: ask(() => venue.state(), true),
      resting: ask(() => venue.restingOrders(), false),
    };
  }

  async #sellFree(account: VenueAccount, askedAt: number): Promise<boolean> {
    const { venue, memory } = this.#parts;
    this.#keepBaseline(account, askedAt);
    return this.#exitAll(this.#sellable(exitsOf(venue, account, memory)));
  }

  /** A symbol is kept, and sold from, once it is sure whose coins the account shows. */
  #keepBaseline(account: VenueAccount, askedAt: number): void {
    const { venue, memory, record } = this.#parts;
    if (venue.kind !== 'spot') return;
    const { owned, underWay = [] } = this.#parts.known();
    const symbols = new Set([...Object.keys(owned), ...underWay.map(({ symbol }) => symbol)]);
    const sure = [...symbols].flatMap((symbol): readonly (readonly [InstrumentSymbol, DecimalText])[] => {
      if (memory.baseline?.owned[symbol] !== undefined) return [];
      const counted = decimal(owned[symbol] ?? '0');
      if (this.#deskOrders.isOver(askedAt, symbol)) {
        const now = counted.plus(this.#deskOrders.change(symbol));
        return [[symbol, decimalText(now.gt(0) ? now : ZERO)]];
      }
      // Where nobody else's coins can lie, nothing needs to be waited for.
      return totalOf(account, symbol).lte(counted) ? [[symbol, decimalText(counted)]] : [];
    });
    if (memory.baseline !== null && sure.length === 0) return;
    memory.baseline = extendBaseline(memory.baseline, account, Object.fromEntries(sure));
    record({ type: 'baseline', account: venue.account, ...memory.baseline });
  }

  /** Symbols of which something is the desk's: resting sells of the others are a person's own. */
  #ours(exits: readonly Exit[]): ReadonlySet<InstrumentSymbol> {
    const held = { ...this.#parts.known().owned, ...this.#parts.memory.baseline?.owned };
    const symbols = Object.keys(held).filter((symbol) => !decimal(held[symbol] ?? '0').isZero());
    return new Set([...symbols, ...exits.map(({ symbol }) => symbol)]);
  }

  /** Symbols of which nothing is sold yet, because nobody can say how much of the coin is the desk's. */
  #unsure(): ReadonlySet<InstrumentSymbol> {
    const { owned } = this.#parts.memory.baseline ?? { owned: {} };
    return new Set(Object.keys(this.#parts.known().owned).filter((symbol) => !Object.hasOwn(owned, symbol)));
  }

  /** Takes away what cannot be sold: the too small is kept in mind as dust, a market that is not traded here is told. */
  #sellable(exits: readonly Exit[]): readonly Exit[] {
    const { venue, memory } = this.#parts;
    return exits.filter((exit) => {
      const { symbol, held } = exit;
      if (this.#isOutOfReach(exit)) {
        this.#parts.tell(reason('emergency.not-traded', { venue: venue.venue, symbol }));
        return false;
      }
      const part = venue.sellable(symbol, decimalText(held));
      const isDust = part.outcome !== 'sellable' || isRefusedSize(attemptsFor(memory, symbol), part.quantity);
      if (isDust) this.#dust.add(symbol);
      else this.#dust.delete(symbol);
      return !isDust;
    });
  }

  /** A position of the desk's in a market that is not traded here. One that the desk never had is left alone. */
  #isOutOfReach({ symbol, held }: Exit): boolean {
    const { venue, known } = this.#parts;
    const isDesks = venue.kind === 'spot' || known().owned[symbol] !== undefined;
    return isDesks && venue.sellable(symbol, decimalText(held)).outcome === 'not-traded';
  }

  /** Returns whether all are gone as far as the venue says; one that it lists again after that is no progress. */
  async #cancelAll(orders: readonly RestingOrder[]): Promise<boolean> {
    const isNews = orders.some(({ venueOrderId }) => !this.#canceled.has(venueOrderId));
    const outcomes = await Promise.all(orders.map((order) => this.#cancel(order)));
    return outcomes.every(Boolean) && (isNews || orders.length === 0);
  }

  async #cancel(order: RestingOrder): Promise<boolean> {
    const { venue, clock, record } = this.#parts;
    const { symbol, venueOrderId, protective } = order;
    record({ type: 'canceling', account: venue.account, symbol, venueOrderId, protective });
    let outcome: 'canceled' | 'not-open' | 'unknown' = 'unknown';
    try {
      ({ outcome } = await within(SEND_DEADLINE_MS, clock, () => venue.cancel(order)));
    } catch (fault) {
      await this.#failed(fault, false);
    }
    record({ type: 'cancel-answered', account: venue.account, venueOrderId, outcome });
    if (outcome !== 'unknown') this.#canceled.add(venueOrderId);
    return outcome !== 'unknown';
  }

  /** Returns whether something was sent that is worth an immediate look. */
  async #exitAll(exits: readonly Exit[]): Promise<boolean> {
    const moved = await Promise.all(exits.map((exit) => this.#exit(exit)));
    return moved.some(Boolean);
  }

  async #exit(exit: Exit): Promise<boolean> {
    const { venue, memory, incident, clock, record } = this.#parts;
    const attempts = attemptsFor(memory, exit.symbol);
    if (attempts.pending !== null && !(await this.#resolve(exit.symbol, attempts.pending))) return false;
    // What was resolved just now has changed what is held: a look that is not older than that says how much.
    if (attempts.pending !== null) {
      Object.assign(attempts, { pending: null, restUntil: clock.now() + LAG_MS });
      return true;
    }
    if (clock.now() < attempts.restUntil) return false;
    const part = venue.sellable(exit.symbol, decimalText(exit.quantity));
    if (part.outcome !== 'sellable') return false;
    const { quantity } = part;
    // A small part that lies free would be refused again; the rest of it may be freed.
    if (isRefusedSize(attempts, quantity)) return false;
    const attempt = attempts.next;
    const clientId = clientIdOf({
      ...{ account: venue.account, leg: 'emergency', attempt },
      decisionId: `${incident}:${exit.symbol}`,
    });
    const order = { clientId, symbol: exit.symbol, side: exit.side, quantity };
    record({ type: 'sending', account: venue.account, attempt, ...order });
    attempts.next = attempt + 1;
    const sentAt = clock.now();
    const answer = await this.#send(() => venue.flatten(order));
    const { outcome } = answer;
    const why = 'reason' in answer ? { reason: answer.reason } : {};
    record({ type: 'send-answered', account: venue.account, symbol: exit.symbol, clientId, outcome, ...why });
    if (outcome !== 'rejected') {
      attempts.rejections = 0;
      attempts.pending = { clientId, sentAt, acknowledged: outcome === 'acknowledged', absences: 0 };
      return outcome === 'acknowledged';
    }
    attempts.rejections += 1;
    if (isTooSmall(answer.reason, attempts.rejections)) attempts.tooSmall = quantity;
    await this.#rejected(answer.reason, attempts.rejections);
    return false;
  }

  async #send(send: () => Promise<SendOutcome>): Promise<SendOutcome> {
    try {
      return await within(SEND_DEADLINE_MS, this.#parts.clock, send);
    } catch (fault) {
      return { outcome: 'unknown', reason: venueTrouble(fault) };
    }
  }

  async #rejected(why: Reason, times: number): Promise<void> {
    this.#parts.tell(why);
    await this.#leaveAlone(Number(why.values.retryAfterMs ?? 0));
    if (times >= MANY_REJECTIONS) await this.#pause(REJECTED_PAUSE_MS);
  }

  /** Orders of symbols that are gone by now; one whose answer was lost could still arrive. */
  async #settlePending(): Promise<boolean> {
    const open = [...this.#parts.memory.attempts].filter(([, { pending }]) => pending !== null);
    const settled = await Promise.all(
      open.map(async ([symbol, attempts]) => {
        const { pending } = attempts;
        if (pending === null) return true;
        if (!pending.acknowledged && !(await this.#resolve(symbol, pending))) return false;
        attempts.pending = null;
        return true;
      }),
    );
    return settled.every(Boolean);
  }

  /** Returns whether the order's end is known. */
  async #resolve(symbol: InstrumentSymbol, pending: PendingOrder): Promise<boolean> {
    const { venue, clock, record, memory } = this.#parts;
    const { clientId } = pending;
    let found: 'open' | 'filled' | 'ended' | 'absent';
    try {
      found = await within(READ_DEADLINE_MS, clock, () => venue.find(clientId, symbol));
    } catch (fault) {
      await this.#failed(fault, false);
      return false;
    }
    if (found === 'open') return false;
    if (found === 'absent') {
      pending.absences += 1;
      const proof = venue.kind === 'spot' && sharesInventory(memory) ? ABSENCE_BESIDE_OTHERS : ABSENCE;
      if (pending.absences < proof.queries || clock.now() - pending.sentAt < proof.afterMs) return false;
    }
    record({ type: 'resolved', account: venue.account, symbol, clientId, state: found });
    return true;
  }

  async #takeStops(orders: readonly RestingOrder[]): Promise<boolean> {
    if (orders.length === 0) return true;
    return this.#pauseUnless(await this.#cancelAll(orders));
  }

  /** Always false: there is more to do, at once after progress, else after a pause that grows. */
  async #pauseUnless(progress: boolean): Promise<false> {
    if (progress) this.#pauseMs = FIRST_PAUSE_MS;
    else {
      await this.#pause(this.#pauseMs);
      this.#pauseMs = Math.min(this.#pauseMs * 2, LONGEST_PAUSE_MS);
    }
    return false;
  }

  async #failed(fault: unknown, wait: boolean): Promise<void> {
    const banMs = retryAfterMs(fault);
    this.#parts.tell(venueTrouble(fault));
    if (banMs > 0) await this.#leaveAlone(banMs);
    else if (wait) await this.#pauseUnless(false);
  }

  /** Each request during a ban makes it longer: nothing is asked until it is over, and a person must act elsewhere. */
  async #leaveAlone(ms: number): Promise<void> {
    if (ms <= 0) return;
    const banned = bannedFor(this.#parts.venue.venue, ms);
    if (banned !== null) this.#parts.tell(banned);
    await this.#pause(ms);
  }

  async #pause(ms: number): Promise<void> {
    const { clock, stop } = this.#parts;
    stop.throwIfAborted();
    await clock.sleep(ms, stop);
  }
}
