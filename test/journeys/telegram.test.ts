import { afterEach, beforeEach, expect, it } from 'vitest';
import { textsOf } from '../../bot/i18n/voice.ts';
import { textMessage } from '../../bot/message.ts';
import { eventsOf, HOUR, journalOf, MINUTE, START } from './journey.ts';
import type { Phones } from './phones.ts';
import { openPhones } from './phones.ts';

/** The first proposal of the week (SOL, short) comes at 04:50. */
const ASKED_AT = START + 4 * HOUR + 50 * MINUTE;
/** A shared machine may be slow; what comes is looked for at once. */
const PATIENCE_MS = 30_000;
const ANN = 5_100_000_001;
const BOB = 5_100_000_002;

let phones: Phones;

beforeEach(async () => {
  phones = await openPhones();
}, 240_000);

afterEach(() => phones.close(), 120_000);

const pending = () => phones.journey.desk.view.pendingApprovals();

it('two people are asked on their phones, the first answer wins, and panic gets out', async () => {
  const ann = phones.tg.user({ id: ANN, name: 'Ann', language: 'en' });
  const bob = phones.tg.user({ id: BOB, name: '밥', language: 'ko' });
  const invite = (role: 'admin' | 'trader') => phones.invite(role);
  const welcomed = await ann.asks(`/start ${invite('admin')}`);
  expect(welcomed.text).toContain(textsOf('en').inviteWelcome({ role: 'admin' }));
  const invited = await bob.asks(`/join ${invite('trader')}`);
  expect(invited.text).toContain(textsOf('ko').inviteWelcome({ role: 'trader' }));
  expect(phones.chat.access.users().map(({ userId, role, name }) => [userId, role, name])).toEqual([
    [`telegram:${ANN}`, 'admin', 'Ann'],
    [`telegram:${BOB}`, 'trader', '밥'],
  ]);
  await ann.asks('/status');
  await bob.asks('/status');

  await phones.journey.playTo(ASKED_AT);
  const isCard = ({ text }: { readonly text: string }) => text.startsWith('🟡');
  const onAnns = await phones.tg.chatOf(ann).waitFor((view) => view.fromBot.some(isCard), PATIENCE_MS);
  const onBobs = await phones.tg.chatOf(bob).waitFor((view) => view.fromBot.some(isCard), PATIENCE_MS);
  const [card] = onAnns.fromBot.filter(isCard);
  const [bobsCard] = onBobs.fromBot.filter(isCard);
  expect(card?.text).toContain('A-1');
  expect(card?.buttons.flat()).toEqual(['Approve', 'Half', 'Decline', 'Why?', 'Chart']);
  expect(bobsCard?.buttons.flat().length).toBe(5);
  expect(bobsCard?.text).toMatch(/[가-힣]/);

  await bob.taps('차트');
  // The picture of a trade that closed may come first.
  const isAsked = ({ photo, text }: { readonly photo: unknown; readonly text: string }) =>
    photo !== null && text.includes('SOL D-');
  await phones.tg.chatOf(bob).waitFor((view) => view.fromBot.some(isAsked), PATIENCE_MS);

  const tap = await ann.taps('Approve');
  expect(await tap.answered()).toEqual({ text: '', alert: false });
  const closedOn = (id: number | undefined) => (view: typeof onBobs) =>
    view.messages.some((message) => message.id === id && message.buttons.length === 0 && /Ann/.test(message.text));
  await phones.tg.chatOf(bob).waitFor(closedOn(bobsCard?.id), PATIENCE_MS);
  await phones.tg.chatOf(ann).waitFor(closedOn(card?.id), PATIENCE_MS);
  expect(pending()).toEqual([]);
  await phones.journey.playFor(2 * MINUTE);
  const [answered] = eventsOf(journalOf(phones.journey.directory), 'approval.answered');
  expect(answered?.approval).toMatchObject({ status: 'approved', answeredBy: `telegram:${ANN}` });
  expect(phones.journey.desk.view.positions().length).toBe(1);

  await bob.says('/panic');
  await phones.tg.chatOf(bob).waitFor((view) => view.fromBot.some(({ text }) => text.startsWith('🔴')), PATIENCE_MS);
  await phones.journey.playFor(2 * MINUTE);
  expect(phones.journey.desk.view.positions()).toEqual([]);
  const flat = textsOf('en').flatTitle;
  await phones.tg.chatOf(ann).waitFor((view) => view.fromBot.some(({ text }) => text.includes(flat)), PATIENCE_MS);
  await phones.tg.chatOf(ann).waitFor((view) => view.fromBot.some(({ text }) => /Panic by 밥/.test(text)), PATIENCE_MS);
}, 180_000);

it('a card that was shown before a restart is answered after it; without its token the desk goes on', async () => {
  const ann = phones.tg.user({ id: ANN, name: 'Ann' });
  await ann.asks(`/start ${phones.invite('trader')}`);
  await phones.journey.playTo(ASKED_AT);
  const isCard = ({ text }: { readonly text: string }) => text.startsWith('🟡');
  const asked = await phones.tg.chatOf(ann).waitFor((view) => view.fromBot.some(isCard), PATIENCE_MS);
  const shown = asked.fromBot.find(isCard);
  await phones.reopen();
  await ann.taps('Decline');
  await phones.tg.until(() => pending().length === 0, PATIENCE_MS);
  expect(eventsOf(journalOf(phones.journey.directory), 'approval.answered')[0]?.approval).toMatchObject({
    status: 'declined',
    answeredBy: `telegram:${ANN}`,
  });
  const isClosed = ({ id, buttons }: { readonly id: number; readonly buttons: readonly unknown[] }) =>
    id === shown?.id && buttons.length === 0;
  await phones.tg.chatOf(ann).waitFor((view) => view.fromBot.some(isClosed), PATIENCE_MS);

  phones.tg.revokeToken();
  expect(await phones.tg.until(() => phones.notices.length > 0)).toBe(true);
  expect(phones.notices).toEqual([textMessage('error', textsOf('en').telegramTrouble.revoked)]);
  const before = phones.journey.desk.replay.position();
  await phones.journey.playFor(MINUTE);
  expect(phones.journey.desk.replay.position()).toBe(before + MINUTE);
}, 180_000);
