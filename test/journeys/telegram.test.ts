import { pino } from 'pino';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { AppChat } from '../../bot/app-chat.ts';
import type { Surfaces } from '../../bot/app-surfaces.ts';
import { openSurfaces } from '../../bot/app-surfaces.ts';
import { textsOf } from '../../bot/i18n/voice.ts';
import type { Message } from '../../bot/message.ts';
import { textMessage } from '../../bot/message.ts';
import type { FakeTelegram } from '../fakes/telegram/fake-telegram.ts';
import { startFakeTelegram } from '../fakes/telegram/fake-telegram.ts';
import type { Journey } from './journey.ts';
import { eventsOf, HOUR, journalOf, MINUTE, openJourney, START } from './journey.ts';

/** The first proposal of the week (SOL, short) comes at 04:50. */
const ASKED_AT = START + 4 * HOUR + 50 * MINUTE;
/** A shared machine may be slow; what comes is looked for at once. */
const PATIENCE_MS = 30_000;
const ANN = 5_100_000_001;
const BOB = 5_100_000_002;

let journey: Journey;
let tg: FakeTelegram;
let chat: AppChat;
let surfaces: Surfaces;
let notices: Message[];

async function connect(): Promise<void> {
  surfaces = await openSurfaces(journey.desk, {
    version: '0.0.0',
    logger: pino({ level: 'silent' }),
    telegram: { token: tg.token, server: tg.apiRoot, groups: [], webhook: null },
    pollSeconds: 5,
    outboxTiming: { pollMs: 50, graceMs: 500 },
  });
  chat = surfaces.chat;
  const voice = await chat.core.voiceOf('terminal:owner');
  notices = [];
  surfaces.notices((words) => notices.push(words(voice)));
}

beforeEach(async () => {
  tg = await startFakeTelegram();
  journey = await openJourney();
  await connect();
});

afterEach(async () => {
  await surfaces.stop();
  await journey.end();
  await tg.close();
});

const pending = () => journey.desk.view.pendingApprovals();

it('two people are asked on their phones, the first answer wins, and panic gets out', async () => {
  const ann = tg.user({ id: ANN, name: 'Ann', language: 'en' });
  const bob = tg.user({ id: BOB, name: '밥', language: 'ko' });
  const invite = (role: 'admin' | 'trader') => chat.access.newCode(role, 'terminal:owner', Date.now());
  const welcomed = await ann.asks(`/start ${invite('admin')}`);
  expect(welcomed.text).toContain(textsOf('en').inviteWelcome({ role: 'admin' }));
  const invited = await bob.asks(`/join ${invite('trader')}`);
  expect(invited.text).toContain(textsOf('ko').inviteWelcome({ role: 'trader' }));
  expect(chat.access.users().map(({ userId, role, name }) => [userId, role, name])).toEqual([
    [`telegram:${ANN}`, 'admin', 'Ann'],
    [`telegram:${BOB}`, 'trader', '밥'],
  ]);
  await ann.asks('/status');
  await bob.asks('/status');

  await journey.playTo(ASKED_AT);
  const isCard = ({ text }: { readonly text: string }) => text.startsWith('🟡');
  const onAnns = await tg.chatOf(ann).waitFor((view) => view.fromBot.some(isCard), PATIENCE_MS);
  const onBobs = await tg.chatOf(bob).waitFor((view) => view.fromBot.some(isCard), PATIENCE_MS);
  const [card] = onAnns.fromBot.filter(isCard);
  const [bobsCard] = onBobs.fromBot.filter(isCard);
  expect(card?.text).toContain('A-1');
  expect(card?.buttons.flat()).toEqual(['Approve', 'Half', 'Decline', 'Why?', 'Chart']);
  expect(bobsCard?.buttons.flat().length).toBe(5);
  expect(bobsCard?.text).toMatch(/[가-힣]/);

  await bob.taps('차트');
  const pictured = await tg
    .chatOf(bob)
    .waitFor((view) => view.fromBot.some(({ photo }) => photo !== null), PATIENCE_MS);
  expect(pictured.fromBot.find(({ photo }) => photo !== null)?.text).toContain('SOL D-');

  const tap = await ann.taps('Approve');
  expect(await tap.answered()).toEqual({ text: '', alert: false });
  const closedOn = (id: number | undefined) => (view: typeof onBobs) =>
    view.messages.some((message) => message.id === id && message.buttons.length === 0 && /Ann/.test(message.text));
  await tg.chatOf(bob).waitFor(closedOn(bobsCard?.id), PATIENCE_MS);
  await tg.chatOf(ann).waitFor(closedOn(card?.id), PATIENCE_MS);
  expect(pending()).toEqual([]);
  await journey.playFor(2 * MINUTE);
  const [answered] = eventsOf(journalOf(journey.directory), 'approval.answered');
  expect(answered?.approval).toMatchObject({ status: 'approved', answeredBy: `telegram:${ANN}` });
  expect(journey.desk.view.positions().length).toBe(1);

  await bob.says('/panic');
  await tg.chatOf(bob).waitFor((view) => view.fromBot.some(({ text }) => text.startsWith('🔴')), PATIENCE_MS);
  await journey.playFor(2 * MINUTE);
  expect(journey.desk.view.positions()).toEqual([]);
  const flat = textsOf('en').flatTitle;
  await tg.chatOf(ann).waitFor((view) => view.fromBot.some(({ text }) => text.includes(flat)), PATIENCE_MS);
  await tg.chatOf(ann).waitFor((view) => view.fromBot.some(({ text }) => /Panic by 밥/.test(text)), PATIENCE_MS);
}, 180_000);

it('a card that was shown before a restart is answered after it; without its token the desk goes on', async () => {
  const ann = tg.user({ id: ANN, name: 'Ann' });
  await ann.asks(`/start ${chat.access.newCode('trader', 'terminal:owner', Date.now())}`);
  await journey.playTo(ASKED_AT);
  const card = (view: { readonly fromBot: readonly { readonly text: string }[] }) =>
    view.fromBot.some(({ text }) => text.startsWith('🟡'));
  await tg.chatOf(ann).waitFor(card, PATIENCE_MS);
  await surfaces.stop();
  journey = await journey.reopen();
  await connect();
  await ann.taps('Decline');
  await tg.until(() => pending().length === 0, PATIENCE_MS);
  expect(eventsOf(journalOf(journey.directory), 'approval.answered')[0]?.approval).toMatchObject({
    status: 'declined',
    answeredBy: `telegram:${ANN}`,
  });
  await tg.chatOf(ann).waitFor((view) => view.fromBot.every(({ buttons }) => buttons.length === 0), PATIENCE_MS);

  tg.revokeToken();
  expect(await tg.until(() => notices.length > 0)).toBe(true);
  expect(notices).toEqual([textMessage('error', textsOf('en').telegramTrouble.revoked)]);
  const before = journey.desk.replay.position();
  await journey.playFor(MINUTE);
  expect(journey.desk.replay.position()).toBe(before + MINUTE);
}, 180_000);
