import { ZERO } from '../../../engine/domain/decimal.ts';
import { placesOf } from './binance-market-routes.ts';
import { statusWord, timeInForceWord, typeWord } from './binance-order-params.ts';
import type { UserMessages } from './binance-sockets.ts';
import { actualType, algoStatus, averageOf, figuresOf } from './binance-usdm-shapes.ts';
import type { VenueCore } from './core.ts';
import type { CoreEvent, CoreOrder, Execution } from './core-types.ts';

type OrderEvent = Extract<CoreEvent, { type: 'order' }>;

const EXECUTIONS: Readonly<Record<Execution, string>> = {
  new: 'NEW',
  trade: 'TRADE',
  canceled: 'CANCELED',
  expired: 'EXPIRED',
  rejected: 'EXPIRED',
  amended: 'AMENDMENT',
  triggered: 'NEW',
};

export interface UsdmUserOptions {
  /** The order that a stop became trades under an id of the venue's, and its algo updates come last. */
  readonly tradesBeforeAlgo: boolean;
}

/** What an account's owner hears on Binance USDT-M. */
export function usdmUserMessages(core: VenueCore, { tradesBeforeAlgo }: UsdmUserOptions): UserMessages {
  const messagesOf = tradesBeforeAlgo ? ofOrderTradesFirst : ofOrder;
  return (event) => {
    switch (event.type) {
      case 'order':
        return messagesOf(core, event).map((message) => ({ account: event.order.account, message }));
      case 'balances':
        return [{ account: event.account, message: accountUpdate(core, event) }];
      case 'settings': {
        const at = core.now();
        const ac = { s: core.market(event.symbol).id, l: event.leverage };
        return [{ account: event.account, message: { e: 'ACCOUNT_CONFIG_UPDATE', E: at, T: at, ac } }];
      }
      default:
        return [];
    }
  };
}

/** A waiting algo order is heard of as ALGO_UPDATE; once it is triggered, its order in the book as well. */
function ofOrder(core: VenueCore, event: OrderEvent): object[] {
  const { order, execution } = event;
  if (!order.algo) return [orderUpdate(core, event)];
  const messages: object[] = [];
  const done = order.state !== 'open';
  if (execution === 'triggered')
    messages.push(algoUpdate(core, event, 'TRIGGERING'), algoUpdate(core, event, 'TRIGGERED'));
  if (order.actualOrderId !== null && execution !== 'rejected') messages.push(orderUpdate(core, event));
  if (execution === 'new' || done) messages.push(algoUpdate(core, event, algoStatus(order)));
  return messages;
}

function ofOrderTradesFirst(core: VenueCore, event: OrderEvent): object[] {
  const { order, execution } = event;
  if (!order.algo || order.actualOrderId === null) return ofOrder(core, event);
  order.memo.bookClientId ??= `x-book${order.actualOrderId}`;
  if (order.state === 'open' || execution === 'triggered') return [orderUpdate(core, event)];
  return [orderUpdate(core, event), algoUpdate(core, event, 'TRIGGERED'), algoUpdate(core, event, algoStatus(order))];
}

