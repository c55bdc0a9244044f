import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { spotMarkets, usdmMarkets } from './binance-markets.ts';
import { VenueCore } from './core.ts';
import { checkConservation } from './core-oracle.ts';
import type { CoreOptions, CoreOrderType, CoreSide, CoreTimeInForce, NewOrder } from './core-types.ts';
import { createVenueClock } from './venue-clock.ts';

const SPOT = 'BTC/USDT';
const PERPETUAL = 'BTC/USDT:USDT';

function spotCore(options: Partial<CoreOptions> = {}): VenueCore {
  const core = new VenueCore({
    markets: spotMarkets(),
    clientIds: 'open',
    feeIn: 'received',
    clock: createVenueClock(() => 1_700_000_000_000),
    ...options,
  });
  core.openAccount({ apiKey: 'a', secret: '', balances: { USDT: '100000', BTC: '2' } });
  core.openAccount({ apiKey: 'b', secret: '', balances: { USDT: '50000', BTC: '1' } });
  core.setPrice(SPOT, 60_000);
  core.setPrice('BNB/USDT', 600);
  return core;
}

function usdmCore(): VenueCore {
  const core = new VenueCore({
    markets: usdmMarkets(),
    clientIds: 'open',
    feeIn: 'received',
    algoStops: true,
    clock: createVenueClock(() => 1_700_000_000_000),
  });
  core.openAccount({ apiKey: 'a', secret: '', balances: { USDT: '100000' }, leverage: 10 });
  core.openAccount({ apiKey: 'b', secret: '', balances: { USDT: '100000' }, leverage: 3, hedgeMode: true });
  core.setPrice(PERPETUAL, 60_000);
  return core;
}

const order = (core: VenueCore, wish: Partial<NewOrder>) =>
  core.place({ account: 'a', symbol: SPOT, side: 'buy', type: 'limit', quantity: '0.1', price: '50000', ...wish });

type Step =
  | {
      readonly do: 'place';
      readonly account: 'a' | 'b';
      readonly side: CoreSide;
      readonly type: CoreOrderType;
      readonly quantity: number;
      readonly offset: number;
      readonly timeInForce: CoreTimeInForce;
      readonly reduceOnly: boolean;
      readonly long: boolean;
      readonly byQuote: boolean;
    }
  | { readonly do: 'cancel'; readonly account: 'a' | 'b'; readonly which: number }
  | { readonly do: 'price'; readonly offset: number }
  | { readonly do: 'stranger'; readonly side: CoreSide; readonly quantity: number; readonly offset: number | null }
  | { readonly do: 'funding'; readonly rate: number };

const account = fc.constantFrom('a' as const, 'b' as const);
const side = fc.constantFrom('buy' as const, 'sell' as const);
const offset = fc.integer({ min: -400, max: 400 });
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('place' as const),
      account,
      side,
      type: fc.constantFrom<CoreOrderType>(
        'market',
        'limit',
        'limit',
        'stop-market',
        'take-profit-market',
        'stop-limit',
      ),
      quantity: fc.integer({ min: 1, max: 900 }),
      offset,
      timeInForce: fc.constantFrom<CoreTimeInForce>('GTC', 'IOC', 'FOK', 'post-only'),
      reduceOnly: fc.boolean(),
      long: fc.boolean(),
      byQuote: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('cancel' as const), account, which: fc.nat(9) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('price' as const), offset }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('stranger' as const),
      side,
      quantity: fc.integer({ min: 1, max: 2_000 }),
      offset: fc.option(offset),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('funding' as const), rate: fc.integer({ min: -50, max: 50 }) }) },
);

function take(core: VenueCore, symbol: string, one: Step): void {
  if (one.do === 'place') core.place(wishOf(symbol, one));
  if (one.do === 'price') core.setPrice(symbol, 60_000 + one.offset * 5);
  if (one.do === 'stranger')
    core.strangerOrder(symbol, one.side, sizeOf(one.quantity), one.offset === null ? null : priceAt(one.offset));
  if (one.do === 'funding') core.settleFunding(symbol, (one.rate / 10_000).toFixed(4));
  if (one.do !== 'cancel') return;
  const open = core.openOrdersOf(one.account);
  const chosen = open[one.which % Math.max(open.length, 1)];
  if (chosen !== undefined) core.cancel(one.account, chosen.id);
}

