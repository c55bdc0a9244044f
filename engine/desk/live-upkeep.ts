import { AssentError } from '../domain/errors.ts';
import type { Fill } from '../domain/fill.ts';
import type { InstrumentSymbol } from '../domain/instrument.ts';
import type { Order } from '../domain/order.ts';
import type { PriceOf } from '../domain/portfolio.ts';
import type { Reason } from '../domain/reason.ts';
import { reason } from '../domain/reason.ts';
import { isDust } from '../execution/dust.ts';
import type { OrderManager } from '../execution/order-manager.ts';
import type { ReconcileReport } from '../execution/reconcile.ts';
import { reconcile } from '../execution/reconcile.ts';
import type { HoldingDifference } from '../execution/venue-holdings.ts';
import { baselineOf, holdingDifferences } from '../execution/venue-holdings.ts';
import type { AccountEvent, Execution, FillCursor, FillMoment, VenueAccount } from '../ports/execution.ts';
import type { DeskLedger } from './desk-ledger.ts';
import type { EmergencyExit } from './emergency-exit.ts';
import type { ExternalDesk } from './external-desk.ts';
import { firstPlace, placeBehind } from './fold-external.ts';
import { incidentEvents } from './incidents.ts';
import type { Pace } from './live-pace.ts';

export interface LiveUpkeepParts {
  readonly ledger: DeskLedger;
  readonly orders: OrderManager;
  readonly execution: Execution;
  readonly external: ExternalDesk;
  readonly pace: Pace;
  readonly priceOf: PriceOf;
  readonly symbols: readonly InstrumentSymbol[];
  /** Brings the stops of a symbol in line, ahead of whoever thinks. */
  readonly secure: (symbol: InstrumentSymbol) => void;
  readonly needsWork: (symbol: InstrumentSymbol) => boolean;
  /** Reports the trades that ended by what was found. */
  readonly reportClosings: () => void;
  /** Whether an order of that client id was sent by the emergency path, which has a journal of its own. */
  readonly sentByEmergency?: (clientId: string) => boolean;
  readonly emergency: Pick<EmergencyExit, 'isThroughOutside' | 'endFlattening'>;
  /** Told of a pass that failed: nothing was changed by it. */
  readonly onFault: (fault: unknown) => void;
}

const LOOK_EVERY_MS = 1_000;
const RECONCILE_EVERY_MS = 30_000;
/** A difference is asked about when a second pass, so long after the first, sees the very same. */
const CONFIRM_AFTER_MS = 2_000;
/** Trades that nobody here made may be of an order whose answer is still on its way. */
const FOREIGN_AFTER_MS = 60_000;
/** So late may a venue still tell of a trade. */
const TOLD_AFTER_MS = 60_000;
const DOUBTFUL: ReadonlySet<Order['state']> = new Set(['SENDING', 'UNKNOWN', 'STUCK']);

/** Looks after an account at a real venue while the desk runs: what is unknown, what others did, what is left over. */
export class LiveUpkeep {
  readonly #parts: LiveUpkeepParts;
  #stopped = true;
  #cancelLook: () => void = () => undefined;
  #reconcileAt = 0;
  #reconciling: Promise<ReconcileReport> | null = null;
  #resolving = false;
  #reconciled = false;
  /** Where the next pass begins to ask for fills; undefined before the first. */
  #since: FillCursor | FillMoment | undefined;
  /** What the pass before saw, by symbol. */
  #seen = new Map<InstrumentSymbol, string>();

  constructor(parts: LiveUpkeepParts) {
    this.#parts = parts;
  }

  /** Why no entry may leave yet: before the records agree with the venue nobody knows what is held. */
  blockedBy(): Reason | null {
    return this.#reconciled ? null : reason('entries.not-reconciled');
  }

  /**
   * Brings the records in line before anything trades. On a first start it notes what the account held before. Throws
   * what a failed question threw, and has then changed nothing.
   */
  async recover(): Promise<ReconcileReport> {
    const { ledger, execution } = this.#parts;
    if (ledger.state.account.baseline === null && execution.instruments.some(({ kind }) => kind === 'spot')) {
      const account = await execution.account();
      ledger.record([{ type: 'baseline.recorded', balances: baselineOf(account) }], { durable: true });
    }
    const report = await this.reconcile({ atStart: true });
    const openOrders = ledger.openOrders().length;
    const resolvedOrders = report.resolvedOrders.length + report.notPlaced.length;
    const adoptedFills = report.adoptedFills.length + report.foreignFills.length;
    ledger.record([{ type: 'desk.recovered', adoptedFills, resolvedOrders, openOrders }]);
    return report;
  }

