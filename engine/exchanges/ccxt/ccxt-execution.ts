import { UnavailableError } from '../../domain/errors.ts';
import type { InstrumentSymbol } from '../../domain/instrument.ts';
import type { OrderIntent } from '../../domain/order.ts';
import type { Reason } from '../../domain/reason.ts';
import { reason } from '../../domain/reason.ts';
import { DUPLICATE_CLIENT_ID } from '../../execution/venue-reason.ts';
import type { Clock } from '../../ports/clock.ts';
import type { AbsenceProof, Execution, SendOutcome } from '../../ports/execution.ts';
import { ConnectionBudget } from '../feeds/connection-budget.ts';
import { SystemClock } from '../system-clock.ts';
import { type LiveLoop, SYSTEM_LOOP } from '../system-event-loop.ts';
import { OWN_ADDRESS, type VenueAddress, type VenueKeys, type VenueName } from '../venues/venue-name.ts';
import { type AccountChecks, checkAccount } from './account-checks.ts';
import { createAccountEvents } from './account-events.ts';
import { CLOCK_BLOCK_MS, CLOCK_WARN_MS, createClockOffset } from './clock-offset.ts';
import { createFillBook } from './fill-book.ts';
import { forgetOldest } from './forget-oldest.ts';
import { createInstrumentBook } from './instrument-book.ts';
import { createKeyWatch } from './key-watch.ts';
import { mayIncrease, requestFault } from './order-check.ts';
import { createOrderIds, KEPT_IDS } from './order-ids.ts';
import { type Classified, classifyRefusal } from './outcome.ts';
import { protocolOf, userStreamOf } from './protocol-of.ts';
import { createRequestBudget, type RequestBudget } from './request-budget.ts';
import { createUserStream, heardFills } from './user-stream.ts';
import { createVenueClient, type VenueAnswer, type VenueCall } from './venue-client.ts';
import type { Amendment, ProtocolParts } from './venue-protocol.ts';
import type { VenueTransport } from './venue-transport.ts';

export interface CcxtExecutionOptions {
  readonly venue: VenueName;
  /** Our name of the account; it is part of every client id and of nothing that is sent. */
  readonly account: string;
  readonly keys: VenueKeys;
  readonly symbols: readonly InstrumentSymbol[];
  readonly address?: VenueAddress;
  readonly leverage?: number;
  readonly marginMode?: 'isolated' | 'cross';
  readonly clock?: Clock;
  readonly loop?: LiveLoop;
  readonly timeoutMs?: number;
  readonly refreshMs?: number;
  /** Funding is told from here on, now if left out; what was settled before this process began is then told too. */
  readonly fundedSince?: number | undefined;
  /** False leaves the user stream out: everything is then learnt by asking. */
  readonly stream?: boolean;
  readonly absenceProof?: AbsenceProof;
  readonly budget?: RequestBudget;
  readonly connections?: ConnectionBudget;
  readonly warn?: (warning: Reason) => void;
  /** Told of each question whether anything came back, be it a refusal; not of those that never left. */
  readonly onReach?: (answered: boolean) => void;
  readonly transport?: VenueTransport;
}

/** A real venue, through ccxt. Nothing is sent before `start`. */
export interface CcxtExecution extends Execution {
  /** Measures the clock, reads the instruments and opens the user stream; throws where the venue cannot be asked. */
  start(): Promise<void>;
  close(): Promise<void>;
  /** Why nothing may be entered now. */
  entryBlock(symbol: InstrumentSymbol): Reason | null;
  /** What only a person can mend. */
  haltReason(): Reason | null;
  clockOffsetMs(): number;
  refreshInstruments(): Promise<void>;
  /** Takes back all orders of a market, conditional ones included. */
  cancelAll(symbol: InstrumentSymbol): Promise<void>;
  /** Changes an open limit order in place, where the venue can. */
  amend(clientId: string, symbol: InstrumentSymbol, change: Amendment): Promise<SendOutcome>;
  checks(): Promise<AccountChecks>;
}

const TIMEOUT_MS = 5_000;
const FUNDING_EVERY_MS = 10 * 60_000;
const FUNDING_DELAY_MS = 2_000;
const FUNDING_OVERLAP_MS = 3_600_000;
const STREAM_PATIENCE_MS = 5_000;
const STREAM_POLL_MS = 20;

