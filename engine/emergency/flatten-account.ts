import type { DecimalText } from '../domain/decimal.ts';
import { decimalText } from '../domain/decimal.ts';
import type { InstrumentSymbol } from '../domain/instrument.ts';
import type { Reason } from '../domain/reason.ts';
import { reason } from '../domain/reason.ts';
import { clientIdOf } from '../execution/client-id.ts';
import type { EmergencyVenue, RestingOrder } from '../ports/emergency-venue.ts';
import type { SendOutcome, VenueAccount } from '../ports/execution.ts';
import type { AccountMemory, PendingOrder } from './attempts.ts';
import { attemptsFor } from './attempts.ts';
import type { EmergencyClock } from './emergency-clock.ts';
import { within } from './emergency-clock.ts';
import type { EmergencyStep } from './emergency-journal.ts';
import type { Exit } from './exit-plan.ts';
import { exitsOf, inTheWay, leftOver, ownedExits, positionExits, sharesInventory, totalsOf } from './exit-plan.ts';
import { retryAfterMs, venueTrouble } from './venue-trouble.ts';

export interface FlattenParts {
  readonly venue: EmergencyVenue;
  readonly incident: string;
  readonly memory: AccountMemory;
  /** What the desk believes of this account. On spot it is all that may be sold. */
  readonly known: KnownAccount;
  /** The account as it was a moment ago, after all that the desk knows of; null where that is not sure. */
  readonly snapshot: VenueAccount | null;
  readonly clock: EmergencyClock;
  /** Keeps a step durably before it returns. */
  readonly record: (step: EmergencyStep) => void;
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
/** A person is quicker than that in the venue's own app. */
const LONG_BAN_MS = 5_000;

/** So many answers of "no such order", the last so long after sending, prove that it never arrived. */
const ABSENCE = { queries: 3, afterMs: 1_000 };
/** Where a late order could sell coins that are not ours, it must be too old to be taken any more (RELIABILITY 3). */
const ABSENCE_BESIDE_OTHERS = { queries: 3, afterMs: 6_500 };

/** An account as the desk knows it, so that the first orders need not wait for an answer. */
export interface KnownAccount {
  /** By symbol; below zero is short. */
  readonly owned: Readonly<Record<InstrumentSymbol, DecimalText>>;
  readonly resting: readonly RestingOrder[];
}

/** One look at the venue; null where the question failed. */
interface Look {
  readonly account: Promise<VenueAccount | null>;
  readonly resting: Promise<readonly RestingOrder[] | null>;
}

/**
 * Gets one account out of everything: cancels entries, closes what is held, looks whether it is gone, then takes the
 * stops away. Goes round until the venue itself shows nothing any more, whatever fails on the way; an order is sent
 * again only after the one before has ended or was proven absent. Rejects only when it is stopped.
 */
export async function flattenAccount(parts: FlattenParts): Promise<void> {
  await new Flattening(parts).run();
}

class Flattening {
  readonly #parts: FlattenParts;
  readonly #dust = new Set<InstrumentSymbol>();
  readonly #told = new Set<string>();
  #pauseMs = FIRST_PAUSE_MS;

  constructor(parts: FlattenParts) {
    this.#parts = parts;
  }

