import type { Fill } from '../../domain/fill.ts';
import type { InstrumentSymbol } from '../../domain/instrument.ts';
import { reason } from '../../domain/reason.ts';
import { isClientId } from '../../execution/client-id.ts';
import type { AccountEvent, VenueOrder } from '../../ports/execution.ts';
import { Connection, type DropCause } from '../feeds/connection.ts';
import type { ConnectionBudget } from '../feeds/connection-budget.ts';
import type { OpenSocket } from '../feeds/connection-socket.ts';
import type { LiveLoop } from '../system-event-loop.ts';
import type { VenueAddress, VenueKeys, VenueName } from '../venues/venue-name.ts';
import { parsedJson } from './exact-json.ts';
import type { FillBook } from './fill-book.ts';
import { forgetOldest } from './forget-oldest.ts';
import type { OrderIds } from './order-ids.ts';
import type { VenueClient } from './venue-client.ts';

/** How a venue's user stream is opened and read; the line around it is the same for all. */
export interface UserStreamWire {
  /** Where to connect and with which headers; asked anew for each connection. */
  open(): Promise<{ readonly url: string; readonly headers: Readonly<Record<string, string>> }>;
  greetings(): readonly string[];
  /** What a message says of the stream itself; null for one that says nothing of it. */
  condition(message: unknown): 'up' | 'ended' | null;
  /** Whether the stream is up as soon as it is open, because nothing acknowledges it. */
  readonly upWhenOpen: boolean;
  read(message: unknown): Promise<void>;
  /** Keeps the stream alive with the venue. */
  readonly keepAlive: { readonly everyMs: number; run(): Promise<void> } | null;
  /** Sent beside the protocol's own ping. */
  readonly pingText: string | null;
}

/** What a wire hears of an order. */
export interface HeardFill extends Omit<Fill, 'clientId' | 'venue'> {
  readonly venueOrderId: string;
  /** As the venue tells it; null where it does not. */
  readonly clientId: string | null;
}

export interface UserStreamParts {
  readonly venue: VenueName;
  readonly address: VenueAddress;
  readonly keys: VenueKeys;
  readonly client: VenueClient;
  readonly ids: OrderIds;
  readonly fills: FillBook;
  readonly now: () => number;
  heard(fill: HeardFill): Promise<void>;
  /** The venue says now that this order of the book is one of ours. */
  named(venueOrderId: string, clientId: string): void;
  /** Asks the venue how an order stands, where its message does not say. */
  findOrder(clientId: string, symbol: InstrumentSymbol): Promise<VenueOrder | null>;
  canceled(clientId: string, at: number, state: string): void;
  /** The venue says that funding was settled; what exactly is asked for. */
  fundingSettled(): void;
}

export interface UserStreamOptions {
  readonly venue: VenueName;
  readonly loop: LiveLoop;
  readonly budget: ConnectionBudget;
  readonly now: () => number;
  readonly emit: (event: AccountEvent) => void;
  readonly openSocket?: OpenSocket | undefined;
}

export interface UserStream {
  start(): void;
  stop(): void;
  up(): boolean;
}

const PING_EVERY_MS = 10_000;
const GREETING_GAP_MS = 10;
const ANSWER_WITHIN_MS = 8_000;
const ACKNOWLEDGE_WITHIN_MS = 5_000;
const STRANGERS_KEPT = 1_000;

