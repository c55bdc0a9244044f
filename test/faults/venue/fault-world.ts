import { decimal, ZERO } from '../../../engine/domain/decimal.ts';
import type { InstrumentSymbol } from '../../../engine/domain/instrument.ts';
import type { Leg, Order, OrderRequest, OrderState, RiskApproved } from '../../../engine/domain/order.ts';
import { TERMINAL_ORDER_STATES } from '../../../engine/domain/order.ts';
import type { Reason } from '../../../engine/domain/reason.ts';
import type { CcxtExecution } from '../../../engine/exchanges/ccxt/ccxt-execution.ts';
import { createCcxtExecution } from '../../../engine/exchanges/ccxt/ccxt-execution.ts';
import type { LiveLoop } from '../../../engine/exchanges/system-event-loop.ts';
import { SYSTEM_LOOP } from '../../../engine/exchanges/system-event-loop.ts';
import type { VenueName } from '../../../engine/exchanges/venues/venue-name.ts';
import { quoteCurrencyOf, symbolOf } from '../../../engine/exchanges/venues/venue-symbols.ts';
import { clientIdOf } from '../../../engine/execution/client-id.ts';
import type { OrderManager } from '../../../engine/execution/order-manager.ts';
import { createOrderManager } from '../../../engine/execution/order-manager.ts';
import { reconcile } from '../../../engine/execution/reconcile.ts';
import type { Execution } from '../../../engine/ports/execution.ts';
import type { MemoryOrderRecords, RecordedBatch } from '../../fakes/memory-order-records.ts';
import { createMemoryOrderRecords } from '../../fakes/memory-order-records.ts';
import { startFakeVenue } from '../../fakes/venue/start-fake-venue.ts';
import type { FakeVenue } from '../../fakes/venue/venue.ts';

/** Time that a test can leap over; the venue lives in the same time. */
export interface LeapClock {
  now(): number;
  leap(ms: number): void;
  /** Pauses are leapt over; what waits for an answer waits in real time. */
  readonly loop: LiveLoop;
}

/** What is due so late is due by leapt time as well; shorter waits are for answers, which come in real time. */
const LONG_WAIT_MS = 5_000;

export function leapClock(): LeapClock {
  let leapt = 0;
  const waiting = new Set<{ readonly dueAt: number; readonly call: () => void }>();
  const elapsedMs = (): number => SYSTEM_LOOP.elapsedMs() + leapt;
  const leap = (ms: number): void => {
    leapt += ms;
    for (const wait of [...waiting]) {
      if (wait.dueAt > elapsedMs()) continue;
      waiting.delete(wait);
      setImmediate(wait.call);
    }
  };
  return {
    now: () => Date.now() + leapt,
    leap,
    loop: {
      ...SYSTEM_LOOP,
      elapsedMs,
      after(ms, call) {
        if (ms < LONG_WAIT_MS) return SYSTEM_LOOP.after(ms, call);
        const wait = { dueAt: elapsedMs() + ms, call };
        waiting.add(wait);
        return () => waiting.delete(wait);
      },
      async sleep(ms) {
        leap(ms);
        await SYSTEM_LOOP.yieldTurn();
      },
    },
  };
}

/** Sizes and prices that fit each venue's grid; the market stands at `price`. */
interface Terms {
  readonly price: number;
  readonly quantity: string;
  readonly farBelow: string;
  readonly stopBelow: string;
}

const USDT: Terms = { price: 60_000, quantity: '0.01', farBelow: '30000', stopBelow: '50000' };
const KRW: Terms = { price: 84_000_000, quantity: '0.001', farBelow: '42000000', stopBelow: '70000000' };

/** Coins that the account held before the desk: fees in the coin itself then never keep an exit from going out. */
const HELD_BEFORE = '1';

/** So long one request may take here; a venue that says nothing is given up after it. */
const TIMEOUT_MS = 200;
/** Further than any venue's proof of absence asks for, in so many questions. */
const LEAP_MS = 12_000;
const QUESTIONS = 14;
const DOUBTFUL: ReadonlySet<OrderState> = new Set(['SENDING', 'UNKNOWN', 'STUCK', 'PENDING_CANCEL']);

