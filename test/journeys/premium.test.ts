import { afterEach, expect, it } from 'vitest';
import { startFakeVenue } from '../fakes/venue/start-fake-venue.ts';
import type { FakeVenue } from '../fakes/venue/venue.ts';
import type { MovingVenue, VenueDesk } from './venue-desk.ts';
import { openMovingVenue, openVenueDesk, remove } from './venue-desk.ts';

/** Whatever is open when a test ends. */
const open: { venue: MovingVenue | null; world: FakeVenue | null; desk: VenueDesk | null } = {
  venue: null,
  world: null,
  desk: null,
};

afterEach(async () => {
  await open.desk?.leave();
  await open.venue?.close();
  await open.world?.close();
  if (open.desk !== null) remove(open.desk.directory);
  Object.assign(open, { venue: null, world: null, desk: null });
}, 120_000);

async function paperOn(
  name: 'binance' | 'upbit' | 'bithumb',
  environment: Readonly<Record<string, string>> = {},
): Promise<VenueDesk> {
  open.venue = await openMovingVenue(name);
  open.desk = await openVenueDesk(open.venue.venue, { mode: 'paper', quietDetectors: true, environment });
  const { desk } = open.desk;
  await open.desk.until('a price', () => desk.view.market(desk.config.venue.symbols[0] ?? '') !== null);
  return open.desk;
}

it.each(['upbit', 'bithumb'] as const)(
  'a desk in won at %s shows what a coin costs more than in the world',
  async (name) => {
    open.world = await startFakeVenue('binance', { prices: { 'BTC/USDT': 63_000 } });
    const person = await paperOn(name, { ASSENT_BINANCE_REST: open.world.restUrl });
    await person.until('a premium', () => person.desk.premium?.of('BTC/KRW') !== null);
    const line = await person.says('/market btc', /Quoted at/);
    // 90,000,000 won here; 63,000 USDT of 1,400 won there.
    expect(line).toMatch(/Kimchi premium +\+2\.[01]% \(USDT at ₩1,40\d, \d+s ago\)/);
    await person.says('/language ko', /한국어/);
    expect(await person.says('/market btc', /시세 시각/)).toMatch(
      /김치 프리미엄 +\+2\.[01]% \(USDT ₩1,40\d 기준, \d+초 전\)/,
    );
    await person.says('/status', /진입/);
    expect(person.shown().match(/premium|프리미엄/gi)).toHaveLength(2);
  },
  240_000,
);

it('a desk in won that cannot ask Binance says that it does not know', async () => {
  const person = await paperOn('upbit');
  expect(await person.says('/market btc', /Quoted at/)).toMatch(/Kimchi premium +not known now/);
}, 240_000);

it('a desk in USDT has no premium', async () => {
  const person = await paperOn('binance');
  expect(person.desk.premium).toBeUndefined();
  expect(await person.says('/market btc', /Quoted at/)).not.toMatch(/premium/i);
}, 240_000);
