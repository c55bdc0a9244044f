import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { OutboxStore } from '../../../bot/outbox/outbox-store.ts';
import type { Arrival, Behaviour, FakeChannel } from '../../fakes/channel.ts';
import { createFakeChannel } from '../../fakes/channel.ts';
import { seededRandom } from '../../faults/seeded-random.ts';
import { MemoryOutboxStore } from './memory-outbox-store.ts';
import { entry, outboxRig, T0 } from './outbox-rig.ts';
import { VirtualTime } from './virtual-time.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

const FAULTS: readonly Behaviour[] = [
  { limited: 3 * SECOND },
  { limited: 40 * SECOND },
  'fault',
  'timeout',
  'no-connection',
  { slow: 5 * SECOND },
  { slow: HOUR },
  'silent-ok',
  'cut-ok',
];

function faultAt(random: () => number): Behaviour {
  return FAULTS[Math.floor(random() * FAULTS.length)] ?? 'fault';
}

/** Texts without the repetitions of what had just been said. */
function firstOf(arrivals: readonly Arrival[]): readonly string[] {
  return [...new Set(arrivals.map(({ text }) => text))];
}

/** What arrived more than once although every earlier arrival had been answered. */
function needlesslyRepeated(arrivals: readonly Arrival[]): readonly string[] {
  const answered = new Set<string>();
  return arrivals.flatMap(({ text, answered: told }) => {
    const again = answered.has(text);
    if (told) answered.add(text);
    return again ? [text] : [];
  });
}

function numbered(count: number, chat: number): readonly string[] {
  return Array.from({ length: count }, (_, n) => `${chat}/${n}`);
}

function inChat(channel: FakeChannel, chat: number): readonly Arrival[] {
  return channel.arrivals.filter(({ address }) => address === String(chat));
}

test('ten minutes of 429, 500, timeouts and refused connections lose nothing and change no order', async () => {
  const random = seededRandom(5);
  const rig = outboxRig({
    channels: [{ name: 'telegram', script: (_, __, at) => (at < T0 + 10 * MINUTE ? faultAt(random) : 'ok') }],
    seed: 6,
  });
  await rig.outbox.start();
  for (let n = 0; n < 100; n += 1) {
    await rig.outbox.add(
      [1, 2, 3].map((chat) => entry(`${chat}/${n}`, { userId: `u${chat}`, route: [`telegram:${chat}`] })),
    );
    await rig.time.pass(6 * SECOND);
  }
  await rig.time.pass(30 * MINUTE);
  const channel = rig.channel('telegram');
  for (const chat of [1, 2, 3]) expect(firstOf(inChat(channel, chat))).toEqual(numbered(100, chat));
  expect(needlesslyRepeated(channel.arrivals)).toEqual([]);
  expect(await rig.store.agenda()).toMatchObject({ waiting: 0 });
  expect(rig.reports).toEqual([]);
  expect(rig.time.timers).toBe(1);
});

test('any faults whatsoever lose nothing, keep the order and repeat only what was not answered', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom<Behaviour>('ok', ...FAULTS), { minLength: 1, maxLength: 40 }),
      fc.integer(),
      async (script, seed) => {
        const rig = outboxRig({
          channels: [{ name: 'telegram', script: (_, attempt) => script[attempt - 1] ?? 'ok' }],
          seed,
        });
        await rig.outbox.start();
        const chats = [1, 2];
        for (const chat of chats) {
          await rig.outbox.add(numbered(8, chat).map((text) => entry(text, { route: [`telegram:${chat}`] })));
        }
        await rig.time.pass(12 * HOUR, () => rig.channel('telegram').arrivals.length > 15 && settled(rig.store));
        for (const chat of chats) {
          expect(firstOf(inChat(rig.channel('telegram'), chat))).toEqual(numbered(8, chat));
        }
        expect(needlesslyRepeated(rig.channel('telegram').arrivals)).toEqual([]);
        await rig.outbox.stop();
        expect(rig.time.timers).toBe(0);
      },
    ),
    { numRuns: 60 },
  );
});

