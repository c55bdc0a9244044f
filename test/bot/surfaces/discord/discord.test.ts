import { afterEach, describe, expect, test } from 'vitest';
import { DISCORD_WORDS } from '../../../../bot/i18n/discord-words.ts';
import { textsOf } from '../../../../bot/i18n/voice.ts';
import { COLOURS } from '../../../../bot/surfaces/discord/colour.ts';
import { BTC, pendingApproval } from '../../../fakes/desk.ts';
import type { DiscordRig, DiscordRigOptions } from './discord-rig.ts';
import { discordRig, PATIENCE_MS } from './discord-rig.ts';

const ANN = '800000000000000001';
const BOB = '800000000000000002';
const EVE = '800000000000000666';
const open: DiscordRig[] = [];

afterEach(async () => {
  for (const rig of open.splice(0)) await rig.close();
});

const ROLES = { [`discord:${ANN}`]: 'trader', [`discord:${BOB}`]: 'viewer' } as const;

async function start(options: DiscordRigOptions = {}): Promise<DiscordRig> {
  const rig = await discordRig({ roles: ROLES, ...options });
  open.push(rig);
  return rig;
}

/** A server with Ann, Bob and Eve, and a channel in it that is named. */
async function startInServer() {
  const { startFakeDiscord } = await import('../../../fakes/discord/fake-discord.ts');
  const dc = await startFakeDiscord();
  const [ann, bob, eve] = [dc.user({ id: ANN, name: 'Ann' }), dc.user({ id: BOB, name: 'Bob' }), dc.user({ id: EVE })];
  const guild = dc.guild({ name: 'Desk', members: [ann, bob, eve] });
  const named = guild.channel('desk');
  const rig = await start({ dc, channels: [named.id] });
  return { ...rig, ann, bob, eve, guild, named, end: () => dc.close() };
}