/** What may never be: each counts breaches, and all must be zero. */
export interface VenueFaultTable {
  orders: number;
  fills: number;
  lost: number;
  duplicated: number;
  unjournalled: number;
  resent: number;
  wrongPosition: number;
  wrongVerdict: number;
  unresolved: number;
  naked: number;
}

export function emptyVenueTable(): VenueFaultTable {
  return {
    ...{ orders: 0, fills: 0, lost: 0, duplicated: 0, unjournalled: 0, resent: 0 },
    ...{ wrongPosition: 0, wrongVerdict: 0, unresolved: 0, naked: 0 },
  };
}

export function addTables(into: VenueFaultTable, from: VenueFaultTable): void {
  // What stands beside the counts in a longer row is left alone.
  for (const key of Object.keys(emptyVenueTable()) as (keyof VenueFaultTable)[]) into[key] += from[key];
}

/** How many breaches a table holds. */
export function breaches({ orders: _orders, fills: _fills, ...zeros }: VenueFaultTable): number {
  return Object.values(zeros).reduce((sum, count) => sum + count, 0);
}

/** An order manager of one account at a venue of our own, through the real ccxt; the venue's ledger is the oracle. */
export class FaultWorld {
  readonly venue: FakeVenue;
  readonly clock: LeapClock;
  readonly symbol: InstrumentSymbol;
  readonly terms: Terms;
  readonly apiKey: string;
  readonly account: string;
  readonly sends = new Map<string, number>();
  readonly incidents: Reason[] = [];
  execution: CcxtExecution;
  records: MemoryOrderRecords;
  manager: OrderManager;
  readonly #options: FaultWorldOptions;

  private constructor(options: FaultWorldOptions, venue: FakeVenue, clock: LeapClock, execution: CcxtExecution) {
    this.#options = options;
    this.venue = venue;
    this.clock = clock;
    this.execution = execution;
    this.symbol = symbolOf(options.venue, 'BTC');
    this.terms = quoteCurrencyOf(options.venue) === 'KRW' ? KRW : USDT;
    this.apiKey = keysOf(options).apiKey;
    this.account = options.account ?? 'faults';
    this.records = createMemoryOrderRecords(clock);
    this.manager = this.#newManager();
  }

  static async open(options: FaultWorldOptions): Promise<FaultWorld> {
    const clock = leapClock();
    const venue = await startFakeVenue(options.venue, { clock: () => clock.now() });
    venue.accounts.open({ ...keysOf(options), balances: { USDT: '1000000', KRW: '10000000000', BTC: HELD_BEFORE } });
    const execution = await startedExecution(options, venue, clock);
    return new FaultWorld(options, venue, clock, execution);
  }

