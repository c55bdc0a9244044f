import type { Decimal, DecimalText } from '../domain/decimal.ts';
import { decimal, decimalText, ZERO } from '../domain/decimal.ts';
import type { InstrumentSymbol } from '../domain/instrument.ts';
import { baseOf } from '../domain/instrument.ts';
import type { Side } from '../domain/order.ts';
import type { EmergencyVenue, RestingOrder } from '../ports/emergency-venue.ts';
import type { VenueAccount } from '../ports/execution.ts';
import type { AccountMemory, Baseline } from './attempts.ts';

/** What is still held and how it is got rid of. */
export interface Exit {
  readonly symbol: InstrumentSymbol;
  readonly side: Side;
  /** All that is held and is the desk's, sellable or not. */
  readonly held: Decimal;
  /** What can be sold now: nothing while open orders lock it. */
  readonly quantity: Decimal;
}

/** Returns what must be sold or bought back, from the venue's own view. */
export function exitsOf(venue: EmergencyVenue, account: VenueAccount, memory: AccountMemory): readonly Exit[] {
  return venue.kind === 'perpetual'
    ? positionExits(Object.fromEntries(account.positions.map(({ symbol, quantity }) => [symbol, quantity])))
    : inventoryExits(account, memory);
}

/** Returns what closes signed positions. */
export function positionExits(positions: Readonly<Record<InstrumentSymbol, DecimalText>>): readonly Exit[] {
  return Object.entries(positions).flatMap(([symbol, quantity]): readonly Exit[] => {
    const held = decimal(quantity);
    if (held.isZero()) return [];
    return [{ symbol, side: held.gt(0) ? 'sell' : 'buy', held: held.abs(), quantity: held.abs() }];
  });
}

/** Returns what can be sold of coins unseen: what the desk owns of them, as far as it lay free a moment ago. */
export function ownedExits(
  owned: Readonly<Record<InstrumentSymbol, DecimalText>>,
  snapshot: VenueAccount | null,
): readonly Exit[] {
  if (snapshot === null) return [];
  return Object.entries(owned).flatMap(([symbol, quantity]): readonly Exit[] => {
    const held = decimal(quantity);
    const free = decimal(snapshot.balances.find(({ currency }) => currency === baseOf(symbol))?.free ?? '0');
    if (held.lte(0) || free.lte(0)) return [];
    return [{ symbol, side: 'sell', held, quantity: free.lt(held) ? free : held }];
  });
}

/**
 * Coins that the owner of the account holds beside the desk are none of its business: of what is there now, as much as
 * was not the desk's at the first look stays. What an entry still bought after that goes with the rest.
 */
function inventoryExits({ balances }: VenueAccount, { baseline }: AccountMemory): readonly Exit[] {
  if (baseline === null) return [];
  return Object.keys(baseline.owned).flatMap((symbol): readonly Exit[] => {
    const coin = baseOf(symbol);
    const balance = balances.find(({ currency }) => currency === coin);
    if (balance === undefined) return [];
    const free = decimal(balance.free);
    const notOurs = foreignPart(symbol, baseline);
    const held = free.plus(balance.locked).minus(notOurs);
    if (held.lte(0)) return [];
    return [{ symbol, side: 'sell', held, quantity: free.lt(held) ? free : held }];
  });
}

function foreignPart(symbol: InstrumentSymbol, baseline: Baseline): Decimal {
  const total = decimal(baseline.totals[baseOf(symbol)] ?? '0');
  const rest = total.minus(baseline.owned[symbol] ?? '0');
  return rest.gt(0) ? rest : ZERO;
}

/** Says whether others' coins lie beside the desk's, so that an order sent twice could sell what is not ours. */
export function sharesInventory({ baseline }: AccountMemory): boolean {
  return baseline !== null && Object.keys(baseline.owned).some((symbol) => foreignPart(symbol, baseline).gt(0));
}

/**
 * Returns the baseline with symbols that it did not have, as the account shows them now. Nothing of these was sold yet;
 * what was kept before of the others stays, because of them something may have been.
 */
export function extendBaseline(
  baseline: Baseline | null,
  account: VenueAccount,
  owned: Readonly<Record<InstrumentSymbol, DecimalText>>,
): Baseline {
  const totals = totalsOf(account);
  if (baseline === null) return { totals, owned };
  const shown = Object.keys(owned).map((symbol) => [baseOf(symbol), totals[baseOf(symbol)] ?? '0']);
  return {
    totals: { ...baseline.totals, ...Object.fromEntries(shown) },
    owned: { ...baseline.owned, ...owned },
  };
}

/** Returns how much of a symbol's coin lies in an account, locked or not. */
export function totalOf({ balances }: VenueAccount, symbol: InstrumentSymbol): Decimal {
  const balance = balances.find(({ currency }) => currency === baseOf(symbol));
  return balance === undefined ? ZERO : decimal(balance.free).plus(balance.locked);
}

/** Returns the totals of an account by currency, as a baseline keeps them. */
function totalsOf({ balances }: VenueAccount): Readonly<Record<string, DecimalText>> {
  return Object.fromEntries(
    balances.map(({ currency, free, locked }) => [currency, decimalText(decimal(free).plus(locked))]),
  );
}

/**
 * Returns what must be cancelled before the exits: entries, and on spot also what locks the inventory that is to be
 * sold. A protective order of a futures position stays until the position is gone, on spot until it is no more unsure how
 * much of the coin is the desk's: only then the sale follows.
 */
export function inTheWay(
  kind: EmergencyVenue['kind'],
  resting: readonly RestingOrder[],
  owned: ReadonlySet<InstrumentSymbol>,
  unsure: ReadonlySet<InstrumentSymbol> = new Set(),
): readonly RestingOrder[] {
  if (kind === 'perpetual') return resting.filter(({ protective }) => !protective);
  const isGuard = ({ protective, symbol }: RestingOrder): boolean => protective && unsure.has(symbol);
  return resting.filter((order) => order.side === 'buy' || (owned.has(order.symbol) && !isGuard(order)));
}

/** Returns what is left to take away once nothing is held. */
export function leftOver(
  kind: EmergencyVenue['kind'],
  resting: readonly RestingOrder[],
  owned: ReadonlySet<InstrumentSymbol>,
): readonly RestingOrder[] {
  return kind === 'perpetual' ? resting : inTheWay(kind, resting, owned);
}
