import { afterEach, beforeEach, expect, it } from 'vitest';
import { ALERT_WORDS } from '../../bot/i18n/alert-words.ts';
import { textsOf } from '../../bot/i18n/voice.ts';
import type { FakeTelegram } from '../fakes/telegram/fake-telegram.ts';
import { BTC, DAY, eventsOf, journalOf, MINUTE, OWNER } from './journey.ts';
import type { Phones } from './phones.ts';
import { openPhones } from './phones.ts';

/** A shared machine may be slow; what comes is looked for at once. */
const PATIENCE_MS = 120_000;
const ANN = 5_100_000_001;
const BOB = 5_100_000_002;

let phones: Phones;

beforeEach(async () => {
  // Nobody is asked: what is told here are the trades.
  phones = await openPhones({ approval: { mode: 'auto' } });
}, 600_000);

afterEach(() => phones.close(), 600_000);

const closed = () => eventsOf(journalOf(phones.journey.directory), 'trade.closed');

async function join(user: ReturnType<FakeTelegram['user']>, command: string) {
  await user.asks(`${command} ${phones.invite('trader')}`);
}

it('a trade is told when it opens and, with its picture, when it closes: to each in their language and as they chose', async () => {
  const ann = phones.tg.user({ id: ANN, name: 'Ann', language: 'en' });
  const bob = phones.tg.user({ id: BOB, name: '밥', language: 'ko' });
  await join(ann, '/start');
  await join(bob, '/join');
  expect((await bob.asks('/알림 진입 무음')).text).toContain('진입 알림을 무음으로 바꿨습니다.');
  expect((await ann.asks('/alerts trade-opened off')).text).toContain('Trade opened: off from now on.');

  for (let day = 0; day < 5 && closed().length === 0; day += 1) {
    const until = phones.journey.desk.replay.position() + DAY;
    while (phones.journey.desk.replay.position() < until && closed().length === 0)
      await phones.journey.playFor(30 * MINUTE);
  }
  const [first] = closed();
  expect(first).toBeDefined();
  const number = `[T-${first?.trade.number}]`;
  const isPicture = (message: { readonly text: string; readonly photo: unknown }) =>
    message.text.includes(number) && message.photo !== null;
  const onBobs = await phones.tg.chatOf(bob).waitFor((view) => view.fromBot.some(isPicture), PATIENCE_MS);
  const onAnns = await phones.tg.chatOf(ann).waitFor((view) => view.fromBot.some(isPicture), PATIENCE_MS);

  const annsClose = onAnns.fromBot.find(isPicture);
  const bobsClose = onBobs.fromBot.find(isPicture);
  const net = `${Number(first?.trade.net) > 0 ? '+' : ''}${Number(first?.trade.net).toFixed(2)} USDT`;
  expect(annsClose?.text).toContain(net);
  expect(annsClose?.text).toMatch(/R\)\nIn at .* Fees .* USDT\.\n/);
  expect(annsClose?.text).toContain(`Since 00:00 UTC: ${net} in 1 trade.`);
  expect(annsClose?.silent).toBe(false);
  expect(bobsClose?.text).toContain(net);
  expect(bobsClose?.text).toMatch(/청산.*\n진입 .*, 보유 .*, 수수료/);
  expect(bobsClose?.buttons.flat()).toEqual(['이유', '차트']);

  const opened = onBobs.fromBot.find(({ text }) => text.includes(`[${first?.trade.entryDecisionId}]`));
  expect(opened?.text).toMatch(/진입: .*에 .*\n금액 .* USDT, 자산의 .*%\. 손절가 .*최대 손실/);
  expect(opened?.silent).toBe(true);
  expect(onAnns.fromBot.some(({ text }) => /(?:long|short) opened/.test(text))).toBe(false);

  const listed = await ann.asks('/alerts');
  expect(listed.text).toContain(`[T-${first?.trade.number}]`);
  expect(listed.text).toContain(ALERT_WORDS.en.list.states.delivered);
  expect(listed.text).toContain(ALERT_WORDS.en.list.states.muted);
}, 600_000);

it('quiet hours hold what can wait and tell it in one message; money comes at once, without a sound', async () => {
  const ann = phones.tg.user({ id: ANN, name: 'Ann', language: 'en' });
  await join(ann, '/start');
  // All day but for a minute that is not now.
  const minute = Math.trunc((Date.now() % DAY) / MINUTE);
  const quietHours = { from: (minute + 1435) % 1440, to: (minute + 1430) % 1440, zone: 'UTC' };
  const userId = `telegram:${ANN}`;
  const change = (hours: typeof quietHours | null) =>
    phones.journey.desk.engine.send({ type: 'policy.change', userId, change: { quietHours: hours }, by: userId });
  expect((await change(quietHours)).outcome).toBe('accepted');

  await phones.journey.send({ type: 'entries.pause' });
  await phones.journey.send({ type: 'entries.resume' });
  await phones.journey.playUntil(() => phones.journey.desk.view.market(BTC) !== null);
  await phones.journey.send({ type: 'panic.latch' });
  const panic = await phones.tg
    .chatOf(ann)
    .waitFor((view) => view.fromBot.some(({ text }) => text.includes(textsOf('en').flatTitle)), PATIENCE_MS);
  expect(panic.fromBot.find(({ text }) => text.includes(textsOf('en').flatTitle))?.silent).toBe(false);
  expect(panic.fromBot.some(({ text }) => text.includes('paused'))).toBe(false);
  expect((await ann.asks('/alerts')).text).toContain(ALERT_WORDS.en.list.states.held);

  expect((await change(null)).outcome).toBe('accepted');
  const after = await phones.tg
    .chatOf(ann)
    .waitFor((view) => view.fromBot.some(({ text }) => text.includes('While it was quiet')), PATIENCE_MS);
  const digest = after.fromBot.find(({ text }) => text.includes('While it was quiet'));
  expect(digest?.text).toContain('2 alerts');
  expect(digest?.text).toContain('Desk: 2');
  expect(digest?.text).toContain('Entries were paused by the owner.');
  expect(digest?.text).toContain('Entries were resumed by the owner.');
}, 600_000);

it('what could not be delivered is told at the terminal and stands in the list', async () => {
  const ann = phones.tg.user({ id: ANN, name: 'Ann', language: 'en' });
  await join(ann, '/start');
  ann.blocks();
  await phones.journey.send({ type: 'entries.pause' });
  expect(await phones.tg.until(() => phones.notices.length > 0, PATIENCE_MS)).toBe(true);
  const [notice] = phones.notices;
  expect(notice?.blocks[0]).toMatchObject({ lines: [expect.stringMatching(/^Desk for Ann could not be delivered: /)] });
  const [health] = await phones.chat.core.handle({
    userId: OWNER,
    surface: 'terminal',
    at: Date.now(),
    text: '/health',
  });
  expect(JSON.stringify(health?.blocks)).toContain('1 alert of the last 24 h reached nobody');
}, 600_000);