describe('in direct messages', () => {
  test('a line is answered with an embed, and nobody is mentioned by it', async () => {
    const { dc } = await start();
    const ann = dc.user({ id: ANN, name: 'Ann' });
    const answer = await ann.asks('/status');
    expect(answer.embeds[0]?.color).toBe(COLOURS.plain);
    expect(answer.text).toContain('Replay');
    const echoed = await ann.asks('/nonsense <@800000000000000002> @everyone');
    expect(echoed.pings).toEqual([]);
    const bodies = dc.callsOf('POST /channels/:id/messages').map(({ body }) => body.allowed_mentions);
    expect(bodies.length).toBeGreaterThan(1);
    expect(bodies.every((allowed) => JSON.stringify(allowed) === '{"parse":[],"replied_user":false}')).toBe(true);
  });

  test('a slash command is acknowledged before the desk answers, and filled in; the rest follows', async () => {
    const { dc } = await start();
    const ann = dc.user({ id: ANN, name: 'Ann' });
    const act = await ann.slash('status');
    expect(await act.answered()).toMatchObject({ type: 5, ephemeral: false });
    expect((await act.message()).text).toContain('Replay');
    expect(dc.callsOf('POST /channels/:id/messages')).toEqual([]);
  });

  test('an order with its size goes to the desk as the line that a person would type', async () => {
    const { dc, chat } = await start();
    const ann = dc.user({ id: ANN, name: 'Ann' });
    const act = await ann.slash('buy', { coin: 'BTC', size: '0.001', stop: '2%' });
    await act.message();
    expect(chat.desk.sent).toMatchObject([{ type: 'order.place', by: `discord:${ANN}` }]);
  });

  test('an order without its size opens a form at once, and what is written there is the order; a form counts once', async () => {
    const { dc, chat } = await start();
    const ann = dc.user({ id: ANN, name: 'Ann', locale: 'ko' });
    const act = await ann.slash('buy', { coin: 'BTC' });
    const first = await act.answered();
    expect(first.type).toBe(9);
    expect(first.modal?.title).toBe('BTC 매수');
    expect(chat.desk.sent).toEqual([]);
    const sent = await ann.submits(act, { size: '0.001', stop: '2%' });
    await sent.message();
    expect(chat.desk.sent).toMatchObject([{ type: 'order.place' }]);
    const again = await ann.submits(act, { size: '0.001' });
    expect((await again.message()).text).toBe(DISCORD_WORDS.ko.formGone);
    expect(chat.desk.sent.length).toBe(1);
  });

  test('what is typed is completed from the desk, for those who are known', async () => {
    const { dc, chat } = await start();
    const [ann, bob, eve] = [dc.user({ id: ANN }), dc.user({ id: BOB }), dc.user({ id: EVE })];
    chat.desk.approvals = [pendingApproval('A-7')];
    expect((await ann.types('buy', 'coin', 'bt')).map(({ value }) => value)).toEqual(['BTC']);
    expect((await ann.types('approve', 'id', '')).map(({ value }) => value)).toEqual(['A-7']);
    expect((await ann.types('settings', 'key', 'approval')).length).toBeGreaterThan(0);
    // A viewer may look, but not at people.
    expect((await bob.types('decisions', 'coin', '')).length).toBeGreaterThan(0);
    expect(await bob.types('grant', 'who', '')).toEqual([]);
    expect(await eve.types('buy', 'coin', '')).toEqual([]);
  });

  test('5,000 characters are answered as the desk answers them', async () => {
    const { dc } = await start();
    const ann = dc.user({ id: ANN });
    // Discord itself takes 4,000 from who pays for it.
    const text = 'x'.repeat(5000);
    dc.gateway.push('MESSAGE_CREATE', {
      ...{ id: '1400000000000000000', channel_id: '600000000000000009', type: 0, content: text, mentions: [] },
      author: { id: ANN, username: 'ann', global_name: 'Ann' },
    });
    await ann.asks('/id');
    const said = dc.callsOf('POST /channels/:id/messages').map(({ body }) => JSON.stringify(body));
    expect(said.some((body) => body.includes('4,000'))).toBe(true);
  });

  test('a picture comes as a file inside the embed, with words for those who do not see it', async () => {
    const { dc } = await start();
    const ann = dc.user({ id: ANN });
    const act = await ann.slash('chart', { what: 'BTC' });
    const shown = await act.message();
    expect(shown.attachments).toMatchObject([{ name: 'BTC-15m.png', description: 'A chart.' }]);
    expect(shown.embeds[0]?.image?.url).toContain('BTC-15m.png');
  });

  test('a stranger hears one neutral sentence, learns their number, and comes in with a code', async () => {
    const { dc, chat } = await start();
    const eve = dc.user({ id: EVE, name: '\u202eevE\u200b' });
    expect((await eve.asks('hello')).text).toBe('This is a private assistant.');
    expect((await (await eve.slash('id')).message()).text).toBe(EVE);
    const code = chat.access.newCode('viewer', 'terminal:owner', Date.now());
    const joined = await eve.slash('join', { code });
    expect((await joined.message()).text).toContain(textsOf('en').inviteWelcome({ role: 'viewer' }));
    expect(chat.access.users().find(({ userId }) => userId === `discord:${EVE}`)).toMatchObject({
      role: 'viewer',
      name: 'evE',
    });
  });

  test('a stranger who asks again leaves nothing thinking', async () => {
    const { dc } = await start();
    const eve = dc.user({ id: EVE });
    await (await eve.slash('status')).message();
    await eve.slash('buy', { coin: 'BTC' });
    const quiet = await dc.until(
      () => dc.calls.some(({ method, status }) => method === 'DELETE' && status === 204),
      PATIENCE_MS,
    );
    expect(quiet).toBe(true);
    expect(dc.chatOf(eve).fromBot.map(({ text }) => text)).toEqual(['This is a private assistant.']);
  });
});

