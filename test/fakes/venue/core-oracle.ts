import type { Decimal } from '../../../engine/domain/decimal.ts';
import { decimalText, ZERO } from '../../../engine/domain/decimal.ts';
import type { VenueCore } from './core.ts';
import type { CoreOrder, CoreTrade } from './core-types.ts';
import type { LedgerOrderRow, LedgerTradeRow, VenueOracle } from './venue.ts';

/** Reads the ledger off the core; `requests` is the server's log. */
export function createOracle(core: VenueCore, requests: VenueOracle['requests']): VenueOracle {
  const keys = (accountKey?: string) =>
    core.accounts.ours().filter(({ key }) => accountKey === undefined || key === accountKey);
  return {
    orders: (accountKey) => core.ordersOf(accountKey).map(orderRow),
    trades: (accountKey) => core.tradesOf(accountKey).map(tradeRow),
    balances(accountKey) {
      const total: Record<string, { free: string; locked: string }> = {};
      for (const { balances } of keys(accountKey)) {
        for (const [currency, { free, locked }] of balances) {
          const before = total[currency] ?? { free: '0', locked: '0' };
          total[currency] = {
            free: decimalText(free.plus(before.free)),
            locked: decimalText(locked.plus(before.locked)),
          };
        }
      }
      return total;
    },
    positions(accountKey) {
      const total: Record<string, string> = {};
      const add = (symbol: string, quantity: Decimal) => {
        total[symbol] = decimalText(quantity.plus(total[symbol] ?? '0'));
      };
      for (const account of keys(accountKey)) {
        for (const position of account.positions.values()) add(position.symbol, position.quantity);
        for (const market of core.markets.values()) {
          const balance = account.balances.get(market.base);
          if (market.kind === 'spot' && balance !== undefined) add(market.symbol, balance.free.plus(balance.locked));
        }
      }
      return total;
    },
    requests,
    checkConservation: () => checkConservation(core),
  };
}

/** Throws where money or coins came from nowhere, locks do not belong to orders, or fills do not add up. */
export function checkConservation(core: VenueCore): void {
  const held = new Map<string, Decimal>();
  const add = (currency: string, amount: Decimal) => held.set(currency, (held.get(currency) ?? ZERO).plus(amount));
  const open = new Map<string, Decimal>();
  for (const account of core.accounts.everybody()) {
    for (const [currency, { free, locked }] of account.balances) add(currency, free.plus(locked));
    for (const position of account.positions.values()) {
      add(core.market(position.symbol).quote, position.openCost.neg());
      open.set(position.symbol, (open.get(position.symbol) ?? ZERO).plus(position.quantity));
    }
  }
  for (const [currency, amount] of held) {
    const deposited = core.accounts.deposited().get(currency) ?? ZERO;
    if (!amount.eq(deposited)) throw new Error(`${currency}: ${amount} held, ${deposited} deposited`);
  }
  for (const [symbol, quantity] of open) {
    if (!quantity.isZero()) throw new Error(`${symbol}: longs and shorts differ by ${quantity}`);
  }
  checkLocks(core);
  checkFills(core);
}

function checkLocks(core: VenueCore): void {
  const spotBases = [...core.markets.values()].filter(({ kind }) => kind === 'spot');
  for (const account of core.accounts.ours()) {
    for (const [currency, { free, locked }] of account.balances) {
      const orders = core.openOrdersOf(account.key).filter((order) => order.lockedCurrency === currency);
      const wanted = orders.reduce((sum, order) => sum.plus(order.locked), ZERO);
      if (!locked.eq(wanted)) throw new Error(`${account.key} ${currency}: ${locked} locked, orders hold ${wanted}`);
      if (spotBases.length > 0 && (free.isNeg() || locked.isNeg()))
        throw new Error(`${account.key} ${currency}: ${free} free, ${locked} locked`);
    }
  }
}

function checkFills(core: VenueCore): void {
  const filled = new Map<CoreOrder, Decimal>();
  for (const trade of core.tradesOf()) filled.set(trade.order, (filled.get(trade.order) ?? ZERO).plus(trade.quantity));
  for (const order of core.ordersOf()) {
    const sum = filled.get(order) ?? ZERO;
    if (!sum.eq(order.filled))
      throw new Error(`order ${order.clientId}: ${order.filled} filled, its trades make ${sum}`);
    if (order.quoteAmount === null && order.filled.gt(order.quantity))
      throw new Error(`order ${order.clientId} is overfilled`);
  }
}

function orderRow(order: CoreOrder): LedgerOrderRow {
  const stop = order.type.startsWith('stop');
  const plain = order.type === 'market' || order.type === 'limit';
  return {
    id: order.id,
    clientId: order.clientId,
    accountKey: order.account,
    symbol: order.symbol,
    side: order.side,
    type: plain ? (order.type as 'market' | 'limit') : stop ? 'stop-market' : 'take-profit-market',
    quantity: decimalText(order.quantity),
    price: order.price === null ? null : decimalText(order.price),
    triggerPrice: order.triggerPrice === null ? null : decimalText(order.triggerPrice),
    reduceOnly: order.reduceOnly,
    closePosition: order.closePosition,
    algo: order.algo,
    state: order.state,
    filled: decimalText(order.filled),
    arrivedAt: order.arrivedAt,
  };
}

function tradeRow(trade: CoreTrade): LedgerTradeRow {
  return {
    tradeId: trade.id,
    orderId: trade.orderId,
    clientId: trade.order.clientId,
    accountKey: trade.account,
    symbol: trade.symbol,
    side: trade.side,
    price: decimalText(trade.price),
    quantity: decimalText(trade.quantity),
    fee: decimalText(trade.fee),
    feeCurrency: trade.feeCurrency,
    maker: trade.maker,
    at: trade.trueAt,
  };
}
