import { afterAll, expect, test } from 'vitest';
import { createRecipients } from '../../../bot/alerts/recipients.ts';
import type { Channel } from '../../../bot/outbox/channel.ts';
import { createOutbox } from '../../../bot/outbox/outbox.ts';
import type { OutboxEntry } from '../../../bot/outbox/outbox-entry.ts';
import type { OutboxReport } from '../../../bot/outbox/outbox-options.ts';
import { createAccess } from '../../../bot/people/access.ts';
import type { ChannelFault, ChannelHarness } from '../../contracts/channel.ts';
import { seededRandom } from '../../faults/seeded-random.ts';
import { discordHarness } from '../surfaces/discord/discord-harness.ts';
import { emailHarness } from '../surfaces/email/email-harness.ts';
import { slackHarness } from '../surfaces/slack/slack-harness.ts';
import { telegramHarness } from '../surfaces/telegram/telegram-harness.ts';
import { MemoryOutboxStore } from './memory-outbox-store.ts';
import { entry, outbound, T0 } from './outbox-rig.ts';
import { VirtualTime } from './virtual-time.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** To each recipient; every fifth is of money. */
const ALERTS = 300;
const EVERY_MS = 2.4 * SECOND;
const BAD_FROM = T0 + MINUTE;
const BAD_UNTIL = T0 + 11 * MINUTE;

/** So long real servers are waited for before the clock goes on without them. */
const ANSWER_MS = 10_000;
const HANG_MS = 50;

/** What the attempts of the bad minutes meet, one after the other; `away`: nobody listens there. */
const TROUBLES: readonly (ChannelFault | { readonly type: 'away' })[] = [
  { type: 'answer-lost' },
  { type: 'limited', retryAfterS: 20 },
  { type: 'server-error' },
  { type: 'hang' },
  { type: 'away' },
];

const harnesses: ChannelHarness[] = [];
afterAll(async () => {
  for (const harness of harnesses) await harness.close();
});

interface Line {
  readonly recipient: string;
  readonly told: readonly number[];
  readonly attempts: number;
  readonly duplicates: number;
  readonly longestMs: number;
}