describe('a proposal', () => {
  async function withCard() {
    const rig = await start();
    const ann = rig.dc.user({ id: ANN, name: 'Ann' });
    rig.chat.desk.approvals = [pendingApproval('A-1'), pendingApproval('A-2')];
    const act = await ann.slash('approve');
    return { ...rig, ann, card: await act.message() };
  }

  test('is answered by a tap: the card turns into what came of it, in its colour', async () => {
    const { dc, ann, card, chat } = await withCard();
    const label = card.buttons.flat()[0] ?? '';
    const tap = await ann.taps(label);
    expect((await tap.answered()).type).toBe(6);
    const turned = await dc.chatOf(ann).waitFor(({ messages }) => {
      const now = messages.find(({ id }) => id === card.id);
      return now !== undefined && now.embeds.length === 2 && now.buttons.length === 0;
    }, PATIENCE_MS);
    const now = turned.messages.find(({ id }) => id === card.id);
    expect(now?.embeds.map(({ color }) => color)).toEqual([COLOURS.good, COLOURS.good]);
    expect(chat.desk.sent).toMatchObject([{ type: 'approval.answer', approvalId: 'A-1', answer: 'approve' }]);
  });

  test('is not answered by whoever else taps, nor by an id that was made up, nor twice', async () => {
    const { dc, ann, card, chat } = await withCard();
    const bob = dc.user({ id: BOB });
    const customId = /"custom_id":"([^"]+)"/.exec(JSON.stringify(card.components))?.[1] ?? '';
    const forged = interactionOf(bob.user, customId, dc.chatOf(ann).id, { id: card.id, author: { id: dc.bot.id } });
    dc.gateway.push('INTERACTION_CREATE', forged);
    await ann.tapsId('list-0', card);
    await ann.tapsId('/approve A-1', card);
    await dc.until(() => dc.callsOf('POST /interactions/:id/:token/callback').length >= 4, PATIENCE_MS);
    await ann.asks('/id');
    expect(chat.desk.sent).toEqual([]);
    await Promise.all([ann.tapsId(customId, card), ann.tapsId(customId, card)]);
    await dc.until(() => chat.desk.sent.length > 0, PATIENCE_MS);
    await ann.asks('/id');
    expect(chat.desk.sent.length).toBe(1);
  });

  test('a tap that goes wrong is told to who tapped alone, and the card keeps its buttons', async () => {
    const { dc, ann, card } = await withCard();
    const tap = await ann.tapsId('made-up', card);
    await tap.answered();
    const told = await dc.chatOf(ann, ann).waitFor(({ fromBot }) => fromBot.length > 1, PATIENCE_MS);
    expect(told.last.ephemeralTo).toBe(ANN);
    expect(told.last.embeds[0]?.color).toBe(COLOURS.bad);
    expect(told.messages.find(({ id }) => id === card.id)?.buttons).toEqual(card.buttons);
  });
});

function interactionOf(user: object, customId: string, channelId: string, message: object) {
  return {
    ...{ id: '1400000000000000001', token: 'forged', type: 3, application_id: '1', channel_id: channelId, context: 1 },
    ...{ user, locale: 'en-US', message, data: { component_type: 2, custom_id: customId } },
  };
}

describe('many of a sort', () => {
  test('are chosen from a list', async () => {
    const people = Object.fromEntries(
      Array.from({ length: 8 }, (_, index) => [`telegram:${index + 1}`, 'viewer'] as const),
    );
    const { dc } = await start({ roles: { ...people, [`discord:${ANN}`]: 'admin' } });
    const ann = dc.user({ id: ANN });
    await (await ann.slash('users')).message();
    const chosen = await ann.chooses(['telegram:3']);
    await chosen.answered();
    const shown = await dc.chatOf(ann).waitFor(({ fromBot }) => fromBot.length > 1, PATIENCE_MS);
    expect(shown.last.text).toContain('telegram:3');
  });
});

