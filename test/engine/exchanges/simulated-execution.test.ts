import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { decimal, decimalText, ZERO } from '../../../engine/domain/decimal.ts';
import { InvariantError } from '../../../engine/domain/errors.ts';
import type { Fill } from '../../../engine/domain/fill.ts';
import type { OrderRequest } from '../../../engine/domain/order.ts';
import { FILL_MODEL } from '../../../engine/exchanges/fill-model.ts';
import {
  createSimulatedExecution,
  type SimulatedExecution,
  type SimulatedExecutionOptions,
} from '../../../engine/exchanges/simulated-execution.ts';
import type { AccountEvent } from '../../../engine/ports/execution.ts';
import { BTC, ETH, intentOf, quoteEvent, quoteOf } from '../../fakes/market.ts';

interface Venue {
  readonly simulated: SimulatedExecution;
  readonly events: AccountEvent[];
  quote(...quote: Parameters<typeof quoteOf>): void;
  send(name: string, at: number, changes?: Partial<OrderRequest>): ReturnType<SimulatedExecution['send']>;
  fills(): Fill[];
}

function openVenue(options: Partial<SimulatedExecutionOptions> = {}): Venue {
  const simulated = createSimulatedExecution({ seed: 'test', ...options });
  const events: AccountEvent[] = [];
  simulated.subscribe((event) => events.push(event));
  return {
    simulated,
    events,
    quote: (...quote) => simulated.onMarket(quoteEvent(quoteOf(...quote))),
    send: (name, at, changes) => simulated.send(intentOf(name, at, changes)),
    fills: () => events.flatMap((event) => (event.type === 'fill.received' ? [event.fill] : [])),
  };
}

/** A market without slippage and with a depth of 10 % of the volume, for exact prices. */
const FRICTIONLESS = { ...FILL_MODEL, impactFraction: 0, minimumDepthNotional: 0 };
const directories: string[] = [];

function freshDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'assent-venue-'));
  directories.push(directory);
  return directory;
}

afterEach(() => {
  for (const directory of directories.splice(0)) rmSync(directory, { recursive: true });
});

describe('market orders', () => {
  it('fill at the ask of the next quote, never at the one at which they were sent', async () => {
    const venue = openVenue({ model: FRICTIONLESS });
    venue.quote(1_000, 100_000);
    await venue.send('D-1', 1_000);
    venue.quote(1_000, 99_000);
    expect(venue.fills()).toEqual([]);
    venue.quote(1_001, 100_010);
    expect(venue.fills()).toEqual([
      {
        tradeId: 'sim-000001',
        clientId: intentOf('D-1', 0).clientId,
        venue: 'simulated',
        symbol: BTC,
        side: 'buy',
        quantity: '1',
        price: '100010.1',
        fee: '50.00505',
        feeCurrency: 'USDT',
        liquidity: 'taker',
        at: 1_001,
      },
    ]);
  });

  it('do not fill on a quote from before they were sent', async () => {
    const venue = openVenue();
    await venue.send('D-1', 5_000);
    venue.quote(4_999, 100_000);
    expect(venue.fills()).toEqual([]);
    venue.quote(5_000, 100_000);
    expect(venue.fills()).toHaveLength(1);
  });

  it('take at most a tenth of the volume of a quote and rest for the next', async () => {
    const venue = openVenue({ model: FRICTIONLESS });
    venue.quote(1, 100_000);
    await venue.send('D-1', 1);
    venue.quote(2, 100_000, { volume: 4 });
    venue.quote(3, 100_000, { volume: 0 });
    venue.quote(4, 100_000, { volume: 50 });
    expect(venue.fills().map(({ quantity, at }) => [quantity, at])).toEqual([
      ['0.4', 2],
      ['0.6', 4],
    ]);
  });

  it('share what a quote offers, first come first served', async () => {
    const venue = openVenue({ model: FRICTIONLESS });
    venue.quote(1, 100_000);
    await venue.send('D-1', 1, { quantity: '0.3' });
    await venue.send('D-2', 1, { quantity: '0.3' });
    venue.quote(2, 100_000, { volume: 4 });
    expect(venue.fills().map(({ quantity }) => quantity)).toEqual(['0.3', '0.1']);
  });

  it('find some depth even in a silent market', async () => {
    const venue = openVenue();
    venue.quote(1, 100_000);
    await venue.send('D-1', 1, { quantity: '0.02' });
    venue.quote(2, 100_000, { volume: 0 });
    expect(venue.fills()).toHaveLength(1);
  });

  it('slip more the more of the volume they take, up to the cap', async () => {
    const slippages: number[] = [];
    for (const volume of [100_000, 1_000, 10]) {
      const venue = openVenue({ model: { ...FILL_MODEL, participationLimit: 1 } });
      venue.quote(1, 100_000);
      await venue.send('D-1', 1);
      venue.quote(2, 100_000, { volume });
      slippages.push(Number(venue.fills()[0]?.price) - 100_000.1);
    }
    expect(slippages).toEqual([...slippages].sort((a, b) => a - b));
    expect(slippages[0]).toBeGreaterThanOrEqual(0);
    expect(slippages[2]).toBeLessThanOrEqual(100_000 * FILL_MODEL.maxSlippageFraction);
  });
});