/** Keeps a user stream open, says when it was lost and when it is back, and reads its messages one after the other. */
export function createUserStream(wire: UserStreamWire, options: UserStreamOptions): UserStream {
  const { venue, loop, budget, now, emit, openSocket } = options;
  let headers: Readonly<Record<string, string>> = {};
  let isUp = false;
  let everUp = false;
  let toldLost = false;
  let reading: Promise<void> = Promise.resolve();
  let timers: (() => void)[] = [];

  const connection = new Connection({
    venue,
    async url() {
      const target = await wire.open();
      headers = target.headers;
      return target.url;
    },
    headers: () => headers,
    loop,
    budget,
    onFrame: (data) => {
      const message = parsedJson(data.toString('utf8'));
      const condition = wire.condition(message);
      if (condition === 'up') becomeUp();
      if (condition === 'ended') connection.restart('stale');
      if (condition !== null) return;
      // In order, and a message that cannot be read costs the stream: what it said must be asked for.
      reading = reading.then(() => wire.read(message)).catch(() => connection.restart('stale'));
    },
    onState: (state, drop) => {
      if (state === 'open') opened();
      else if (state !== 'stopped') becomeLost(drop);
    },
    greetings: () => wire.greetings(),
    messageGapMs: GREETING_GAP_MS,
    keepAlive: {
      pingEveryMs: PING_EVERY_MS,
      answerWithinMs: ANSWER_WITHIN_MS,
      ...(wire.pingText === null ? {} : { text: wire.pingText }),
    },
    // The venue cuts it after a day; nothing is lost by then coming back as after any other loss.
    lifeMs: null,
    ...(openSocket === undefined ? {} : { openSocket }),
  });

  function opened(): void {
    clearTimers();
    if (wire.upWhenOpen) becomeUp();
    else
      timers.push(
        loop.after(ACKNOWLEDGE_WITHIN_MS, () => {
          if (!isUp) connection.restart('stale');
        }),
      );
    keepAlive();
  }

  function keepAlive(): void {
    const { keepAlive: rules } = wire;
    if (rules === null) return;
    timers.push(
      loop.after(rules.everyMs, () => {
        rules.run().catch(() => connection.restart('stale'));
        keepAlive();
      }),
    );
  }

  function becomeUp(): void {
    if (isUp) return;
    isUp = true;
    if (everUp || toldLost) emit({ type: 'stream.restored', at: now(), reason: reason('stream.restored', { venue }) });
    everUp = true;
    toldLost = false;
  }

  function becomeLost(drop: DropCause | null): void {
    clearTimers();
    isUp = false;
    if (drop === null || toldLost) return;
    toldLost = true;
    emit({ type: 'stream.lost', at: now(), reason: reason('stream.lost', { venue, cause: drop }) });
  }

  function clearTimers(): void {
    for (const disarm of timers) disarm();
    timers = [];
  }

  return {
    start: () => connection.start(),
    stop() {
      clearTimers();
      connection.stop();
    },
    up: () => isUp,
  };
}

/** Swaps the origin of a stream's address. */
export function streamUrl(url: string, { stream }: VenueAddress): string {
  if (stream === null) return url;
  const { pathname, search } = new URL(url);
  return `${stream.replace(/\/$/, '')}${pathname}${search}`;
}

/** Tells of the trades that a stream names, and once more of those whose order turns out to be ours. */
export function heardFills(
  { venue, ids, fills }: Pick<UserStreamParts, 'venue' | 'ids' | 'fills'>,
  clientIdOf: (venueOrderId: string, symbol: InstrumentSymbol) => Promise<string>,
  tell: (fill: Fill) => void,
): Pick<UserStreamParts, 'heard' | 'named'> {
  /** Trades that were told under a name that is not ours, by the venue's order id. */
  const strangers = new Map<string, readonly Fill[]>();

  return {
    async heard({ venueOrderId, clientId, ...trade }) {
      const known = clientId !== null && isClientId(clientId) ? clientId : ids.clientIdOf(venueOrderId);
      const owner = known ?? (await clientIdOf(venueOrderId, trade.symbol).catch(() => null));
      const heard: Fill = { ...trade, clientId: owner ?? clientId ?? venueOrderId, venue };
      // The desk must not wait, but the book must: what stands there is taken for answered.
      const fill = owner === null && !fills.has(heard) ? heard : fills.take(heard);
      if (!isClientId(fill.clientId)) {
        strangers.set(venueOrderId, [...(strangers.get(venueOrderId) ?? []), fill]);
        forgetOldest(strangers, STRANGERS_KEPT);
      }
      tell(fill);
    },
    named(venueOrderId, clientId) {
      for (const fill of strangers.get(venueOrderId) ?? []) tell(fills.take({ ...fill, clientId }));
      strangers.delete(venueOrderId);
    },
  };
}
