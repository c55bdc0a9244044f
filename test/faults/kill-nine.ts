import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { FaultTable } from './desk-files.ts';
import { compare, readDeskFiles } from './desk-files.ts';
import { seededRandom } from './seeded-random.ts';

export interface KillReport {
  readonly seed: number;
  readonly kills: number;
  /** Kills at which an order of the desk was not yet in a terminal state. */
  readonly ordersInFlight: number;
  readonly weeksPlayed: number;
  readonly table: FaultTable;
  readonly chainBreaks: number;
}

const CHILD = fileURLToPath(new URL('./children/busy-desk.ts', import.meta.url));
/** A week at full speed lasts some seconds; kills fall anywhere in its first part, and the next start goes on from there. */
const LONGEST_LIFE_MS = 900;
const STARTING_CASH = '10000';

/**
 * Kills a trading desk `kills` times at random moments and starts it again on what it left, then lets the week end and
 * compares the journal with the venue's ledger. When a week ends early, the next one begins in a fresh directory.
 */
export async function killRepeatedly(options: { readonly kills: number; readonly seed: number }): Promise<KillReport> {
  const random = seededRandom(options.seed);
  let totals = emptyTable();
  let kills = 0;
  let ordersInFlight = 0;
  let weeksPlayed = 0;
  let chainBreaks = 0;
  while (kills < options.kills) {
    const directory = mkdtempSync(join(tmpdir(), 'assent-kill-'));
    try {
      for (;;) {
        const killed = kills < options.kills && (await playAndKill(directory, random() * LONGEST_LIFE_MS));
        if (!killed) {
          if (kills >= options.kills) await playToTheEnd(directory);
          break;
        }
        kills += 1;
        if (openOrdersLeft(directory) > 0) ordersInFlight += 1;
      }
      const files = readDeskFiles(directory);
      totals = added(totals, compare(files, STARTING_CASH));
      chainBreaks += files.journal.filter((entry, index) => entry.seq !== index + 1).length;
      weeksPlayed += 1;
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  }
  return { seed: options.seed, kills, ordersInFlight, weeksPlayed, table: totals, chainBreaks };
}

/** Returns false when the week ended before the kill. */
async function playAndKill(directory: string, lifeMs: number): Promise<boolean> {
  const child = startDesk(directory);
  await saidPlaying(child.process, child.output);
  await Promise.race([sleep(lifeMs), child.closed]);
  if (child.process.exitCode !== null) return requireCleanEnd(child.process, child.output());
  child.process.kill('SIGKILL');
  await child.closed;
  return child.process.exitCode === null ? true : requireCleanEnd(child.process, child.output());
}

async function playToTheEnd(directory: string): Promise<void> {
  const child = startDesk(directory);
  await child.closed;
  requireCleanEnd(child.process, child.output());
}

function startDesk(directory: string) {
  const process_ = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), CHILD, directory]);
  const closed = once(process_, 'close');
  let text = '';
  process_.stdout.on('data', (chunk) => (text += chunk));
  process_.stderr.on('data', (chunk) => (text += chunk));
  return { process: process_, closed, output: () => text };
}

async function saidPlaying(child: ChildProcess, output: () => string): Promise<void> {
  while (!output().includes('playing')) {
    if (child.exitCode !== null) throw new Error(`the desk did not start: ${output()}`);
    await sleep(10);
  }
}

function requireCleanEnd(child: ChildProcess, output: string): false {
  if (child.exitCode !== 0) throw new Error(`the desk ended with ${child.exitCode}: ${output}`);
  return false;
}

function openOrdersLeft(directory: string): number {
  const open = new Set<string>();
  for (const { event } of readDeskFiles(directory).journal) {
    if (event.type === 'order.intended') open.add(event.intent.clientId);
    if (event.type === 'order.changed' && ['FILLED', 'CANCELED', 'REJECTED', 'NOT_PLACED'].includes(event.state))
      open.delete(event.clientId);
  }
  return open.size;
}

function emptyTable(): FaultTable {
  return {
    orders: 0,
    fills: 0,
    lost: 0,
    doubled: 0,
    unjournalled: 0,
    repeated: 0,
    wrongPositions: 0,
    cashError: '0',
    unresolved: 0,
  };
}

function added(a: FaultTable, b: FaultTable): FaultTable {
  return {
    orders: a.orders + b.orders,
    fills: a.fills + b.fills,
    lost: a.lost + b.lost,
    doubled: a.doubled + b.doubled,
    unjournalled: a.unjournalled + b.unjournalled,
    repeated: a.repeated + b.repeated,
    wrongPositions: a.wrongPositions + b.wrongPositions,
    cashError: a.cashError === '0' ? b.cashError : a.cashError,
    unresolved: a.unresolved + b.unresolved,
  };
}
