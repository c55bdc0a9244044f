import type { Decimal } from '../domain/decimal.ts';
import { decimalText, ZERO } from '../domain/decimal.ts';
import type { Fill } from '../domain/fill.ts';
import type { InstrumentSymbol } from '../domain/instrument.ts';
import type { Order } from '../domain/order.ts';
import { TERMINAL_ORDER_STATES } from '../domain/order.ts';
import type { Position } from '../domain/position.ts';
import type { Reason } from '../domain/reason.ts';
import { reason } from '../domain/reason.ts';
import type { Clock } from '../ports/clock.ts';
import type { AbsenceProof, CancelOutcome, Execution, FillCursor, FillMoment, VenueOrder } from '../ports/execution.ts';
import type { OrderRecords } from '../ports/order-records.ts';
import { isClientId } from './client-id.ts';
import { createOrderUpdates } from './order-updates.ts';

/** An order that rests at the venue although our records know none that is open. */
export interface ForeignOrder {
  readonly order: VenueOrder;
  /** Ours by its id, so it was cancelled; orders of other hands are left alone. */
  readonly ours: boolean;
  readonly cancel: CancelOutcome['outcome'] | 'left-alone';
}

/** What recovery found and did. Anything unexplained must halt entries and be shown. */
export interface ReconcileReport {
  readonly adoptedFills: readonly Fill[];
  /** Orders whose state it changed, other than those never placed. */
  readonly resolvedOrders: readonly Order[];
  readonly notPlaced: readonly Order[];
  readonly foreignOrders: readonly ForeignOrder[];
  /** Trades of orders that nobody here placed, where they are kept for adoption. */
  readonly foreignFills: readonly Fill[];
  readonly unexplained: readonly Reason[];
}

export interface ReconcileOptions {
  readonly clock: Clock;
  readonly execution: Execution;
  readonly records: OrderRecords;
  readonly absenceProof?: AbsenceProof;
  /** Fills up to this place are known to be recorded; null reads them all, which is always right. */
  readonly since?: FillCursor | FillMoment | null;
  /** Whether an order's answer is still awaited by this process: it is then left to whoever waits. */
  readonly isInFlight?: ((clientId: string) => boolean) | undefined;
  /** What a trade of nobody's order is: see `OrderUpdatesOptions`. */
  readonly foreignFills?: 'incident' | 'keep' | undefined;
  /** The venue's own signed positions, where it tells them; they must equal the sum of the fills. */
  readonly venuePositions?: () => ReadonlyMap<InstrumentSymbol, Decimal>;
}

interface VenueAnswers {
  readonly resting: readonly VenueOrder[];
  readonly found: readonly { readonly order: Order; readonly answer: VenueOrder | null }[];
  readonly fills: readonly Fill[];
}

/**
 * Brings the records in line with the venue, before trading starts and while it goes on. Every question is asked before
 * anything changes, so a failed one aborts with its error and leaves the records as they were. Orders that are on their
 * way, or that ended while the questions were asked, are not judged by older answers.
 */
export async function reconcile(options: ReconcileOptions): Promise<ReconcileReport> {
  const { execution, records } = options;
  const answers = await askVenue(options);
  const unexplained: Reason[] = [];
  const updates = createOrderUpdates({
    absenceProof: execution.abilities.absenceProof,
    ...options,
    onIncident: (incident) => unexplained.push(incident),
  });
  const judged = answers.found.filter(({ order }) => isAsAsked(options, order));
  const adoptedFills = answers.fills.filter((fill) => updates.applyFill(fill) === 'applied');
  const listed = new Set(answers.resting.map(({ clientId }) => clientId));
  const settled = judged.map(({ order, answer }) => ({
    before: order,
    after: updates.settle(order.clientId, answer, [], listed.has(order.clientId)),
  }));
  const foreignOrders = await cancelForeign(options, answers.resting);
  unexplained.push(...doubtsOf(records), ...foreignDoubts(foreignOrders), ...positionFaults(options));
  const changed = settled.filter(({ before, after }) => after.state !== before.state).map(({ after }) => after);
  return {
    adoptedFills,
    resolvedOrders: changed.filter(({ state }) => state !== 'NOT_PLACED'),
    notPlaced: changed.filter(({ state }) => state === 'NOT_PLACED'),
    foreignOrders,
    foreignFills: updates.foreignFills().map(({ fill }) => fill),
    unexplained,
  };
}

