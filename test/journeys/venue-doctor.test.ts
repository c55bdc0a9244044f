import { afterEach, expect, it } from 'vitest';
import { appVenueChecks } from '../../bot/app/venue-doctor.ts';
import { runDoctor } from '../../bot/doctor.ts';
import { startFakeVenue } from '../fakes/venue/start-fake-venue.ts';
import type { FakeVenue } from '../fakes/venue/venue.ts';
import { freshDirectory, remove, venueConfig } from './venue-desk.ts';

const KEY = 'doctor-key-1234';
const SECRET = 'doctor-secret-that-nobody-may-see';
let venue: FakeVenue | null = null;
const directories: string[] = [];

afterEach(async () => {
  await venue?.close();
  for (const directory of directories.splice(0)) remove(directory);
});

async function examined(environment: Readonly<Record<string, string>>, language: 'en' | 'ko' = 'en') {
  if (venue === null) throw new Error('no venue');
  const directory = freshDirectory();
  directories.push(directory);
  const config = venueConfig(venue, { mode: 'live', directory, environment });
  let written = '';
  const write = (text: string): void => {
    written += text;
  };
  const options = { checks: appVenueChecks(config), language, write, scrub: (text: string) => text };
  const code = await runDoctor({ ...options, json: false });
  expect(written).not.toContain(SECRET);
  return { code, written };
}

const BINANCE = { BINANCE_API_KEY: KEY, BINANCE_API_SECRET: SECRET };

it('a sound key of futures: ready, with rights, clock, limits, minimum orders and streams told', async () => {
  venue = await startFakeVenue('binanceusdm');
  venue.accounts.open({ apiKey: KEY, secret: SECRET, balances: { USDT: '1000' }, ipBound: true });
  const { code, written } = await examined(BINANCE);
  expect(written).toContain('[ok] Rights: It may trade and cannot withdraw.');
  expect(written).toContain('[ok] Address: The key is bound to addresses.');
  expect(written).toMatch(/\[ok\] Clock: The venue's clock is -?\d+ ms ahead of ours\./);
  expect(written).toMatch(/\[ok\] Minimum orders: BTC\/USDT:USDT \d+/);
  expect(written).toContain('[ok] Streams: They open.');
  expect(written).toContain('Ready.');
  expect(code).toBe(0);
  expect(venue.ledger.orders()).toEqual([]);
}, 60_000);

it('a key that may withdraw, on a clock that is off, is a problem, in Korean too', async () => {
  venue = await startFakeVenue('binanceusdm');
  venue.market.setClockOffset(8_000);
  venue.accounts.open({ apiKey: KEY, secret: SECRET, balances: {}, canWithdraw: true, ipBound: false });
  const { code, written } = await examined(BINANCE, 'ko');
  expect(code).toBe(1);
  expect(written).toContain('[문제] 권한: 출금 권한이 있습니다.');
  expect(written).toContain('[주의] IP 제한');
  expect(written).toMatch(/\[문제\] 시계: 거래소 시계가 이 컴퓨터보다 [78]\d{3} ms 빠릅니다/);
}, 60_000);

it('without a key it says which to set, and still tries the streams', async () => {
  venue = await startFakeVenue('upbit');
  const { code, written } = await examined({});
  expect(code).toBe(1);
  expect(written).toContain('[PROBLEM] Keys of Upbit: Set UPBIT_ACCESS_KEY, UPBIT_SECRET_KEY');
  expect(written).toContain('[warning] Key: Not asked: there is no key.');
  expect(written).toContain('[ok] Streams: They open.');
}, 60_000);

it('a key of Upbit near its end is a warning', async () => {
  venue = await startFakeVenue('upbit');
  const expiresAt = Date.now() + 5 * 86_400_000 + 3_600_000;
  venue.accounts.open({ apiKey: KEY, secret: SECRET, balances: { KRW: '1000000' }, expiresAt });
  const { written } = await examined({ UPBIT_ACCESS_KEY: KEY, UPBIT_SECRET_KEY: SECRET });
  expect(written).toMatch(
    /\[warning\] End of the key: It ends on \d{4}-\d\d-\d\d, in 5 days\. Make a new one in time\./,
  );
  expect(written).toMatch(
    /\[(ok|warning)\] Rights: (It may trade and cannot withdraw|It cannot withdraw|The venue does not say)/,
  );
  expect(written).toMatch(/\[ok\] Minimum orders: BTC\/KRW 5000/);
}, 60_000);