  start(): void {
    if (!this.#stopped) return;
    this.#stopped = false;
    this.#reconcileAt = this.#parts.pace.elapsedMs() + RECONCILE_EVERY_MS;
    this.#lookAgain();
  }

  stop(): void {
    this.#stopped = true;
    this.#cancelLook();
  }

  /** After a break in the stream only questions tell what happened. */
  onAccountEvent(event: AccountEvent): void {
    if (event.type === 'stream.restored') this.#reconcileAt = this.#parts.pace.elapsedMs();
  }

  /** Compares records and venue now; a pass that is under way is joined. */
  reconcile({ atStart = false } = {}): Promise<ReconcileReport> {
    this.#reconciling ??= this.#pass(atStart).finally(() => {
      this.#reconciling = null;
    });
    return this.#reconciling;
  }

  #lookAgain(): void {
    this.#cancelLook = this.#parts.pace.after(LOOK_EVERY_MS, () => {
      if (this.#stopped) return;
      try {
        this.look();
      } finally {
        this.#lookAgain();
      }
    });
  }

  /** One look around; called every second while it runs. */
  look(): void {
    const { ledger, pace, needsWork, secure, onFault } = this.#parts;
    this.#resolveDoubts();
    this.#adoptForeign();
    this.#setDustAside();
    const held = new Set([...this.#parts.symbols, ...ledger.openOrders().map(({ request }) => request.symbol)]);
    for (const symbol of held) if (needsWork(symbol)) secure(symbol);
    if (pace.elapsedMs() < this.#reconcileAt || this.#reconciling !== null) return;
    this.#reconcileAt = pace.elapsedMs() + RECONCILE_EVERY_MS;
    this.reconcile()
      .catch((fault: unknown) => this.#failed(fault))
      .catch(onFault);
  }

  /** Silence ends by itself. After a fault of another kind no pass may ever come through: entries stop, and it is told. */
  #failed(fault: unknown): void {
    const { ledger, onFault } = this.#parts;
    onFault(fault);
    if (isVenueSilence(fault)) return;
    this.#reconciled = false;
    const what = reason('reconcile.failed', { fault: fault instanceof Error ? fault.name : 'unknown' });
    const events = incidentEvents(what, ledger.state);
    if (events.length > 0) ledger.record(events, { durable: true });
  }

  #resolveDoubts(): void {
    const { ledger, orders, onFault } = this.#parts;
    if (this.#resolving || !ledger.openOrders().some(({ state }) => DOUBTFUL.has(state))) return;
    this.#resolving = true;
    orders
      .resolveUnknown()
      .catch(onFault)
      .finally(() => {
        this.#resolving = false;
      });
  }

  #adoptForeign(): void {
    const { ledger, orders } = this.#parts;
    const ripe = orders
      .foreignFills()
      .filter(({ fill, heardAt }) => this.#isOwn(fill) || ledger.now() - heardAt >= FOREIGN_AFTER_MS);
    if (ripe.length === 0) return;
    this.#adopt(ripe.map(({ fill }) => fill));
  }

  /** What may be the trade of an order of ours that nobody has heard of yet waits until that is known. */
  #adopt(fills: readonly ReconcileReport['foreignFills'][number][]): void {
    const { ledger, orders, external, secure, reportClosings } = this.#parts;
    const open = ledger.openOrders();
    const doubted = new Set(
      open
        .filter(({ state, clientId }) => DOUBTFUL.has(state) || orders.isInFlight(clientId))
        .map(({ request }) => request.symbol),
    );
    const own = fills.filter((fill) => this.#isOwn(fill));
    const adoptable = fills.filter((fill) => !this.#isOwn(fill) && !doubted.has(fill.symbol));
    const symbols = [...external.takeIn(own), ...external.adopt(adoptable)];
    for (const fill of [...own, ...adoptable]) orders.forget(fill);
    if (symbols.length === 0) return;
    reportClosings();
    for (const symbol of symbols) secure(symbol);
  }

  #isOwn({ clientId }: Fill): boolean {
    return this.#parts.sentByEmergency?.(clientId) === true;
  }

  /** A remainder that no venue takes is told once and kept; it neither guards nor blocks anything afterwards. */
  #setDustAside(): void {
    const { ledger, execution, priceOf, reportClosings } = this.#parts;
    for (const position of ledger.state.portfolio.positions.values()) {
      const { symbol } = position;
      const instrument = execution.instruments.find((one) => one.symbol === symbol);
      if (instrument === undefined || instrument.kind !== 'spot') continue;
      if (ledger.openOrders().some(({ request, leg }) => request.symbol === symbol && leg !== 'stop')) continue;
      if (!isDust(position, instrument, priceOf(symbol))) continue;
      const [quantity, cost] = [position.quantity.toFixed(), position.cost.toFixed()];
      ledger.record([{ type: 'dust.set-aside', symbol, quantity, cost }]);
      reportClosings();
    }
  }

  async #pass(atStart: boolean): Promise<ReconcileReport> {
    const { ledger, orders, execution, emergency } = this.#parts;
    const askedAt = ledger.now();
    const wasThrough = emergency.isThroughOutside();
    const since = this.#since ?? firstPlace(ledger.state.account);
    const report = await reconcile({
      ...{ clock: { now: () => ledger.now() }, execution, records: ledger },
      since,
      isInFlight: (clientId) => orders.isInFlight(clientId),
      foreignFills: 'keep',
    });
    const before = this.#moment();
    const account = await execution.account();
    this.#takeIn(report, atStart);
    // News that came while the account was asked for make its answer older than the records.
    if (before === this.#moment() || atStart) this.#judge(account, atStart);
    // All that was there a minute ago has been told by now; what is younger is asked for once more. The venue's time
    // bounds it: behind a clock of ours that jumped ahead nothing would be heard.
    this.#since = placeBehind(ledger.state.account, Math.min(askedAt, account.at) - TOLD_AFTER_MS);
    this.#reconciled = true;
    if (wasThrough) emergency.endFlattening();
    return report;
  }

  #takeIn(report: ReconcileReport, atStart: boolean): void {
    const { ledger, orders, reportClosings } = this.#parts;
    const now = ledger.now();
    if (report.adoptedFills.length > 0) reportClosings();
    const { startedAt } = ledger.state.account;
    const fresh = report.foreignFills.filter(({ at }) => at >= startedAt);
    const isDue = (fill: Fill) => atStart || this.#isOwn(fill) || now - fill.at >= FOREIGN_AFTER_MS;
    // They wait like those that the stream told of: the next pass may not tell them again.
    for (const fill of fresh) orders.onAccountEvent({ type: 'fill.received', at: now, fill });
    this.#adopt(fresh.filter(isDue));
    for (const what of report.unexplained) {
      // Of one order: the rules know, and it is asked after every second.
      if (what.code === 'reconcile.order-unresolved') continue;
      const events = incidentEvents(what, ledger.state);
      if (events.length > 0) ledger.record(events, { durable: true });
    }
  }

  /** Asks about a difference that two passes see alike; at a start the venue has had its time. */
  #judge(account: VenueAccount, atStart: boolean): void {
    const { ledger, execution, external, pace } = this.#parts;
    const { portfolio, account: memory } = ledger.state;
    const differences = holdingDifferences({
      ...{ instruments: execution.instruments, account, portfolio },
      ...{ baseline: memory.baseline, offsets: memory.offsets },
    }).filter(({ symbol }) => !this.#isMoving(symbol));
    const seen = new Map(differences.map((difference) => [difference.symbol, keyOf(difference)]));
    for (const difference of differences) {
      if (atStart || this.#seen.get(difference.symbol) === keyOf(difference)) external.ask(difference);
      else this.#reconcileAt = Math.min(this.#reconcileAt, pace.elapsedMs() + CONFIRM_AFTER_MS);
    }
    for (const symbol of memory.external.keys()) {
      if (!seen.has(symbol) && !this.#isMoving(symbol)) external.settle(symbol);
    }
    this.#seen = seen;
  }

  /** While an order may be trading, or a trade of others waits for its time, the two sides may well differ. */
  #isMoving(symbol: InstrumentSymbol): boolean {
    const { ledger, orders } = this.#parts;
    if (orders.foreignFills().some(({ fill }) => fill.symbol === symbol)) return true;
    return ledger.openOrders().some(({ request, state, clientId }) => {
      return request.symbol === symbol && (DOUBTFUL.has(state) || orders.isInFlight(clientId));
    });
  }

  #moment(): string {
    const { counters, account, openOrderIds } = this.#parts.ledger.state;
    return `${counters.order}|${counters.fill}|${account.externalCount}|${openOrderIds.size}`;
  }
}

/** Tells whether a failed pass is the venue's silence, which the next pass ends, or a fault of the desk. */
export function isVenueSilence(fault: unknown): boolean {
  return fault instanceof AssentError && fault.code === 'UNAVAILABLE';
}

function keyOf({ venue, desk }: HoldingDifference): string {
  return `${venue.toFixed()}|${desk.toFixed()}`;
}
