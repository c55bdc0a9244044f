import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { pino } from 'pino';
import type { AppDesk } from '../../bot/app/desk.ts';
import type { DeskOpening } from '../../bot/app/open-desk.ts';
import { openAppDesk } from '../../bot/app/open-desk.ts';
import { runSession } from '../../bot/app/session.ts';
import { loadConfig } from '../../bot/config/config.ts';
import { NEWS_ALONE } from '../../engine/emergency/emergency-settings.ts';
import type { VenueName } from '../../engine/exchanges/venues/venue-name.ts';
import { STRATEGIES } from '../../engine/strategies/registry.ts';
import { startFakeVenue } from '../fakes/venue/start-fake-venue.ts';
import type { FakeVenue } from '../fakes/venue/venue.ts';
import { layDatabase } from './empty-database.ts';

const MINUTE = 60_000;
const PATIENCE_MS = 20_000;

/** Where a coin's market stands on a fake venue, in its own currency. */
export const PRICES: Readonly<Record<VenueName, number>> = {
  binance: 60_000,
  binanceusdm: 60_000,
  upbit: 90_000_000,
  bithumb: 90_000_000,
};

/** A fake venue whose market moves by itself, and has a past to warm up with. */
export async function openMovingVenue(name: VenueName, coins: readonly string[] = ['BTC']): Promise<MovingVenue> {
  const venue = await startFakeVenue(name);
  const symbols = venue.market.symbols.filter((symbol) => coins.some((coin) => symbol.startsWith(`${coin}/`)));
  const price = PRICES[name];
  const now = venue.market.now();
  for (const symbol of symbols) {
    for (let open = Math.floor(now / MINUTE) * MINUTE - 120 * MINUTE; open + MINUTE <= now; open += MINUTE) {
      const p = price + ((open / MINUTE) % 7) * price * 0.0001;
      venue.market.addCandle(symbol, [open, p, p * 1.0004, p * 0.9996, p, 12]);
    }
  }
  let factor = 1;
  let turn = 0;
  const move = (): void => {
    turn += 1;
    for (const symbol of symbols) {
      venue.market.setPrice(symbol, Math.round(price * factor * (1 + (turn % 3) * 0.0001)));
      venue.market.strangerOrder(symbol, turn % 2 === 0 ? 'buy' : 'sell', '0.002', null);
    }
  };
  move();
  const timer = setInterval(move, 100);
  return {
    venue,
    jump: (to) => {
      factor = to;
    },
    async close() {
      clearInterval(timer);
      await venue.close();
    },
  };
}

export interface MovingVenue {
  readonly venue: FakeVenue;
  /** Moves the market to so many times where it began. */
  jump(factor: number): void;
  close(): Promise<void>;
}

/** A desk on a fake venue with somebody at its terminal. */
export interface VenueDesk {
  readonly desk: AppDesk;
  readonly directory: string;
  /** All that was shown. */
  shown(): string;
  /** Types a line and waits until what comes after it matches. */
  says(line: string, answer: RegExp): Promise<string>;
  /** Waits until something holds; throws with what was shown when it never does. */
  until(what: string, holds: () => boolean, patienceMs?: number): Promise<void>;
  /** Ends the input, as a script does, and closes the desk. */
  leave(): Promise<void>;
}

export interface VenueDeskOptions {
  readonly mode: 'paper' | 'live';
  readonly directory?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly opening?: DeskOpening;
  /** Leaves the detectors of emergencies off, where a test is about what comes after them. */
  readonly quietDetectors?: boolean;
}

