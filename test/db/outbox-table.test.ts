import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { OutboxPayload } from '../../bot/outbox/outbox-entry.ts';
import type { OutboxStore } from '../../bot/outbox/outbox-store.ts';
import type { Database } from '../../db/database.ts';
import { migrate } from '../../db/migrate.ts';
import { OutboxCursors } from '../../db/outbox-cursors.ts';
import { OutboxTable } from '../../db/outbox-table.ts';
import { openPostgresDatabase } from '../../db/postgres-database.ts';
import { MemoryOutboxStore } from '../bot/outbox/memory-outbox-store.ts';
import { newRow, outbound, outboxRig, T0, entry as toldEntry } from '../bot/outbox/outbox-rig.ts';
import { openTestDatabase } from '../fixtures/test-database.ts';

const MINUTE = 60_000;
const serverUrl = process.env.TEST_DATABASE_URL;

async function openServer(): Promise<Database> {
  const name = `outbox_${randomUUID().replaceAll('-', '')}`;
  const server = await openPostgresDatabase(serverUrl ?? '');
  await server.query(`create database ${name}`);
  await server.close();
  const url = new URL(serverUrl ?? '');
  url.pathname = `/${name}`;
  const database = await openPostgresDatabase(url.href);
  await migrate(database);
  return database;
}

describe('an outbox in memory, as tests use it', () => describeStore(async () => new MemoryOutboxStore()));
describeTable('PGlite', openTestDatabase);
if (serverUrl) describeTable('PostgreSQL', openServer);
else
  describe.skip('the outbox on PostgreSQL (skipped: set TEST_DATABASE_URL)', () =>
    it('needs a server', () => undefined));

function describeTable(name: string, open: () => Promise<Database>): void {
  describe(`the outbox table on ${name}`, () => {
    let database: Database;
    beforeAll(async () => {
      database = await open();
    });
    afterAll(() => database.close());

    describeStore(async () => {
      await database.query('truncate outbox restart identity');
      return new OutboxTable<OutboxPayload>(database);
    });

    it('lets several processes claim at once without giving one row to two', async () => {
      await database.query('truncate outbox restart identity');
      const table = new OutboxTable<OutboxPayload>(database);
      const rows = Array.from({ length: 40 }, (_, n) => newRow(`m${n}`, { address: `telegram:${n % 20}` }));
      await table.add(rows, T0);
      const claims = await Promise.all(Array.from({ length: 8 }, () => table.claim(claim({ limit: 5 }))));
      const ids = claims.flat().map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      const rest = await table.claim(claim({ limit: 100 }));
      expect([...ids, ...rest.map(({ id }) => id)].sort((a, b) => a - b)).toEqual(
        Array.from({ length: 20 }, (_, n) => n + 1),
      );
    });

    it('keeps what Postgres has no place for as a replacement character', async () => {
      await database.query('truncate outbox restart identity');
      const table = new OutboxTable<OutboxPayload>(database);
      const payload = { outbound: outbound('a\u0000b\ud800c'), attachments: [], silent: false };
      expect(await table.add([newRow('k\u0000', { payload })], T0)).toBe(1);
      const [row] = await table.claim(claim());
      expect(row?.payload.outbound.blocks).toEqual([{ type: 'lines', lines: ['a\ufffdb\ufffdc'] }]);
      await table.settle(1, 1, { outcome: 'refused', problem: 'no\u0000' });
      expect((await table.history('telegram:1', 1))[0]?.problem).toBe('no\ufffd');
    });

    it('carries an outbox through faults, as the one in memory does', async () => {
      await database.query('truncate outbox restart identity');
      const behaviours = ['fault', 'ok', 'no-connection', 'cut-ok', 'ok'] as const;
      const rig = outboxRig({
        store: new OutboxTable<OutboxPayload>(database),
        channels: [{ name: 'telegram', script: (_, attempt) => behaviours[attempt % 5] ?? 'ok' }],
      });
      await rig.outbox.start();
      await rig.outbox.add(Array.from({ length: 20 }, (_, n) => toldEntry(`m${n}`)));
      await rig.time.pass(10 * MINUTE, () =>
        rig.channel('telegram').arrivals.some(({ text, answered }) => text === 'm19' && answered),
      );
      await rig.outbox.stop();
      const texts = rig.arrived('telegram:1');
      expect(texts.filter((text, at) => text !== texts[at - 1])).toEqual(Array.from({ length: 20 }, (_, n) => `m${n}`));
      expect((await rig.outbox.history('telegram:1', 100)).every(({ state }) => state === 'delivered')).toBe(true);
    });

    it('remembers how far a person was told, and never goes back', async () => {
      const cursors = new OutboxCursors(database);
      expect(await cursors.load('telegram:1')).toBeNull();
      await cursors.save('telegram:1', 7);
      await cursors.save('telegram:1', 5);
      expect(await cursors.load('telegram:1')).toBe(7);
    });
  });
}