const priceAt = (by: number) => String(60_000 + by * 5);
const sizeOf = (quantity: number) => (quantity / 1_000).toFixed(3);

function wishOf(symbol: string, one: Extract<Step, { do: 'place' }>): NewOrder {
  const futures = symbol === PERPETUAL;
  const hedged = futures && one.account === 'b';
  const byQuote = !futures && one.byQuote && one.type === 'market' && one.side === 'buy';
  return {
    account: one.account,
    symbol,
    side: one.side,
    type: one.type,
    quantity: byQuote ? null : sizeOf(one.quantity),
    quoteAmount: byQuote ? String(one.quantity * 10) : null,
    price: one.type === 'market' ? null : priceAt(one.offset),
    triggerPrice: one.type === 'market' || one.type === 'limit' ? null : priceAt(-one.offset),
    timeInForce: one.timeInForce,
    reduceOnly: futures && !hedged && one.reduceOnly,
    positionSide: hedged ? (one.long ? 'LONG' : 'SHORT') : 'BOTH',
  };
}

describe.each([
  ['spot', SPOT, () => spotCore()],
  [
    'spot with fees in BNB',
    SPOT,
    () => {
      const core = spotCore({ feesInBnb: true });
      core.deposit('a', 'BNB', '0.5');
      return core;
    },
  ],
  ['spot with fees in the quote, locked', SPOT, () => spotCore({ feeIn: 'quote', locksFee: true })],
  ['a perpetual', PERPETUAL, () => usdmCore()],
] as const)('whatever happens on %s', (_name, symbol, start) => {
  it('nothing is made or lost, books do not cross, and the told changes make the book', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const core = start();
        const told = new Map<string, string>();
        let next = core.depth(symbol, 1).updateId + 1;
        const before = core.depth(symbol, 1_000);
        for (const [price, quantity] of before.bids) told.set(`bid${price}`, String(quantity));
        for (const [price, quantity] of before.asks) told.set(`ask${price}`, String(quantity));
        core.on((event) => {
          if (event.type !== 'book' || event.symbol !== symbol) return;
          expect(event.first).toBe(next);
          next = event.last + 1;
          for (const { side: on, price, quantity } of event.changes) {
            if (quantity.isZero()) told.delete(`${on}${price}`);
            else told.set(`${on}${price}`, String(quantity));
          }
        });
        for (const one of steps) {
          take(core, symbol, one);
          checkConservation(core);
          const { bids, asks } = core.depth(symbol, 1_000);
          const [bid, ask] = [bids[0]?.[0], asks[0]?.[0]];
          if (bid !== undefined && ask !== undefined) expect(bid.lt(ask)).toBe(true);
          const shown = [
            ...bids.map(([price, quantity]) => [`bid${price}`, String(quantity)]),
            ...asks.map(([price, quantity]) => [`ask${price}`, String(quantity)]),
          ];
          expect([...told].sort()).toEqual(shown.sort());
        }
        for (const left of core.ordersOf()) if (left.state !== 'open') expect(left.locked.isZero()).toBe(true);
      }),
      { numRuns: 150 },
    );
  });
});

