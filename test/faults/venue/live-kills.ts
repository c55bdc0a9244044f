import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { decimal, ZERO } from '../../../engine/domain/decimal.ts';
import { TERMINAL_ORDER_STATES } from '../../../engine/domain/order.ts';
import type { VenueName } from '../../../engine/exchanges/venues/venue-name.ts';
import { quoteCurrencyOf, symbolOf } from '../../../engine/exchanges/venues/venue-symbols.ts';
import { foldOrder, isOrderEvent, orderClientId } from '../../../engine/execution/fold-order.ts';
import { startFakeVenue } from '../../fakes/venue/start-fake-venue.ts';
import type { FakeVenue } from '../../fakes/venue/venue.ts';
import { positionsOf, readDeskFiles } from '../desk-files.ts';
import { seededRandom } from '../seeded-random.ts';
import type { VenueFaultTable } from './fault-world.ts';
import { addTables, breaches, emptyVenueTable } from './fault-world.ts';

export interface LiveKillReport {
  readonly seed: number;
  readonly kills: number;
  readonly tables: Readonly<Record<string, VenueFaultTable>>;
  /** The longest time that a living desk held a position without a stop or an exit at the venue, in ms. */
  readonly longestNakedMs: number;
  /** From the start of a process to the first word that it trades. */
  readonly restartMs: { readonly median: number; readonly worst: number };
}

const CHILD = fileURLToPath(new URL('../children/live-desk.ts', import.meta.url));
const KEYS = { apiKey: 'key-under-fire-0123456789', secret: 'secret-under-fire-0123456789' };
const LONGEST_LIFE_MS = 1_500;
/** A position may stand without protection so long (invariant 11); an exit in flight counts as protection. */
const NAKED_MS = 2_000;
const KILLS_A_DESK = 8;

/**
 * Kills a live desk at random moments of a market that moves, while orders fly, and starts it again; every eight kills it
 * closes all, comes to rest, and its journal is compared with the venue's ledger.
 */
export async function killLiveDesks(options: {
  readonly kills: number;
  readonly seed: number;
  readonly venues: readonly VenueName[];
}): Promise<LiveKillReport> {
  const random = seededRandom(options.seed);
  const tables: Record<string, VenueFaultTable> = {};
  const restarts: number[] = [];
  let longestNakedMs = 0;
  let kills = 0;
  for (let round = 0; kills < options.kills; round += 1) {
    const venue = options.venues[round % options.venues.length] ?? 'binanceusdm';
    // Started anew every few seconds, a desk would soon have asked for more than a minute allows.
    const range = new DeskRange(venue, await startFakeVenue(venue, { limited: false }));
    try {
      const until = Math.min(options.kills, kills + KILLS_A_DESK);
      for (; kills < until; kills += 1) restarts.push(await range.playAndKill(random() * LONGEST_LIFE_MS, random()));
      restarts.push(await range.rest());
      tables[venue] ??= emptyVenueTable();
      addTables(tables[venue], range.findings());
      longestNakedMs = Math.max(longestNakedMs, range.longestNakedMs);
    } finally {
      await range.close();
    }
  }
  restarts.sort((a, b) => a - b);
  const restartMs = { median: restarts[restarts.length >> 1] ?? 0, worst: restarts.at(-1) ?? 0 };
  return { seed: options.seed, kills, tables, longestNakedMs, restartMs };
}

/** Whether a report holds nothing that may not be. */
export function killsHold({ tables }: LiveKillReport): boolean {
  return Object.values(tables).every((table) => breaches(table) === 0);
}

/** The last words of a desk's own log. */
function tailOf(directory: string): string {
  const file = join(directory, 'desk.log');
  return existsSync(file) ? readFileSync(file, 'utf8').slice(-3_000) : '';
}

/** One desk with its venue: the market moves by itself, and what is naked is watched while the desk lives. */
class DeskRange {
  longestNakedMs = 0;
  readonly #directory = mkdtempSync(join(tmpdir(), 'assent-live-kill-'));
  readonly #venue: FakeVenue;
  readonly #name: VenueName;
  readonly #symbol: string;
  readonly #timer: NodeJS.Timeout;
  #alive = false;
  #nakedSince: number | null = null;
  #naked = 0;
  #told = false;
  #turn = 0;

  constructor(name: VenueName, venue: FakeVenue) {
    this.#name = name;
    this.#venue = venue;
    this.#symbol = symbolOf(name, 'BTC');
    venue.accounts.open({ ...KEYS, balances: { USDT: '100000', KRW: '100000000' }, ipBound: true });
    this.#timer = setInterval(() => this.#move(), 40);
  }

  async playAndKill(lifeMs: number, seed: number): Promise<number> {
    const child = this.#start(String(Math.trunc(seed * 1e6)), 'fire');
    const startedMs = await this.#playing(child);
    await Promise.race([sleep(lifeMs), child.closed]);
    this.#alive = false;
    if (child.process.exitCode !== null) throw new Error(`the desk ended by itself: ${child.output()}`);
    child.process.kill('SIGKILL');
    await child.closed;
    return startedMs;
  }

