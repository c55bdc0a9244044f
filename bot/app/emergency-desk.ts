import type { Logger } from 'pino';
import { decimalText } from '../../engine/domain/decimal.ts';
import type { EmergencyRecord, JournalEntry, JournalEvent } from '../../engine/domain/journal-entry.ts';
import type { EmergencyEntry, EmergencyStep } from '../../engine/emergency/emergency-journal.ts';
import type { KnownAccount } from '../../engine/emergency/flatten-account.ts';
import type { DeskView } from '../../engine/ports/desk-view.ts';
import type { RestingOrder } from '../../engine/ports/emergency-venue.ts';
import type { TradingEngine } from '../../engine/trading-engine.ts';
import type { EmergencyService } from './emergency.ts';

/** A venue may be slow; one that is away for longer is left to the next start or to `assent panic`. */
const EXIT_PATIENCE_MS = 60_000;
const EXIT_LOOK_MS = 100;

/** What a desk gives to be bound to its emergency path. */
export interface EmergencyDeskParts {
  readonly service: EmergencyService;
  readonly engine: Pick<TradingEngine, 'send'>;
  readonly view: Pick<DeskView, 'gates' | 'openOrders' | 'positions'>;
  readonly account: string;
  readonly logger: Pick<Logger, 'error'>;
  /** The entries of the main journal as it was found. */
  readonly entries: readonly JournalEntry[];
  record(events: readonly JournalEvent[]): void;
  onEntry(listener: (entry: JournalEntry) => void): void;
}

/**
 * Keeps desk and emergency path of one mind: a latch that a file or a signal set is journalled, what the desk owns is
 * known there, and what was done there is handed to the main journal. Called once the desk has recovered.
 */
export async function bindEmergency(parts: EmergencyDeskParts): Promise<void> {
  const { service, engine, view, logger } = parts;
  const tellKnown = (): void => service.setKnown(parts.account, knownOf(view));
  tellKnown();
  parts.onEntry(({ event }) => {
    if (event.type === 'order.filled' || event.type === 'order.changed') tellKnown();
    // Where the desk gets out by itself nobody else takes the latch off the disk.
    if (event.type === 'panic.cleared') clearOutside(event.by);
  });
  // The entry is journalled already: what the latch's disk says of it is no fault of the one who wrote it.
  function clearOutside(by: string): void {
    try {
      service.clear(by);
    } catch (fault) {
      logger.error({ err: fault }, 'The latch could not be taken off the disk.');
    }
  }
  // A journal that takes nothing more must not end the desk while its thread sells: the latch holds without it.
  const latchDesk = (by: string): void =>
    void service
      .adopt(by, () => engine.send({ type: 'panic.latch', by }))
      .catch((fault: unknown) => logger.error({ err: fault }, 'The desk could not journal the panic.'));
  let handed = lastHanded(parts.entries);
  const handOver = (): void => {
    for (const event of recordsAfter(handed, service.entries())) {
      parts.record([event]);
      handed = event.toSeq;
    }
  };
  service.onEntry(({ step }) => {
    // Also where it is latched already: pressed again after the end, it looks again, and the desk has to step back again.
    if (step.type === 'triggered') latchDesk(step.by);
    if (step.type === 'trouble') {
      parts.record([{ type: 'desk.noticed', kind: 'venue-trouble', symbol: null, reason: step.reason }]);
    }
    if (step.type === 'finished' || step.type === 'cleared') handOver();
  });
  handOver();
  const latch = service.killSwitch.read();
  if (latch !== null && !view.gates().panicked) {
    await service.adopt(latch.by, () => engine.send({ type: 'panic.latch', by: latch.by }));
  }
}

/**
 * Holdings by symbol, below zero where they are short, the orders that rest, and those that may be filled without the
 * desk having heard of it. Told before each of them leaves: SENDING is journalled first.
 */
export function knownOf(view: Pick<DeskView, 'openOrders' | 'positions'>): KnownAccount {
  const owned = view.positions().map(({ position: { symbol, direction, quantity } }): [string, string] => {
    return [symbol, decimalText(direction === 'long' ? quantity : quantity.negated())];
  });
  const resting = view.openOrders().flatMap(({ venueOrderId, clientId, request }): readonly RestingOrder[] => {
    const { symbol, side, type, reduceOnly } = request;
    const protective = type === 'stop-market' || type === 'take-profit-market';
    return venueOrderId === null ? [] : [{ symbol, venueOrderId, clientId, side, protective, reduceOnly }];
  });
  const underWay = view
    .openOrders()
    .filter(({ leg }) => leg !== 'stop' && leg !== 'target')
    .map(({ clientId, request: { symbol, side }, filledQuantity }) => ({
      ...{ clientId, symbol, side, filled: filledQuantity },
    }));
  return { owned: Object.fromEntries(owned), resting, underWay };
}

/** Waits until an exit that is under way is through, and no longer than the patience; returns whether it is. */
export async function exitFinished(
  service: Pick<EmergencyService, 'exitUnderWay'>,
  sleep: (ms: number) => Promise<unknown>,
  patienceMs: number = EXIT_PATIENCE_MS,
): Promise<boolean> {
  for (let waitedMs = 0; service.exitUnderWay(); waitedMs += EXIT_LOOK_MS) {
    if (waitedMs >= patienceMs) return false;
    await sleep(EXIT_LOOK_MS);
  }
  return true;
}

function lastHanded(entries: readonly JournalEntry[]): number {
  return entries.reduce((last, { event }) => (event.type === 'emergency.recorded' ? event.toSeq : last), 0);
}

type Recorded = Extract<JournalEvent, { type: 'emergency.recorded' }>;

/** Returns what the main journal does not have yet, an event an incident. */
export function recordsAfter(seq: number, entries: readonly EmergencyEntry[]): readonly Recorded[] {
  const byIncident = new Map<string, EmergencyEntry[]>();
  for (const entry of entries) {
    if (entry.seq > seq) byIncident.set(entry.incident, [...(byIncident.get(entry.incident) ?? []), entry]);
  }
  return [...byIncident].map(([incident, own]) => ({
    ...{ type: 'emergency.recorded', incident },
    fromSeq: own[0]?.seq ?? seq,
    toSeq: own.at(-1)?.seq ?? seq,
    steps: own.map(({ at, step }) => recordOf(at, step)),
  }));
}

function recordOf(at: number, step: EmergencyStep): EmergencyRecord {
  return {
    ...{ at, what: step.type },
    account: 'account' in step ? step.account : null,
    symbol: 'symbol' in step ? step.symbol : null,
    clientId: 'clientId' in step ? step.clientId : null,
    detail: detailOf(step),
  };
}

function detailOf(step: EmergencyStep): string | null {
  switch (step.type) {
    case 'triggered':
    case 'cleared':
      return step.by;
    case 'sending':
      return `${step.side} ${step.quantity}`;
    case 'send-answered':
    case 'cancel-answered':
      return step.outcome;
    case 'resolved':
      return step.state;
    case 'trouble':
      return step.reason.code;
    case 'flat':
      return step.dust.length === 0 ? null : step.dust.join(', ');
    default:
      return null;
  }
}