describe('the core', () => {
  it('serves price before time, and time before size', () => {
    const core = spotCore();
    order(core, { clientId: 'late-better', price: '59999' });
    order(core, { clientId: 'early', price: '59998', quantity: '0.2' });
    order(core, { clientId: 'late', price: '59998', account: 'b', quantity: '0.3' });
    core.strangerOrder(SPOT, 'sell', '0.35', null);
    const filled = Object.fromEntries(core.ordersOf().map(({ clientId, filled }) => [clientId, filled.toFixed()]));
    expect(filled).toEqual({ 'late-better': '0.1', early: '0.2', late: '0.05' });
  });

  it('does not trade an account with itself: what rests gives way', () => {
    const core = spotCore();
    order(core, { clientId: 'resting', side: 'sell', price: '60001' });
    order(core, { clientId: 'taking', price: '60001' });
    expect(core.ordersOf().map(({ clientId, state }) => [clientId, state])).toEqual([
      ['resting', 'expired'],
      ['taking', 'open'],
    ]);
  });

  it.each([
    ['open', [true, false, true]],
    ['history', [true, false, false]],
    ['none', [true, true, true]],
  ] as const)('keeps client ids unique by the rule "%s"', (clientIds, wanted) => {
    const core = spotCore({ clientIds });
    const first = order(core, { clientId: 'id' });
    const second = order(core, { clientId: 'id' });
    if (first.ok) core.cancel('a', first.value.id);
    expect([first.ok, second.ok, order(core, { clientId: 'id' }).ok]).toEqual(wanted);
  });

  it('burns a client id with a refused request where ids are for ever', () => {
    const core = spotCore({ clientIds: 'history' });
    expect(order(core, { clientId: 'burnt', quantity: '100' })).toMatchObject({
      ok: false,
      code: 'insufficient-funds',
    });
    expect(order(core, { clientId: 'burnt' })).toMatchObject({ ok: false, code: 'duplicate-id' });
  });

  it.each([
    ['tick-size', { price: '50000.001' }],
    ['lot-size', { quantity: '0.100001' }],
    ['min-notional', { quantity: '0.00001', price: '50000' }],
    ['min-quantity', { quantity: '0' }],
    ['max-quantity', { quantity: '9001' }],
    ['insufficient-funds', { quantity: '3' }],
    ['would-take', { timeInForce: 'post-only', price: '60100' }],
    ['would-trigger', { type: 'stop-market', side: 'sell', triggerPrice: '60500', price: null }],
    ['price-missing', { price: null }],
  ] as const)('refuses: %s', (code, wish) => {
    const core = spotCore();
    expect(order(core, wish)).toEqual({ ok: false, code });
    expect(core.ordersOf()).toEqual([]);
  });

  it('says no to a triggered market buy that the jump has made too dear', () => {
    const core = spotCore();
    order(core, { type: 'stop-market', quantity: '1.6', price: null, triggerPrice: '61000' });
    core.setPrice(SPOT, 70_000);
    expect(core.ordersOf()[0]?.state).toBe('rejected');
    checkConservation(core);
    expect(core.balance('a', 'USDT').free.toFixed()).toBe('100000');
  });

  it('counts on no order of the same account: it would give way, and the rest be dearer', () => {
    const core = spotCore();
    order(core, { side: 'sell', price: '60001', quantity: '1.5' });
    core.setPrice(SPOT, 60_000.5);
    const dear = order(core, { type: 'market', price: null, quantity: '1.6665' });
    expect(dear).toEqual({ ok: false, code: 'insufficient-funds' });
    const all = order(core, { price: '60001', quantity: '1.2', timeInForce: 'FOK' });
    expect(all).toMatchObject({ ok: true, value: { state: 'expired' } });
    expect(core.ordersOf().at(-1)?.filled.isZero()).toBe(true);
  });

  it('does not let what is left of a reduce-only order rest across the book', () => {
    const core = usdmCore();
    const wish = { symbol: PERPETUAL, quantity: '0.2' };
    order(core, { ...wish, type: 'market', price: null });
    order(core, { ...wish, side: 'sell', price: '59000', quantity: '0.5', reduceOnly: true });
    expect(core.ordersOf().at(-1)).toMatchObject({ state: 'expired' });
    expect(core.ordersOf().at(-1)?.filled.toFixed()).toBe('0.2');
  });

  it('tells what happened in order, after it is all done', () => {
    const core = spotCore();
    const heard: string[] = [];
    core.on((event) => heard.push(event.type === 'order' ? `${event.execution} ${event.order.state}` : event.type));
    order(core, { type: 'market', price: null, quantity: '0.5' });
    expect(heard.filter((name) => name !== 'candle')).toEqual([
      'new open',
      'tape',
      'trade open',
      'tape',
      'trade filled',
      'book',
      'balances',
    ]);
  });

  it('notices money from nowhere', () => {
    const core = spotCore();
    core.accounts.credit('a', 'USDT', core.lastPrice(SPOT));
    expect(() => checkConservation(core)).toThrow(/USDT/);
  });
});