  async rest(): Promise<number> {
    const child = this.#start('1', 'rest');
    const startedMs = await this.#playing(child);
    await Promise.race([child.closed, sleep(90_000)]);
    this.#alive = false;
    if (child.process.exitCode !== 0) {
      child.process.kill('SIGKILL');
      throw new Error(
        `the desk did not come to rest (${child.process.exitCode}): ${child.output()} ${tailOf(this.#directory)}`,
      );
    }
    return startedMs;
  }

  findings(): VenueFaultTable {
    const { journal } = readDeskFiles(this.#directory);
    const rows = this.#venue.ledger.orders(KEYS.apiKey).filter(({ clientId }) => /^c[a-z2-7]{26}$/.test(clientId));
    const trades = this.#venue.ledger.trades(KEYS.apiKey);
    const orders = new Map<string, ReturnType<typeof foldOrder>>();
    const intendedAt = new Map<string, number>();
    for (const { at, event } of journal) {
      if (!isOrderEvent(event)) continue;
      const clientId = orderClientId(event);
      orders.set(clientId, foldOrder(orders.get(clientId) ?? null, at, event));
      if (event.type === 'order.intended') intendedAt.set(clientId, at);
    }
    const fills = journal.flatMap(({ event }) => (event.type === 'order.filled' ? [event.fill] : []));
    const seen = new Set(fills.map(({ tradeId }) => tradeId));
    const entries = rows.flatMap(({ clientId }) => {
      const order = orders.get(clientId);
      return order?.leg === 'entry' && order.attempt === 0 ? [order.decisionId] : [];
    });
    const dead: ReadonlySet<string> = new Set(['REJECTED', 'NOT_PLACED']);
    const ours = positionsOf(fills).get(this.#symbol) ?? ZERO;
    const theirs = positionsOf(trades.map((trade) => ({ ...trade, liquidity: 'taker', venue: this.#name }))).get(
      this.#symbol,
    );
    return {
      orders: rows.length,
      fills: trades.length,
      lost:
        trades.filter(({ tradeId }) => !seen.has(tradeId)).length +
        rows.filter(({ clientId }) => !orders.has(clientId) || dead.has(orders.get(clientId)?.state ?? '')).length,
      duplicated:
        rows.length - new Set(rows.map(({ clientId }) => clientId)).size + entries.length - new Set(entries).size,
      unjournalled: rows.filter(({ clientId, arrivedAt }) => !((intendedAt.get(clientId) ?? Number.NaN) <= arrivedAt))
        .length,
      resent: fills.length - seen.size,
      wrongPosition: ours.equals(theirs ?? ZERO) ? 0 : 1,
      wrongVerdict: journal.filter((entry, index) => entry.seq !== index + 1).length,
      unresolved: [...orders.values()].filter((order) => order !== null && !TERMINAL_ORDER_STATES.has(order.state))
        .length,
      naked: this.#naked,
    };
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#venue.close();
    rmSync(this.#directory, { recursive: true, force: true });
  }

  #start(seed: string, task: string) {
    const { apiKey, secret } = KEYS;
    const { restUrl, streamUrl } = this.#venue;
    const args = [this.#directory, this.#name, restUrl, streamUrl, apiKey, secret, seed, task];
    const child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), CHILD, ...args]);
    const closed = once(child, 'close');
    let text = '';
    child.stdout.on('data', (chunk) => (text += chunk));
    child.stderr.on('data', (chunk) => (text += chunk));
    return { process: child as ChildProcess, closed, output: () => text.slice(-4_000) };
  }

  async #playing(child: { readonly process: ChildProcess; readonly output: () => string }): Promise<number> {
    const started = performance.now();
    while (!child.output().includes('playing')) {
      if (child.process.exitCode !== null) throw new Error(`the desk did not start: ${child.output()}`);
      if (performance.now() - started > 60_000)
        throw new Error(`the desk does not start: ${child.output()} ${tailOf(this.#directory)}`);
      await sleep(10);
    }
    this.#alive = true;
    return performance.now() - started;
  }

  /** A small random walk by the turn's own arithmetic, so that nothing but time decides what a kill meets. */
  #move(): void {
    this.#turn += 1;
    const home = quoteCurrencyOf(this.#name) === 'KRW' ? 84_000_000 : 60_000;
    this.#venue.market.setPrice(
      this.#symbol,
      home * (1 + 0.0008 * Math.sin(this.#turn / 7) + 0.0003 * Math.sin(this.#turn * 1.7)),
    );
    this.#watch();
  }

  /** Only what rests at the venue is looked at; where it cannot hold stops, the living desk is the stop. */
  #watch(): void {
    if (this.#name !== 'binanceusdm') return;
    const held = decimal(this.#venue.ledger.positions(KEYS.apiKey)[this.#symbol] ?? '0');
    const guarded = this.#venue.ledger.orders(KEYS.apiKey).some((row) => row.state === 'open' && row.reduceOnly);
    const now = performance.now();
    if (!this.#alive || held.isZero() || guarded) {
      this.#nakedSince = null;
      this.#told = false;
      return;
    }
    this.#nakedSince ??= now;
    const nakedMs = now - this.#nakedSince;
    if (nakedMs > NAKED_MS && !this.#told) this.#naked += 1;
    this.#told = nakedMs > NAKED_MS;
    this.longestNakedMs = Math.max(this.longestNakedMs, nakedMs);
  }
}