  /** Stands between manager and adapter: counts what is sent, and lets a test step in. */
  #port(): Execution {
    const { execution, sends } = this;
    const step = this.#options.step ?? (async () => undefined);
    const port: Execution = {
      venue: execution.venue,
      abilities: execution.abilities,
      get instruments() {
        return execution.instruments;
      },
      subscribe: (listener) => execution.subscribe(listener),
      async send(intent) {
        await step('before send');
        sends.set(intent.clientId, (sends.get(intent.clientId) ?? 0) + 1);
        const outcome = await execution.send(intent);
        await step('after send');
        return outcome;
      },
      async cancel(clientId, symbol) {
        await step('before cancel');
        const outcome = await execution.cancel(clientId, symbol);
        await step('after cancel');
        return outcome;
      },
      async findOrder(clientId, symbol) {
        await step('before find');
        const found = await execution.findOrder(clientId, symbol);
        await step('after find');
        return found;
      },
      openOrders: () => execution.openOrders(),
      fillsSince: (since) => execution.fillsSince(since),
      async fillsOf(clientId, symbol) {
        const fills = await execution.fillsOf(clientId, symbol);
        await step('after fills');
        return fills;
      },
      account: () => execution.account(),
    };
    return port;
  }

  #newManager(): OrderManager {
    const { clock, records, account, incidents } = this;
    const execution = this.#port();
    return createOrderManager({
      ...{ account, clock, execution, records },
      onIncident: (incident) => incidents.push(incident),
    });
  }

  /** What a new process finds: the journal, and nothing else. */
  restart(history: readonly RecordedBatch[] = this.records.batches): void {
    this.records = createMemoryOrderRecords(this.clock, history);
    this.manager = this.#newManager();
  }

  /** The same with an adapter that remembers nothing either. */
  async restartWhole(): Promise<void> {
    await this.execution.close();
    this.execution = await startedExecution(this.#options, this.venue, this.clock);
    this.restart();
  }

  request(changes: Partial<OrderRequest> = {}): RiskApproved<OrderRequest> {
    const request: OrderRequest = {
      ...{ symbol: this.symbol, side: 'buy', type: 'market', quantity: this.terms.quantity },
      ...{ price: null, triggerPrice: null, reduceOnly: false },
      ...changes,
    };
    // The gate is not what is under test here.
    return request as RiskApproved<OrderRequest>;
  }

  idOf(decisionId: string, leg: Leg, attempt = 0): string {
    return clientIdOf({ account: this.account, decisionId, leg, attempt });
  }

  entry(decisionId: string): Promise<Order> {
    return this.manager.place({ decisionId, leg: 'entry', request: this.request() });
  }

  resting(decisionId: string): Promise<Order> {
    const request = this.request({ type: 'limit', price: this.terms.farBelow });
    return this.manager.place({ decisionId, leg: 'entry', request });
  }

  exit(decisionId: string, attempt = 0): Promise<Order> {
    const request = this.request({ side: 'sell', reduceOnly: true });
    return this.manager.place({ decisionId, leg: 'exit', attempt, request });
  }

  stop(decisionId: string, attempt = 0): Promise<Order> {
    const request = this.request({
      ...{ side: 'sell', type: 'stop-market', triggerPrice: this.terms.stopBelow, reduceOnly: true },
    });
    return this.manager.place({ decisionId, leg: 'stop', attempt, request });
  }

  get holdsStops(): boolean {
    return this.execution.abilities.orderTypes.has('stop-market');
  }

  /** Asks until nothing is in doubt, with time going on between the questions. */
  async resolve(): Promise<void> {
    for (let question = 0; question < QUESTIONS; question += 1) {
      const doubtful = this.records.openOrders().filter(({ state }) => DOUBTFUL.has(state));
      if (doubtful.length === 0) return;
      await this.manager.resolveUnknown();
      for (const { clientId, state } of this.records.openOrders()) {
        if (state === 'PENDING_CANCEL') await this.manager.refresh(clientId);
      }
      this.clock.leap(LEAP_MS);
    }
  }

  /** What a start does: every question first, then the records. A failed one changes nothing and is asked again. */
  async reconcile(): Promise<void> {
    const { clock, records, execution } = this;
    for (let attempt = 0; ; attempt += 1) {
      try {
        await reconcile({ clock, execution: this.#port(), records, absenceProof: execution.abilities.absenceProof });
        return;
      } catch (fault) {
        if (attempt > 8) throw fault;
        // Limited, or with a clock that was measured across a leap: a start waits and asks again.
        await new Promise((resolve) => setTimeout(resolve, 40));
        clock.leap(20_000);
      }
    }
  }

  /** Compares what we believe with the venue's own ledger, over all that happened so far. */
  findings(): VenueFaultTable {
    const { venue, records, apiKey, sends } = this;
    const rows = venue.ledger
      .orders(apiKey)
      .filter(({ clientId }) => clientId.startsWith('c') && clientId.length === 27);
    const trades = venue.ledger.trades(apiKey);
    const known = new Map(records.orders().map((order) => [order.clientId, order]));
    const durable = new Map(
      records.batches.flatMap(({ at, events, durable: onDisk }) =>
        events.flatMap((event) =>
          onDisk && event.type === 'order.intended' ? [[event.intent.clientId, at] as const] : [],
        ),
      ),
    );
    const fills = records.batches.flatMap(({ events }) =>
      events.flatMap((event) => (event.type === 'order.filled' ? [event.fill] : [])),
    );
    const seen = new Set(fills.map(({ tradeId }) => tradeId));
    const ours = trades.filter(({ clientId }) => known.has(clientId));
    const dead: ReadonlySet<string> = new Set(['REJECTED', 'NOT_PLACED']);
    return {
      orders: rows.length,
      fills: trades.length,
      lost:
        rows.filter(({ clientId }) => !known.has(clientId) || dead.has(known.get(clientId)?.state ?? '')).length +
        ours.filter(({ tradeId }) => !seen.has(tradeId)).length,
      duplicated: rows.length - new Set(rows.map(({ clientId }) => clientId)).size + this.#repeatedEntries(rows),
      unjournalled: rows.filter(({ clientId, arrivedAt }) => !((durable.get(clientId) ?? Number.NaN) <= arrivedAt))
        .length,
      resent: [...sends.values()].filter((count) => count > 1).length + (fills.length - seen.size),
      wrongPosition: this.#positionDiffers() ? 1 : 0,
      wrongVerdict: rows.filter(({ clientId, state }) => !this.#agrees(known.get(clientId), state)).length,
      unresolved: records.orders().filter(({ state }) => DOUBTFUL.has(state) || state === 'INTENT').length,
      naked: 0,
    };
  }

  /** Two live orders for one entry decision, unless the first was dead before the second went out. */
  #repeatedEntries(rows: readonly { readonly clientId: string }[]): number {
    const entries = rows.flatMap(({ clientId }) => {
      const order = this.records.order(clientId);
      return order !== null && order.leg === 'entry' ? [order.decisionId] : [];
    });
    return entries.length - new Set(entries).size;
  }

  #agrees(order: Order | undefined, state: string): boolean {
    if (order === undefined) return true;
    const over = TERMINAL_ORDER_STATES.has(order.state);
    return state === 'open' ? !over : over || DOUBTFUL.has(order.state);
  }

  #positionDiffers(): boolean {
    const held = this.records.position(this.symbol);
    const ours = held === null ? ZERO : held.direction === 'long' ? held.quantity : held.quantity.negated();
    const all = this.venue.ledger.positions(this.apiKey);
    const futures = this.execution.abilities.shorts;
    const theirs = decimal(all[this.symbol] ?? all.BTC ?? '0').minus(futures ? ZERO : decimal(HELD_BEFORE));
    return !ours.equals(theirs);
  }

  async close(): Promise<void> {
    await this.execution.close();
    await this.venue.close();
  }
}

