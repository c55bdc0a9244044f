import { afterEach, expect, it } from 'vitest';
import { ConfigError } from '../../engine/domain/errors.ts';
import type { MovingVenue, VenueDesk } from './venue-desk.ts';
import { buy, openMovingVenue, openVenueDesk, remove } from './venue-desk.ts';

/** Whatever is open when a test ends. */
const open: { venue: MovingVenue | null; desk: VenueDesk | null } = { venue: null, desk: null };

afterEach(async () => {
  await open.desk?.leave();
  await open.venue?.close();
  if (open.desk !== null) remove(open.desk.directory);
  Object.assign(open, { venue: null, desk: null });
}, 120_000);

async function paperOn(
  name: 'binanceusdm' | 'upbit',
  directory?: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<VenueDesk> {
  open.venue ??= await openMovingVenue(name, ['BTC', 'ETH']);
  open.desk = await openVenueDesk(open.venue.venue, {
    mode: 'paper',
    quietDetectors: true,
    environment,
    ...(directory !== undefined && { directory }),
  });
  const { desk } = open.desk;
  const [symbol = ''] = desk.config.venue.symbols;
  await open.desk.until('a price', () => desk.view.market(symbol) !== null);
  return open.desk;
}

it('paper on futures: a person buys on the live book, a stop rests, funds and band are told, and a restart goes on', async () => {
  const person = await paperOn('binanceusdm');
  const { desk } = person;
  expect(person.shown()).toContain('a real market, paper money');
  expect(person.shown()).toContain('Following Binance USDT-M futures as it happens: BTC, all in USDT.');
  expect(desk.view.candles('BTC/USDT:USDT', '1m', 200).length).toBeGreaterThan(100);
  expect(await person.says('/speed', /live market/)).toContain('only a recording has a speed');
  expect(await person.says('/seek 10:00', /live market/)).toBeDefined();
  const status = await person.says('/status', /Entries/);
  expect(status).toContain('Paper');
  expect(status).toContain('Binance USDT-M futures (USDT)');

  await buy(person, 'btc 500 usdt');
  await person.until('a resting stop', () =>
    desk.view.openOrders().some(({ request, state }) => request.type === 'stop-market' && state === 'OPEN'),
  );
  const [held] = desk.view.positions();
  expect(held?.position.direction).toBe('long');
  expect(open.venue?.venue.ledger.orders()).toEqual([]);
  expect(await person.says('/pnl', /Paper band/)).toMatch(/Paper band\s+[-+]?[\d.,]+ USDT to [-+]?[\d.,]+ USDT/);
  expect(await person.says('/performance', /Paper band/)).toBeDefined();

  await person.leave();
  const again = await paperOn('binanceusdm', person.directory);
  expect(again.shown()).toContain('The paper account goes on where it was');
  expect(again.desk.view.positions().map(({ position }) => position.quantity.toFixed())).toEqual([
    held?.position.quantity.toFixed(),
  ]);
  await again.says('/close btc', /clos|BTC/i);
  await again.until('flat', () => again.desk.view.positions().length === 0);
  await again.until('no order left', () => again.desk.view.openOrders().length === 0);
  const trades = await again.desk.records.trades({ limit: 10 });
  expect(trades).toHaveLength(1);
}, 240_000);

it('paper: a coin with a position cannot be taken out of venue.symbols; put back, the desk goes on', async () => {
  const both = { ASSENT_VENUE_SYMBOLS: 'BTC,ETH' };
  const person = await paperOn('binanceusdm', undefined, both);
  await buy(person, 'eth 500 usdt');
  await person.leave();
  const refusal = await paperOn('binanceusdm', person.directory).catch((fault: unknown) => fault);
  expect(refusal).toBeInstanceOf(ConfigError);
  expect(String(refusal)).toContain('positions or orders in ETH, which venue.symbols does not name');
  const again = await paperOn('binanceusdm', person.directory, both);
  expect(again.desk.view.positions().map(({ position }) => position.symbol)).toEqual(['ETH/USDT:USDT']);
}, 240_000);

it('paper in won: ten million to begin with, no parts of a won, and the stop is watched where the venue has none', async () => {
  const person = await paperOn('upbit');
  const { desk } = person;
  expect(person.shown()).toContain('₩10,000,000');
  await buy(person, 'btc 500000 krw');
  expect(await person.says('/balance', /₩/)).not.toMatch(/USDT|KRW/);
  open.venue?.jump(0.9);
  await person.until('the stop', () => desk.view.positions().length === 0);
  expect((await desk.records.trades({ limit: 1 })).map(({ exitReason }) => exitReason.code)).toEqual([
    'exit.stop-watched',
  ]);
}, 240_000);