function claim(parts: Partial<Parameters<OutboxStore['claim']>[0]> = {}) {
  return { channel: 'telegram', except: [], limit: 10, now: T0, leaseUntil: T0 + MINUTE, ...parts };
}

function describeStore(open: () => Promise<OutboxStore>): void {
  let store: OutboxStore;
  beforeEach(async () => {
    store = await open();
  });
  const claimed = async (parts: Partial<Parameters<OutboxStore['claim']>[0]> = {}) =>
    (await store.claim(claim(parts))).map(({ payload }) => textOf(payload)).sort();

  it('adds a key once, within a call and across calls', async () => {
    expect(await store.add([newRow('a'), newRow('a'), newRow('b')], T0)).toBe(2);
    expect(await store.add([newRow('b'), newRow('c')], T0)).toBe(1);
    expect((await store.history('telegram:1', 9)).map(({ payload }) => textOf(payload))).toEqual(['c', 'b', 'a']);
  });

  it('gives the first of each address, and the next when that one has ended', async () => {
    await store.add([newRow('a'), newRow('b'), newRow('x', { address: 'telegram:2' })], T0);
    expect(await claimed()).toEqual(['a', 'x']);
    expect(await claimed()).toEqual([]);
    expect(await store.settle(1, 1, { outcome: 'later', nextAt: T0 + 10, problem: 'away' })).toBe(true);
    expect(await claimed({ now: T0 + 9 })).toEqual([]);
    expect(await store.claim(claim({ now: T0 + 10 }))).toMatchObject([{ id: 1, attempts: 2 }]);
    await store.settle(1, 2, { outcome: 'refused', problem: 'blocked' });
    expect(await claimed()).toEqual(['b']);
  });

  it('leaves out other channels and addresses that rest, and takes what is urgent or money first', async () => {
    const at = (n: number) => ({ address: `telegram:${n}` });
    await store.add(
      [
        newRow('d', { address: 'discord:1' }),
        newRow('rests', at(1)),
        newRow('plain', at(2)),
        newRow('urgent', { ...at(3), importance: 'urgent' }),
        newRow('money', { ...at(4), money: true }),
      ],
      T0,
    );
    expect(await claimed({ except: ['telegram:1'], limit: 2 })).toEqual(['money', 'urgent']);
  });

  it('gives a claim back when its lease ends, or at once when nobody else can hold it', async () => {
    await store.add([newRow('a')], T0);
    await store.claim(claim());
    expect(await claimed({ now: T0 + MINUTE - 1 })).toEqual([]);
    expect(await claimed({ now: T0 + MINUTE, leaseUntil: T0 + 9 * MINUTE })).toEqual(['a']);
    expect(await store.settle(1, 1, { outcome: 'later', nextAt: T0, problem: 'late' })).toBe(false);
    expect(await store.reclaim(T0)).toBe(1);
    expect(await claimed()).toEqual(['a']);
  });

  it('believes that something arrived whoever has claimed it since, and only once', async () => {
    await store.add([newRow('a')], T0);
    await store.claim(claim());
    await store.reclaim(T0);
    expect(await store.settle(1, 1, { outcome: 'delivered', at: T0 + 1, ref: 'm1' })).toBe(true);
    expect(await store.settle(1, 1, { outcome: 'delivered', at: T0 + 2, ref: 'm2' })).toBe(false);
    expect(await store.history('telegram:1', 1)).toMatchObject([{ state: 'delivered', deliveredAt: T0 + 1 }]);
  });

  it('lets the newest of a group take the place of one that waits, in its place in the queue', async () => {
    await store.add([newRow('s1', { group: 'status' }), newRow('b')], T0);
    expect(await store.add([newRow('s2', { group: 'status', money: true })], T0 + 5)).toBe(1);
    expect(await store.add([newRow('s1', { group: 'status' }), newRow('s2', { group: 'status' })], T0 + 6)).toBe(0);
    const [first] = await store.claim(claim({ now: T0 + 6 }));
    expect(first).toMatchObject({ id: 1, money: true, waitingSince: T0 });
    expect(first && textOf(first.payload)).toBe('s2');
    // What is on its way cannot be changed any more: the next one follows it.
    await store.add([newRow('s3', { group: 'status', inPlace: true })], T0 + 7);
    await store.settle(1, 1, { outcome: 'delivered', at: T0 + 8, ref: 'm1' });
    await store.claim(claim({ now: T0 + 8 }));
    await store.settle(2, 1, { outcome: 'delivered', at: T0 + 8, ref: 'm2' });
    expect(await store.claim(claim({ now: T0 + 9 }))).toMatchObject([{ id: expect.any(Number), replaces: 'm1' }]);
    expect((await store.history('telegram:1', 9)).map(({ payload }) => textOf(payload))).toEqual(['s3', 'b', 's2']);
  });

  it('moves what waits for a chat to its new id', async () => {
    await store.add([newRow('a'), newRow('b', { route: ['telegram:1', 'email:x'] }), newRow('c', HELD)], T0);
    await store.claim(claim());
    await store.move('telegram:1', 'telegram:-100', T0 + 1);
    const [row] = await store.claim(claim({ now: T0 + 1 }));
    expect(row).toMatchObject({ id: 1, address: 'telegram:-100', attempts: 2, route: ['telegram:-100'] });
    expect((await store.history('telegram:1', 9)).map(({ address }) => address)).toEqual(
      Array(3).fill('telegram:-100'),
    );
  });

  it('says what is due when, what is held and what may escalate', async () => {
    expect(await store.agenda()).toEqual({ channels: [], waiting: 0, heldUntil: null, escalatableSince: null });
    const route = ['telegram:1', 'email:x'];
    await store.add([newRow('a', { money: true, route }), newRow('b'), newRow('h', HELD)], T0);
    await store.add([newRow('e', { address: 'email:x' })], T0 + 3);
    const agenda = await store.agenda();
    expect(agenda).toMatchObject({ waiting: 3, heldUntil: T0 + MINUTE, escalatableSince: T0 });
    expect([...agenda.channels].sort((a, b) => a.dueAt - b.dueAt)).toEqual([
      { channel: 'telegram', dueAt: T0 },
      { channel: 'email', dueAt: T0 + 3 },
    ]);
    await store.claim(claim());
    await store.settle(1, 1, { outcome: 'later', nextAt: T0 + 70, problem: 'away' });
    expect((await store.agenda()).channels).toContainEqual({ channel: 'telegram', dueAt: T0 + 70 });
    await store.hasten(['telegram:1'], T0 + 20);
    expect((await store.agenda()).channels).toContainEqual({ channel: 'telegram', dueAt: T0 + 20 });
  });

  it('escalates money that waits, and what was refused, once', async () => {
    const route = ['telegram:1', 'email:x'];
    await store.add([newRow('m', { money: true, route }), newRow('n', { route })], T0);
    await store.add([newRow('u', { importance: 'urgent', route, address: 'telegram:2' })], T0);
    expect(await store.overdue(T0 - 1, 9)).toEqual([]);
    expect(await store.overdue(T0, 9)).toMatchObject([{ id: 1 }]);
    await store.claim(claim());
    await store.settle(3, 1, { outcome: 'refused', problem: 'blocked' });
    expect(await store.agenda()).toMatchObject({ escalatableSince: 0 });
    expect(await store.overdue(T0 - 1, 9)).toMatchObject([{ id: 3 }]);
    const copy = newRow('1>email:x', { address: 'email:x', copyOf: 1, money: true });
    expect(await store.escalate(1, copy, T0 + MINUTE)).toBe(true);
    expect(await store.escalate(1, copy, T0 + MINUTE)).toBe(false);
    expect(await store.escalate(2, copy, T0 + MINUTE)).toBe(false);
    const [sent] = await store.claim(claim({ channel: 'email', now: T0 + MINUTE }));
    await store.settle(sent?.id ?? 0, 1, { outcome: 'delivered', at: T0 + MINUTE, ref: null });
    expect((await store.history('telegram:1', 9)).at(-1)).toMatchObject({
      id: 1,
      state: 'delivered',
      address: 'email:x',
      deliveredAt: T0 + MINUTE,
    });
  });

  it('folds what is quiet into one and tells what became of it', async () => {
    const quiet = { importance: 'quiet' } as const;
    await store.add(
      [newRow('q1', quiet), newRow('n'), newRow('q2', quiet), newRow('m', { ...quiet, money: true })],
      T0,
    );
    expect(await store.crowded(4)).toEqual([]);
    expect(await store.crowded(3)).toEqual([{ userId: 'telegram:1', address: 'telegram:1' }]);
    const place = { userId: 'telegram:1', address: 'telegram:1', from: 'pending', now: T0, items: 1 } as const;
    const rowOf = ({ count, lastId, items }: { count: number; lastId: number; items: readonly unknown[] }) =>
      newRow(`fold ${count} ${lastId} ${items.length}`, { ...quiet, standsFor: count });
    expect(await store.fold(place, rowOf)).toBe(2);
    expect(await store.fold(place, rowOf)).toBe(0);
    await store.add([newRow('q3', quiet)], T0);
    expect(await store.fold(place, rowOf)).toBe(3);
    const sent: string[] = [];
    for (let row = (await store.claim(claim()))[0]; row; row = (await store.claim(claim()))[0]) {
      sent.push(textOf(row.payload));
      await store.settle(row.id, 1, { outcome: 'delivered', at: T0 + 9, ref: null });
    }
    expect(sent).toEqual(['n', 'm', 'fold 3 6 1']);
    const history = await store.history('telegram:1', 9);
    expect(history.map(({ payload, state, deliveredAt }) => [textOf(payload), state, deliveredAt])).toEqual([
      ['q3', 'merged', T0 + 9],
      ['m', 'delivered', T0 + 9],
      ['q2', 'merged', T0 + 9],
      ['n', 'delivered', T0 + 9],
      ['q1', 'merged', T0 + 9],
    ]);
  });

  it('says of what was merged that it was refused when its carrier was', async () => {
    const quiet = { importance: 'quiet' } as const;
    await store.add([newRow('q1', quiet), newRow('q2', quiet)], T0);
    await store.fold({ userId: 'telegram:1', address: 'telegram:1', from: 'pending', now: T0, items: 0 }, () =>
      newRow('carrier', { standsFor: 2 }),
    );
    await store.claim(claim());
    await store.settle(3, 1, { outcome: 'refused', problem: 'blocked' });
    expect((await store.history('telegram:1', 9)).map(({ state }) => state)).toEqual(['refused', 'refused']);
  });

  it('holds until the end of the quiet hours, folds all but money, and releases the rest', async () => {
    await store.add([newRow('h1', HELD), newRow('m', { ...HELD, money: true }), newRow('h2', HELD)], T0);
    expect(await claimed()).toEqual([]);
    expect(await store.heldBack(T0 + MINUTE - 1)).toEqual([]);
    const place = { userId: 'telegram:1', address: 'telegram:1' };
    expect(await store.heldBack(T0 + MINUTE)).toEqual([place]);
    const fold = { ...place, from: 'held', now: T0 + MINUTE, items: 9 } as const;
    const rowOf = ({ count }: { count: number }) => newRow(`digest of ${count}`, { standsFor: count });
    expect(await store.fold(fold, rowOf)).toBe(2);
    await store.release(place, T0 + MINUTE);
    expect(await store.claim(claim({ now: T0 + MINUTE }))).toMatchObject([{ id: 2, waitingSince: T0 + MINUTE }]);
    expect(await store.agenda()).toMatchObject({ waiting: 2, heldUntil: null });
  });

  it('ends the quiet hours of one person', async () => {
    await store.add([newRow('h1', HELD), newRow('h2', { ...HELD, userId: 'discord:2' })], T0);
    await store.endQuiet('telegram:1', T0 + 1);
    expect(await store.heldBack(T0 + 1)).toEqual([{ userId: 'telegram:1', address: 'telegram:1' }]);
  });

  it('expires what waits for a channel that is not set up, and forgets what ended long ago', async () => {
    await store.add([newRow('slack', { address: 'slack:1' }), newRow('a')], T0);
    expect(await store.expireElsewhere(['telegram'], T0 - 1)).toEqual([]);
    expect(await store.expireElsewhere(['telegram'], T0)).toMatchObject([{ id: 1, address: 'slack:1' }]);
    expect(await store.prune(T0)).toBe(0);
    expect(await store.prune(T0 + 1)).toBe(1);
    expect((await store.history('telegram:1', 9)).map(({ state }) => state)).toEqual(['pending']);
  });
}

const HELD = { state: 'held', heldUntil: T0 + MINUTE } as const;

function textOf({ outbound: { blocks } }: OutboxPayload): string {
  const [block] = blocks;
  return block?.type === 'lines' ? block.lines.join() : '';
}