/** News may have come while the venue was asked: what is newer than the answer counts. */
function isAsAsked({ records, isInFlight }: ReconcileOptions, asked: Order): boolean {
  if (isInFlight?.(asked.clientId) === true) return false;
  const now = records.order(asked.clientId);
  return now !== null && now.state === asked.state;
}

/** Fills are asked for last: they then hold at least what the orders' answers already count. */
async function askVenue({ execution, records, since = null, isInFlight }: ReconcileOptions): Promise<VenueAnswers> {
  const resting = await execution.openOrders();
  const found: { order: Order; answer: VenueOrder | null }[] = [];
  for (const order of records.openOrders()) {
    if (isInFlight?.(order.clientId) === true) continue;
    found.push({ order, answer: await execution.findOrder(order.clientId, order.request.symbol) });
  }
  return { resting, found, fills: await execution.fillsSince(since) };
}

async function cancelForeign(
  { execution, records, isInFlight }: ReconcileOptions,
  resting: readonly VenueOrder[],
): Promise<readonly ForeignOrder[]> {
  const foreign: ForeignOrder[] = [];
  for (const order of resting) {
    if (isInFlight?.(order.clientId) === true) continue;
    const known = records.order(order.clientId);
    // The answer may be older than a fill or cancel that we have since taken in.
    if (known !== null && (await stillOurs(execution, known))) continue;
    const ours = known !== null || isClientId(order.clientId);
    const cancel = ours ? (await execution.cancel(order.clientId, order.symbol)).outcome : 'left-alone';
    foreign.push({ order, ours, cancel });
  }
  return foreign;
}

/** An order that we hold for ended, but which the venue still works, is as foreign as one that we never knew. */
async function stillOurs(execution: Execution, known: Order): Promise<boolean> {
  if (!TERMINAL_ORDER_STATES.has(known.state)) return true;
  const now = await execution.findOrder(known.clientId, known.request.symbol);
  return now === null || now.state === 'FILLED' || now.state === 'CANCELED';
}

function doubtsOf(records: OrderRecords): Reason[] {
  return records
    .openOrders()
    .filter(({ state }) => state !== 'OPEN' && state !== 'PARTIAL')
    .map(({ clientId, state }) => reason('reconcile.order-unresolved', { clientId, state }));
}

function foreignDoubts(foreign: readonly ForeignOrder[]): Reason[] {
  return foreign.map(({ order, cancel }) =>
    reason('reconcile.foreign-order', { clientId: order.clientId.slice(0, 40), symbol: order.symbol, cancel }),
  );
}

function positionFaults({ execution, records, venuePositions }: ReconcileOptions): Reason[] {
  if (venuePositions === undefined) return [];
  return positionDifferences(
    execution.instruments.map(({ symbol }) => symbol),
    venuePositions(),
    records,
  );
}

/** Returns where the venue's signed positions are not the sum of our fills, with both figures. */
export function positionDifferences(
  symbols: readonly InstrumentSymbol[],
  atVenue: ReadonlyMap<InstrumentSymbol, Decimal>,
  records: Pick<OrderRecords, 'position'>,
): Reason[] {
  return [...new Set([...symbols, ...atVenue.keys()])].flatMap((symbol) => {
    const venue = atVenue.get(symbol) ?? ZERO;
    const desk = signedQuantity(records.position(symbol));
    if (venue.equals(desk)) return [];
    return [reason('reconcile.position-differs', { symbol, venue: decimalText(venue), desk: decimalText(desk) })];
  });
}

function signedQuantity(position: Position | null): Decimal {
  if (position === null) return ZERO;
  return position.direction === 'long' ? position.quantity : position.quantity.negated();
}