test('ten bad minutes on every platform at once lose nothing and keep order', { timeout: 600_000 }, async () => {
  const time = new VirtualTime(T0);
  const clock = time.watch({ hold: (doing: Promise<unknown>, ms: number) => Promise.race([doing, realWait(ms)]) });
  const attempts = new Map<string, number>();
  const met = new Map<string, Set<string>>();
  const deliveredAt = new Map<string, number>();
  for (const open of [telegramHarness, discordHarness, slackHarness, () => emailHarness({ security: 'none' })]) {
    harnesses.push(await open());
  }
  const addresses = harnesses.map(addressOf);
  const recipients = createRecipients({
    access: createAccess(Object.fromEntries(addresses.slice(0, 2).map((userId) => [userId, 'admin' as const]))),
    channels: ['telegram', 'discord', 'slack', 'email'],
    places: addresses.slice(2).map((address) => ({ address, hears: 'all', language: 'en' })),
  });
  const store = new MemoryOutboxStore();
  const reports: OutboxReport[] = [];
  const outbox = createOutbox({
    store: time.watch(store),
    channels: harnesses.map(troubled),
    modeOf: () => 'on',
    quietUntil: () => null,
    wordsOf: () => ({
      escalated: (told, from) => ({ ...told, title: `went on from ${from}` }),
      merged: (count) => outbound(`and ${count} more`),
      digest: (count) => outbound(`digest of ${count}`),
    }),
    attach: () => Promise.reject(new Error('there are none')),
    report: (report) => void reports.push(report),
    now: time.now,
    sleep: time.sleep,
    random: seededRandom(11),
    logger: { info: () => undefined, warn: () => undefined, error: () => undefined },
    alone: true,
  });
  await outbox.start();

  for (let n = 0; n < ALERTS; n += 1) {
    await outbox.add(recipients.all().map(({ userId, route }) => alertOf(n, userId, route)));
    await time.pass(EVERY_MS);
  }
  await time.pass(90 * MINUTE, () => store.rows.every(({ state }) => state === 'delivered'));
  const stopping = outbox.stop();
  await time.pass(MINUTE);
  await stopping;

  const lines = harnesses.map(lineOf);
  process.stdout.write(tableOf(lines));
  const all = Array.from({ length: ALERTS }, (_, n) => n);
  for (const { told } of lines) expect([...new Set(told)]).toEqual(all);
  expect(addresses.map((address) => met.get(address)?.size)).toEqual(addresses.map(() => TROUBLES.length));
  // What a place is told on its own does not come there once more from admins who could not be reached.
  expect(reports.filter(({ type }) => type === 'escalated').length).toBeGreaterThan(50);
  expect(reports.filter(({ type }) => type !== 'escalated')).toEqual([]);
  for (const harness of harnesses) expect(textOf(harness)).not.toContain('went on from');
  // Twice only what was taken without a word; Discord knows such a message again.
  for (const { recipient, duplicates } of lines) {
    if (recipient.startsWith('discord:')) expect(duplicates).toBe(0);
    else expect(duplicates).toBeGreaterThan(0);
    expect(duplicates).toBeLessThan(10);
  }
  for (const { longestMs } of lines) expect(longestMs).toBeLessThan(45 * MINUTE);

  /** Each attempt of the bad minutes meets the next trouble. The clock stands while a server answers, unless it hangs. */
  function troubled(harness: ChannelHarness): Channel {
    const { channel } = harness;
    const address = addressOf(harness);
    return {
      name: channel.name,
      limits: channel.limits,
      async deliver(delivery, signal) {
        const nth = attempts.get(address) ?? 0;
        attempts.set(address, nth + 1);
        const isBad = time.now() >= BAD_FROM && time.now() < BAD_UNTIL;
        const trouble = isBad ? TROUBLES[nth % TROUBLES.length] : undefined;
        await held(begin(harness, trouble));
        const answer = channel.deliver(delivery, signal).finally(() => end(harness, trouble));
        void clock.hold(
          answer.catch(() => undefined),
          trouble?.type === 'hang' ? HANG_MS : ANSWER_MS,
        );
        const result = await answer;
        const key = `${address} ${numbersIn(JSON.stringify(delivery.outbound.blocks))[0]}`;
        if (result.outcome === 'delivered' && !deliveredAt.has(key)) deliveredAt.set(key, time.now());
        return result;
      },
    };
  }

  async function begin(harness: ChannelHarness, trouble: (typeof TROUBLES)[number] | undefined): Promise<void> {
    if (trouble === undefined) return;
    const address = addressOf(harness);
    met.set(address, (met.get(address) ?? new Set()).add(trouble.type));
    if (trouble.type !== 'away') await harness.fail(trouble);
    else if (harness.comeBack === undefined) await harness.fail({ type: 'server-error' });
    else await harness.goAway();
  }

  async function end(harness: ChannelHarness, trouble: (typeof TROUBLES)[number] | undefined): Promise<void> {
    if (trouble?.type === 'away') await harness.comeBack?.();
    if (trouble !== undefined) await harness.recover();
  }

  function held<T>(doing: Promise<T>): Promise<T> {
    void clock.hold(doing, ANSWER_MS);
    return doing;
  }

  function lineOf(harness: ChannelHarness): Line {
    const recipient = addressOf(harness);
    const told = numbersIn(textOf(harness));
    const delays = told.map((n) => (deliveredAt.get(`${recipient} ${n}`) ?? Number.NaN) - (T0 + n * EVERY_MS));
    return {
      ...{ recipient, told },
      attempts: attempts.get(recipient) ?? 0,
      duplicates: told.length - new Set(told).size,
      longestMs: Math.max(...delays),
    };
  }
});

function addressOf({ channel, address }: ChannelHarness): string {
  return `${channel.name}:${address}`;
}

function alertOf(n: number, userId: string, route: readonly string[]): OutboxEntry {
  const told = outbound(`alert number ${n} of this desk`);
  return entry('', { userId, route, money: n % 5 === 0, dedupeKey: `${n + 1}:${userId}`, outbound: told });
}

function textOf(harness: ChannelHarness): string {
  return harness
    .seen()
    .map(({ text }) => text)
    .join('\n');
}

function numbersIn(text: string): readonly number[] {
  return [...text.matchAll(/alert number (\d+) of/g)].map(([, number]) => Number(number));
}

function realWait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function tableOf(lines: readonly Line[]): string {
  const rows = lines.map(({ recipient, told, attempts, duplicates, longestMs }) => {
    const numbers = [new Set(told).size, attempts, duplicates, (longestMs / MINUTE).toFixed(1)];
    return [recipient.padEnd(28), ...numbers.map((number) => String(number).padStart(10))].join('  ');
  });
  const head = ['recipient'.padEnd(28), ...['delivered', 'attempts', 'duplicates', 'longest']].map((word) =>
    word.padStart(10),
  );
  return `\n${head.join('  ')} (min)\n${rows.join('\n')}\n`;
}