describe('limit orders', () => {
  it('rest and fill as maker at their price once the price trades through it', async () => {
    const venue = openVenue();
    venue.quote(1, 100_000);
    await venue.send('D-1', 1, { type: 'limit', price: '99990' });
    venue.quote(2, 99_990);
    expect(venue.fills()).toEqual([]);
    venue.quote(3, 99_989.9);
    expect(venue.fills()).toMatchObject([{ price: '99990', fee: '19.998', liquidity: 'maker', at: 3 }]);
  });

  it('take what lies within their price when they are marketable', async () => {
    const venue = openVenue({ model: { ...FILL_MODEL, impactFraction: 0.01 } });
    venue.quote(1, 100_000);
    await venue.send('D-1', 1, { type: 'limit', price: '100001' });
    venue.quote(2, 100_000);
    expect(venue.fills()).toMatchObject([{ price: '100001', liquidity: 'taker' }]);
  });

  it('rest as maker when the market moved away before they arrived', async () => {
    const venue = openVenue();
    venue.quote(1, 100_000);
    await venue.send('D-1', 1, { type: 'limit', price: '100001' });
    venue.quote(2, 100_010);
    venue.quote(3, 100_000);
    expect(venue.fills()).toMatchObject([{ price: '100001', liquidity: 'maker', at: 3 }]);
  });
});

