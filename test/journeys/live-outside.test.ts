import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { VenueName } from '../../engine/exchanges/venues/venue-name.ts';
import type { LiveGround } from './live-ground.ts';
import { KEY, openLiveGround, SERVER, WHY_SKIPPED } from './live-ground.ts';
import { buy, unpanic } from './venue-desk.ts';

let ground: LiveGround;
beforeAll(async () => {
  ground = await openLiveGround();
});
afterEach(() => ground.afterEach(), 120_000);
afterAll(() => ground.afterAll(), 60_000);

/** The venue tells of a stranger's fill at once; the desk waits a minute for an order of its own that could explain it. */
const ADOPTED_AFTER_MS = 100_000;
const COINS = ['BTC', 'ETH', 'XRP'];

describe.skipIf(SERVER === null)(`trades made by hand in the venue's app ${WHY_SKIPPED}`, () => {
  it.each([
    ['binanceusdm', '0.01'],
    ['upbit', '0.01'],
  ] as const)(
    '%s: each is adopted and told with three answers, and each answer does what it says',
    async (name, quantity) => {
      const { venue } = await ground.venue(name, { coins: COINS });
      const environment = {
        DATABASE_URL: await ground.database(),
        ASSENT_VENUE_SYMBOLS: COINS.join(','),
        ...{ ...ground.keysOf(name), ...ground.models() },
      };
      const person = await ground.desk({ environment, directory: ground.directory(), quietDetectors: true });
      const { view } = person.desk;
      const symbols = person.desk.config.venue.symbols;
      const [btc = '', eth = '', xrp = ''] = symbols;
      for (const symbol of symbols) await person.until(`a price of ${symbol}`, () => view.market(symbol) !== null);
      const held = (symbol: string) => view.positions().find(({ position }) => position.symbol === symbol);
      const ofVenue = (symbol: string) => Number(venue.ledger.positions(KEY)[symbol] ?? '0');
      const idOf = (symbol: string) =>
        new RegExp(`(X-\\d+) Outside change: ${symbol.split('/')[0]}`).exec(person.shown())?.[1];

      // The futures of XRP come in tenths.
      const sizeOf = (symbol: string) => (name === 'binanceusdm' && symbol === xrp ? '0.1' : quantity);
      for (const symbol of symbols) {
        venue.accounts.byHand(KEY, { symbol, side: 'buy', quantity: sizeOf(symbol), price: null });
      }
      for (const symbol of symbols) {
        await person.until(`${symbol} adopted`, () => idOf(symbol) !== undefined, ADOPTED_AFTER_MS);
        expect(held(symbol)?.position.quantity.toNumber()).toBeCloseTo(ofVenue(symbol), 10);
      }
      expect(person.shown()).toContain(`/outside ${idOf(btc)} takeover`);
      expect(person.shown()).toContain(`/outside ${idOf(btc)} leave`);
      expect(person.shown()).toContain(`/outside ${idOf(btc)} close`);
      expect(held(btc)?.protection?.stopPrice ?? null).toBeNull();

      await person.says(`/outside ${idOf(btc)} takeover`, /Take it over|took/i);
      await person.until('a stop', () => (held(btc)?.protection?.stopPrice ?? null) !== null);
      if (name === 'binanceusdm') await person.until('it rests there', () => restingStops(btc).length === 1);

      await person.says(`/outside ${idOf(eth)} leave`, /Leave it alone|alone/i);
      await person.says(`/outside ${idOf(xrp)} close`, /Close it|clos/i);
      await person.until('XRP closed', () => held(xrp) === undefined);
      expect(ofVenue(xrp)).toBeLessThan(Number(quantity) * 0.01);
      expect(ofVenue(eth)).toBeGreaterThan(0);
      expect(restingStops(eth)).toEqual([]);
      venue.ledger.checkConservation();

      function restingStops(symbol: string) {
        return venue.ledger
          .orders(KEY)
          .filter((order) => order.symbol === symbol && order.state === 'open' && order.type === 'stop-market');
      }
    },
    240_000,
  );
});

