import type { Decimal } from '../../../engine/domain/decimal.ts';
import { ZERO } from '../../../engine/domain/decimal.ts';
import type { Accounts } from './core-accounts.ts';
import { FEES, STRANGERS } from './core-accounts.ts';
import type { CoreMarket, CoreOptions, CoreOrder, CoreSide } from './core-types.ts';

export interface Settled {
  readonly fee: Decimal;
  readonly feeCurrency: string;
  readonly realized: Decimal;
}

export interface SettledFill {
  readonly market: CoreMarket;
  readonly account: string;
  /** Null for strangers. */
  readonly order: CoreOrder | null;
  readonly side: CoreSide;
  readonly price: Decimal;
  readonly quantity: Decimal;
  readonly maker: boolean;
  readonly at: number;
}

/** Moves what one side of a trade owes and gets, and its fee. */
export function settle(fill: SettledFill, accounts: Accounts, options: CoreOptions, bnbPrice: Decimal | null): Settled {
  const { market, account, order } = fill;
  const cost = fill.price.times(fill.quantity);
  let realized = ZERO;
  if (market.kind === 'perpetual') {
    realized = accounts.tradePosition(account, {
      symbol: market.symbol,
      quote: market.quote,
      positionSide: order?.positionSide ?? 'BOTH',
      side: fill.side,
      quantity: fill.quantity,
      price: fill.price,
      at: fill.at,
    });
  } else {
    if (order !== null) release(accounts, order, shareOf(order, fill.quantity));
    const signed = fill.side === 'buy' ? fill.quantity : fill.quantity.neg();
    accounts.credit(account, market.base, signed);
    accounts.credit(account, market.quote, fill.side === 'buy' ? cost.neg() : cost);
  }
  if (account === STRANGERS) return { fee: ZERO, feeCurrency: market.quote, realized };
  const { fee, currency } = feeOf(fill, cost, accounts, options, bnbPrice);
  accounts.credit(account, currency, fee.neg());
  accounts.credit(FEES, currency, fee);
  return { fee, feeCurrency: currency, realized };
}

/** Sets free what is locked for an order, or a part of it. */
export function release(accounts: Accounts, order: CoreOrder, amount: Decimal = order.locked): void {
  if (amount.isZero()) return;
  accounts.lock(order.account, order.lockedCurrency, amount.neg());
  order.locked = order.locked.minus(amount);
}

/** The part of an order's lock that belongs to a fill; all of it for the last one. */
function shareOf(order: CoreOrder, quantity: Decimal): Decimal {
  const left = order.quantity.minus(order.filled);
  if (order.locked.isZero() || quantity.gte(left)) return order.locked;
  return order.locked.times(quantity).div(left).toDecimalPlaces(8, 1);
}

function feeOf(
  { market, account, side, quantity, maker }: SettledFill,
  cost: Decimal,
  accounts: Accounts,
  options: CoreOptions,
  bnbPrice: Decimal | null,
): { readonly fee: Decimal; readonly currency: string } {
  const rate = maker ? market.makerFee : market.takerFee;
  const cut = (fee: Decimal) => fee.toDecimalPlaces(options.feePlaces ?? 8, 1);
  if (market.kind === 'spot' && accounts.get(account).feesInBnb && bnbPrice !== null) {
    const fee = cut(cost.times(rate).times('0.75').div(bnbPrice));
    if (accounts.balance(account, 'BNB').free.gte(fee)) return { fee, currency: 'BNB' };
  }
  const inBase = market.kind === 'spot' && options.feeIn === 'received' && side === 'buy';
  return inBase
    ? { fee: cut(quantity.times(rate)), currency: market.base }
    : { fee: cut(cost.times(rate)), currency: market.quote };
}
