import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Database } from '../../db/database.ts';
import { JournalProjection } from '../../db/journal-projection.ts';
import type { AwayPolicy } from '../../db/persistent-journal.ts';
import { PersistentJournal } from '../../db/persistent-journal.ts';
import { openWriteAheadJournal } from '../../db/write-ahead-journal.ts';
import { InvariantError, OutcomeUnknownError, UnavailableError } from '../../engine/domain/errors.ts';
import type { JournalEvent } from '../../engine/domain/journal-entry.ts';
import type { OrderState } from '../../engine/domain/order.ts';
import { BTC, intentOf } from '../fakes/market.ts';
import { openTestDatabase } from '../fixtures/test-database.ts';

/** What the next transactions do before they are as they should be again. */
type Trouble = 'away' | 'answer-lost' | 'refused' | 'lands-after-the-look' | 'hangs';

const paused = (by: string): JournalEvent => ({ type: 'entries.paused', by });

let database: Database;
let directory: string;
let troubles: Trouble[];
let journal: PersistentJournal;
let told: string[];
let naps: { readonly ms: number; end(): void }[];
let isOurs: boolean;

beforeAll(async () => {
  database = await openTestDatabase();
}, 60_000);

afterAll(() => database.close());

beforeEach(async () => {
  await database.query('truncate journal, client_order');
  directory = mkdtempSync(join(tmpdir(), 'assent-journal-away-'));
  [troubles, told, naps, isOurs] = [[], [], [], true];
  journal = await open();
});

afterEach(() => {
  journal.close();
  rmSync(directory, { recursive: true });
});

async function open(policy: AwayPolicy | null = waitingPolicy()): Promise<PersistentJournal> {
  const opened = new PersistentJournal({
    file: openWriteAheadJournal({ directory }),
    projection: new JournalProjection(troubled()),
    onFault: (fault) => told.push(`fault ${String(fault instanceof Error && fault.name)}`),
    whileAway: policy,
    backlogLimit: 3,
  });
  await opened.recover();
  return opened;
}

function waitingPolicy(): AwayPolicy {
  return {
    onAway: () => told.push('away'),
    onBack: () => told.push('back'),
    mayRepeat: async () => isOurs,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        naps.push({ ms, end: resolve });
        signal.addEventListener('abort', () => reject(signal.reason));
      }),
  };
}

/** The database, with what befalls a server's between two transactions. */
function troubled(): Database {
  const late: (() => Promise<unknown>)[] = [];
  return {
    ...database,
    async transaction(work) {
      for (const land of late.splice(0)) await land();
      const trouble = troubles.shift();
      if (trouble === 'away') throw new UnavailableError('away');
      if (trouble === 'refused') throw new InvariantError('refused');
      if (trouble === 'hangs') {
        told.push('hangs');
        return new Promise(() => undefined);
      }
      if (trouble === 'lands-after-the-look') late.push(() => database.transaction(work));
      else if (trouble === undefined) return database.transaction(work);
      else await database.transaction(work);
      throw new OutcomeUnknownError('cut during a commit');
    },
  };
}

/** Ends the waiting for the database that is under way, or the next one. */
async function tryAgain(): Promise<void> {
  const waits = () => naps.filter(({ ms }) => ms <= 5_000);
  await expect.poll(() => waits().length).toBe(1);
  for (const nap of naps.splice(0)) nap.end();
}

async function stored(): Promise<readonly string[]> {
  const rows = await database.query<{ seq: number; by: string }>("select seq, body->>'by' as by from journal");
  return rows.map(({ seq, by }) => `${seq} ${by}`).sort();
}

/** Both entries are stored, each once, and a person was told of the time between. */
async function expectBoth(): Promise<void> {
  await expect.poll(() => journal.away).toBe(false);
  await journal.flushed();
  expect(await stored()).toEqual(['1 a', '2 b']);
  expect(told).toEqual(['away', 'back']);
}

it('outlives a database that is away, tells it once, and brings it up to the file', async () => {
  troubles = ['away', 'away'];
  journal.append(1, [paused('a')]);
  await expect(journal.flushed()).rejects.toBeInstanceOf(UnavailableError);
  expect(journal.away).toBe(true);
  journal.append(2, [paused('b')]);
  await expect(journal.flushed()).rejects.toBeInstanceOf(UnavailableError);
  await tryAgain();
  await tryAgain();
  await expectBoth();
});

it('writes nothing twice where a commit landed and its answer was lost', async () => {
  troubles = ['answer-lost'];
  journal.append(1, [paused('a')]);
  await expect(journal.flushed()).rejects.toBeInstanceOf(OutcomeUnknownError);
  journal.append(2, [paused('b')]);
  await tryAgain();
  await expectBoth();
});