describe('stops and take-profits', () => {
  async function longWithStop(): Promise<Venue> {
    const venue = openVenue({ model: FRICTIONLESS });
    venue.quote(1, 100_000);
    await venue.send('D-1', 1);
    venue.quote(2, 100_000);
    await venue.send('stop', 2, { side: 'sell', type: 'stop-market', triggerPrice: '99000', reduceOnly: true });
    venue.events.length = 0;
    return venue;
  }

  it('fill at the stop price when the price came to it', async () => {
    const venue = await longWithStop();
    venue.quote(3, 99_000.1);
    expect(venue.fills()).toEqual([]);
    venue.quote(4, 98_500);
    expect(venue.fills()).toMatchObject([{ side: 'sell', price: '98999.9', at: 4 }]);
  });

  it('fill at the price of the quote when the market gapped through the stop', async () => {
    const venue = await longWithStop();
    venue.quote(3, 98_500, { gap: true });
    expect(venue.fills()).toMatchObject([{ side: 'sell', price: '98499.9', at: 3 }]);
  });

  it('trade at market when the price was already beyond the trigger at arrival', async () => {
    const venue = await longWithStop();
    await venue.send('late', 2, { side: 'sell', type: 'stop-market', triggerPrice: '100500', reduceOnly: true });
    venue.quote(3, 99_900);
    expect(venue.fills()).toMatchObject([{ price: '99899.9', at: 3 }]);
  });

  it('trade at market when the first quote that the venue sees lies beyond the trigger', async () => {
    const venue = openVenue({ model: FRICTIONLESS });
    await venue.send('D-1', 1, { type: 'stop-market', triggerPrice: '99000' });
    venue.quote(2, 100_000);
    expect(venue.fills()).toMatchObject([{ price: '100000.1' }]);
  });

  it('sell a take-profit at its trigger and cancel the stop that is left without a position', async () => {
    const venue = await longWithStop();
    await venue.send('target', 2, {
      side: 'sell',
      type: 'take-profit-market',
      triggerPrice: '101000',
      reduceOnly: true,
    });
    venue.quote(3, 101_200);
    expect(venue.events).toMatchObject([
      { type: 'fill.received', fill: { price: '100999.9' } },
      {
        type: 'order.canceled-by-venue',
        clientId: intentOf('stop', 0).clientId,
        reason: { code: 'venue.reduce-only-flat', values: { symbol: BTC } },
      },
    ]);
    expect(await venue.simulated.openOrders()).toEqual([]);
  });

  it('let the stop win when stop and target lie in one step', async () => {
    const venue = await longWithStop();
    await venue.send('exit', 2, { side: 'sell', reduceOnly: true });
    venue.quote(3, 98_000);
    expect(venue.events).toMatchObject([
      { type: 'fill.received', fill: { clientId: intentOf('stop', 0).clientId, price: '98999.9' } },
      { type: 'order.canceled-by-venue', clientId: intentOf('exit', 0).clientId },
    ]);
  });

  it('guard a short from above', async () => {
    const venue = openVenue({ model: FRICTIONLESS });
    venue.quote(1, 100_000);
    await venue.send('D-1', 1, { side: 'sell' });
    venue.quote(2, 100_000);
    await venue.send('stop', 2, { side: 'buy', type: 'stop-market', triggerPrice: '100500', reduceOnly: true });
    venue.quote(3, 100_600);
    expect(venue.fills()[1]).toMatchObject({ side: 'buy', price: '100500.1' });
    expect(venue.simulated.positions().get(BTC)).toEqual(ZERO);
  });
});

describe('reduce-only orders', () => {
  it('never trade more than there is to reduce', async () => {
    const venue = openVenue();
    venue.quote(1, 100_000);
    await venue.send('D-1', 1, { quantity: '0.3' });
    venue.quote(2, 100_000);
    await venue.send('exit', 2, { side: 'sell', quantity: '1', reduceOnly: true });
    venue.quote(3, 100_000);
    expect(venue.events).toMatchObject([
      { type: 'fill.received' },
      { type: 'fill.received', fill: { side: 'sell', quantity: '0.3' } },
      { type: 'order.canceled-by-venue' },
    ]);
  });

  it('are rejected while there is nothing to reduce', async () => {
    const venue = openVenue();
    expect(await venue.send('exit', 1, { side: 'sell', reduceOnly: true })).toEqual({
      outcome: 'rejected',
      reason: { code: 'venue.reduce-only-flat', values: { symbol: BTC } },
    });
  });
});

describe('validation', () => {
  const CASES: readonly [string, Partial<OrderRequest>, string][] = [
    ['an unknown symbol', { symbol: 'DOGE/USDT:USDT' }, 'venue.unknown-symbol'],
    ['a quantity off the lot', { quantity: '0.0005' }, 'venue.quantity-off-grid'],
    ['no quantity', { quantity: '0' }, 'venue.quantity-off-grid'],
    ['an exponent', { quantity: '1e3' }, 'venue.quantity-off-grid'],
    ['a price off the tick', { type: 'limit', price: '100000.05' }, 'venue.price-off-grid'],
    ['a limit without price', { type: 'limit' }, 'venue.price-missing'],
    ['a stop without trigger', { type: 'stop-market' }, 'venue.price-missing'],
    ['a market order with a price', { price: '100000' }, 'venue.price-not-allowed'],
    ['a notional below the minimum', { type: 'limit', quantity: '0.001', price: '4999.9' }, 'venue.min-notional'],
  ];

  it.each(CASES)('rejects %s', async (_name, changes, code) => {
    const venue = openVenue();
    venue.quote(1, 100_000);
    expect(await venue.send('D-1', 1, changes)).toMatchObject({ outcome: 'rejected', reason: { code } });
    expect(await venue.simulated.findOrder(intentOf('D-1', 0).clientId, BTC)).toBeNull();
  });

  it('rejects a client id that was used before, for ever', async () => {
    const venue = openVenue();
    venue.quote(1, 100_000);
    await venue.send('D-1', 1);
    venue.quote(2, 100_000);
    expect(await venue.send('D-1', 2)).toMatchObject({
      outcome: 'rejected',
      reason: { code: 'venue.duplicate-client-id' },
    });
    expect(venue.fills()).toHaveLength(1);
  });
});

