import type { ChildProcess } from 'node:child_process';
import { execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { EmergencyAccount } from '../../bot/emergency/emergency-messages.ts';
import type { KnownAccount } from '../../engine/emergency/flatten-account.ts';
import type { VenueName } from '../../engine/exchanges/venues/venue-name.ts';
import { startFakeVenue } from '../fakes/venue/start-fake-venue.ts';
import type { FakeVenue } from '../fakes/venue/venue.ts';
import type { Benchmark } from './benchmark.ts';
import type { DeskJob, ToDesk, Trouble } from './children/emergency-desk.ts';
import { quantile } from './sample.ts';
import { withScratch } from './scratch.ts';
import { spinGaps } from './spin-control.ts';
import type { Row } from './table.ts';
import { printTable } from './table.ts';

const TRIGGERS = Number(process.env.BENCH_EMERGENCY_TRIGGERS ?? 100);
/** One condition alone, by its short name. */
const ONLY = process.env.BENCH_EMERGENCY_ONLY ?? '';
const KEY = 'bench';
const SECRET = 'bench-secret-bench-secret-bench-secret-bench-secret-bench-secret-12';
const CONDITIONS: readonly (readonly [Trouble, string])[] = [
  ['none', 'nothing else'],
  ['llm', 'LLM hung (10 calls)'],
  ['postgres', 'PostgreSQL hung (10 connects)'],
  ['telegram', 'Telegram 429'],
  ['queue', '100 reads queued'],
  ['disk', 'disk full (tmpfs)'],
  ['pglite', 'PGlite in a long query'],
  ['blocked', 'main loop blocked, by file'],
];

interface Desk {
  say(message: ToDesk): void;
  hear(type: string): Promise<{ readonly at?: number }>;
  readonly directory: string;
  stop(): Promise<void>;
}

export const emergency: Benchmark = {
  name: 'emergency',
  about: `from the trigger to the first write at a venue, ${TRIGGERS} triggers a condition; ten positions on three venues`,
  async run() {
    const trouble = await startTrouble();
    try {
      const rows: Row[] = [];
      for (const [name, words] of CONDITIONS.filter(([condition]) => ONLY === '' || ONLY === condition)) {
        rows.push(await measure(name, words, 'upbit', TRIGGERS, trouble));
        // At once: a run that is cut short has not measured for nothing.
        process.stderr.write(`  ${JSON.stringify(rows.at(-1))}\n`);
      }
      rows.push(await measure('none', 'futures, known position', 'binanceusdm', TRIGGERS, trouble));
      printTable(rows);
      printTable(await tenPositions(trouble));
    } finally {
      trouble.close();
    }
  },
};

type Urls = Pick<DeskJob, 'hungUrl' | 'busyUrl'>;

async function measure(trouble: Trouble, words: string, name: VenueName, triggers: number, urls: Urls): Promise<Row> {
  const venue = await startFakeVenue(name);
  const symbol = venue.market.symbols[0] ?? '';
  const account = openAccount(venue, [symbol]);
  const times: number[] = [];
  const before = spinGaps(250).perSecond;
  try {
    await withDisk(trouble === 'disk', async (directory, fill) => {
      const desk = await startDesk({ directory, accounts: [account], trouble, ...urls });
      fill();
      try {
        for (let index = 0; index < triggers; index += 1) times.push(await trigger(venue, desk, symbol, trouble));
      } finally {
        await desk.stop();
      }
    });
  } catch (fault) {
    return {
      condition: words,
      venue: name,
      n: times.length,
      problem: fault instanceof Error ? fault.message : 'unknown',
    };
  } finally {
    await venue.close();
  }
  return {
    ...{
      condition: words,
      venue: name,
      n: times.length,
      'min ms': Math.min(...times),
      'p50 ms': quantile(times, 0.5),
      'p99 ms': quantile(times, 0.99),
      'max ms': Math.max(...times),
      'first ms': times[0] ?? Number.NaN,
    },
    // What else the machine had to do, before and after: above ten the times are the machine's.
    'gaps/s': Math.max(before, spinGaps(250).perSecond),
  };
}

/** One press and its end; returns the time to the first request that changes something at the venue. */
async function trigger(venue: FakeVenue, desk: Desk, symbol: string, trouble: Trouble): Promise<number> {
  const quantity = '0.01';
  venue.accounts.byHand(KEY, { symbol, side: 'buy', quantity, price: null });
  const held = venue.ledger.positions(KEY)[symbol] ?? '0';
  desk.say({ type: 'known', known: { [venue.name]: known({ [symbol]: held }) } });
  await desk.hear('told');
  // The rate of a venue's orders is not what is measured; a position is older than its first quarter of a second.
  await sleep(trouble === 'queue' ? 1_000 : 400);
  const finished = desk.hear('finished');
  const before = venue.ledger.requests().length;
  const at = trouble === 'blocked' ? await pressByFile(desk) : await press(desk);
  await finished;
  const write = venue.ledger
    .requests()
    .slice(before)
    .find(({ method }) => method !== 'GET');
  if (write === undefined) throw new Error('nothing was written to the venue');
  desk.say({ type: 'clear' });
  await desk.hear('cleared');
  return write.at - at;
}

async function press(desk: Desk): Promise<number> {
  desk.say({ type: 'panic' });
  return (await desk.hear('pressed')).at ?? 0;
}

async function pressByFile(desk: Desk): Promise<number> {
  desk.say({ type: 'block' });
  await desk.hear('blocking');
  await sleep(50);
  const file = join(desk.directory, 'emergency', 'panic');
  const at = Date.now();
  writeFileSync(`${file}.draft`, '{}');
  renameSync(`${file}.draft`, file);
  return at;
}

function known(owned: Readonly<Record<string, string>>): KnownAccount {
  return { owned, resting: [] };
}

function openAccount(venue: FakeVenue, symbols: readonly string[]): EmergencyAccount {
  const won = venue.name === 'upbit' || venue.name === 'bithumb';
  venue.accounts.open({ apiKey: KEY, secret: SECRET, balances: won ? { KRW: '9000000000' } : { USDT: '9000000' } });
  return {
    ...{ venue: venue.name, account: venue.name, symbols },
    keys: { apiKey: KEY, secret: SECRET },
    address: { rest: venue.restUrl, stream: venue.streamUrl },
  };
}

async function tenPositions(urls: Urls): Promise<readonly Row[]> {
  const wanted: readonly (readonly [VenueName, number])[] = [
    ['binanceusdm', 4],
    ['binance', 3],
    ['upbit', 3],
  ];
  const rows: Row[] = [];
  for (let run = 1; run <= 5; run += 1) {
    const venues = await Promise.all(wanted.map(([name]) => startFakeVenue(name)));
    try {
      const holdings = venues.map((venue, index) => ({
        venue,
        symbols: venue.market.symbols.slice(0, wanted[index]?.[1]),
      }));
      const accounts = holdings.map(({ venue, symbols }) => openAccount(venue, symbols));
      for (const { venue, symbols } of holdings)
        for (const symbol of symbols)
          venue.accounts.byHand(KEY, { symbol, side: 'buy', quantity: sizeOf(symbol), price: null });
      await withDisk(false, async (directory) => {
        const desk = await startDesk({ directory, accounts, trouble: 'none', ...urls });
        try {
          const positions = holdings.map(({ venue, symbols }) => [venue.name, known(pick(venue, symbols))] as const);
          desk.say({ type: 'known', known: Object.fromEntries(positions) });
          await desk.hear('told');
          await sleep(1_000);
          const finished = desk.hear('finished');
          const at = await press(desk);
          await finished;
          const proven = Date.now() - at;
          const lastFill = Math.max(...venues.flatMap(({ ledger }) => ledger.trades(KEY).map((trade) => trade.at)));
          const left = holdings.flatMap(({ venue, symbols }) => Object.values(pick(venue, symbols)));
          rows.push({
            run,
            positions: left.length,
            'flat after ms': lastFill - at,
            'proven after ms': proven,
            left: left.filter((one) => Number(one) > 1e-4).length,
          });
        } finally {
          await desk.stop();
        }
      });
    } finally {
      await Promise.all(venues.map((venue) => venue.close()));
    }
  }
  return rows;
}

function sizeOf(symbol: string): string {
  return symbol.startsWith('BTC') ? '0.01' : symbol.startsWith('ETH') ? '0.2' : '100';
}

function pick(venue: FakeVenue, symbols: readonly string[]): Readonly<Record<string, string>> {
  const positions = venue.ledger.positions(KEY);
  return Object.fromEntries(symbols.map((symbol) => [symbol, positions[symbol] ?? '0']));
}

async function startDesk(job: DeskJob): Promise<Desk> {
  const script = fileURLToPath(new URL('./children/emergency-desk.ts', import.meta.url));
  const child: ChildProcess = fork(script, [JSON.stringify(job)], {
    execArgv: ['--import', import.meta.resolve('tsx')],
  });
  const heard: { readonly type: string; readonly at?: number }[] = [];
  const waiting: { readonly type: string; readonly hear: (message: { at?: number }) => void }[] = [];
  child.on('message', (message: { readonly type: string; readonly at?: number }) => {
    const place = waiting.findIndex(({ type }) => type === message.type);
    if (place < 0) heard.push(message);
    else waiting.splice(place, 1)[0]?.hear(message);
  });
  const hear: Desk['hear'] = (type) => {
    const place = heard.findIndex((message) => message.type === type);
    if (place >= 0) return Promise.resolve(heard.splice(place, 1)[0] ?? {});
    const spoken = new Promise<{ readonly at?: number }>((resolve) => waiting.push({ type, hear: resolve }));
    const late = sleep(60_000, undefined, { ref: false }).then(() =>
      Promise.reject(new Error(`no ${type} within 60 s`)),
    );
    return Promise.race([spoken, late]);
  };
  await hear('ready');
  return {
    directory: job.directory,
    hear,
    say: (message) => void child.send(message),
    async stop() {
      const ended = once(child, 'exit');
      child.send({ type: 'close' });
      await Promise.race([ended, sleep(8_000, undefined, { ref: false })]);
      child.kill('SIGKILL');
    },
  };
}

/** A folder of its own; a full one is a small tmpfs that is filled up once the desk stands, where that may be mounted. */
async function withDisk(full: boolean, work: (directory: string, fill: () => void) => Promise<void>): Promise<void> {
  await withScratch(async (scratch) => {
    if (!full) return work(join(scratch, 'data'), () => undefined);
    const disk = join(scratch, 'disk');
    mkdirSync(disk);
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=72m', 'tmpfs', disk], { stdio: 'pipe' });
    } catch {
      throw new Error('not measured: this machine lets no tmpfs be mounted');
    }
    try {
      await work(join(disk, 'data'), () => {
        try {
          for (let index = 0; ; index += 1) writeFileSync(join(disk, `ballast-${index}`), Buffer.alloc(64 << 10));
        } catch {
          // Full: what is wanted.
        }
      });
    } finally {
      rmSync(join(disk, 'data'), { recursive: true, force: true });
      execFileSync('umount', ['-l', disk]);
    }
  });
}

async function startTrouble(): Promise<Urls & { close(): void }> {
  const hung = createServer(() => undefined);
  const busy = createServer((_request, response) => {
    response
      .writeHead(429, { 'retry-after': '30' })
      .end('{"ok":false,"error_code":429,"parameters":{"retry_after":30}}');
  });
  for (const server of [hung, busy]) server.listen(0, '127.0.0.1');
  await Promise.all([once(hung, 'listening'), once(busy, 'listening')]);
  const url = (server: typeof hung): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    hungUrl: url(hung),
    busyUrl: url(busy),
    close() {
      for (const server of [hung, busy]) {
        server.closeAllConnections();
        server.close();
      }
    },
  };
}