export function venueConfig(
  { name, restUrl, streamUrl }: FakeVenue,
  options: VenueDeskOptions & { directory: string },
) {
  const { config } = loadConfig({
    workingDirectory: options.directory,
    strategies: STRATEGIES,
    environment: {
      ASSENT_MODE: options.mode,
      ASSENT_VENUE: name,
      ASSENT_VENUE_SYMBOLS: 'BTC',
      ASSENT_LANGUAGE: 'en',
      ASSENT_TIME_ZONE: 'UTC',
      // A desk in won asks Binance for the premium too: a test asks nobody out there.
      ASSENT_BINANCE_REST: 'http://127.0.0.1:9',
      [`ASSENT_${name.toUpperCase()}_REST`]: restUrl,
      [`ASSENT_${name.toUpperCase()}_STREAM`]: streamUrl,
      ...options.environment,
    },
  });
  // The person's own orders are the story here.
  const strategies = Object.fromEntries(
    Object.entries(config.strategies).map(([own, setting]) => [own, { ...setting, enabled: false }]),
  );
  return {
    ...config,
    strategies,
    ...(options.quietDetectors === true && { emergency: NEWS_ALONE }),
    desk: { ...config.desk, strategies: allOff(config.desk.strategies) },
  };
}

function allOff(strategies: Readonly<Record<string, boolean>>): Readonly<Record<string, boolean>> {
  return Object.fromEntries(Object.keys(strategies).map((name) => [name, false]));
}

export function freshDirectory(): string {
  return mkdtempSync(join(tmpdir(), 'assent-venue-desk-'));
}

export function remove(directory: string): void {
  rmSync(directory, { recursive: true, force: true, maxRetries: 3 });
}

export async function openVenueDesk(venue: FakeVenue, options: VenueDeskOptions): Promise<VenueDesk> {
  const directory = options.directory ?? freshDirectory();
  const config = venueConfig(venue, { ...options, directory });
  if (config.database.url === null) await layDatabase(config.data.directory);
  const logger = pino({ level: process.env.VENUE_LOG ?? 'silent' }, pino.destination(2));
  const desk = await openAppDesk(config, logger, {}, options.opening ?? {});
  const input = new PassThrough();
  const output = new PassThrough();
  let shown = '';
  output.on('data', (chunk: Buffer) => {
    shown += chunk.toString('utf8');
  });
  const stop = new AbortController();
  const session = runSession({
    ...{ desk, logger, version: 'test', input, output, isTTY: false, colour: false, scriptStepMs: 0 },
    stop: stop.signal,
  });
  let failed: unknown = null;
  session.catch((fault: unknown) => {
    failed = fault;
  });

  async function until(what: string, holds: () => boolean, patienceMs = PATIENCE_MS): Promise<void> {
    const end = performance.now() + patienceMs;
    while (!holds()) {
      if (failed !== null) throw failed;
      if (performance.now() > end) throw new Error(`${what} did not come about. Shown:\n${shown.slice(-4_000)}`);
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }

  return {
    desk,
    directory,
    shown: () => shown,
    until,
    async says(line, answer) {
      const from = shown.length;
      input.write(`${line}\n`);
      await until(`an answer like ${answer} to ${line}`, () => answer.test(shown.slice(from)));
      return shown.slice(from);
    },
    async leave() {
      input.end();
      await Promise.race([session.catch(() => undefined), new Promise((resolve) => setTimeout(resolve, 5_000))]);
      stop.abort();
      await session.catch(() => undefined);
      await desk.close();
    },
  };
}

/** Orders (`btc 500 usdt`) until it is taken: a book that is still being built takes no entry, and says so. */
export async function buy(person: VenueDesk, order: string): Promise<void> {
  while (
    !/long\s+opened/.test(await person.says(`/buy ${order}`, /long\s+opened|blocked:[\s\S]*being\s+built\s+anew/))
  ) {
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  await person.until('a position', () => person.desk.view.positions().length > 0);
}

/** Lifts the latch of an emergency as a person does, code and all. */
export async function unpanic(person: VenueDesk): Promise<void> {
  const asked = await person.says('/unpanic', /\/confirm \d+ within/);
  await person.says(`/confirm ${/\/confirm (\d+)/.exec(asked)?.[1]}`, /./);
}