  async run(): Promise<void> {
    const { record, venue, memory } = this.#parts;
    // After a crash nothing is sent before the venue was asked what became of what had been sent.
    if (memory.attempts.size === 0 && memory.baseline === null) await this.#firstShot();
    while (!(await this.#round())) this.#parts.stop.throwIfAborted();
    record({ type: 'flat', account: venue.account, dust: [...this.#dust] });
  }

  /**
   * What can be sent unseen, because it can only reduce: entries that the desk knows are cancelled, and its futures
   * positions closed reduce-only. On spot a sale must know whose coins lie there: without a snapshot the first look
   * comes before it. What is gone by now, the venue refuses to sell.
   */
  async #firstShot(): Promise<void> {
    const { venue, known, snapshot } = this.#parts;
    if (snapshot !== null) this.#keepBaseline(snapshot);
    const cancels = this.#cancelAll(inTheWay(venue.kind, known.resting, new Set(Object.keys(known.owned))));
    const exits = venue.kind === 'perpetual' ? positionExits(known.owned) : ownedExits(known.owned, snapshot);
    await Promise.all([cancels, this.#exitAll(this.#sellable(exits))]);
  }

  /** Returns whether the venue showed that nothing is left to be done. */
  async #round(): Promise<boolean> {
    const { venue, memory } = this.#parts;
    const looking = this.#look();
    const account = await looking.account;
    // Free coins need not wait until it is known which orders rest.
    const early = account !== null && venue.kind === 'spot' ? this.#sellFree(account) : false;
    const [resting, sold] = await Promise.all([looking.resting, early]);
    if (account === null) return false;
    const owned = new Set(Object.keys(memory.baseline?.owned ?? {}));
    const blocking = inTheWay(venue.kind, resting ?? [], owned);
    const freed = this.#cancelAll(blocking);
    // On spot they hold what is to be sold: first they go, then it is looked again.
    if (venue.kind === 'spot' && blocking.length > 0) return this.#pauseUnless((await freed) || sold);
    const exits = this.#sellable(exitsOf(venue, account, memory));
    const [allGone, moved] = await Promise.all([freed, venue.kind === 'spot' ? sold : this.#exitAll(exits)]);
    if (exits.length > 0) return this.#pauseUnless(moved);
    if (blocking.length > 0) return this.#pauseUnless(allGone);
    if (!(await this.#settlePending())) return this.#pauseUnless(false);
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
    return { account: ask(() => venue.state(), true), resting: ask(() => venue.restingOrders(), false) };
  }

  async #sellFree(account: VenueAccount): Promise<boolean> {
    const { venue, memory } = this.#parts;
    this.#keepBaseline(account);
    return this.#exitAll(this.#sellable(exitsOf(venue, account, memory)));
  }

  #keepBaseline(account: VenueAccount): void {
    const { venue, memory, known, record } = this.#parts;
    if (venue.kind !== 'spot' || memory.baseline !== null) return;
    memory.baseline = { totals: totalsOf(account), owned: known.owned };
    record({ type: 'baseline', account: venue.account, ...memory.baseline });
  }

  /** Takes away what is too small for the venue and keeps it in mind. */
  #sellable(exits: readonly Exit[]): readonly Exit[] {
    const { venue, memory } = this.#parts;
    return exits.filter(({ symbol, held }) => {
      const isDust = attemptsFor(memory, symbol).tooSmall || venue.sellable(symbol, decimalText(held)) === null;
      if (isDust) this.#dust.add(symbol);
      else this.#dust.delete(symbol);
      return !isDust;
    });
  }

  async #cancelAll(orders: readonly RestingOrder[]): Promise<boolean> {
    const outcomes = await Promise.all(orders.map((order) => this.#cancel(order)));
    return outcomes.every(Boolean);
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
    const quantity = venue.sellable(exit.symbol, decimalText(exit.quantity));
    if (quantity === null) return false;
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
    attempts.tooSmall = isTooSmall(answer.reason, attempts.rejections);
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
    this.#tell(why);
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
    this.#tell(venueTrouble(fault));
    if (banMs > 0) await this.#leaveAlone(banMs);
    else if (wait) await this.#pauseUnless(false);
  }

  /** Each request during a ban makes it longer: nothing is asked until it is over, and a person must act elsewhere. */
  async #leaveAlone(ms: number): Promise<void> {
    if (ms <= 0) return;
    if (ms >= LONG_BAN_MS) this.#tell(reason('emergency.banned', { venue: this.#parts.venue.venue, waitMs: ms }));
    await this.#pause(ms);
  }

  /** The same trouble is told once. */
  #tell(why: Reason): void {
    if (this.#told.has(why.code)) return;
    this.#told.add(why.code);
    this.#parts.record({ type: 'trouble', account: this.#parts.venue.account, reason: why });
  }

  async #pause(ms: number): Promise<void> {
    const { clock, stop } = this.#parts;
    stop.throwIfAborted();
    await clock.sleep(ms, stop);
  }
}

/** What the venue finds too small is dust; a filter that it names no closer is believed the third time. */
function isTooSmall({ code }: Reason, times: number): boolean {
  return code === 'venue.below-minimum' || code === 'venue.min-notional' || (code === 'venue.filter' && times >= 3);
}
