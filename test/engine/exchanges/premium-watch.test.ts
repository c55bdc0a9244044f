import { afterEach, describe, expect, it } from 'vitest';
import { UnavailableError } from '../../../engine/domain/errors.ts';
import { PublicReads } from '../../../engine/exchanges/feeds/history-reads.ts';
import { PremiumWatch } from '../../../engine/exchanges/premium-watch.ts';
import { SYSTEM_LOOP } from '../../../engine/exchanges/system-event-loop.ts';
import { OWN_ADDRESS, type VenueName } from '../../../engine/exchanges/venues/venue-name.ts';
import { startFakeVenue } from '../../fakes/venue/start-fake-venue.ts';
import type { FakeVenue } from '../../fakes/venue/venue.ts';
import { FakeLiveLoop } from './feeds/fake-live-loop.ts';

const BTC = 'BTC/KRW';
const book = (market: string, bid: number, ask: number, at: number) =>
  JSON.stringify([{ market, timestamp: at, orderbook_units: [{ bid_price: bid, ask_price: ask }] }]);

/** A watch whose venues answer what the test says; null is no answer. */
function scripted(symbols: readonly string[] = [BTC]) {
  const loop = new FakeLiveLoop();
  const asked: string[] = [];
  const faults: string[] = [];
  const answers: Record<string, () => string | null> = {
    'KRW-BTC': () => book('KRW-BTC', 102_999_000, 103_001_000, loop.now()),
    'KRW-USDT': () => book('KRW-USDT', 1_399, 1_401, loop.now()),
    BTCUSDT: () => '{"symbol":"BTCUSDT","bidPrice":"71428.00","askPrice":"71429.14"}',
  };
  const readsOf = (venue: VenueName) =>
    new PublicReads({
      ...{ venue, address: OWN_ADDRESS, loop },
      request: async (text) => {
        const url = new URL(text);
        const market = url.searchParams.get('markets') ?? url.searchParams.get('symbol') ?? '';
        asked.push(`${url.host}${url.pathname} ${market}`);
        const body = answers[market]?.() ?? null;
        if (body === null) throw new UnavailableError('no answer');
        return { status: 200, headers: {}, body };
      },
    });
  const watch = new PremiumWatch({
    ...{ symbols, korean: readsOf('upbit'), world: readsOf('binance'), clock: loop, loop },
    onFault: (symbol) => faults.push(symbol),
  });
  return { loop, asked, faults, answers, watch };
}

describe('the watch of the premium', () => {
  it('asks for both prices and the rate at once, again every half minute, and no more once it is stopped', async () => {
    const { loop, asked, watch } = scripted();
    expect(watch.of(BTC)).toBeNull();
    watch.start();
    await loop.pass(0);
    expect(watch.of(BTC)?.fraction).toBeCloseTo(0.03, 6);
    expect(watch.of(BTC)).toMatchObject({ rate: 1_400, ageMs: 0 });
    const round = [
      'api.binance.com/api/v3/ticker/bookTicker BTCUSDT',
      'api.upbit.com/v1/orderbook KRW-BTC',
      'api.upbit.com/v1/orderbook KRW-USDT',
    ];
    expect([...asked].sort()).toEqual(round);
    await loop.pass(29_999);
    expect(asked).toHaveLength(3);
    expect(watch.of(BTC)?.ageMs).toBe(29_999);
    await loop.pass(1);
    expect(asked).toHaveLength(6);
    expect(watch.of(BTC)?.ageMs).toBe(0);
    watch.stop();
    await loop.pass(300_000);
    expect(asked).toHaveLength(6);
  });

  it.each(['KRW-BTC', 'KRW-USDT', 'BTCUSDT'])(
    'knows nothing two minutes after %s was answered last',
    async (market) => {
      const { loop, answers, faults, watch } = scripted();
      watch.start();
      await loop.pass(0);
      answers[market] = () => null;
      await loop.pass(120_000);
      expect(watch.of(BTC)?.ageMs).toBe(120_000);
      await loop.pass(1);
      expect(watch.of(BTC)).toBeNull();
      expect(faults.length).toBeGreaterThan(0);
      watch.stop();
    },
  );

  it('knows nothing without a rate, and takes no answer that cannot be believed', async () => {
    for (const [market, answer] of [
      ['KRW-USDT', null],
      ['KRW-USDT', '[]'],
      ['KRW-USDT', book('KRW-USDT', 1_401, 1_399, 1)],
      ['BTCUSDT', '<html>'],
      ['BTCUSDT', '{"bidPrice":"-1","askPrice":"2"}'],
    ] as const) {
      const { loop, answers, watch } = scripted();
      answers[market] = () => answer;
      watch.start();
      await loop.pass(0);
      expect(watch.of(BTC)).toBeNull();
      watch.stop();
    }
  });

  it('takes a book that the venue says is old for as old as that', async () => {
    const { loop, answers, watch } = scripted();
    answers['KRW-USDT'] = () => book('KRW-USDT', 1_399, 1_401, loop.now() - 90_000);
    watch.start();
    await loop.pass(0);
    expect(watch.of(BTC)?.ageMs).toBe(90_000);
    await loop.pass(30_000);
    expect(watch.of(BTC)?.ageMs).toBe(90_000);
    answers['KRW-USDT'] = () => book('KRW-USDT', 1_399, 1_401, loop.now() - 120_001);
    await loop.pass(30_000);
    expect(watch.of(BTC)).toBeNull();
    watch.stop();
  });

  it('asks for no premium of the USDT that everything is reckoned in', async () => {
    const { loop, asked, watch } = scripted(['USDT/KRW']);
    watch.start();
    await loop.pass(0);
    expect(asked).toEqual(['api.upbit.com/v1/orderbook KRW-USDT']);
    expect(watch.of('USDT/KRW')).toBeNull();
    watch.stop();
  });
});

describe.each(['upbit', 'bithumb'] as const)('on our own %s and Binance', (name) => {
  const open: FakeVenue[] = [];
  afterEach(async () => {
    for (const venue of open.splice(0)) await venue.close();
  });

  it('finds what the markets were set to', async () => {
    const prices = { 'BTC/KRW': 103_000_000, 'USDT/KRW': 1_402 };
    const korean = await startFakeVenue(name, { prices });
    const world = await startFakeVenue('binance', { prices: { 'BTC/USDT': 72_000 } });
    open.push(korean, world);
    const readsOf = ({ name: venue, restUrl }: FakeVenue) =>
      new PublicReads({ venue, address: { rest: restUrl, stream: null }, loop: SYSTEM_LOOP });
    const watch = new PremiumWatch({
      ...{ symbols: [BTC], korean: readsOf(korean), world: readsOf(world) },
      ...{ clock: { now: Date.now }, loop: SYSTEM_LOOP },
    });
    watch.start();
    await expect.poll(() => watch.of(BTC)).not.toBeNull();
    watch.stop();
    expect(watch.of(BTC)?.rate).toBeCloseTo(1_402, -1);
    expect(watch.of(BTC)?.fraction).toBeCloseTo(103_000_000 / (72_000 * 1_402) - 1, 2);
    const asked = world.ledger.requests().map(({ path }) => path);
    expect(asked).toEqual(['/api/v3/ticker/bookTicker']);
  });
});