export interface FaultWorldOptions {
  readonly venue: VenueName;
  readonly account?: string;
  readonly timeoutMs?: number;
  /** Called around everything that is awaited; what it throws ends the flow as a kill would. */
  readonly step?: (where: string) => Promise<void>;
}

function keysOf({ venue }: FaultWorldOptions) {
  return { apiKey: `key-of-${venue}-0123456789abcdef`, secret: `secret-of-${venue}-0123456789abcdef` };
}

/** A busy machine may take longer for a start than one request is given here. */
async function startedExecution(
  options: FaultWorldOptions,
  venue: FakeVenue,
  clock: LeapClock,
): Promise<CcxtExecution> {
  for (let attempt = 0; ; attempt += 1) {
    const execution = executionOf(options, venue, clock);
    try {
      await execution.start();
      return execution;
    } catch (fault) {
      await execution.close();
      if (attempt > 8) throw fault;
      clock.leap(5_000);
    }
  }
}

function executionOf(options: FaultWorldOptions, venue: FakeVenue, clock: LeapClock): CcxtExecution {
  return createCcxtExecution({
    venue: options.venue,
    account: options.account ?? 'faults',
    keys: keysOf(options),
    symbols: [symbolOf(options.venue, 'BTC')],
    address: { rest: venue.restUrl, stream: venue.streamUrl },
    clock,
    loop: clock.loop,
    timeoutMs: options.timeoutMs ?? TIMEOUT_MS,
    stream: false,
  });
}
