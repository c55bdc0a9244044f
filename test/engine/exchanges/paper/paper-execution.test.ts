import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { readPaperBands } from '../../../../engine/exchanges/paper/paper-notes.ts';
import { intentOf } from '../../../fakes/market.ts';
import { BTC_SPOT, PaperRig } from './paper-market.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'assent-paper-'));
  folders.push(made);
  return made;
}

const ASKS = [
  [100, 1],
  [100.5, 2],
  [101, 4],
] as const;
const BIDS = [
  [99.9, 1],
  [99.5, 2],
  [99, 4],
] as const;

function opened(options: ConstructorParameters<typeof PaperRig>[0] = {}, symbol?: string): PaperRig {
  const rig = new PaperRig(options, symbol);
  rig.show(BIDS, ASKS);
  return rig;
}

const order = (rig: PaperRig, name: string, changes: Parameters<typeof intentOf>[2]) =>
  intentOf(name, rig.clock.now(), { symbol: rig.symbol, ...changes });

describe('an order that takes', () => {
  it('walks the levels, a fill each, with the fee of a taker', async () => {
    const rig = opened();
    await rig.execution.send(order(rig, 'D-1', { quantity: '2.5' }));
    rig.pass(1_000);
    expect(rig.fills.map(({ price, quantity, fee, liquidity }) => [price, quantity, fee, liquidity])).toEqual([
      ['100', '1', '0.05', 'taker'],
      ['100.5', '1.5', '0.075375', 'taker'],
    ]);
  });

  it('is on its way first: the market of its arrival counts', async () => {
    const rig = opened();
    await rig.execution.send(order(rig, 'D-1', { quantity: '1' }));
    rig.pass(10);
    expect(rig.fills).toEqual([]);
    rig.show([[109, 1]], [[110, 1]]);
    expect(rig.fills).toEqual([]);
    rig.pass(1_000);
    expect(rig.fills.map(({ price }) => price)).toEqual(['110']);
  });

  it('is given no level twice until the venue shows another quantity there', async () => {
    const rig = opened();
    await rig.execution.send(order(rig, 'D-1', { quantity: '1' }));
    await rig.execution.send(order(rig, 'D-2', { quantity: '1' }));
    rig.pass(1_000);
    expect(rig.fills.map(({ price }) => price)).toEqual(['100', '100.5']);
    rig.show(BIDS, [[100, 1.2], ...ASKS.slice(1)]);
    await rig.execution.send(order(rig, 'D-3', { quantity: '1' }));
    rig.pass(1_000);
    expect(rig.fills.at(-1)?.price).toBe('100');
  });

  it('gives back what the book does not hold', async () => {
    const rig = opened();
    await rig.execution.send(order(rig, 'D-1', { quantity: '10' }));
    rig.pass(1_000);
    expect(rig.fills.map(({ quantity }) => quantity)).toEqual(['1', '2', '4']);
    expect(rig.cancels).toEqual(['venue.paper-rest-canceled']);
  });

  it('never pays more than its limit; IOC gives back the rest, FOK all of it', async () => {
    const rig = opened();
    await rig.execution.send(order(rig, 'D-1', { type: 'limit', price: '100.5', quantity: '5', timeInForce: 'IOC' }));
    await rig.execution.send(order(rig, 'D-2', { type: 'limit', price: '101', quantity: '9', timeInForce: 'FOK' }));
    rig.pass(1_000);
    expect(rig.fills.map(({ price }) => price)).toEqual(['100', '100.5']);
    expect(rig.cancels.sort()).toEqual(['venue.paper-not-whole', 'venue.paper-rest-canceled']);
  });

  it('post-only never takes', async () => {
    const rig = opened();
    await rig.execution.send(order(rig, 'D-1', { type: 'limit', price: '100', timeInForce: 'post-only' }));
    rig.pass(1_000);
    expect([rig.fills, rig.cancels]).toEqual([[], ['venue.paper-would-take']]);
  });

  it('waits for a book that can be trusted, and is given back when none comes', async () => {
    const rig = opened();
    rig.book.synced = false;
    await rig.execution.send(order(rig, 'D-1', {}));
    rig.pass(5_000);
    expect(rig.events).toEqual([]);
    rig.pass(10_000);
    expect([rig.fills, rig.cancels]).toEqual([[], ['venue.paper-no-book']]);
    await rig.execution.send(order(rig, 'D-2', {}));
    rig.pass(1_000);
    rig.book.synced = true;
    rig.pass(1_000);
    expect(rig.fills).toHaveLength(1);
  });

  it('is never filled on the book of a mirror', async () => {
    const rig = opened();
    rig.book.venue = 'elsewhere';
    await rig.execution.send(order(rig, 'D-1', {}));
    rig.pass(20_000);
    expect([rig.fills, rig.cancels]).toEqual([[], ['venue.paper-no-book']]);
  });
});