it('also where it landed only after it had been looked for', async () => {
  troubles = ['lands-after-the-look'];
  journal.append(1, [paused('a')]);
  journal.append(2, [paused('b')]);
  await tryAgain();
  await tryAgain();
  await expectBoth();
});

it('folds an order on what the lost answer had written of it', async () => {
  const intent = intentOf('D-1', 1);
  const turn = (state: Exclude<OrderState, 'INTENT'>): JournalEvent => ({
    ...{ type: 'order.changed', state, clientId: intent.clientId, decisionId: 'D-1' },
    ...{ symbol: BTC, venueOrderId: null, reason: null },
  });
  journal.append(1, [{ type: 'order.intended', number: 1, intent }]);
  await journal.flushed();
  troubles = ['answer-lost'];
  journal.append(2, [turn('SENDING')]);
  await tryAgain();
  await expect.poll(() => journal.away).toBe(false);
  // An order that was only meant cannot be open: folded on what was remembered, this contradicts itself.
  journal.append(3, [turn('OPEN')]);
  await journal.flushed();
  expect(await database.query('select state, sent_at from client_order')).toEqual([{ state: 'OPEN', sent_at: 2 }]);
});

it('keeps no more than its limit in memory and reads the rest from the file', async () => {
  troubles = ['away'];
  const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
  for (const [index, name] of names.entries()) {
    journal.append(index, [paused(name)]);
    if (index === 0) await expect(journal.flushed()).rejects.toThrow('away');
  }
  expect(journal.backlogged).toBe(true);
  await tryAgain();
  await expect.poll(() => journal.away).toBe(false);
  await journal.flushed();
  expect(journal.backlogged).toBe(false);
  expect(await stored()).toEqual(names.map((name, index) => `${index + 1} ${name}`));
});

it('takes a server that lost its end up to the file again', async () => {
  journal.append(1, [paused('a'), paused('b')]);
  await journal.flushed();
  troubles = ['away'];
  journal.append(2, [paused('c')]);
  await expect(journal.flushed()).rejects.toThrow('away');
  await database.query('delete from journal where seq = 2');
  await tryAgain();
  await expect.poll(() => journal.away).toBe(false);
  expect(await stored()).toEqual(['1 a', '2 b', '3 c']);
});

it.each([
  ['says no', 'refused', 'InvariantError'],
  ['is embedded and away', 'away', 'UnavailableError'],
] as const)('ends the projection where the database %s', async (_, trouble, name) => {
  journal.close();
  journal = await open(trouble === 'away' ? null : waitingPolicy());
  troubles = [trouble];
  journal.append(1, [paused('a')]);
  await expect(journal.flushed()).rejects.toMatchObject({ name });
  expect([told, journal.away]).toEqual([[`fault ${name}`], false]);
  journal.append(2, [paused('b')]);
  await expect(journal.flushed()).rejects.toMatchObject({ name });
  expect(await stored()).toEqual([]);
});

it('repeats nothing in the tables of an account that another engine took', async () => {
  troubles = ['away'];
  journal.append(1, [paused('a')]);
  await expect(journal.flushed()).rejects.toThrow('away');
  isOurs = false;
  await tryAgain();
  await expect.poll(() => told).toEqual(['away', 'fault UnavailableError']);
  expect(await stored()).toEqual([]);
});

it('does not write on another story', async () => {
  journal.append(1, [paused('a')]);
  await journal.flushed();
  troubles = ['away'];
  journal.append(2, [paused('b')]);
  await expect(journal.flushed()).rejects.toThrow('away');
  await database.query("update journal set hash = 'other' where seq = 1");
  await tryAgain();
  await expect.poll(() => told).toEqual(['away', 'fault InvariantError']);
  await expect(journal.flushed()).rejects.toThrow('tell different stories at entry 1');
});

it('lets nobody wait for a database that hangs, and ends its own waiting when it is closed', async () => {
  troubles = ['hangs'];
  journal.append(1, [paused('a')]);
  const flushed = journal.flushed();
  flushed.catch(() => undefined);
  await expect.poll(() => told).toEqual(['hangs']);
  // The patience with this very batch begins a moment after it.
  await new Promise((resolve) => setImmediate(resolve));
  expect(naps.at(-1)?.ms).toBe(15_000);
  for (const nap of naps.splice(0)) nap.end();
  await expect(flushed).rejects.toThrow('The database does not answer in time');

  journal.close();
  journal = await open();
  troubles = ['away'];
  journal.append(2, [paused('b')]);
  await expect.poll(() => naps.length).toBe(1);
  journal.close();
  await journal.flushed().catch(() => undefined);
  expect(told).toEqual(['hangs', 'away']);
});