describe.skipIf(SERVER === null)(`/panic with real money ${WHY_SKIPPED}`, () => {
  it.each<[name: VenueName, amount: string]>([
    ['binanceusdm', '500 usdt'],
    ['upbit', '500000 krw'],
  ])(
    '%s: everything is flat in the ledger, entries are refused until /unpanic',
    async (name, amount) => {
      const { venue } = await ground.venue(name);
      const environment = { DATABASE_URL: await ground.database(), ...ground.keysOf(name), ...ground.models() };
      const person = await ground.desk({ environment, directory: ground.directory(), quietDetectors: true });
      const { view } = person.desk;
      const [symbol = ''] = person.desk.config.venue.symbols;
      await person.until('a price', () => view.market(symbol) !== null);
      await buy(person, `btc ${amount}`);
      await person.says('/panic', /./);
      await person.until('flat at the venue', () => Number(venue.ledger.positions(KEY)[symbol] ?? '0') < 1e-6);
      await person.until('nothing rests', () => venue.ledger.orders(KEY).every(({ state }) => state !== 'open'));
      // Its fills are of no order of the desk, and yet its own: nobody is asked whose they are.
      await person.until('flat in the record', () => view.positions().length === 0);
      const sold = venue.ledger.trades(KEY).filter(({ side }) => side === 'sell');
      const bought = venue.ledger.trades(KEY).filter(({ side }) => side === 'buy');
      const sum = (trades: typeof sold) => trades.reduce((total, { quantity }) => total + Number(quantity), 0);
      expect(sum(sold)).toBeCloseTo(sum(bought), 5);

      const before = venue.ledger.orders(KEY).length;
      await person.says(`/buy btc ${amount}`, /Refused[\s\S]*unpanic/i);
      expect(venue.ledger.orders(KEY)).toHaveLength(before);
      await unpanic(person);
      await person.until('entries again', () => !view.gates().panicked);
      // Fees made it a loss: what keeps the next entry out now is the ordinary rule, and no latch.
      await person.says(`/buy btc ${amount}`, /Cooling down after a loss/);
      venue.ledger.checkConservation();
    },
    240_000,
  );

  it.each<[name: VenueName, amount: string, own: number]>([
    ['binance', '500 usdt', 1],
    ['upbit', '500000 krw', 1],
  ])(
    '%s: what the emergency path sells the desk neither guards nor sells, and coins of the owner stay',
    async (name, amount, own) => {
      const moving = await ground.venue(name);
      const { venue } = moving;
      venue.accounts.deposit(KEY, 'BTC', String(own));
      const environment = { DATABASE_URL: await ground.database(), ...ground.keysOf(name), ...ground.models() };
      const person = await ground.desk({ environment, directory: ground.directory(), quietDetectors: true });
      const { view } = person.desk;
      const [symbol = ''] = person.desk.config.venue.symbols;
      await person.until('a price', () => view.market(symbol) !== null);
      await buy(person, `btc ${amount}`);
      const guarded = () => view.positions()[0]?.protection?.stopPrice ?? null;
      await person.until('a stop', () => guarded() !== null);
      const ofDesk = () => venue.ledger.orders(KEY).length;
      if (name === 'binance') await person.until('it rests there', () => ofDesk() === 2);
      const before = ofDesk();
      const pressed = person.says('/panic', /./);
      // Where the desk itself watches the stop, its price is reached while the other sells.
      if (name === 'upbit') moving.jump(0.9);
      await pressed;
      await person.until('flat in the record', () => view.positions().length === 0);
      await person.until('the end is told', () => view.openOrders().length === 0);
      expect(Number(venue.ledger.positions(KEY)[symbol] ?? '0')).toBeCloseTo(own, 4);
      // One sale, of the emergency path, and nothing of the desk's.
      expect(ofDesk()).toBe(before + 1);
      venue.ledger.checkConservation();
    },
    240_000,
  );
});