describe('an order that rests', () => {
  const resting = { type: 'limit', price: '99.5', quantity: '1' } as const;

  async function rested(rig: PaperRig): Promise<void> {
    await rig.execution.send(order(rig, 'D-1', resting));
    rig.pass(1_000);
    expect(rig.fills).toEqual([]);
  }

  it('is served after those who were there before, at its price and as a maker', async () => {
    const rig = opened();
    await rested(rig);
    rig.print(99.5, 1.5, 'sell');
    expect(rig.fills).toEqual([]);
    rig.print(99.5, 0.8, 'sell');
    expect(rig.fills.map(({ price, quantity, liquidity }) => [price, quantity, liquidity])).toEqual([
      ['99.5', '0.3', 'maker'],
    ]);
    rig.print(99.5, 5, 'sell');
    expect(rig.fills.at(-1)?.quantity).toBe('0.7');
  });

  it('is not helped by those who come, and helped by those who leave only as far as it must be', async () => {
    const rig = opened();
    await rested(rig);
    rig.show([BIDS[0], [99.5, 50]], ASKS);
    rig.show([BIDS[0], [99.5, 2]], ASKS);
    rig.print(99.5, 2, 'sell');
    expect(rig.fills).toEqual([]);
    rig.show([BIDS[0], [99.5, 0.1]], ASKS);
    rig.print(99.5, 0.2, 'sell');
    expect(rig.fills).toHaveLength(1);
  });

  it('takes no part in trades of the other side', async () => {
    const rig = opened();
    await rested(rig);
    rig.print(99.5, 50, 'buy');
    expect(rig.fills).toEqual([]);
  });

  it('is served when a trade goes beyond its price, as far as that trade went', async () => {
    const rig = opened();
    await rested(rig);
    rig.print(99.4, 0.4, 'sell');
    expect(rig.fills.map(({ price, quantity }) => [price, quantity])).toEqual([['99.5', '0.4']]);
  });

  it('shares one trade with our other orders', async () => {
    const rig = opened();
    await rested(rig);
    await rig.execution.send(order(rig, 'D-2', resting));
    rig.pass(1_000);
    rig.print(99.4, 1.5, 'sell');
    const total = rig.fills.reduce((sum, { quantity }) => sum + Number(quantity), 0);
    expect(total).toBeCloseTo(1.5, 9);
  });

  it('meets whoever comes to its price from the other side', async () => {
    const rig = opened();
    await rested(rig);
    rig.show([[99, 4]], [[99.4, 0.6]]);
    expect(rig.fills.map(({ price, quantity, liquidity }) => [price, quantity, liquidity])).toEqual([
      ['99.5', '0.6', 'maker'],
    ]);
    rig.show([[99, 5]], [[99.4, 0.6]]);
    expect(rig.fills).toHaveLength(1);
  });
});

