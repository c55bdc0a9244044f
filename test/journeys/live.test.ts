import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { killSwitch } from '../../engine/emergency/kill-switch.ts';
import type { LiveGround } from './live-ground.ts';
import { ARMED, KEY, openLiveGround, SECRET, SERVER, WHY_SKIPPED } from './live-ground.ts';
import { buy, unpanic } from './venue-desk.ts';

let ground: LiveGround;
beforeAll(async () => {
  ground = await openLiveGround();
});
afterEach(() => ground.afterEach(), 120_000);
afterAll(() => ground.afterAll(), 60_000);

const NOBODY = { written: null, ask: null, bind: false };

it('live without anything says all that is missing at once, and sends nothing', async () => {
  const { venue } = await ground.venue('upbit');
  const told = await ground.refusal({}, NOBODY);
  expect(told).toMatch(/5 conditions do not hold/);
  expect(told).toContain('Real money needs a PostgreSQL server');
  expect(told).toContain('No key of Upbit: set UPBIT_ACCESS_KEY and UPBIT_SECRET_KEY');
  expect(told).toContain('Nobody is an admin in chat');
  expect(told).toContain('two different language models beside the signal model; there is none');
  expect(told).toContain('Nobody said that real money may be traded');
  expect(venue.ledger.orders()).toEqual([]);
}, 120_000);

it('live says the same in Korean', async () => {
  await ground.venue('bithumb');
  const told = await ground.refusal({ ASSENT_LANGUAGE: 'ko' }, { ...NOBODY, written: 'yes' });
  expect(told).toContain('갖추지 못한 조건 5개');
  expect(told).toContain('빗썸 키가 없습니다');
  expect(told).toContain('서로 다른 언어 모델 두 개가 필요합니다');
}, 120_000);

it('the program ends with 78 and one message, in the language of its person', async () => {
  const { venue } = await ground.venue('upbit');
  for (const [language, title] of [
    ['en', 'Real money is not traded: 4 conditions do not hold.'],
    ['ko', '실거래를 시작하지 않습니다. 갖추지 못한 조건 4개:'],
  ] as const) {
    const { code, stdout, stderr } = await ground
      .program(ground.directory(), { ...ground.models(), ASSENT_LANGUAGE: language }, ['start', '--mode', 'live'])
      .ended();
    expect({ code, stdout }).toEqual({ code: 78, stdout: '' });
    expect(stderr.split('\n')[0]).toBe(title);
    expect(stderr.match(/^ {2}- /gm)).toHaveLength(4);
  }
  expect(venue.ledger.orders()).toEqual([]);
}, 120_000);

it('one language model alone does not do, and weighted votes need two of their three', async () => {
  await ground.venue('upbit');
  const { GROQ_API_KEY = '', ASSENT_MODELS_GROQ_URL = '' } = ground.models();
  const one = { GROQ_API_KEY, ASSENT_MODELS_GROQ_URL };
  expect(await ground.refusal(one)).toMatch(
    /there is only groq:openai\/gpt-oss-20b\. No model sits on review\.second:/,
  );
  const weighted = { ...one, ASSENT_REVIEW_POLICY: 'weighted' };
  expect(await ground.refusal({ ...weighted, ASSENT_REVIEW_NEWS: 'rules' })).toMatch(
    /there is only groq:openai\/gpt-oss-120b\. No model sits on review\.risk, review\.news:/,
  );
  expect(await ground.refusal(weighted)).not.toContain('language models');
  const recorded = { ...ground.models(), ASSENT_MODELS_CASSETTE: 'replay' };
  expect(await ground.refusal(recorded)).toContain('models.cassette plays recorded answers');
}, 120_000);

