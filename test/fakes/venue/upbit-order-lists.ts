import type { VenueCore } from './core.ts';
import type { CoreOrder } from './core-types.ts';
import { type KoreanState, stateOf } from './upbit-order-shapes.ts';

/** What a list may hold. */
export interface Filter {
  readonly states: readonly KoreanState[];
  readonly most: number;
  /** Only orders that are named by an id. */
  readonly named?: boolean;
  /** By which word a venue calls an order's state. */
  readonly stateOf?: (order: CoreOrder) => KoreanState;
}

/** Returns the orders that a query asks for, newest first unless it says otherwise; null where it cannot be read. */
export function listOf(
  query: URLSearchParams,
  orders: readonly CoreOrder[],
  core: VenueCore,
  filter: Filter,
  clientIds: 'identifiers' | 'client_order_ids',
): CoreOrder[] | null {
  const wanted = statesOf(query, filter);
  const order = query.get('order_by') ?? 'desc';
  const [page, limit] = [Number(query.get('page') ?? 1), Number(query.get('limit') ?? 100)];
  const isPaged = Number.isInteger(page) && page >= 1 && Number.isInteger(limit) && limit >= 1;
  if (wanted === null || !isPaged || (order !== 'desc' && order !== 'asc')) return null;

  const [ids, names] = [valuesOf(query, 'uuids'), valuesOf(query, clientIds)];
  const isNamed = ids.length + names.length > 0;
  if (filter.named === true && !isNamed) return null;
  const market = query.get('market');
  const found = orders.filter((candidate) => {
    const isMeant = !isNamed || ids.includes(candidate.id) || names.includes(candidate.memo.identifier ?? '');
    const isThere = market === null || core.market(candidate.symbol).id === market;
    return isMeant && isThere && wanted.includes((filter.stateOf ?? stateOf)(candidate));
  });
  return order === 'asc' ? found : found.reverse();
}

/** Returns the page of a list that a query asks for. */
export function pageOf(orders: readonly CoreOrder[], query: URLSearchParams, most: number): readonly CoreOrder[] {
  const limit = Math.min(Number(query.get('limit') ?? 100), most);
  const page = Number(query.get('page') ?? 1);
  return orders.slice((page - 1) * limit, page * limit);
}

function statesOf(query: URLSearchParams, filter: Filter): readonly string[] | null {
  const told = [...valuesOf(query, 'states'), ...valuesOf(query, 'state')];
  // Orders that wait for a trigger are a kind of their own, which this venue has none of.
  const known: readonly string[] = [...filter.states, 'watch'];
  if (told.length === 0) return filter.states;
  return told.every((state) => known.includes(state)) ? told : null;
}

/** Clients write lists in several ways: `a[]=1&a[]=2`, `a[0]=1`, `a=1&a=2`, `a=1,2`. */
export function valuesOf(query: URLSearchParams, name: string): readonly string[] {
  const values = [...query].flatMap(([key, value]) => (key.replace(/\[\d*\]$/, '') === name ? value.split(',') : []));
  return values.filter((value) => value !== '');
}