describe('a stop', () => {
  it('is triggered by a trade while the book cannot be trusted, and taken when it can be again', async () => {
    const rig = opened();
    await rig.execution.send(order(rig, 'D-1', { quantity: '1' }));
    rig.pass(1_000);
    await rig.execution.send(
      order(rig, 'D-2', { side: 'sell', type: 'stop-market', quantity: '1', triggerPrice: '99', reduceOnly: true }),
    );
    rig.pass(1_000);
    rig.book.synced = false;
    rig.print(98.9, 1, 'sell');
    rig.pass(1_000);
    rig.print(100, 1, 'buy');
    expect(rig.fills).toHaveLength(1);
    rig.book.synced = true;
    rig.pass(1_000);
    expect(rig.fills.map(({ side, price }) => [side, price])).toEqual([
      ['buy', '100'],
      ['sell', '99.9'],
    ]);
  });

  it('that arrives while the book cannot be trusted does not miss the trade through it', async () => {
    const rig = opened();
    await rig.execution.send(order(rig, 'D-1', { quantity: '1' }));
    rig.pass(1_000);
    rig.book.synced = false;
    await rig.execution.send(
      order(rig, 'D-2', { side: 'sell', type: 'stop-market', quantity: '1', triggerPrice: '99', reduceOnly: true }),
    );
    rig.pass(1_000);
    rig.print(98.9, 1, 'sell');
    rig.print(100, 1, 'buy');
    rig.book.synced = true;
    rig.pass(1_000);
    expect(rig.fills.map(({ side }) => side)).toEqual(['buy', 'sell']);
  });

  it('is set off by a trade, not by a quote, and walks the book of that moment', async () => {
    const rig = opened();
    await rig.execution.send(order(rig, 'D-1', {}));
    rig.pass(1_000);
    await rig.execution.send(
      order(rig, 'D-2', { side: 'sell', type: 'stop-market', triggerPrice: '99', reduceOnly: true }),
    );
    rig.pass(1_000);
    rig.show([[98.8, 5]], [[98.9, 5]]);
    rig.pass(500);
    expect(rig.fills).toHaveLength(1);
    rig.print(98.9, 0.1, 'sell');
    rig.pass(500);
    expect(rig.fills.at(-1)).toMatchObject({ side: 'sell', price: '98.8', liquidity: 'taker' });
  });

  it('is refused where the real venue has none', async () => {
    const rig = opened({
      abilities: {
        ...new PaperRig().execution.abilities,
        orderTypes: new Set(['market', 'limit']),
      },
    });
    const stop = order(rig, 'D-1', { side: 'sell', type: 'stop-market', triggerPrice: '99' });
    expect(await rig.execution.send(stop)).toMatchObject({ reason: { code: 'venue.paper-order-type' } });
  });
});

describe('the account', () => {
  it('of spot cannot sell what it has not, nor buy for more than it has', async () => {
    const rig = opened({ startingCash: '150' }, BTC_SPOT);
    const naked = await rig.execution.send(order(rig, 'D-1', { side: 'sell' }));
    expect(naked).toMatchObject({ outcome: 'rejected', reason: { code: 'venue.paper-funds' } });
    const dear = await rig.execution.send(order(rig, 'D-2', { quantity: '2' }));
    expect(dear).toMatchObject({ outcome: 'rejected', reason: { values: { currency: 'USDT', free: '150' } } });
    await rig.execution.send(order(rig, 'D-3', { quantity: '1' }));
    rig.pass(1_000);
    expect(await rig.execution.account()).toMatchObject({
      balances: [
        { currency: 'USDT', free: '49.95', locked: '0' },
        { currency: 'BTC', free: '1', locked: '0' },
      ],
      positions: [],
    });
  });

  it('of futures takes a margin by its leverage and books what was realised', async () => {
    const rig = opened({ startingCash: '60', leverage: 2 });
    await rig.execution.send(order(rig, 'D-1', { quantity: '1' }));
    rig.pass(1_000);
    const more = await rig.execution.send(order(rig, 'D-2', { quantity: '1' }));
    expect(more).toMatchObject({ outcome: 'rejected', reason: { code: 'venue.paper-funds' } });
    rig.show([[110, 5]], [[110.1, 5]]);
    await rig.execution.send(order(rig, 'D-3', { side: 'sell', quantity: '1' }));
    rig.pass(1_000);
    // 60 + 10 of profit − 0.05 and 0.055 of fees.
    expect(await rig.execution.account()).toMatchObject({ balances: [{ free: '69.895' }], positions: [] });
  });

  it('pays funding at 00:00, 08:00 and 16:00 UTC, once, also after a restart', async () => {
    const directory = folder();
    const rig = opened({ directory, fundingFraction: () => 0.0002 });
    await rig.execution.send(order(rig, 'D-1', { quantity: '1' }));
    rig.pass(7 * 3_600_000 + 1_000);
    const paid = rig.events.flatMap((event) => (event.type === 'funding.settled' ? [event.funding] : []));
    expect(paid).toEqual([expect.objectContaining({ amount: '-0.01998', currency: 'USDT', rateFraction: 0.0002 })]);
    const before = await rig.execution.account();
    rig.execution.close();
    const again = new PaperRig({ directory });
    again.clock.set(rig.clock.now());
    again.show(BIDS, ASKS);
    again.pass(60_000);
    expect(again.events).toEqual([]);
    expect((await again.execution.account()).balances).toEqual(before.balances);
  });
});

