import type { InstrumentSymbol } from '../domain/instrument.ts';
import type { Order } from '../domain/order.ts';
import type { KillSwitch } from '../emergency/kill-switch.ts';
import type { OrderRecords } from '../ports/order-records.ts';
import type { DeskState } from './desk-state.ts';

/**
 * True while an order that gets out of the symbol has not ended. One of which nobody could learn anything for two
 * minutes holds no other back: what only reduces does no harm twice.
 */
export function exitUnderWay(records: Pick<OrderRecords, 'openOrders'>, symbol: InstrumentSymbol): boolean {
  return records.openOrders().some((order) => order.request.symbol === symbol && leaves(order));
}

function leaves({ leg, state }: Order): boolean {
  return (leg === 'exit' || leg === 'emergency') && state !== 'STUCK';
}

/**
 * True while somebody outside of the desk gets the account flat; without such a one, never. The switch is asked beside
 * the journal: it falls before the first order there, and the desk hears of it only later. Once it is lifted, whatever
 * the journal still waits for, nobody sells there any more.
 */
export function flattenedOutside(
  { panicked, flattening }: Pick<DeskState, 'panicked' | 'flattening'>,
  outside: { readonly killSwitch: Pick<KillSwitch, 'standing'> } | undefined,
): boolean {
  if (outside === undefined) return false;
  // A desk that is panicked and not flattening has seen the end: what is held now is guarded like anything else.
  return (flattening || !panicked) && outside.killSwitch.standing();
}
