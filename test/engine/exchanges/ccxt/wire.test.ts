import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { OrderIntent, OrderRequest } from '../../../../engine/domain/order.ts';
import { createCcxtExecution } from '../../../../engine/exchanges/ccxt/ccxt-execution.ts';
import type { TransportRequest, VenueTransport } from '../../../../engine/exchanges/ccxt/venue-transport.ts';
import type { VenueName } from '../../../../engine/exchanges/venues/venue-name.ts';
import { VENUE_NAMES } from '../../../../engine/exchanges/venues/venue-name.ts';
import { symbolOf } from '../../../../engine/exchanges/venues/venue-symbols.ts';
import { KEYS } from './venue-under-test.ts';

const AT = 1_790_000_000_000;
const FILTERS = [
  { filterType: 'PRICE_FILTER', tickSize: '0.00000001' },
  { filterType: 'LOT_SIZE', stepSize: '0.00000001', minQty: '0.00000001', maxQty: '0' },
];

/** Answers what is needed to start, and takes every order. */
const ANSWERS: readonly (readonly [RegExp, unknown])[] = [
  [/\/time\b/, { serverTime: AT }],
  [
    /exchangeInfo/,
    { symbols: [{ symbol: 'BTCUSDT', status: 'TRADING', contractType: 'PERPETUAL', filters: FILTERS }] },
  ],
  [/api\/v3\/account/, { balances: [] }],
  [/commissionRate/, { makerCommissionRate: '0', takerCommissionRate: '0' }],
  [/positionSide/, { dualSidePosition: false }],
  [/positionRisk/, [{ symbol: 'BTCUSDT', positionAmt: '0', entryPrice: '0', leverage: '1', marginType: 'isolated' }]],
  [/income/, []],
  [/market\/all/, [{ market: 'KRW-BTC' }]],
  [/orderbook\/instruments/, [{ market: 'KRW-BTC', tick_size: '0.00000001' }]],
  [/ticker/, [{ market: 'KRW-BTC', trade_price: 84_000_000 }]],
  [/orderbook/, [{ market: 'KRW-BTC', orderbook_units: [{ ask_price: 84_000_000, bid_price: 83_999_000 }] }]],
  [
    /chance/,
    { bid_fee: '0.0005', ask_fee: '0.0005', market: { bid: { min_total: '0', price_unit: '0.00000001' }, ask: {} } },
  ],
];

interface Sent {
  readonly method: string;
  readonly url: string;
  readonly body: string | null;
}

function capturing(): VenueTransport & { readonly sent: Sent[] } {
  const sent: Sent[] = [];
  return {
    sent,
    async send({ url, method, body, trace }: TransportRequest) {
      sent.push({ method, url, body });
      const answer =
        method === 'POST'
          ? { orderId: 1, algoId: 1, uuid: 'u-1', order_id: 'o-1' }
          : ANSWERS.find(([path]) => path.test(url))?.[1];
      trace.sent = true;
      trace.status = 200;
      trace.headers = { date: new Date(AT).toUTCString() };
      trace.text = JSON.stringify(answer ?? {});
    },
    close() {},
  };
}

async function opened(venue: VenueName, coin = 'BTC', transport = capturing()) {
  const symbol = symbolOf(venue, coin);
  const clock = { now: () => AT };
  const limits = {
    admit: async () => ({ admitted: true }) as const,
    observe() {},
    use: () => [],
    bannedForMs: () => 0,
  };
  const options = {
    venue,
    account: 'a',
    keys: KEYS,
    symbols: [symbol],
    stream: false,
    clock,
    transport,
    budget: limits,
  };
  const execution = createCcxtExecution(options);
  await execution.start();
  let count = 0;
  async function send(request: Partial<OrderRequest>, id?: string) {
    transport.sent.length = 0;
    count += 1;
    const intent: OrderIntent = {
      clientId: id ?? `c${String(count).padStart(26, 'a')}`,
      decisionId: 'D-1',
      leg: 'entry',
      attempt: 0,
      at: AT,
      request: {
        symbol,
        side: 'buy',
        type: 'limit',
        quantity: '1',
        price: '100',
        triggerPrice: null,
        reduceOnly: false,
        ...request,
      },
    };
    const outcome = await execution.send(intent);
    return { outcome, orders: transport.sent.filter(({ method }) => method === 'POST'), clientId: intent.clientId };
  }
  return { execution, send };
}

/** Every field of an order as it stood on the wire. */
function fieldsOf({ body }: Sent): Readonly<Record<string, unknown>> {
  const text = body ?? '';
  return text.startsWith('{') ? Object(JSON.parse(text)) : Object.fromEntries(new URLSearchParams(text));
}

const SIZES = ['quantity', 'volume', 'price', 'stopPrice', 'triggerPrice'];