describe.skipIf(SERVER === null)(`live on PostgreSQL ${WHY_SKIPPED}`, () => {
  it('refuses a key that may withdraw, one that may not trade, and a wrong one', async () => {
    await ground.venue('binance', { canWithdraw: true, canTrade: false });
    const own = { DATABASE_URL: await ground.database(), ...ground.models() };
    const told = await ground.refusal({ ...own, ...ground.keysOf('binance') });
    expect(told).toContain('The key may withdraw.');
    expect(told).toContain('The key may not trade.');
    const wrong = await ground.refusal({ ...own, BINANCE_API_KEY: 'unknown-key-1', BINANCE_API_SECRET: SECRET });
    expect(wrong).toContain('Binance refuses the key');
  }, 120_000);

  it('a latched kill switch does not keep it from starting: it says so, takes no entry, and /unpanic lifts it', async () => {
    const { venue } = await ground.venue('upbit');
    const directory = ground.directory();
    const emergency = join(directory, 'data', 'emergency');
    mkdirSync(emergency, { recursive: true });
    killSwitch(emergency).latch({ by: 'emergency:signal', why: 'signal', at: Date.now() });
    const environment = { DATABASE_URL: await ground.database(), ...ground.keysOf('upbit'), ...ground.models() };
    const person = await ground.desk({ directory, environment });
    await person.until('the word of it', () => person.shown().includes('EMERGENCY STOP is latched: no entries'));
    await person.until('a price', () => person.desk.view.market('BTC/KRW') !== null);
    expect(await person.says('/buy btc 500000 krw', /Refused|refused|emergency/i)).not.toContain('Bought');
    expect(venue.ledger.orders(KEY)).toEqual([]);
    await person.until('the end of the emergency', () => person.desk.emergency?.status()?.finished === true);
    await unpanic(person);
    await person.until('the latch gone', () => !killSwitch(emergency).latched());
    await buy(person, 'btc 500000 krw');
  }, 120_000);

  it('binds a key to paper or to real money: neither trades the other without being told', async () => {
    const { venue } = await ground.venue('upbit');
    const directory = ground.directory();
    const environmentOf = (DATABASE_URL: string) => ({ DATABASE_URL, ...ground.keysOf('upbit'), ...ground.models() });
    const environment = environmentOf(await ground.database());
    const paper = { mode: 'paper', opening: {} } as const;
    await (await ground.desk({ ...paper, directory, environment })).leave();
    // A second start of the same kind is nothing new.
    await (await ground.desk({ ...paper, directory, environment })).leave();
    expect(await ground.refusal(environment)).toContain('This key was used for paper in this database.');

    const real = environmentOf(await ground.database());
    expect(await ground.refusal(real)).toBe('opened');
    await expect(ground.desk({ ...paper, directory: ground.directory(), environment: real })).rejects.toThrow(
      'The key of upbit that is set here trades real money in this database.',
    );
    expect(venue.ledger.orders(KEY)).toEqual([]);
  }, 180_000);

  it.each(['binanceusdm', 'binance', 'upbit', 'bithumb'] as const)(
    '%s: a person buys, the stop rests or is watched, a restart goes on, and all is sold again',
    async (name) => {
      const { venue } = await ground.venue(name);
      const directory = ground.directory();
      const environment = { DATABASE_URL: await ground.database(), ...ground.keysOf(name), ...ground.models() };
      const first = await ground.desk({ directory, environment });
      const [symbol = ''] = first.desk.config.venue.symbols;
      await first.until('the banner', () => first.shown().includes('LIVE: REAL MONEY'));
      await first.until('a price', () => first.desk.view.market(symbol) !== null);
      const amount = name === 'upbit' || name === 'bithumb' ? '500000 krw' : '500 usdt';
      await buy(first, `btc ${amount}`);
      const bought = venue.ledger.trades(KEY).filter(({ side }) => side === 'buy');
      expect(bought.length).toBeGreaterThan(0);
      expect(first.desk.view.positions()[0]?.protection?.stopPrice).toBeDefined();
      const resting = () => venue.ledger.orders(KEY).filter(({ state, type }) => state === 'open' && type !== 'market');
      if (name === 'binanceusdm') {
        await first.until('a stop at the venue', () => resting().length === 1);
        expect(resting()).toMatchObject([{ algo: true, side: 'sell', type: 'stop-market' }]);
      }
      // One account has one engine.
      expect(await ground.refusal(environment, ARMED)).toContain('Another engine trades live at');
      await first.leave();

      const again = await ground.desk({ directory, environment });
      expect(again.desk.view.positions()).toHaveLength(1);
      await again.until('a price', () => again.desk.view.market(symbol) !== null);
      await again.says('/close btc', /BTC/);
      await again.until('flat', () => again.desk.view.positions().length === 0);
      await again.until('nothing rests', () => venue.ledger.orders(KEY).every(({ state }) => state !== 'open'));
      venue.ledger.checkConservation();
    },
    180_000,
  );

  it('upbit: a stop that no order can rest for is watched, and sells when the price falls below it', async () => {
    const moving = await ground.venue('upbit');
    const environment = { DATABASE_URL: await ground.database(), ...ground.keysOf('upbit'), ...ground.models() };
    const person = await ground.desk({ environment, directory: ground.directory(), quietDetectors: true });
    await person.until('a price', () => person.desk.view.market('BTC/KRW') !== null);
    await buy(person, 'btc 500000 krw');
    expect(moving.venue.ledger.orders(KEY).filter(({ state }) => state === 'open')).toEqual([]);
    moving.jump(0.95);
    await person.until('the exit', () => person.desk.view.positions().length === 0);
    expect(Number(moving.venue.ledger.positions(KEY)['BTC/KRW'] ?? '0')).toBe(0);
    await person.desk.journal.flushed();
    const [trade] = await person.desk.records.trades({ limit: 1 });
    expect(trade?.exitReason.code).toBe('exit.stop-watched');
    moving.venue.ledger.checkConservation();
  }, 120_000);
});