function settled(store: OutboxStore): boolean {
  return store instanceof MemoryOutboxStore && store.rows.every(({ state }) => state === 'delivered');
}

test('a thousand in a burst arrive in order, within what the platform bears', async () => {
  const random = seededRandom(9);
  const rig = outboxRig({
    channels: [
      {
        name: 'telegram',
        limits: { perSecond: 20, burst: 5, perChatMs: 1000 },
        bears: { perSecond: 30, perChatMs: 1000 },
        script: () => ({ slow: 20 + Math.floor(150 * random()) }),
      },
    ],
  });
  await rig.outbox.start();
  const chats = Array.from({ length: 20 }, (_, n) => n + 1);
  const texts = numbered(50, 0).flatMap((text) =>
    chats.map((chat) => ({ chat, text: text.replace('0/', `${chat}/`) })),
  );
  await rig.outbox.add(texts.map(({ chat, text }) => entry(text, { userId: `u${chat}`, route: [`telegram:${chat}`] })));
  await rig.time.pass(10 * MINUTE, () => settled(rig.store));
  const channel = rig.channel('telegram');
  for (const chat of chats) expect(inChat(channel, chat).map(({ text }) => text)).toEqual(numbered(50, chat));
  expect({ tooFast: channel.tooFast(), attempts: channel.attempts(), mostAtOnce: channel.mostAtOnce() }).toEqual({
    tooFast: 0,
    attempts: 1000,
    mostAtOnce: expect.toSatisfy((count: number) => count <= 8),
  });
  // 20 chats at one a second each are 20 a second: not much longer than 50 s for 50 to each.
  expect(rig.time.now() - T0).toBeLessThan(75 * SECOND);
});

test('two hundred in a burst to one group take the time that its minute allows', async () => {
  const rig = outboxRig({
    channels: [
      {
        name: 'telegram',
        limits: { perSecond: 20, burst: 5, perChatMs: 1000, perMinute: () => 20 },
        bears: { perSecond: 30, perChatMs: 1000, perMinute: 20 },
      },
    ],
  });
  await rig.outbox.start();
  await rig.outbox.add(numbered(200, 1).map((text) => entry(text)));
  await rig.time.pass(HOUR, () => settled(rig.store));
  expect(rig.arrived('telegram:1')).toEqual(numbered(200, 1));
  expect(rig.channel('telegram').tooFast()).toBe(0);
  expect(rig.time.now() - T0).toBeLessThan(10 * MINUTE);
});

test('a chat that gets no answer keeps nobody else waiting', async () => {
  const rig = outboxRig({
    channels: [{ name: 'telegram', script: ({ address }) => (Number(address) < 4 ? 'timeout' : 'ok') }],
  });
  await rig.outbox.start();
  const chats = Array.from({ length: 10 }, (_, n) => n + 1);
  await rig.outbox.add(chats.map((chat) => entry(`${chat}`, { route: [`telegram:${chat}`] })));
  await rig.time.pass(SECOND);
  expect(rig.channel('telegram').arrivals.map(({ text }) => text)).toEqual(['4', '5', '6', '7', '8', '9', '10']);
});