describe.each(VENUE_NAMES)('an order on the wire of %s', (venue) => {
  test('carries sizes and prices as the plain digits that were asked for', async () => {
    const { execution, send } = await opened(venue);
    const digits = fc
      .tuple(fc.bigInt({ min: 1n, max: 10n ** 15n }), fc.integer({ min: 0, max: 8 }))
      .map(([units, places]) => {
        const text = units.toString().padStart(places + 1, '0');
        return places === 0 ? text : `${text.slice(0, -places)}.${text.slice(-places)}`.replace(/\.?0+$/, '');
      })
      .filter((text) => /[1-9]/.test(text));
    await fc.assert(
      fc.asyncProperty(digits, digits, async (quantity, price) => {
        const { outcome, orders } = await send({ quantity, price });
        expect(outcome.outcome).toBe('acknowledged');
        expect(orders).toHaveLength(1);
        const fields = fieldsOf(orders[0]!);
        expect(fields.quantity ?? fields.volume).toBe(quantity);
        expect(fields.price).toBe(price);
        for (const name of SIZES) expect(fields[name] ?? '1').toMatch(/^\d+(\.\d+)?$/);
      }),
      { numRuns: 60 },
    );
    await execution.close();
  });

  test('never leaves with a number that is none', async () => {
    const { execution, send } = await opened(venue);
    for (const wrong of ['1e21', '1E-7', 'NaN', 'Infinity', '-1', '0', '', '0x10', '1,5', ' 1'])
      for (const field of ['quantity', 'price']) {
        const { outcome, orders } = await send({ [field]: wrong });
        expect([wrong, outcome.outcome, orders.length]).toEqual([wrong, 'rejected', 0]);
      }
    await execution.close();
  });

  test('always carries our own id', async () => {
    const { execution, send } = await opened(venue);
    const { orders, clientId } = await send({});
    const fields = fieldsOf(orders[0]!);
    expect(fields.newClientOrderId ?? fields.identifier ?? fields.client_order_id).toBe(clientId);
    await execution.close();
  });

  test('is never posted twice under one id', async () => {
    const { execution, send } = await opened(venue);
    const clientId = 'ctwice';
    expect((await send({}, clientId)).orders).toHaveLength(1);
    const again = await send({}, clientId);
    expect(again.outcome).toMatchObject({ outcome: 'rejected', reason: { code: 'venue.duplicate-client-id' } });
    expect(again.orders).toEqual([]);
    await execution.close();
  });
});

describe('orders of Binance futures', () => {
  test('go to the algo orders when they wait for a price', async () => {
    const { execution, send } = await opened('binanceusdm');
    const stop = await send({ side: 'sell', type: 'stop-market', price: null, triggerPrice: '90', reduceOnly: true });
    expect(stop.orders[0]?.url).toMatch(/\/fapi\/v1\/algoOrder$/);
    expect(fieldsOf(stop.orders[0]!)).toMatchObject({
      algoType: 'CONDITIONAL',
      type: 'STOP_MARKET',
      triggerPrice: '90',
      quantity: '1',
      reduceOnly: 'true',
      clientAlgoId: stop.clientId,
    });
    const whole = await send({
      side: 'sell',
      type: 'take-profit-market',
      price: null,
      triggerPrice: '110',
      reduceOnly: true,
      closePosition: true,
    });
    const fields = fieldsOf(whole.orders[0]!);
    expect(fields).toMatchObject({ type: 'TAKE_PROFIT_MARKET', closePosition: 'true' });
    expect(fields).not.toHaveProperty('quantity');
    expect(fields).not.toHaveProperty('reduceOnly');
    await execution.close();
  });

  test('name how long a limit waits, and for how long the order is good', async () => {
    const { execution, send } = await opened('binanceusdm');
    const times = { GTC: 'GTC', IOC: 'IOC', FOK: 'FOK', 'post-only': 'GTX' } as const;
    for (const [ours, theirs] of Object.entries(times)) {
      const timeInForce = ours === 'GTC' || ours === 'IOC' || ours === 'FOK' ? ours : 'post-only';
      const { orders } = await send({ timeInForce });
      expect(fieldsOf(orders[0]!)).toMatchObject({ timeInForce: theirs, recvWindow: '3000', type: 'LIMIT' });
    }
    await execution.close();
  });
});

describe('orders of the Korean venues', () => {
  test('buy at market by what it costs, rounded down to the won', async () => {
    const { execution, send } = await opened('upbit');
    const { orders } = await send({ type: 'market', price: null, quantity: '0.00123456' });
    expect(fieldsOf(orders[0]!)).toEqual({
      market: 'KRW-BTC',
      side: 'bid',
      ord_type: 'price',
      price: '103703',
      identifier: expect.stringMatching(/^c/),
    });
    await execution.close();
  });

  test('take no stops and no reduce-only purchase', async () => {
    const { execution, send } = await opened('bithumb');
    const stop = await send({ side: 'sell', type: 'stop-market', price: null, triggerPrice: '90' });
    expect(stop.outcome).toMatchObject({ outcome: 'rejected', reason: { code: 'venue.order-type-unsupported' } });
    const purchase = await send({ reduceOnly: true });
    expect(purchase.outcome).toMatchObject({ outcome: 'rejected', reason: { code: 'venue.reduce-only-flat' } });
    expect([...stop.orders, ...purchase.orders]).toEqual([]);
    await execution.close();
  });
});

test('the same order is never on its way twice, though the second is sent while the first one waits', async () => {
  const { execution, send } = await opened('binanceusdm');
  const id = `c${'z'.repeat(26)}`;
  const [first, second] = await Promise.all([send({}, id), send({}, id)]);
  expect(first.outcome).toMatchObject({ outcome: 'acknowledged' });
  expect(first.orders).toHaveLength(1);
  expect(second.outcome).toMatchObject({ outcome: 'rejected', reason: { code: 'venue.duplicate-client-id' } });
  await execution.close();
});

test('an order that was refused here may be sent again', async () => {
  const { execution, send } = await opened('binanceusdm');
  const id = `c${'y'.repeat(26)}`;
  expect((await send({ quantity: '-1' }, id)).outcome).toMatchObject({ outcome: 'rejected' });
  expect((await send({}, id)).outcome).toMatchObject({ outcome: 'acknowledged' });
  await execution.close();
});

test.each(['upbit', 'bithumb'] as const)('%s is asked the time by a market that stays listed', async (venue) => {
  const transport = capturing();
  await expect(opened(venue, 'ETH', transport)).rejects.toThrow('lists none');
  const [first] = transport.sent.filter(({ url }) => /ticker/.test(url));
  expect(first?.url).toContain('KRW-BTC');
});
