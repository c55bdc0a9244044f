import { pino } from 'pino';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { AppChat } from '../../bot/app/chat.ts';
import type { Surfaces } from '../../bot/app/surfaces.ts';
import { openSurfaces } from '../../bot/app/surfaces.ts';
import { DISCORD_WORDS } from '../../bot/i18n/discord-words.ts';
import { textsOf } from '../../bot/i18n/voice.ts';
import type { Message } from '../../bot/message.ts';
import { textMessage } from '../../bot/message.ts';
import { COLOURS } from '../../bot/surfaces/discord/colour.ts';
import type { ShownMessage } from '../fakes/discord/chat-view.ts';
import type { FakeDiscord } from '../fakes/discord/fake-discord.ts';
import { startFakeDiscord } from '../fakes/discord/fake-discord.ts';
import type { Journey } from './journey.ts';
import { eventsOf, HOUR, journalOf, MINUTE, openJourney, START } from './journey.ts';

/** The first proposal of the week (SOL, short) comes at 04:50. */
const ASKED_AT = START + 4 * HOUR + 50 * MINUTE;
/** A shared machine may be slow; what comes is looked for at once. */
const PATIENCE_MS = 30_000;
const ANN = '810000000000000001';
const BOB = '810000000000000002';

let journey: Journey;
let dc: FakeDiscord;
let chat: AppChat;
let surfaces: Surfaces;
let notices: Message[];

async function connect(): Promise<void> {
  const before = dc.gateway.identified;
  surfaces = await openSurfaces(journey.desk, {
    version: '0.0.0',
    logger: pino({ level: 'silent' }),
    discord: { token: dc.token, server: dc.api.replace(/\/api$/, ''), channels: [] },
    outboxTiming: { pollMs: 50, graceMs: 500 },
  });
  chat = surfaces.chat;
  const voice = await chat.core.voiceOf('terminal:owner');
  notices = [];
  surfaces.notices((words) => notices.push(words(voice)));
  const isHere = () => dc.gateway.identified > before && dc.gateway.isReady && dc.commandsOf().length > 0;
  expect(await dc.until(isHere, PATIENCE_MS)).toBe(true);
}

beforeEach(async () => {
  dc = await startFakeDiscord();
  journey = await openJourney();
  await connect();
}, 180_000);

afterEach(async () => {
  await surfaces.stop();
  await journey.end();
  await dc.close();
});

const pending = () => journey.desk.view.pendingApprovals();
const isCard = ({ embeds }: ShownMessage) => embeds[0]?.color === COLOURS.waiting;

