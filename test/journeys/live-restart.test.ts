import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { VenueName } from '../../engine/exchanges/venues/venue-name.ts';
import type { RunningCli } from './cli.ts';
import type { LiveGround } from './live-ground.ts';
import { KEY, openLiveGround, SECRET, SERVER, WHY_SKIPPED } from './live-ground.ts';

let ground: LiveGround;
beforeAll(async () => {
  ground = await openLiveGround();
});
afterEach(() => ground.afterEach(), 120_000);
afterAll(() => ground.afterAll(), 60_000);

/** Who holds an advisory lock here: the session that a dead machine would leave behind. */
const END_LOCK_HOLDERS =
  "select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())";

/** Waits until the program has written something; a program that never does fails the test with its words. */
async function shows(program: RunningCli, pattern: RegExp): Promise<void> {
  let shown = '';
  program.process.stdout?.on('data', (chunk: Buffer) => (shown += chunk.toString()));
  const late = sleep(60_000, null, { ref: false }).then(() => {
    throw new Error(`${pattern} was not written. Since then: ${shown}`);
  });
  await Promise.race([program.printed(pattern), late]);
}

async function until(what: string, holds: () => boolean, patienceMs = 30_000): Promise<void> {
  const end = performance.now() + patienceMs;
  while (!holds()) {
    if (performance.now() > end) throw new Error(`${what} did not come about`);
    await sleep(50);
  }
}

describe.skipIf(SERVER === null)(`the program with real money ${WHY_SKIPPED}`, () => {
  it.each<[name: VenueName, amount: string]>([
    ['binanceusdm', '500 usdt'],
    ['upbit', '500000 krw'],
  ])(
    '%s: killed by -9 with a position and started again, it knows position and stop, and doubles nothing',
    async (name, amount) => {
      const { venue } = await ground.venue(name);
      const environment = { DATABASE_URL: await ground.database(), ...ground.keysOf(name), ...ground.models() };
      const directory = ground.directory();
      const first = ground.program(directory, environment);
      await shows(first, /LIVE: REAL MONEY/);
      await sleep(1_000);
      first.say(`/buy btc ${amount}`);
      const bought = () => venue.ledger.trades(KEY).filter(({ side }) => side === 'buy');
      const open = () => venue.ledger.orders(KEY).filter(({ state }) => state === 'open');
      await shows(first, /Bought|bought|Opened|filled/i);
      const stops = name === 'binanceusdm' ? 1 : 0;
      await until('the stop', () => open().length === stops && bought().length > 0);
      const before = { trades: bought().length, orders: venue.ledger.orders(KEY).length, open: open() };
      first.process.kill('SIGKILL');
      expect((await first.ended()).code).toBeNull();

      const second = ground.program(directory, environment);
      await shows(second, /The records are in line with the venue/);
      second.say('/positions');
      await shows(second, /Positions\n.*Stop.*\n *BTC +long/);
      // Long enough for the sweep of stops and the keeper of the missing ones to look several times.
      await sleep(4_000);
      expect(bought()).toHaveLength(before.trades);
      expect(venue.ledger.orders(KEY)).toHaveLength(before.orders);
      expect(open().map(({ id }) => id)).toEqual(before.open.map(({ id }) => id));
      second.say('/close btc');
      await until('flat', () => Number(venue.ledger.positions(KEY)[symbolOf(name)] ?? '0') < 1e-6);
      await until('nothing rests', () => open().length === 0);
      // With a phone connected the end of the input ends nothing.
      second.process.kill('SIGTERM');
      const { code, stdout, stderr } = await second.ended();
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(stdout).not.toContain(SECRET);
      venue.ledger.checkConservation();
    },
    240_000,
  );

  it('a second engine on the same account ends with 78 before it writes anything to the venue', async () => {
    const { venue } = await ground.venue('binanceusdm');
    const environment = { DATABASE_URL: await ground.database(), ...ground.keysOf('binanceusdm'), ...ground.models() };
    const first = ground.program(ground.directory(), environment);
    await shows(first, /LIVE: REAL MONEY/);
    const writes = () =>
      venue.ledger
        .requests()
        .filter(({ method }) => method === 'POST' || method === 'DELETE')
        .map(({ method, path }) => `${method} ${path.split('?')[0]}`);
    // The emergency path of the first rehearses its way with cancels of orders that never were.
    await until('the rehearsal', () => writes().includes('DELETE /fapi/v1/algoOrder'));
    const before = writes();
    const other = { ...environment, ASSENT_ACCOUNT: 'another-name' };
    for (const [own, sentence] of [
      [environment, 'Another engine trades live at Binance USDT-M futures already.'],
      [other, 'Another engine trades another-name at Binance USDT-M futures already.'],
      [
        { ...environment, ASSENT_LANGUAGE: 'ko' },
        '다른 엔진이 이미 바이낸스 USDT-M 선물 live 계좌를 거래하고 있습니다.',
      ],
    ] as const) {
      const { code, stderr } = await ground.program(ground.directory(), own).ended();
      expect(code).toBe(78);
      expect(stderr).toContain(sentence);
    }
    expect(writes()).toEqual(before);
    expect(venue.ledger.orders(KEY)).toEqual([]);
  }, 180_000);

  it('an engine that was stopped while another took the account over wakes up, sends nothing, and ends with 78', async () => {
    const { venue } = await ground.venue('binanceusdm');
    const DATABASE_URL = await ground.database();
    const environment = { DATABASE_URL, ...ground.keysOf('binanceusdm'), ...ground.models() };
    const directory = ground.directory();
    const asleep = ground.program(directory, environment);
    await shows(asleep, /LIVE: REAL MONEY/);
    await sleep(1_500);
    asleep.process.kill('SIGSTOP');
    // What it finds in its pipe when it wakes up.
    asleep.say('/buy btc 500 usdt');
    // A machine that hangs loses its session once the server gives its connection up.
    await ground.ask(DATABASE_URL, END_LOCK_HOLDERS);
    // The other machine has a copy of the folder; what stands in it of a running process means nothing there.
    const copy = ground.directory();
    cpSync(join(directory, 'data'), join(copy, 'data'), { recursive: true });
    rmSync(join(copy, 'data', 'assent.lock'), { force: true });
    const heir = ground.program(copy, environment);
    await shows(heir, /LIVE: REAL MONEY/);
    // Past the age at which what it knew of the lock is good.
    await sleep(6_000);
    asleep.process.kill('SIGCONT');
    const { code, stderr } = await asleep.ended();
    expect({ code, told: stderr.split('\n')[0] }).toEqual({
      code: 78,
      told: expect.stringContaining('Another engine'),
    });
    expect(venue.ledger.orders(KEY)).toEqual([]);
    heir.say('/buy btc 500 usdt');
    await until('the order of the heir', () => venue.ledger.trades(KEY).length > 0);
  }, 180_000);
});

function symbolOf(name: VenueName): string {
  return name === 'upbit' ? 'BTC/KRW' : 'BTC/USDT:USDT';
}