describe('in a server', () => {
  test('a channel that is named may look: to everybody there, in answer to what was asked', async () => {
    const { dc, bob, named, end } = await startInServer();
    const asked = await bob.says('/status', { in: named, mention: true });
    const answer = await dc.chatOf(named).reply(1, PATIENCE_MS);
    expect(answer.text).toContain('Replay');
    expect(answer.replyTo).toBe(asked.id);
    const act = await bob.slash('market', {}, { in: named });
    expect(await act.answered()).toMatchObject({ type: 5, ephemeral: false });
    await act.message();
    await end();
  });

  test('money does not move there, not by a line, a command or a form', async () => {
    const { dc, ann, named, chat, end } = await startInServer();
    await ann.says('/buy 0.001 btc', { in: named, mention: true });
    expect((await dc.chatOf(named).reply(1, PATIENCE_MS)).text).toMatch(/private/);
    const act = await ann.slash('buy', { coin: 'BTC' }, { in: named });
    expect(await act.answered()).toMatchObject({ type: 5, ephemeral: true });
    expect((await act.message()).text).toMatch(/private/);
    expect(chat.desk.sent).toEqual([]);
    await end();
  });

  test('talk, other channels, bots, webhooks and edits are no business of ours', async () => {
    const { dc, bob, ann, guild, named, end } = await startInServer();
    await bob.says('/status', { in: named });
    await bob.says('/status', { in: guild.general, mention: true });
    await named.hears(`<@${dc.bot.id}> /status`, 'bot');
    await named.hears(`<@${dc.bot.id}> /status`, 'webhook');
    const first = await bob.says('hello all', { in: named });
    await bob.edits(first, `<@${dc.bot.id}> /status`, { in: named });
    const refused = await bob.slash('status', {}, { in: guild.general });
    expect(await refused.answered()).toMatchObject({ type: 4, ephemeral: true });
    expect((await refused.message()).text).toBe(DISCORD_WORDS.en.notHere);
    await ann.asks('/id');
    expect(dc.chatOf(named).fromBot.filter(({ fromId }) => fromId === dc.bot.id)).toEqual([]);
    expect(dc.callsOf('POST /channels/:id/messages').length).toBe(1);
    await end();
  });

  test("a stranger's command gets the neutral sentence, for their eyes only", async () => {
    const { eve, named, chat, end } = await startInServer();
    const act = await eve.slash('status', {}, { in: named });
    expect(await act.answered()).toMatchObject({ type: 5, ephemeral: true });
    expect((await act.message()).text).toBe('This is a private assistant.');
    expect(chat.desk.sent).toEqual([]);
    await end();
  });

  test('where embeds are not allowed, it is said in plain words', async () => {
    const { dc, bob, named, end } = await startInServer();
    named.forbids('embed');
    await bob.says('/status', { in: named, mention: true });
    const answer = await dc.chatOf(named).reply(1, PATIENCE_MS);
    expect(answer.embeds).toEqual([]);
    expect(answer.text).toContain('Replay');
    await end();
  });

  test('where it may not speak it says so in the log, and goes on', async () => {
    const { dc, bob, ann, named, log, end } = await startInServer();
    named.forbids('send');
    await bob.says('/status', { in: named, mention: true });
    await dc.until(() => log.some((line) => line.includes('not delivered')), PATIENCE_MS);
    expect(log.find((line) => line.includes('not delivered'))).toContain('Send Messages');
    expect((await ann.asks('/id')).text).toBe(ANN);
    await end();
  });
});

test('getting out works in a named channel too, at once, while the desk is busy', async () => {
  const { dc, ann, named, chat, end } = await startInServer();
  chat.desk.fill(BTC, 'buy', '0.02', '104000');
  const act = await ann.slash('panic', {}, { in: named });
  await act.answered();
  await dc.until(() => chat.desk.sent.length > 0, PATIENCE_MS);
  expect(chat.desk.sent).toMatchObject([{ type: 'panic.latch', by: `discord:${ANN}` }]);
  await end();
});