it('two people are asked on Discord, the first answer wins, and panic gets out', async () => {
  const ann = dc.user({ id: ANN, name: 'Ann', locale: 'en-US' });
  const bob = dc.user({ id: BOB, name: '밥', locale: 'ko' });
  const invite = (role: 'admin' | 'trader') => chat.access.newCode(role, 'terminal:owner', Date.now());
  const welcomed = await (await ann.slash('join', { code: invite('admin') })).message(PATIENCE_MS);
  expect(welcomed.text).toContain(textsOf('en').inviteWelcome({ role: 'admin' }));
  const invited = await (await bob.slash('join', { code: invite('trader') })).message(PATIENCE_MS);
  expect(invited.text).toContain(textsOf('ko').inviteWelcome({ role: 'trader' }));
  expect(chat.access.users().map(({ userId, role, name }) => [userId, role, name])).toEqual([
    [`discord:${ANN}`, 'admin', 'Ann'],
    [`discord:${BOB}`, 'trader', '밥'],
  ]);
  await ann.asks('/status');
  await (await bob.slash('status')).message(PATIENCE_MS);

  await journey.playTo(ASKED_AT);
  const onAnns = await dc.chatOf(ann).waitFor((view) => view.fromBot.some(isCard), PATIENCE_MS);
  const onBobs = await dc.chatOf(bob).waitFor((view) => view.fromBot.some(isCard), PATIENCE_MS);
  const [card] = onAnns.fromBot.filter(isCard);
  const [bobsCard] = onBobs.fromBot.filter(isCard);
  expect(card?.text).toContain('A-1');
  expect(card?.buttons.flat()).toEqual(['Approve', 'Half', 'Decline', 'Why?', 'Chart']);
  expect(bobsCard?.buttons.flat().length).toBe(5);
  expect(bobsCard?.text).toMatch(/[가-힣]/);

  await bob.taps('차트');
  // A trade that was closed has a picture, too.
  const isPictured = ({ photo, text }: ShownMessage) => photo !== null && text.includes('SOL D-');
  const pictured = await dc.chatOf(bob).waitFor((view) => view.fromBot.some(isPictured), PATIENCE_MS);
  const picture = pictured.fromBot.find(isPictured);
  expect(picture?.attachments[0]?.description).toContain('SOL');

  const tap = await ann.taps('Approve');
  expect((await tap.answered()).type).toBe(6);
  const closedOn = (id: string | undefined) => (view: typeof onBobs) =>
    view.messages.some((message) => message.id === id && message.buttons.length === 0 && /Ann/.test(message.text));
  await dc.chatOf(bob).waitFor(closedOn(bobsCard?.id), PATIENCE_MS);
  const closed = await dc.chatOf(ann).waitFor(closedOn(card?.id), PATIENCE_MS);
  expect(closed.messages.find(({ id }) => id === card?.id)?.embeds[0]?.color).toBe(COLOURS.good);
  expect(pending()).toEqual([]);
  await journey.playFor(2 * MINUTE);
  const [answered] = eventsOf(journalOf(journey.directory), 'approval.answered');
  expect(answered?.approval).toMatchObject({ status: 'approved', answeredBy: `discord:${ANN}` });
  expect(journey.desk.view.positions().length).toBe(1);

  await (await bob.slash('panic')).message(PATIENCE_MS);
  await journey.playFor(2 * MINUTE);
  expect(journey.desk.view.positions()).toEqual([]);
  const flat = textsOf('en').flatTitle;
  await dc.chatOf(ann).waitFor((view) => view.fromBot.some(({ text }) => text.includes(flat)), PATIENCE_MS);
  await dc.chatOf(ann).waitFor((view) => view.fromBot.some(({ text }) => /Panic by 밥/.test(text)), PATIENCE_MS);
}, 180_000);

it('a card that was shown before a restart is answered after it; without its token the desk goes on', async () => {
  const ann = dc.user({ id: ANN, name: 'Ann' });
  await ann.asks(`/join ${chat.access.newCode('trader', 'terminal:owner', Date.now())}`);
  await journey.playTo(ASKED_AT);
  await dc.chatOf(ann).waitFor((view) => view.fromBot.some(isCard), PATIENCE_MS);
  await surfaces.stop();
  journey = await journey.reopen();
  await connect();
  await ann.taps('Decline');
  await dc.until(() => pending().length === 0, PATIENCE_MS);
  expect(eventsOf(journalOf(journey.directory), 'approval.answered')[0]?.approval).toMatchObject({
    status: 'declined',
    answeredBy: `discord:${ANN}`,
  });
  const isClosed = ({ text, buttons, embeds }: ShownMessage) =>
    text.includes('A-1') && buttons.length === 0 && embeds[0]?.color === COLOURS.bad;
  await dc.chatOf(ann).waitFor((view) => view.fromBot.some(isClosed), PATIENCE_MS);

  dc.revokeToken();
  expect(await dc.until(() => notices.length > 0, PATIENCE_MS)).toBe(true);
  expect(notices).toEqual([textMessage('error', DISCORD_WORDS.en.trouble.revoked)]);
  const before = journey.desk.replay.position();
  await journey.playFor(MINUTE);
  expect(journey.desk.replay.position()).toBe(before + MINUTE);
}, 180_000);
