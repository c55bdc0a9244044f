import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { killSwitch } from '../../engine/emergency/kill-switch.ts';
import type { RunningCli } from './cli.ts';
import { cli, startCli } from './cli.ts';
import { layDatabase } from './empty-database.ts';
import type { MovingVenue } from './venue-desk.ts';
import { buy, freshDirectory, openMovingVenue, openVenueDesk, remove } from './venue-desk.ts';

const BTC = 'BTC/USDT:USDT';
const KEYS = { apiKey: 'emergency-journey', secret: 'e'.repeat(64) };
const open: { venue: MovingVenue | null; desk: RunningCli | null; directory: string | null } = {
  ...{ venue: null, desk: null, directory: null },
};

afterEach(async () => {
  open.desk?.process.kill('SIGKILL');
  await open.desk?.ended();
  await open.venue?.close();
  if (open.directory !== null) remove(open.directory);
  Object.assign(open, { venue: null, desk: null, directory: null });
}, 60_000);

async function place(mode: 'paper' | 'live') {
  open.venue = await openMovingVenue('binanceusdm');
  open.directory = freshDirectory();
  const data = join(open.directory, 'data');
  mkdirSync(data, { recursive: true });
  const { venue } = open.venue;
  const environment: Record<string, string> = {
    ...{ ASSENT_MODE: mode, ASSENT_VENUE: 'binanceusdm', ASSENT_VENUE_SYMBOLS: 'BTC' },
    ...{ ASSENT_LANGUAGE: 'en', ASSENT_TIME_ZONE: 'UTC' },
    ...{ ASSENT_BINANCEUSDM_REST: venue.restUrl, ASSENT_BINANCEUSDM_STREAM: venue.streamUrl },
  };
  if (mode === 'live') Object.assign(environment, { BINANCE_API_KEY: KEYS.apiKey, BINANCE_API_SECRET: KEYS.secret });
  return { venue, data, options: { environment, workingDirectory: open.directory } };
}

describe('where no desk runs', () => {
  it('`assent panic` gets a real account flat by itself, latches, and the doctor tells of it', async () => {
    const { venue, data, options } = await place('live');
    venue.accounts.open({ ...KEYS, balances: { USDT: '100000' } });
    venue.accounts.byHand(KEYS.apiKey, { symbol: BTC, side: 'buy', quantity: '0.05', price: null });
    const run = await cli(['panic', '--json', '--data', data], options);
    expect(run.stderr).toBe('');
    expect(JSON.parse(run.stdout)).toMatchObject({
      ...{ latched: true, finished: true, alone: true, latch: { by: 'terminal:owner' } },
      accounts: [{ venue: 'binanceusdm', phase: 'flat' }],
    });
    expect(run.code).toBe(0);
    expect(venue.ledger.positions(KEYS.apiKey)[BTC]).toBe('0');
    expect(killSwitch(join(data, 'emergency')).latched()).toBe(true);
    const doctor = await cli(['doctor', '--data', data], options);
    expect(doctor.stdout).toMatch(
      /\[warning\] Emergency path: accounts at venues: 1; LATCHED since .* by terminal:owner/,
    );
    expect(doctor.stdout).toContain('everything got flat');
  }, 120_000);

  it('says in words that play money has no account', async () => {
    const { data, options } = await place('paper');
    const run = await cli(['panic', '--data', data], options);
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(run.stdout).toContain('There is no account at a venue here');
    expect(killSwitch(join(data, 'emergency')).latched()).toBe(true);
  }, 120_000);
});

it('a latch that nobody told the desk of keeps entries out all the same', async () => {
  open.venue = await openMovingVenue('binanceusdm');
  open.directory = freshDirectory();
  const { directory } = open;
  const person = await openVenueDesk(open.venue.venue, { mode: 'paper', directory, quietDetectors: true });
  try {
    await person.until('a price', () => person.desk.view.market(BTC) !== null);
    const file = killSwitch(join(person.desk.config.data.directory, 'emergency'));
    file.latch({ by: 'test', why: 'test', at: 1 });
    expect(person.desk.view.gates().panicked).toBe(false);
    await person.says('/buy btc 500 usdt', /Entries are blocked by the panic latch/);
    file.clear();
    await buy(person, 'btc 500 usdt');
  } finally {
    await person.leave();
  }
}, 120_000);

describe('where a desk of play money runs', () => {
  it('a touched file, SIGUSR2 and `assent panic` each get it out and keep entries out until /unpanic', async () => {
    const { data, options } = await place('paper');
    await layDatabase(data);
    const desk = startCli(['start', '--data', data], options);
    open.desk = desk;
    await desk.printed(/quit to leave/);
    await expect.poll(() => existsSync(join(data, 'emergency', 'reserve')), { timeout: 30_000 }).toBe(true);
    const press: readonly (readonly [string, () => Promise<void> | void])[] = [
      ['emergency:file', () => writeFileSync(join(data, 'emergency', 'panic'), '')],
      ['emergency:signal', () => void desk.process.kill('SIGUSR2')],
      [
        'terminal:owner',
        async () => {
          const run = await cli(['panic', '--json', '--data', data], options);
          expect(JSON.parse(run.stdout)).toMatchObject({ latched: true, alone: false, accounts: [] });
          expect(run.code).toBe(0);
        },
      ],
    ];
    let shown = '';
    desk.process.stdout?.on('data', (chunk: Buffer) => {
      shown += chunk.toString();
    });
    const says = async (line: string, answer: RegExp): Promise<string> => {
      shown = '';
      if (line !== '') desk.say(line);
      await expect.poll(() => shown, { timeout: 20_000 }).toMatch(answer);
      return answer.exec(shown)?.[1] ?? '';
    };
    await says('/buy btc 500 usdt', /BTC long opened/);
    for (const [by, pressed] of press) {
      shown = '';
      await pressed();
      await expect.poll(() => shown, { timeout: 20_000 }).toContain('Everything is flat');
      expect(killSwitch(join(data, 'emergency')).read()?.by).toBe(by);
      await says('/buy btc 500 usdt', /Entries are blocked by the panic latch/);
      const code = await says('/unpanic', /confirm (\d{4})/);
      await says(`/confirm ${code}`, /Done/);
      await expect.poll(() => existsSync(join(data, 'emergency', 'latch.json')), { timeout: 5_000 }).toBe(false);
    }
    desk.say('/health');
    await desk.printed(/Emergency\s+no account at a venue/);
  }, 180_000);
});