test('a death at any moment loses nothing', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 0, max: 4000 }), { minLength: 1, maxLength: 6 }),
      fc.integer(),
      fc.boolean(),
      async (lives, seed, alone) => {
        const time = new VirtualTime(T0);
        const random = seededRandom(seed);
        const store = new MemoryOutboxStore();
        const channel = createFakeChannel({
          name: 'telegram',
          now: time.now,
          sleep: time.sleep,
          script: (_, attempt) => (attempt > 60 ? 'ok' : random() < 0.5 ? { slow: 300 } : faultAt(random)),
        });
        let kept = 0;
        for (const life of lives) {
          const mortal = mortalStore(store);
          const { outbox } = outboxRig({ time, store: mortal.store, channels: [channel], alone, seed });
          await outbox.start();
          const add = async (): Promise<void> => {
            for (let n = 0; n < 5; n += 1) {
              await outbox.add([entry(`1/${kept}`)]);
              kept += 1;
            }
          };
          void add();
          await time.pass(life);
          mortal.kill();
        }
        const last = outboxRig({ time, store, channels: [channel], alone, seed });
        await last.outbox.start();
        await time.pass(4 * HOUR, () => settled(store));
        const texts = firstOf(channel.arrivals);
        // The last one of a life may have been kept without its sender hearing of it.
        expect(texts.slice(0, kept)).toEqual(numbered(kept, 1));
        const unanswered = channel.arrivals.filter(({ answered }) => !answered).length;
        expect(needlesslyRepeated(channel.arrivals).length).toBeLessThanOrEqual(lives.length + unanswered);
        await last.outbox.stop();
      },
    ),
    { numRuns: 60 },
  );
});

/** A store whose user can die: from then on nothing of what it asks happens, and nothing is answered. */
function mortalStore(store: MemoryOutboxStore): { store: OutboxStore; kill: () => void } {
  let dead = false;
  const mortal = new Proxy(store, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      return (...args: readonly unknown[]) => (dead ? SILENCE : Reflect.apply(member, target, args));
    },
  });
  return {
    store: mortal,
    kill: () => {
      dead = true;
    },
  };
}

/** Not a promise, so that the clock does not wait for it; awaiting it never ends. */
// biome-ignore lint/suspicious/noThenProperty: it stands for an answer that never comes.
const SILENCE = { then: () => undefined };

test('the log holds no text of a message, whatever the platform and its errors repeat', async () => {
  const random = seededRandom(3);
  const rig = outboxRig({
    channels: [
      { name: 'telegram', script: (_, attempt) => (attempt < 200 ? faultAt(random) : 'blocked') },
      { name: 'discord', script: () => 'fault' },
    ],
    wordsOf: () => Promise.reject(new Error('cannot say secret words 1')),
    attach: () => Promise.reject(new Error('cannot draw secret words 2')),
  });
  await rig.outbox.start();
  const attachments = [{ name: 'a.png', mime: 'image/png', alt: 'secret words 3', source: 'trade-chart:T-1' }];
  await rig.outbox.add(
    Array.from({ length: 30 }, (_, n) =>
      entry(`secret words ${n}`, { money: true, route: ['telegram:1', 'discord:2'], attachments }),
    ),
  );
  await rig.time.pass(2 * HOUR);
  expect(rig.log.length).toBeGreaterThan(50);
  expect([...rig.log, ...rig.reports.map((report) => JSON.stringify(report))].join('\n')).not.toContain('secret');
});

test('holds no more in memory than what is on its way, however much waits', async () => {
  const time = new VirtualTime(T0);
  const store = new MemoryOutboxStore();
  let out = 0;
  let most = 0;
  const { claim, settle } = store;
  store.claim = async (order) => {
    const rows = await claim.call(store, order);
    out += rows.length;
    most = Math.max(most, out);
    return rows;
  };
  store.settle = async (...args) => {
    out -= 1;
    return settle.apply(store, args);
  };
  const channel = createFakeChannel({
    name: 'telegram',
    now: time.now,
    sleep: time.sleep,
    script: () => ({ slow: 200 }),
  });
  const rig = outboxRig({ time, store, channels: [channel], timing: { atOnce: 4 } });
  await rig.outbox.start();
  await rig.outbox.add(
    Array.from({ length: 400 }, (_, n) => entry(`${n}`, { route: [`telegram:${n % 100}`], userId: `u${n % 100}` })),
  );
  await time.pass(2 * MINUTE, () => settled(store));
  expect(channel.arrivals).toHaveLength(400);
  expect(most).toBe(4);
});
