import { appendFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { createJournalFeed } from '../../../../bot/outbox/journal-feed.ts';
import { createOutbox } from '../../../../bot/outbox/outbox.ts';
import type { OutboxPayload } from '../../../../bot/outbox/outbox-entry.ts';
import { openDatabase } from '../../../../db/open-database.ts';
import { OutboxCursors } from '../../../../db/outbox-cursors.ts';
import { OutboxTable } from '../../../../db/outbox-table.ts';
import type { JournalEntry } from '../../../../engine/domain/journal-entry.ts';
import { entry, outbound } from '../outbox-rig.ts';

/** Tells a journal of so many entries to a platform that is a file, until it is killed or has told everything. */
const [directory = '', count = '0'] = process.argv.slice(2);
const last = Number(count);
const database = await openDatabase({ dataDirectory: directory });
const cursors = new OutboxCursors(database);
const arrivals = path.join(directory, 'arrivals');
const silence = { info: () => undefined, warn: () => undefined, error: () => undefined };

const outbox = createOutbox({
  store: new OutboxTable<OutboxPayload>(database),
  channels: [
    {
      name: 'telegram',
      limits: { perSecond: 1000, burst: 10, perChatMs: 0 },
      deliver: async ({ outbound: { title } }) => {
        appendFileSync(arrivals, `${title}\n`);
        if (title === String(last)) console.log('told everything');
        return { outcome: 'delivered', ref: null };
      },
    },
  ],
  modeOf: () => 'on',
  quietUntil: () => null,
  wordsOf: () => ({ escalated: (told) => told, merged: () => outbound(''), digest: () => outbound('') }),
  attach: async () => new Uint8Array(),
  report: () => undefined,
  now: () => Date.now(),
  sleep: async (ms, signal) => {
    await wait(ms, undefined, { signal }).catch(() => undefined);
  },
  random: () => 0.5,
  logger: silence,
  alone: true,
});
const feed = createJournalFeed({
  entriesSince: async (seq) =>
    Array.from({ length: Math.min(5, last - seq) }, (_, n): JournalEntry => {
      return { seq: seq + n + 1, at: 0, event: { type: 'entries.resumed', by: 'admin' }, hash: '' };
    }),
  head: () => last,
  cursors,
  users: () => ['u1'],
  draftOf: async ({ seq }) => entry('', { userId: 'u1', outbound: { ...outbound(''), title: String(seq) } }),
  add: outbox.add,
  logger: silence,
});
if ((await cursors.load('u1')) === null) await cursors.save('u1', 0);
console.log('open');
await outbox.start();
await feed.catchUp();
