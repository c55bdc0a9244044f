import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JournalFeedOptions } from '../../../bot/outbox/journal-feed.ts';
import { createJournalFeed } from '../../../bot/outbox/journal-feed.ts';
import type { OutboxEntry } from '../../../bot/outbox/outbox-entry.ts';
import { UnavailableError } from '../../../engine/domain/errors.ts';
import type { JournalEntry } from '../../../engine/domain/journal-entry.ts';
import { entry } from './outbox-rig.ts';

function paused(seq: number): JournalEntry {
  return { seq, at: seq, event: { type: 'entries.resumed', by: 'admin' }, hash: `h${seq}` };
}

/** A journal, a cursor for each person and an outbox that knows its keys: all that outlives a process. */
function disk(entries: number) {
  return {
    journal: Array.from({ length: entries }, (_, n) => paused(n + 1)),
    cursors: new Map<string, number>(),
    outbox: new Map<string, OutboxEntry>(),
    added: [] as string[],
  };
}

function feedOver(on: ReturnType<typeof disk>, parts: Partial<JournalFeedOptions> = {}) {
  const log: string[] = [];
  const write = (fields: object, sentence: string) => log.push(`${sentence} ${JSON.stringify(fields)}`);
  const feed = createJournalFeed({
    entriesSince: async (seq, limit) => on.journal.filter((one) => one.seq > seq).slice(0, limit),
    head: () => on.journal.length,
    cursors: {
      load: async (userId) => on.cursors.get(userId) ?? null,
      save: async (userId, seq) => {
        on.cursors.set(userId, seq);
      },
    },
    users: () => ['u1', 'u2'],
    // Every third entry is not worth telling.
    draftOf: async ({ seq }, userId) => (seq % 3 === 0 ? null : entry(`${seq}`, { userId })),
    add: async (entries) => {
      for (const one of entries) {
        if (!on.outbox.has(one.dedupeKey)) on.added.push(one.dedupeKey);
        on.outbox.set(one.dedupeKey, one);
      }
    },
    logger: { info: write, warn: write, error: write },
    ...parts,
  });
  return { feed, log };
}

test('somebody new is told from now on, somebody known from where they were told last', async () => {
  const on = disk(4);
  on.cursors.set('u1', 2);
  const { feed } = feedOver(on);
  await feed.catchUp();
  expect(on.added).toEqual(['4:u1']);
  expect(on.cursors).toEqual(
    new Map([
      ['u1', 4],
      ['u2', 4],
    ]),
  );
  on.journal.push(paused(5), paused(6), paused(7));
  await feed.catchUp();
  expect(on.added.slice(1)).toEqual(['5:u1', '7:u1', '5:u2', '7:u2']);
});

test('looks again at the end when it was called meanwhile', async () => {
  const on = disk(0);
  on.cursors.set('u1', 0);
  const { feed } = feedOver(on);
  const first = feed.catchUp();
  on.journal.push(paused(1));
  await Promise.all([first, feed.catchUp()]);
  expect(on.added).toContain('1:u1');
});

test('reads a long journal in pieces', async () => {
  const on = disk(1000);
  on.cursors.set('u1', 0);
  const asked: number[] = [];
  const { feed } = feedOver(on, {
    entriesSince: async (seq, limit) => {
      asked.push(limit);
      return on.journal.slice(seq, seq + limit);
    },
  });
  await feed.catchUp();
  expect(on.added).toHaveLength(667);
  expect(Math.max(...asked)).toBe(200);
});

test('what cannot be put into words is passed over with a note; what is only away is waited for', async () => {
  const on = disk(5);
  on.cursors.set('u1', 0);
  let away = true;
  const { feed, log } = feedOver(on, {
    users: () => ['u1'],
    draftOf: async ({ seq }, userId) => {
      if (seq === 2) throw new TypeError('secret words');
      if (seq === 4 && away) throw new UnavailableError('The database is away.');
      return entry(`${seq}`, { userId });
    },
  });
  await expect(feed.catchUp()).rejects.toThrow('The database is away.');
  expect(on.cursors.get('u1')).toBe(0);
  away = false;
  await feed.catchUp();
  expect(on.added).toEqual(['1:u1', '3:u1', '4:u1', '5:u1']);
  expect(log.at(-1)).toBe(
    'an entry of the journal could not be told {"seq":2,"type":"entries.resumed","problem":"TypeError"}',
  );
});

test('a death between journal, outbox and cursor loses nothing and doubles nothing', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 8 }), { maxLength: 12 }), async (deaths) => {
      const on = disk(0);
      on.cursors.set('u1', 0).set('u2', 0);
      for (const steps of [...deaths, Number.POSITIVE_INFINITY]) {
        for (let n = 0; n < 3; n += 1) on.journal.push(paused(on.journal.length + 1));
        let left = steps;
        const step = (): void => {
          left -= 1;
          if (left < 0) throw new UnavailableError('dead');
        };
        const { feed } = feedOver(on, {
          add: async (entries) => {
            step();
            for (const one of entries) {
              if (!on.outbox.has(one.dedupeKey)) on.added.push(one.dedupeKey);
              on.outbox.set(one.dedupeKey, one);
            }
            step();
          },
          cursors: {
            load: async (userId) => on.cursors.get(userId) ?? null,
            save: async (userId, seq) => {
              step();
              on.cursors.set(userId, seq);
            },
          },
        });
        await feed.catchUp().catch(() => undefined);
      }
      const told = on.journal.filter(({ seq }) => seq % 3 !== 0).map(({ seq }) => seq);
      for (const userId of ['u1', 'u2']) {
        expect(on.added.filter((key) => key.endsWith(userId))).toEqual(told.map((seq) => `${seq}:${userId}`));
      }
    }),
  );
});
