import type { OrderState } from '../../../engine/domain/order.ts';
import { VENUE_NAMES, type VenueName } from '../../../engine/exchanges/venues/venue-name.ts';
import type { RequestFault } from '../../fakes/venue/venue.ts';
import type { VenueFaultTable } from './fault-world.ts';
import { addTables, emptyVenueTable, FaultWorld } from './fault-world.ts';

/** What can meet a request, each in the venue's own words (RELIABILITY 1.1). */
export const MATRIX_FAULTS = [
  ...['accept-then-reset', 'accept-then-silence', 'accept-then-503', 'accept-then-502-html', 'accept-then-504'],
  ...['accept-then-unknown-code', 'accept-then-200-html', 'accept-then-200-truncated', 'accept-then-200-empty'],
  ...['reset', 'silence', '503', '502-html', '403-waf', '429', '418', '200-html', '200-empty', 'clock-error'],
  ...['key-revoked', 'no-permission', 'maintenance', 'overloaded', 'insufficient-funds', 'duplicate-id'],
  ...['filter-reject', 'halted', 'late'],
] as const satisfies readonly (Extract<RequestFault, string> | 'late')[];

export type MatrixFault = (typeof MATRIX_FAULTS)[number];
export const MATRIX_ACTIONS = ['entry', 'stop', 'exit', 'cancel'] as const;
export type MatrixAction = (typeof MATRIX_ACTIONS)[number];

export interface MatrixCase {
  readonly venue: VenueName;
  readonly action: MatrixAction;
  readonly fault: MatrixFault;
  readonly table: VenueFaultTable;
  /** What the order manager believed at once, and in the end. */
  readonly first: OrderState | null;
  readonly last: OrderState | null;
}

/** A venue that takes so long answers after we have given up, and does what was asked. */
const LATE_MS = 400;

/** Every fault at every action at every venue: what was believed, against what was so. */
export async function runMatrix(venues: readonly VenueName[] = VENUE_NAMES): Promise<readonly MatrixCase[]> {
  const cases: MatrixCase[] = [];
  for (const venue of venues) {
    for (const action of MATRIX_ACTIONS) {
      for (const fault of MATRIX_FAULTS) cases.push(await runCase(venue, action, fault));
    }
  }
  return cases;
}

export async function runCase(venue: VenueName, action: MatrixAction, fault: MatrixFault): Promise<MatrixCase> {
  const world = await FaultWorld.open({ venue });
  try {
    // A stop that the venue cannot hold is watched by the engine and leaves as an exit: there is nothing else to break.
    const acted = action === 'stop' && !world.holdsStops ? 'exit' : action;
    const decisionId = await prepared(world, acted);
    const clientId = world.idOf(decisionId, acted === 'cancel' ? 'entry' : acted);
    world.venue.faults.onRequest(fault === 'late' ? { delayMs: LATE_MS } : fault, { kind: kindOf(world, acted) });
    const first = await acts(world, acted, decisionId);
    if (fault === 'late') await new Promise((resolve) => setTimeout(resolve, LATE_MS));
    const believed = first ?? world.records.order(clientId)?.state ?? null;
    world.venue.faults.heal();
    world.clock.leap(130_000);
    await world.resolve();
    await world.reconcile();
    const table = world.findings();
    const last = world.records.order(clientId)?.state ?? null;
    const placed = world.venue.ledger.orders(world.apiKey).some((row) => row.clientId === clientId);
    if (!verdictHolds(placed, believed, last)) table.wrongVerdict += 1;
    return { venue, action, fault, table, first: believed, last };
  } finally {
    await world.close();
  }
}

/** Brings about what the action needs; on a busy machine a first request may be given up before it was sent. */
async function prepared(world: FaultWorld, action: MatrixAction): Promise<string> {
  if (action === 'entry') return 'D-1';
  for (let count = 1; ; count += 1) {
    const decisionId = `D-${count}`;
    await (action === 'cancel' ? world.resting(decisionId) : world.entry(decisionId));
    await world.resolve();
    const order = await world.manager.refresh(world.idOf(decisionId, 'entry'));
    const isReady = action === 'cancel' ? order?.state === 'OPEN' : order?.filledQuantity === world.terms.quantity;
    if (isReady || count > 5) return decisionId;
  }
}

async function acts(world: FaultWorld, action: MatrixAction, decisionId: string): Promise<OrderState | null> {
  switch (action) {
    case 'entry':
      return (await world.entry(decisionId)).state;
    case 'stop':
      return (await world.stop(decisionId)).state;
    case 'exit':
      return (await world.exit(decisionId)).state;
    case 'cancel':
      return (await world.manager.cancel(world.idOf(decisionId, 'entry')))?.state ?? null;
  }
}

function kindOf(world: FaultWorld, action: MatrixAction): 'order' | 'algo-order' | 'cancel' {
  if (action === 'cancel') return 'cancel';
  return action === 'stop' && world.execution.venue === 'binanceusdm' ? 'algo-order' : 'order';
}

const DEAD: ReadonlySet<string> = new Set(['REJECTED', 'NOT_PLACED']);

/** An order that was placed may never be believed dead, not even for a moment; one that was not may not stay alive. */
function verdictHolds(placed: boolean, first: OrderState | null, last: OrderState | null): boolean {
  if (first === null || last === null) return false;
  return placed ? !DEAD.has(first) && !DEAD.has(last) : DEAD.has(last);
}

/** Sums the cases up, a row a venue and action. */
export function matrixRows(cases: readonly MatrixCase[]): Record<string, VenueFaultTable & { cases: number }> {
  const rows: Record<string, VenueFaultTable & { cases: number }> = {};
  for (const { venue, action, table } of cases) {
    const name = `${venue} ${action}`;
    rows[name] ??= { ...emptyVenueTable(), cases: 0 };
    addTables(rows[name], table);
    rows[name].cases += 1;
  }
  return rows;
}
