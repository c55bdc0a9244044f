import { afterEach, beforeEach, expect, it } from 'vitest';
import { DAY, HOUR, START } from './journey.ts';
import type { Phones } from './phones.ts';
import { openPhones } from './phones.ts';

/** A shared machine may be slow; what comes is looked for at once. */
const PATIENCE_MS = 60_000;
const ANN = 5_100_000_001;
const BOB = 5_100_000_002;

let phones: Phones;

beforeEach(async () => {
  // Nobody trades: what comes are the reports alone.
  phones = await openPhones({ strategies: [] });
}, 180_000);

afterEach(() => phones.close(), 60_000);

it('a trader gets a report with its picture at the end of each market day, once, also over a restart; a viewer none', async () => {
  const { access } = phones.chat;
  const ann = phones.tg.user({ id: ANN, name: 'Ann', language: 'en' });
  const bob = phones.tg.user({ id: BOB, name: '밥', language: 'ko' });
  await ann.asks(`/start ${access.newCode('trader', 'terminal:owner', Date.now())}`);
  await bob.asks(`/start ${access.newCode('viewer', 'terminal:owner', Date.now())}`);
  const reports = async (count: number) => {
    const view = await phones.tg
      .chatOf(ann)
      .waitFor(({ fromBot }) => fromBot.filter(({ text }) => isReport(text)).length >= count, PATIENCE_MS);
    return view.fromBot.filter(({ text }) => isReport(text));
  };

  await phones.journey.playTo(START + 3 * DAY + HOUR);
  expect((await reports(4)).map(({ text }) => text.split('\n')[0])).toEqual([
    'Daily report, 18 May (Sun)',
    'Weekly report, 12 May – 18 May',
    'Daily report, 19 May (Mon)',
    'Daily report, 20 May (Tue)',
  ]);
  await phones.reopen();
  await phones.journey.playTo(START + 7 * DAY);
  const all = await reports(8);
  const days = all.flatMap(({ text }) => /^Daily report, (.*)/.exec(text)?.[1] ?? []);
  expect(days).toEqual([18, 19, 20, 21, 22, 23, 24].map((day, index) => `${day} May (${WEEKDAYS[index]})`));
  expect(all.at(-1)?.buttons.flat()).toEqual(['Weekly', 'Monthly', 'Schedule']);
  const { fromBot } = phones.tg.chatOf(ann);
  const captions = fromBot.filter(({ photo }) => photo !== null).map(({ text }) => text);
  expect(captions.length).toBe(all.length);
  for (const caption of captions) expect(caption).toMatch(/^(?:Daily|Weekly) report[\s\S]*10,000\.00 USDT/);
  expect(phones.tg.chatOf(bob).fromBot.filter(({ text }) => /보고서/.test(text))).toEqual([]);
}, 420_000);

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** The words; the picture's own caption begins alike and goes on in the same line. */
function isReport(text: string): boolean {
  return /^(?:Daily|Weekly|Monthly) report, [^.\n]*\n/.test(text);
}