/** Executes at one of the four venues: reads, orders and the emergency path never share an instance. */
export function createCcxtExecution(options: CcxtExecutionOptions): CcxtExecution {
  const { venue, keys, symbols, address = OWN_ADDRESS, loop = SYSTEM_LOOP, timeoutMs = TIMEOUT_MS, warn } = options;
  const clock = options.clock ?? new SystemClock();
  const budget = options.budget ?? createRequestBudget(venue, loop);
  const ids = createOrderIds();
  const fills = createFillBook();
  /** Client ids that the venue may have an order of. */
  const posted = new Set<string>();
  const settings = new Map<InstrumentSymbol, Promise<Reason | null>>();
  const unsettled = new Map<InstrumentSymbol, Reason>();
  const keyWatch = createKeyWatch(venue, (why) => warn?.(why));
  const events = createAccountEvents(loop);

  const common = { venue, keys, address, budget, loop, timeoutMs, venueTime: () => now(), onAnswer: heardAnswer };
  const shared = options.transport === undefined ? {} : { transport: options.transport };
  const reads = createVenueClient({ ...common, ...shared });
  const orders = createVenueClient({ ...common, ...shared });

  const parts: ProtocolParts = {
    venue,
    symbols,
    reads,
    orders,
    ids,
    fills,
    now: () => now(),
    sleep: (ms) => loop.sleep(ms, new AbortController().signal),
    leverage: options.leverage ?? 1,
    marginMode: options.marginMode ?? 'isolated',
    instrument: (symbol) => book.find(symbol),
  };
  const protocol = protocolOf(venue, parts);
  const abilities = { ...protocol.abilities, absenceProof: options.absenceProof ?? protocol.abilities.absenceProof };
  const offset = createClockOffset({
    clock,
    loop,
    ask: () => protocol.serverTime(),
    onReading({ offsetMs }) {
      if (Math.abs(offsetMs) > CLOCK_WARN_MS) warn?.(reason('venue.clock-offset', { offsetMs: Math.round(offsetMs) }));
    },
  });
  const book = createInstrumentBook({
    loop,
    symbols,
    ask: () => protocol.instruments(),
    ...(options.refreshMs === undefined ? {} : { everyMs: options.refreshMs }),
    ...(warn === undefined ? {} : { onChange: warn }),
  });
  const heard = heardFills({ venue, ids, fills }, protocol.clientIdOf, events.fill);
  const wire = userStreamOf(venue, {
    venue,
    address,
    keys,
    client: orders,
    ids,
    fills,
    now: () => now(),
    ...heard,
    findOrder: protocol.findOrder,
    canceled: (clientId, at, state) => events.canceled(clientId, at, reason('venue.canceled', { state })),
    fundingSettled: () => loop.after(FUNDING_DELAY_MS, pollFunding),
  });
  const stream = createUserStream(wire, {
    venue,
    loop,
    budget: options.connections ?? new ConnectionBudget({ loop }),
    now: () => now(),
    emit: events.emit,
  });
  /** Null before the start. */
  let fundedUntil: number | null = null;
  let isListening = false;
  let disarmFunding = () => {};
  let closed = false;

  function now(): number {
    return offset.venueNow();
  }

  function heardAnswer(answer: VenueAnswer, call: VenueCall): void {
    keyWatch.heard(answer, call);
    if (answer.ok || answer.fault !== 'budget') options.onReach?.(answer.ok || answer.status !== null);
    if (!answer.ok && answer.status === 418) warn?.(reason('venue.banned', { retryAfterMs: budget.bannedForMs() }));
    if (!answer.ok && answer.status !== null && isClockTrouble(answer)) offset.measure().catch(() => null);
  }

  function isClockTrouble(answer: VenueAnswer): boolean {
    return !answer.ok && classifyRefusal(venue, answer, '').effect === 'resync-clock';
  }

  /** Asked for again from an hour before the last one; what was told already is told once. */
  function pollFunding(): void {
    // What is told before anybody listens would be lost.
    if (closed || fundedUntil === null || !isListening) return;
    const since = fundedUntil;
    disarmFunding();
    disarmFunding = loop.after(FUNDING_EVERY_MS, pollFunding);
    protocol
      .fundingSince(since)
      .then((payments) => {
        for (const payment of payments) events.funding(payment);
        fundedUntil = Math.max(since, ...payments.map(({ at }) => at - FUNDING_OVERLAP_MS));
      })
      .catch(() => null);
  }

  function entryBlock(symbol: InstrumentSymbol): Reason | null {
    const reading = offset.reading();
    if (keyWatch.halted() !== null) return keyWatch.halted();
    if (budget.bannedForMs() > 0) return reason('venue.banned', { retryAfterMs: Math.ceil(budget.bannedForMs()) });
    if (reading === null) return reason('venue.clock-unknown');
    if (Math.abs(reading.offsetMs) > CLOCK_BLOCK_MS)
      return reason('venue.clock-offset', { offsetMs: Math.round(reading.offsetMs) });
    return unsettled.get(symbol) ?? book.block(symbol);
  }

  /** Asked once per market; a wrong setting or a failed question is asked about again at the next entry. */
  async function assertSettings(symbol: InstrumentSymbol): Promise<Reason | null> {
    const asked = settings.get(symbol) ?? protocol.assertSettings(symbol);
    settings.set(symbol, asked);
    try {
      const fault = await asked;
      if (fault === null) unsettled.delete(symbol);
      else unsettled.set(symbol, fault);
      if (fault !== null) settings.delete(symbol);
      return fault;
    } catch {
      settings.delete(symbol);
      return reason('venue.settings-unknown', { symbol });
    }
  }

  async function refusedHere({ request }: OrderIntent): Promise<Reason | null> {
    const instrument = book.find(request.symbol);
    if (instrument === null) return reason('venue.unknown-symbol', { symbol: request.symbol });
    const fault = requestFault(request, instrument, abilities);
    if (fault !== null || !mayIncrease(request, abilities)) return fault;
    unsettled.delete(request.symbol);
    return entryBlock(request.symbol) ?? (await assertSettings(request.symbol));
  }

  async function send(intent: OrderIntent): Promise<SendOutcome> {
    const { clientId } = intent;
    if (posted.has(clientId)) return { outcome: 'rejected', reason: reason(DUPLICATE_CLIENT_ID, { clientId }) };
    // Taken before the first wait: the same id is never on its way twice.
    posted.add(clientId);
    forgetOldest(posted, KEPT_IDS);
    const outcome = await sendOnce(intent);
    if (outcome.outcome === 'rejected' && outcome.reason.code !== DUPLICATE_CLIENT_ID) posted.delete(clientId);
    return outcome;
  }

  async function sendOnce(intent: OrderIntent): Promise<SendOutcome> {
    const here = await refusedHere(intent);
    if (here !== null) return { outcome: 'rejected', reason: here };
    let call: VenueCall;
    try {
      call = await protocol.placement(intent);
    } catch {
      return { outcome: 'rejected', reason: reason('venue.no-price', { symbol: intent.request.symbol }) };
    }
    return events.holding(intent.clientId, () => placed(call, intent.clientId));
  }

  async function placed(call: VenueCall, clientId: string): Promise<SendOutcome> {
    const answer = await orders.call(call);
    if (!answer.ok) {
      const classified = classifyRefusal(venue, answer, clientId);
      // Whoever tries again does so with the right time: a new attempt made at once would be refused as this one was.
      if (classified.effect === 'resync-clock') await offset.measure().catch(() => null);
      return outcomeOf(classified);
    }
    try {
      const venueOrderId = protocol.placedId(answer.body);
      ids.remember({ clientId, venueOrderId, algo: ids.byClientId(clientId)?.algo ?? false });
      return { outcome: 'acknowledged', venueOrderId };
    } catch {
      return { outcome: 'unknown', reason: reason('venue.outcome-unknown', { code: 'unreadable' }) };
    }
  }

  function outcomeOf({ verdict, reason: why, effect }: Classified): SendOutcome {
    if (effect === 'refresh-instruments') book.refresh().catch(() => null);
    if (effect === 'halt') keyWatch.halt(reason('venue.api-halted', { venue, code: why.values.code ?? null }));
    return verdict === 'unknown' ? { outcome: 'unknown', reason: why } : { outcome: 'rejected', reason: why };
  }

  async function start(): Promise<void> {
    await Promise.all([reads.prepare(), orders.prepare()]);
    await offset.measure();
    await book.refresh();
    if (book.list().length === 0) throw new UnavailableError(`${venue} lists none of the markets that were asked for.`);
    fundedUntil = options.fundedSince ?? now();
    pollFunding();
    if (options.stream === false) return;
    stream.start();
    const until = loop.elapsedMs() + STREAM_PATIENCE_MS;
    while (!stream.up() && loop.elapsedMs() < until) await parts.sleep(STREAM_POLL_MS);
  }

  return {
    venue,
    abilities,
    get instruments() {
      return book.list();
    },
    subscribe(listener) {
      events.subscribe(listener);
      isListening = true;
      pollFunding();
    },
    send,
    async cancel(clientId, symbol) {
      const release = events.expectCancel(clientId);
      const outcome = await protocol.cancel(clientId, symbol);
      if (outcome.outcome !== 'canceled') release();
      return outcome;
    },
    findOrder: protocol.findOrder,
    openOrders: protocol.openOrders,
    fillsSince: protocol.fillsSince,
    fillsOf: protocol.fillsOf,
    account: protocol.account,
    start,
    async close() {
      closed = true;
      disarmFunding();
      stream.stop();
      offset.stop();
      book.stop();
      reads.close();
      orders.close();
    },
    entryBlock,
    haltReason: keyWatch.halted,
    clockOffsetMs: () => offset.reading()?.offsetMs ?? 0,
    refreshInstruments: book.refresh,
    cancelAll: protocol.cancelAll,
    async amend(clientId, symbol, change) {
      const call = await protocol.amendment(clientId, symbol, change);
      if (call === null) return { outcome: 'rejected', reason: reason('venue.cannot-amend', { symbol }) };
      return placed(call, clientId);
    },
    checks: () => checkAccount({ venue, protocol, budget, offset, instruments: book }),
  };
}