function orderUpdate(core: VenueCore, { order, trade, execution, at }: OrderEvent): object {
  const market = core.market(order.symbol);
  const { price, quantity } = placesOf('usdm', market);
  const forced = order.memo.forced !== undefined;
  return {
    e: 'ORDER_TRADE_UPDATE',
    E: at,
    T: trade?.at ?? order.updatedAt,
    o: {
      s: market.id,
      c: order.memo.bookClientId ?? order.clientId,
      S: order.side.toUpperCase(),
      o: forced ? 'LIQUIDATION' : order.actualOrderId === null ? typeWord(order) : actualType(order),
      f: timeInForceWord(order),
      q: order.quantity.toFixed(quantity),
      p: (order.price ?? ZERO).toFixed(price),
      ap: averageOf(order).toFixed(5),
      sp: (order.triggerPrice ?? ZERO).toFixed(price),
      x: forced && execution === 'trade' ? 'CALCULATED' : EXECUTIONS[execution],
      X: statusWord(order),
      i: Number(order.actualOrderId ?? order.id),
      l: (trade?.quantity ?? ZERO).toFixed(quantity),
      z: order.filled.toFixed(quantity),
      L: (trade?.price ?? ZERO).toFixed(price),
      ...(trade === null ? {} : { N: trade.feeCurrency, n: trade.fee.toFixed(8) }),
      T: trade?.at ?? order.updatedAt,
      t: trade?.sequence ?? 0,
      b: '0',
      a: '0',
      m: trade?.maker ?? false,
      R: order.reduceOnly || order.closePosition,
      wt: order.memo.workingType ?? 'CONTRACT_PRICE',
      ot: typeWord(order),
      ps: order.positionSide,
      cp: order.closePosition,
      rp: (trade?.realized ?? ZERO).toFixed(8),
      pP: false,
      si: 0,
      ss: 0,
      V: 'EXPIRE_MAKER',
      pm: 'NONE',
      gtd: 0,
    },
  };
}

function algoUpdate(core: VenueCore, { order, at, execution }: OrderEvent, status: string): object {
  const market = core.market(order.symbol);
  const { price, quantity } = placesOf('usdm', market);
  const known = actualOf(order, quantity);
  return {
    e: 'ALGO_UPDATE',
    T: order.updatedAt,
    E: at,
    o: {
      caid: order.clientId,
      aid: Number(order.id),
      at: 'CONDITIONAL',
      o: typeWord(order),
      s: market.id,
      S: order.side.toUpperCase(),
      ps: order.positionSide,
      f: timeInForceWord(order),
      q: order.quantity.toFixed(quantity),
      X: status,
      ...known,
      tp: (order.triggerPrice ?? ZERO).toFixed(price),
      p: (order.price ?? ZERO).toFixed(price),
      V: 'EXPIRE_MAKER',
      wt: order.memo.workingType ?? 'CONTRACT_PRICE',
      pm: 'NONE',
      cp: order.closePosition,
      pP: false,
      R: order.reduceOnly,
      tt: order.actualOrderId === null ? 0 : order.updatedAt,
      gtd: 0,
      ...(execution === 'rejected' ? { rm: order.reduceOnly ? 'Reduce Only reject' : 'Margin is insufficient' } : {}),
    },
  };
}

function actualOf(order: CoreOrder, places: number) {
  if (order.actualOrderId === null) return { ai: '' };
  return {
    ai: order.actualOrderId,
    ap: averageOf(order).toFixed(5),
    aq: order.filled.toFixed(places),
    act: actualType(order),
  };
}

function accountUpdate(
  core: VenueCore,
  { account, reason, currencies, symbols, at }: Extract<CoreEvent, { type: 'balances' }>,
): object {
  const owner = core.accounts.get(account);
  const reasons = { order: 'ORDER', deposit: 'DEPOSIT', funding: 'FUNDING_FEE' } as const;
  const positions = [...owner.positions.values()]
    .filter(({ symbol }) => symbols.includes(symbol))
    .map((position) => figuresOf(core, owner, position));
  return {
    e: 'ACCOUNT_UPDATE',
    E: at,
    T: at,
    a: {
      m: reasons[reason],
      B: currencies.map((currency) => {
        const wallet = core.balance(account, currency).free.toFixed(8);
        return { a: currency, wb: wallet, cw: wallet, bc: '0' };
      }),
      P: positions.map(({ market, position, entry, profit, isolated, initialMargin }) => ({
        s: market.id,
        pa: position.quantity.toFixed(placesOf('usdm', market).quantity),
        ep: entry.toFixed(8),
        bep: entry.toFixed(8),
        cr: '0',
        up: profit.toFixed(8),
        mt: isolated ? 'isolated' : 'cross',
        iw: (isolated ? initialMargin : ZERO).toFixed(8),
        ps: position.positionSide,
      })),
    },
  };
}
