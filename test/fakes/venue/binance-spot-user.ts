import { ZERO } from '../../../engine/domain/decimal.ts';
import { statusWord, timeInForceWord, typeWord } from './binance-order-params.ts';
import type { UserMessages } from './binance-sockets.ts';
import type { VenueCore } from './core.ts';
import type { CoreEvent } from './core-types.ts';

const EXECUTIONS = {
  new: 'NEW',
  trade: 'TRADE',
  canceled: 'CANCELED',
  expired: 'EXPIRED',
  rejected: 'EXPIRED',
  amended: 'REPLACED',
  triggered: 'NEW',
} as const;

/** What an account's owner hears on Binance spot. */
export function spotUserMessages(core: VenueCore): UserMessages {
  return (event) => {
    if (event.type === 'order') return [{ account: event.order.account, message: executionReport(core, event) }];
    if (event.type !== 'balances') return [];
    const { account, currencies, at } = event;
    const rows = currencies.map((currency) => {
      const { free, locked } = core.balance(account, currency);
      return { a: currency, f: free.toFixed(8), l: locked.toFixed(8) };
    });
    return [{ account, message: { e: 'outboundAccountPosition', E: at, u: at, B: rows } }];
  };
}

function executionReport(
  core: VenueCore,
  { order, trade, execution, at }: Extract<CoreEvent, { type: 'order' }>,
): object {
  const last = trade?.price ?? ZERO;
  const lastQuantity = trade?.quantity ?? ZERO;
  const quantity = order.quoteAmount === null ? order.quantity : order.filled;
  const canceled = execution === 'canceled';
  return {
    e: 'executionReport',
    E: at,
    s: core.market(order.symbol).id,
    c: canceled ? `cancel${order.id}` : order.clientId,
    S: order.side.toUpperCase(),
    o: typeWord(order),
    f: timeInForceWord(order),
    q: quantity.toFixed(8),
    p: (order.price ?? ZERO).toFixed(8),
    P: (order.triggerPrice ?? ZERO).toFixed(8),
    F: '0.00000000',
    g: -1,
    C: canceled ? order.clientId : '',
    x: EXECUTIONS[execution],
    X: execution === 'rejected' ? 'EXPIRED' : statusWord(order),
    r: execution === 'rejected' ? 'INSUFFICIENT_BALANCES' : 'NONE',
    i: Number(order.id),
    l: lastQuantity.toFixed(8),
    z: order.filled.toFixed(8),
    L: last.toFixed(8),
    n: (trade?.fee ?? ZERO).toFixed(8),
    N: trade?.feeCurrency ?? null,
    T: trade?.at ?? order.updatedAt,
    t: trade?.sequence ?? -1,
    I: Number(order.id),
    w: order.state === 'open' && !order.waiting && order.type !== 'market',
    m: trade?.maker ?? false,
    M: false,
    O: order.createdAt,
    Z: order.filledQuote.toFixed(8),
    Y: last.times(lastQuantity).toFixed(8),
    Q: (order.quoteAmount ?? ZERO).toFixed(8),
    W: order.createdAt,
    V: 'EXPIRE_MAKER',
  };
}