describe('after a restart', () => {
  it('orders, fills and position are as they were, and what rested still rests', async () => {
    const directory = folder();
    const rig = opened({ directory });
    await rig.execution.send(order(rig, 'D-1', {}));
    rig.pass(1_000);
    const rest = order(rig, 'D-2', { type: 'limit', price: '99.5' });
    await rig.execution.send(rest);
    rig.pass(1_000);
    rig.execution.close();
    const again = new PaperRig({ directory });
    expect(await again.execution.fillsSince(null)).toEqual(rig.fills);
    expect((await again.execution.openOrders()).map(({ clientId }) => clientId)).toEqual([rest.clientId]);
    again.show(BIDS, ASKS);
    again.print(99.4, 5, 'sell');
    expect(again.fills).toMatchObject([{ clientId: rest.clientId, price: '99.5' }]);
  });
});

describe('the band', () => {
  it('reaches from twice the impact and the drift to the best price there was', async () => {
    const directory = folder();
    const rig = opened({ directory });
    await rig.execution.send(order(rig, 'D-1', { quantity: '3' }));
    rig.show(BIDS, [
      [100.2, 1],
      [100.8, 9],
    ]);
    rig.pass(1_000);
    expect(rig.fills.map(({ price, quantity }) => [price, quantity])).toEqual([
      ['100.2', '1'],
      ['100.8', '2'],
    ]);
    // Kind: all at 100. Unkind: the 0.2 it drifted again on 3, and the 0.6 of impact again on 2.
    const band = rig.execution.band(0);
    expect([band.low.toFixed(), band.high.toFixed()]).toEqual(['-1.8', '1.8']);
    expect(readPaperBands(directory).map(({ tradeId }) => tradeId)).toEqual(rig.fills.map(({ tradeId }) => tradeId));
    expect(rig.execution.band(rig.clock.now() + 1).low.isZero()).toBe(true);
  });

  it('of a maker is nothing when its turn had surely come, else the price and fee of a taker', async () => {
    const rig = opened();
    await rig.execution.send(order(rig, 'D-1', { type: 'limit', price: '99.5', quantity: '1' }));
    rig.pass(1_000);
    rig.show([BIDS[0], [99.5, 10]], ASKS);
    rig.print(99.5, 3, 'sell');
    const lucky = rig.execution.band(0);
    // 0.5 to the ask and 0.03 % of 99.5.
    expect(lucky.low.toNumber()).toBeCloseTo(-0.52985, 9);
    expect(lucky.high.isZero()).toBe(true);
    await rig.execution.send(order(rig, 'D-2', { type: 'limit', price: '99.5', quantity: '1' }));
    rig.pass(1_000);
    rig.print(99.4, 3, 'sell');
    expect(rig.execution.band(0).low.toNumber()).toBeCloseTo(-0.52985, 9);
  });
});