describe('the ledger of the venue', () => {
  it('restores orders, fills, positions and cursors when it is opened again', async () => {
    const directory = freshDirectory();
    const before = openVenue({ directory, model: FRICTIONLESS });
    before.quote(1, 100_000);
    await before.send('D-1', 1);
    await before.send('D-2', 1, { type: 'limit', price: '90000' });
    before.quote(2, 100_000, { volume: 4 });

    const after = openVenue({ directory, model: FRICTIONLESS });
    expect(await after.simulated.openOrders()).toEqual(await before.simulated.openOrders());
    expect(await after.simulated.fillsSince(null)).toEqual(before.fills());
    expect(after.simulated.positions()).toEqual(before.simulated.positions());
    after.quote(1, 80_000);
    after.quote(2, 80_000);
    expect(after.fills()).toEqual([]);
    after.quote(3, 100_000);
    expect(after.fills()).toMatchObject([{ tradeId: 'sim-000002', quantity: '0.6' }]);
  });

  it('cuts off a last line that was not written to its end', async () => {
    const directory = freshDirectory();
    const file = join(directory, 'venue-ledger.jsonl');
    const before = openVenue({ directory });
    before.quote(1, 100_000);
    await before.send('D-1', 1);
    const whole = readFileSync(file, 'utf8');
    appendFileSync(file, '{"type":"filled","sym');
    const after = openVenue({ directory });
    expect(await after.simulated.openOrders()).toHaveLength(1);
    expect(readFileSync(file, 'utf8')).toBe(whole);
  });

  it('refuses a ledger that is damaged in the middle', async () => {
    const directory = freshDirectory();
    writeFileSync(join(directory, 'venue-ledger.jsonl'), 'not json\n{}\n');
    expect(() => openVenue({ directory })).toThrow(InvariantError);
  });

  it('trades the same whether or not the process dies in between and is fed the stretch again', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ step: fc.integer({ min: -50, max: 50 }), volume: fc.integer({ min: 0, max: 9 }) }), {
          minLength: 12,
          maxLength: 30,
        }),
        fc.integer({ min: 3, max: 11 }),
        fc.integer({ min: 0, max: 3 }),
        async (steps, deathAt, overlap) => {
          const directory = freshDirectory();
          let price = 100_000;
          const quotes = steps.map(({ step, volume }, index) => {
            price += step;
            return quoteOf(index + 1, price, { volume });
          });
          const unbroken = openVenue();
          const first = openVenue({ directory });
          for (const venue of [unbroken, first]) {
            venue.simulated.onMarket(quoteEvent(quotes[0]!));
            await venue.send('D-1', 1);
            await venue.send('D-2', 1, { side: 'sell', type: 'limit', price: '100030', quantity: '0.5' });
            await venue.send('D-3', 1, { type: 'stop-market', triggerPrice: '100040', quantity: '0.5' });
          }
          for (const quote of quotes.slice(1)) unbroken.simulated.onMarket(quoteEvent(quote));
          for (const quote of quotes.slice(1, deathAt)) first.simulated.onMarket(quoteEvent(quote));
          const second = openVenue({ directory });
          for (const quote of quotes.slice(Math.max(0, deathAt - overlap)))
            second.simulated.onMarket(quoteEvent(quote));
          expect(await second.simulated.fillsSince(null)).toEqual(unbroken.fills());
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('queries', () => {
  it('answer by client id and symbol, and throw for a trade that never was', async () => {
    const venue = openVenue();
    venue.quote(1, 100_000);
    await venue.send('D-1', 1);
    const { clientId } = intentOf('D-1', 0);
    expect(await venue.simulated.findOrder(clientId, BTC)).toMatchObject({ state: 'OPEN', filledQuantity: '0' });
    expect(await venue.simulated.findOrder(clientId, ETH)).toBeNull();
    await expect(venue.simulated.fillsSince({ tradeId: 'sim-000009', symbol: 'BTC/USDT:USDT', at: 0 })).rejects.toThrow(
      InvariantError,
    );
  });
});

it('gives the same fill whatever else was simulated before', async () => {
  const alone = openVenue();
  const busy = openVenue();
  for (const venue of [alone, busy]) venue.quote(1, 100_000);
  await busy.send('other', 1, { symbol: ETH, quantity: '1' });
  busy.quote(2, 2_500, { symbol: ETH });
  for (const venue of [alone, busy]) {
    await venue.send('D-1', 1);
    venue.quote(3, 100_000);
  }
  expect(busy.fills().at(-1)).toEqual({ ...alone.fills()[0], tradeId: 'sim-000002' });
});

it('holds every fill to tick, lot, fee and remaining quantity in random markets', async () => {
  const request = fc.record({
    side: fc.constantFrom('buy', 'sell'),
    type: fc.constantFrom('market', 'limit', 'stop-market', 'take-profit-market'),
    lots: fc.integer({ min: 1, max: 3_000 }),
    ticks: fc.integer({ min: -300, max: 300 }),
    reduceOnly: fc.boolean(),
  });
  const step = fc.record({
    ticks: fc.integer({ min: -300, max: 300 }),
    volume: fc.double({ min: 0, max: 20, noNaN: true }),
    gap: fc.boolean(),
    order: fc.option(request),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const venue = openVenue();
      let tick = 1_000_000;
      let at = 0;
      for (const { ticks, volume, gap, order } of steps) {
        tick += ticks;
        at += 1;
        venue.quote(at, tick / 10, { volume, gap });
        if (order === null) continue;
        const price = ((tick + order.ticks) / 10).toFixed(1);
        await venue.send(`D-${at}`, at, {
          side: order.side as 'buy' | 'sell',
          type: order.type as OrderRequest['type'],
          quantity: (order.lots / 1_000).toFixed(3),
          price: order.type === 'limit' ? price : null,
          triggerPrice: order.type === 'stop-market' || order.type === 'take-profit-market' ? price : null,
          reduceOnly: order.reduceOnly,
        });
      }
      let position = ZERO;
      const filled = new Map<string, string>();
      for (const fill of venue.fills()) {
        const quantity = decimal(fill.quantity);
        const feeFraction = fill.liquidity === 'maker' ? '0.0002' : '0.0005';
        expect(decimal(fill.price).times(10).isInteger()).toBe(true);
        expect(quantity.times(1_000).isInteger() && quantity.greaterThan(0)).toBe(true);
        expect(fill.fee).toBe(decimalText(decimal(fill.price).times(quantity).times(decimal(feeFraction))));
        position = fill.side === 'buy' ? position.plus(quantity) : position.minus(quantity);
        filled.set(fill.clientId, decimalText(quantity.plus(decimal(filled.get(fill.clientId) ?? '0'))));
      }
      expect(decimalText(venue.simulated.positions().get(BTC) ?? ZERO)).toBe(decimalText(position));
      for (const [clientId, quantity] of filled) {
        expect((await venue.simulated.findOrder(clientId, BTC))?.filledQuantity).toBe(quantity);
      }
    }),
    { numRuns: 200 },
  );
});

it('writes nothing for a quote that fills nothing, however many come', async () => {
  const directory = freshDirectory();
  const venue = openVenue({ directory });
  venue.quote(1, 100_000);
  await venue.send('D-1', 1, { type: 'limit', price: '90000' });
  const written = () => readdirSync(directory).map((name) => [name, statSync(join(directory, name)).size]);
  const before = written();
  for (let at = 2; at < 20_002; at += 1) venue.quote(at, 100_000 + (at % 100));
  expect(before).not.toEqual([]);
  expect(written()).toEqual(before);
});
