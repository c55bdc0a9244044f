import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import type { Outbound } from '../../../../bot/message.ts';
import type { Delivery } from '../../../../bot/outbox/channel.ts';
import { createMemoryButtons } from '../../../../bot/people/buttons.ts';
import { createCards } from '../../../../bot/surfaces/cards.ts';
import { createBotApi } from '../../../../bot/surfaces/telegram/bot-api.ts';
import { createInbox } from '../../../../bot/surfaces/telegram/inbox.ts';
import { createMovedGroups } from '../../../../bot/surfaces/telegram/moved-groups.ts';
import { ChatMoveTable } from '../../../../db/chat-move-table.ts';
import { pendingApproval } from '../../../fakes/desk.ts';
import { openTestDatabase } from '../../../fixtures/test-database.ts';
import type { TelegramRig, TelegramRigOptions } from './telegram-rig.ts';
import { telegramRig } from './telegram-rig.ts';

const ANN = 5_000_000_001;
const BOB = 5_000_000_002;
const open: TelegramRig[] = [];

afterEach(async () => {
  for (const rig of open.splice(0).reverse()) await rig.close();
});

async function started(options: TelegramRigOptions = {}): Promise<TelegramRig> {
  const rig = await telegramRig({ roles: { [`telegram:${ANN}`]: 'trader' }, ...options });
  open.push(rig);
  return rig;
}

function outbound(text: string, parts: Partial<Outbound> = {}): Outbound {
  return {
    kind: 'alert',
    importance: 'normal',
    title: null,
    blocks: [{ type: 'lines', lines: [text] }],
    buttons: [],
    ...parts,
  };
}

function delivery(text: string, parts: Partial<Delivery> = {}): Delivery {
  return { id: 1, address: String(ANN), outbound: outbound(text), replaces: null, silent: false, ...parts };
}

const never = new AbortController().signal;

describe('a conversation', () => {
  test('status, why and news are answered in the language of the person', async () => {
    const { tg } = await started({ roles: { [`telegram:${ANN}`]: 'viewer', [`telegram:${BOB}`]: 'viewer' } });
    const ann = tg.user({ id: ANN, name: 'Ann', language: 'en' });
    const bob = tg.user({ id: BOB, name: '밥', language: 'ko' });
    expect((await ann.asks('/status')).text).toMatch(/^Replay, paper money\nRecording/);
    expect((await bob.asks('/status')).text).toMatch(/[가-힣]/);
    expect((await ann.asks('why did you buy?')).text).not.toBe('');
    expect((await bob.asks('왜 샀어?')).text).not.toBe('');
    expect((await ann.asks('/news BTC')).fromBot).toBe(true);
    expect((await bob.asks('뉴스')).fromBot).toBe(true);
  });

  test('a stranger hears one neutral sentence an hour, and their number when they ask for it', async () => {
    const { tg, chat } = await started();
    const stranger = tg.user({ id: 77_000_001 });
    await stranger.says('/status');
    await stranger.says('/buy BTC 1');
    await stranger.says('/id');
    const view = await tg.chatOf(stranger).waitFor((seen) => seen.fromBot.length >= 2);
    expect(view.fromBot.map(({ text }) => text)).toEqual([expect.stringMatching(/./), '77000001']);
    expect(view.fromBot[0]?.text).not.toMatch(/desk|trade|Assent|BTC/i);
    expect(chat.desk.sent).toEqual([]);
  });

  test('edited and forwarded messages, and those of bots, are not heard', async () => {
    const { tg, chat, log } = await started();
    const ann = tg.user({ id: ANN });
    const said = await ann.says('/id');
    await tg.chatOf(ann).reply(1);
    await ann.edits(said, '/panic');
    await ann.says('/panic', { forwardedFrom: tg.bot });
    await ann.says('/panic', { viaBot: tg.bot });
    expect((await ann.asks('/id')).text).toContain(String(ANN));
    expect(chat.desk.sent).toEqual([]);
    expect(log.filter((line) => line.startsWith('an update was ignored'))).toEqual([
      'an update was ignored {"reason":"edited"}',
      'an update was ignored {"reason":"forwarded"}',
      'an update was ignored {"reason":"inline"}',
    ]);
  });

  test('a message of 4,096 characters is refused with a word, and what is long comes in parts', async () => {
    const { tg, surface } = await started();
    const ann = tg.user({ id: ANN });
    expect((await ann.asks('x'.repeat(4096))).text).toMatch(/long/i);
    const lines = Array.from({ length: 200 }, (_, index) => `line ${index} ${'y'.repeat(15)}`);
    const sent = outbound('', { blocks: [{ type: 'lines', lines }] });
    expect(await surface.channel.deliver(delivery('', { outbound: sent }), never)).toMatchObject({
      outcome: 'delivered',
    });
    const parts = tg.chatOf(ann).fromBot.slice(1);
    expect(parts.length).toBe(2);
    expect(
      parts
        .map(({ text }) => text)
        .join('\n')
        .split('\n'),
    ).toEqual([`• ${lines[0]}`, ...lines.slice(1)]);
  });

  test('a line of 5,000 characters, as no client sends it, is refused and harms nothing', async () => {
    const { tg } = await started();
    const ann = tg.user({ id: ANN });
    expect((await ann.asks(`/news ${'가'.repeat(5000)}`)).text).toMatch(/[0-9]/);
    expect((await ann.asks('/id')).text).toContain(String(ANN));
  });

  test('a group may look and not act, is answered by a reply in its topic, and is not heard unless allowed', async () => {
    const first = await started();
    const ann = first.tg.user({ id: ANN });
    const group = first.tg.group({ members: [ann], forum: true });
    const other = first.tg.group({ members: [ann] });
    const topic = group.opensTopic('desk');
    await first.stop();
    const rig = await started({ tg: first.tg, chat: first.chat, groups: [group.id] });
    const asked = await ann.says('/status', { in: group, topic });
    const seen = await rig.tg.chatOf(group).reply(1);
    expect(seen).toMatchObject({ threadId: topic, replyTo: asked.id });
    expect(seen.text).toMatch(/^Replay, paper money\nRecording/);
    await ann.says('/buy BTC 0.1', { in: group, topic });
    expect((await rig.tg.chatOf(group).reply(2)).text).toMatch(/private/i);
    await ann.says('/status', { in: other });
    await ann.asks('/id');
    expect(rig.tg.chatOf(other).fromBot).toEqual([]);
    expect(rig.chat.desk.sent).toEqual([]);
  });

  test('a group that becomes a supergroup is followed', async () => {
    const first = await started();
    const ann = first.tg.user({ id: ANN });
    const group = first.tg.group({ members: [ann] });
    await first.stop();
    const rig = await started({ tg: first.tg, chat: first.chat, groups: [group.id] });
    const next = group.upgrades();
    await ann.says('/status', { in: next });
    expect((await rig.tg.chatOf(next).reply(1)).text).toMatch(/^Replay, paper money\nRecording/);
    expect(rig.log.find((line) => line.includes('telegram.groups'))).toContain(String(next.id));
  });

  test('a group that moved is known after a restart by the id that the configuration has', async () => {
    const first = await started();
    const ann = first.tg.user({ id: ANN });
    const group = first.tg.group({ members: [ann] });
    await first.stop();
    const database = await openTestDatabase();
    const movedGroups = createMovedGroups(new ChatMoveTable(database), () => Date.now());
    const groups = [group.id];
    const rig = await started({ tg: first.tg, chat: first.chat, groups, movedGroups });
    const next = group.upgrades();
    await rig.tg.until(() => rig.log.some((line) => line.includes('another id now')));
    await rig.stop();
    const after = await started({ tg: first.tg, chat: first.chat, groups, movedGroups });
    await ann.says('/status', { in: next });
    expect((await after.tg.chatOf(next).reply(1)).text).toMatch(/^Replay, paper money\nRecording/);
    await after.stop();
    // A group that is no longer configured is not let in by having moved.
    const without = await started({ tg: first.tg, chat: first.chat, groups: [], movedGroups });
    await ann.says('/status', { in: next });
    await ann.asks('/id');
    expect(without.tg.chatOf(next).fromBot.length).toBe(1);
    await database.close();
  });

  test('a slow answer shows that it is being written', async () => {
    const { tg, chat } = await started();
    chat.answerer.answer = async () => {
      await new Promise((resolve) => setTimeout(resolve, 800));
      return { ...outbound('at last'), kind: 'answer', choices: [] };
    };
    expect((await tg.user({ id: ANN }).asks('what is new')).text).toBe('at last');
    expect(tg.callsOf('sendChatAction').map(({ values }) => values)).toEqual([
      expect.objectContaining({ chat_id: ANN, action: 'typing' }),
    ]);
  });

  test('the menu of commands follows role and language', async () => {
    const { tg, chat } = await started();
    const ann = tg.user({ id: ANN, language: 'en' });
    const bob = tg.user({ id: BOB, language: 'ko' });
    await ann.asks('/id');
    await tg.until(() => tg.menuOf(ann).some(({ command }) => command === 'buy'));
    expect(tg.menuOf(ann).map(({ command }) => command)).not.toContain('grant');
    expect(tg.menuOf(bob).map(({ command }) => command)).toEqual(['join', 'id']);
    expect(tg.menuOf(bob)[0]?.description).toMatch(/[가-힣]/);
    await chat.access.grant({ userId: `telegram:${ANN}`, role: 'admin', by: 'terminal:owner', at: 1 });
    expect(await tg.until(() => tg.menuOf(ann).some(({ command }) => command === 'grant'))).toBe(true);
    await ann.asks('/lang ko');
    expect(await tg.until(() => /[가-힣]/.test(tg.menuOf(ann)[0]?.description ?? ''))).toBe(true);
    await chat.access.remove({ userId: `telegram:${ANN}`, by: 'terminal:owner', at: 2 });
    expect(await tg.until(() => tg.menuOf(ann).length === 2)).toBe(true);
  });
});

describe('buttons', () => {
  /** A proposal as the outbox would send it, on Ann's phone. */
  async function proposed(rig: TelegramRig, userId = ANN) {
    rig.chat.desk.approvals = [pendingApproval('A-1')];
    const { proposalCard } = await import('../../../../bot/approvals/proposal-card.ts');
    const voice = await rig.chat.core.voiceOf(`telegram:${userId}`);
    const card = proposalCard(pendingApproval('A-1'), rig.chat.desk.now(), voice);
    const shown = await rig.chat.core.present(card, `telegram:${userId}`, Date.now());
    return rig.surface.channel.deliver(delivery('', { address: String(userId), outbound: shown }), never);
  }

  test('a tap approves, is released at once, and the card turns into its result', async () => {
    const rig = await started();
    const ann = rig.tg.user({ id: ANN });
    await ann.asks('/id');
    await proposed(rig);
    const card = rig.tg.chatOf(ann).last;
    const tap = await ann.taps('Approve', { on: card });
    expect(await tap.answered()).toEqual({ text: '', alert: false });
    const view = await rig.tg.chatOf(ann).waitFor((seen) => seen.fromBot[1]?.edited === true);
    expect(rig.chat.desk.sent).toEqual([
      { type: 'approval.answer', approvalId: 'A-1', answer: 'approve', by: `telegram:${ANN}` },
    ]);
    const after = view.fromBot[1];
    expect(after?.buttons).toEqual([]);
    expect(after?.text.startsWith(card.text)).toBe(true);
    expect(after?.text.length).toBeGreaterThan(card.text.length);
    expect(after?.entities[0]).toEqual(card.entities[0]);
    expect(view.fromBot.length).toBe(2);
  });

  test('a double tap acts once and says nothing more', async () => {
    const rig = await started();
    const ann = rig.tg.user({ id: ANN });
    await ann.asks('/id');
    await proposed(rig);
    const card = rig.tg.chatOf(ann).last;
    const taps = [await ann.taps('Approve', { on: card }), await ann.taps('Approve', { on: card })];
    for (const tap of taps) await tap.answered();
    await ann.asks('/id');
    expect(rig.chat.desk.sent.length).toBe(1);
    expect(rig.tg.chatOf(ann).fromBot.length).toBe(3);
  });

  test('somebody else cannot tap it', async () => {
    const rig = await started({ roles: { [`telegram:${ANN}`]: 'trader', [`telegram:${BOB}`]: 'admin' } });
    const ann = rig.tg.user({ id: ANN });
    const bob = rig.tg.user({ id: BOB });
    await ann.asks('/id');
    const own = await bob.asks('/id');
    await proposed(rig);
    const data = rig.tg.chatOf(ann).last.keyboard[0]?.[0];
    await bob.tapsData(data !== undefined && 'callback_data' in data ? data.callback_data : '', own);
    expect((await rig.tg.chatOf(bob).reply(2)).text).toMatch(/^⚠/);
    expect(rig.chat.desk.sent).toEqual([]);
  });

  test('why follows as a reply and leaves the other buttons', async () => {
    const rig = await started();
    const ann = rig.tg.user({ id: ANN });
    await ann.asks('/id');
    await proposed(rig);
    const card = rig.tg.chatOf(ann).last;
    await ann.taps('Why?', { on: card });
    const view = await rig.tg
      .chatOf(ann)
      .waitFor((seen) => seen.fromBot[1]?.buttons.flat().length === 4 && seen.fromBot.length === 3);
    expect(view.fromBot[2]?.replyTo).toBe(card.id);
    await ann.taps('Decline', { on: card });
    await rig.tg.until(() => rig.chat.desk.sent.length > 0);
    expect(rig.chat.desk.sent[0]).toMatchObject({ answer: 'decline' });
  });

  test('a card shown before a restart can still be tapped', async () => {
    const buttons = createMemoryButtons();
    const first = await started({ rig: { buttons } });
    const ann = first.tg.user({ id: ANN });
    await ann.asks('/id');
    await proposed(first);
    await first.stop();
    const rig = await started({ tg: first.tg, rig: { buttons } });
    rig.chat.desk.approvals = [pendingApproval('A-1')];
    await ann.taps('Approve');
    await rig.tg.chatOf(ann).waitFor((seen) => seen.fromBot[1]?.buttons.length === 0);
    expect(rig.chat.desk.sent.length).toBe(1);
  });

  test('what has the same heading is edited in place', async () => {
    const rig = await started();
    const ann = rig.tg.user({ id: ANN });
    await ann.asks('/id');
    const status = await rig.chat.core.present(
      {
        ...outbound('an hour ago'),
        kind: 'answer',
        title: 'Replay, paper money',
        choices: [{ label: 'Refresh', command: '/status' }],
      },
      `telegram:${ANN}`,
      Date.now(),
    );
    await rig.surface.channel.deliver(delivery('', { outbound: status }), never);
    await ann.taps('Refresh');
    const view = await rig.tg.chatOf(ann).waitFor((seen) => seen.fromBot[1]?.edited === true);
    expect(view.fromBot.length).toBe(2);
    expect(view.fromBot[1]?.text).not.toContain('an hour ago');
  });
});

describe('the outbox channel', () => {
  test('names what it sent, edits it, and sends anew what is gone', async () => {
    const { tg, surface } = await started();
    const ann = tg.user({ id: ANN });
    await ann.asks('/id');
    const sent = await surface.channel.deliver(delivery('first'), never);
    const id = tg.chatOf(ann).last.id;
    expect(sent).toEqual({ outcome: 'delivered', ref: `${ANN}:${id}` });
    const replaces = `${ANN}:${id}`;
    expect(await surface.channel.deliver(delivery('second', { id: 2, replaces }), never)).toEqual(sent);
    expect(await surface.channel.deliver(delivery('second', { id: 3, replaces }), never)).toEqual(sent);
    expect(tg.chatOf(ann).last).toMatchObject({ id, text: '• second', edited: true, earlier: ['• first'] });
    const gone = await surface.channel.deliver(delivery('third', { id: 4, replaces: `${ANN}:999` }), never);
    expect(gone).toMatchObject({ outcome: 'delivered', ref: `${ANN}:${tg.chatOf(ann).last.id}` });
    expect(tg.chatOf(ann).last).toMatchObject({ text: '• third', edited: false });
  });

  test('a chart that was asked for comes as a photo, with what it shows under it', async () => {
    const { tg } = await started({ rig: { charts: { draw: async () => ({ png: PNG, alt: 'A chart.' }) } } });
    const ann = tg.user({ id: ANN });
    expect(await ann.asks('/chart')).toMatchObject({ text: 'A chart.', photo: Buffer.from(PNG) });
  });

  test('a picture comes with the words under it, silently where asked', async () => {
    const { tg, surface } = await started();
    const ann = tg.user({ id: ANN });
    await ann.asks('/id');
    const attachments = [{ name: 'a.png', mime: 'image/png', alt: 'a chart', bytes: async () => PNG }];
    const sent = await surface.channel.deliver(delivery('closed', { attachments, silent: true }), never);
    expect(sent).toMatchObject({ outcome: 'delivered' });
    expect(tg.chatOf(ann).last).toMatchObject({ text: '• closed', silent: true, photo: Buffer.from(PNG) });
    const ref = `${ANN}:${tg.chatOf(ann).last.id}`;
    await surface.channel.deliver(delivery('closed, at last', { id: 2, replaces: ref }), never);
    expect(tg.chatOf(ann).last).toMatchObject({ text: '• closed, at last', edited: true });
  });

  test('says what became of a message', async () => {
    const { tg, surface } = await started();
    const ann = tg.user({ id: ANN });
    await ann.asks('/id');
    const outcomes: unknown[] = [];
    const attempt = async () => outcomes.push(await surface.channel.deliver(delivery('x'), never));
    tg.fail({ type: 'too-many-requests', retryAfterS: 7 }, { times: 1, method: 'sendMessage' });
    await attempt();
    for (const fault of ['bad-gateway', 'garbage', 'reset', 'internal-error'] as const) {
      tg.fail({ type: fault }, { times: 1, method: 'sendMessage' });
      await attempt();
    }
    ann.blocks();
    await attempt();
    expect(outcomes).toEqual([
      { outcome: 'later', retryAfterMs: 7000, problem: '429 Too Many Requests: retry after 7' },
      { outcome: 'later', retryAfterMs: null, problem: 'Telegram did not answer' },
      { outcome: 'later', retryAfterMs: null, problem: 'Telegram did not answer' },
      { outcome: 'later', retryAfterMs: null, problem: 'Telegram did not answer' },
      { outcome: 'later', retryAfterMs: null, problem: '500 Internal Server Error' },
      { outcome: 'refused', problem: '403 Forbidden: bot was blocked by the user' },
    ]);
  });

  test('a group that moved is told to have moved', async () => {
    const { tg, surface } = await started();
    const group = tg.group({ members: [tg.user({ id: ANN })] });
    const next = group.upgrades();
    expect(await surface.channel.deliver(delivery('x', { address: String(group.id) }), never)).toEqual({
      outcome: 'moved',
      to: String(next.id),
    });
  });

  test('no message is lost to its markup', async () => {
    const { tg, surface } = await started();
    const ann = tg.user({ id: ANN });
    await ann.asks('/id');
    const refusal = { type: 'refusal', code: 400, description: "Bad Request: can't parse entities: x" } as const;
    tg.fail(refusal, { times: 1, method: 'sendMessage' });
    await surface.channel.deliver(delivery('see evil.com'), never);
    expect(tg.chatOf(ann).last).toMatchObject({ text: '• see evil.com', entities: [{ type: 'code' }] });
    tg.fail(refusal, { times: 2, method: 'sendMessage' });
    await surface.channel.deliver(delivery('<b>bare', { id: 2 }), never);
    expect(tg.chatOf(ann).last.text).toBe('• <b>bare');
  });
});

describe('under load and faults', () => {
  test('a burst of 1,000 updates is answered, each person in order, none lost', async () => {
    const people = Array.from({ length: 50 }, (_, index) => 6_000_000_000 + index);
    const rig = await started({
      roles: Object.fromEntries(people.map((id) => [`telegram:${id}`, 'viewer' as const])),
    });
    rig.chat.answerer.answer = async (line: string) => ({
      ...outbound(line),
      kind: 'answer',
      choices: [],
    });
    await rig.stop();
    const users = people.map((id) => rig.tg.user({ id }));
    for (let round = 0; round < 20; round += 1) {
      for (const user of users) await user.says(`what is number ${round}`);
    }
    const again = await started({ tg: rig.tg, chat: rig.chat });
    const done = await rig.tg.until(() => users.every((user) => rig.tg.chatOf(user).fromBot.length === 20), 20_000);
    expect(done).toBe(true);
    for (const user of users) {
      const numbers = rig.tg.chatOf(user).fromBot.map(({ text }) => Number(/number (\d+)$/.exec(text)?.[1]));
      expect(numbers).toEqual(Array.from({ length: 20 }, (_, round) => round));
    }
    expect(again.tg.feed.waiting.length).toBeLessThanOrEqual(100);
  }, 30_000);

  test('taking an update in never waits: not for the desk, not for Telegram', async () => {
    const { tg } = await started();
    const api = createBotApi('1:x', 'http://127.0.0.1:9', 1);
    const asked: string[] = [];
    const posted: unknown[] = [];
    const inbox = createInbox({
      core: {
        handle: (inbound) => {
          asked.push('text' in inbound ? inbound.text : inbound.action);
          return new Promise(() => undefined);
        },
      },
      api: api.send,
      sender: {
        post: async (posting) => void posted.push(posting),
        show: async () => null,
        inTurn: async () => undefined,
        idle: async () => undefined,
        stop: () => undefined,
      },
      cards: createCards(),
      bot: { id: tg.bot.id, username: 'assent_bot' },
      groups: new Set(),
      moved: async () => undefined,
      now: Date.now,
      sleep: async () => undefined,
      answered: () => undefined,
      logger: { debug: () => undefined, warn: () => undefined, error: () => undefined },
    });
    const from = { id: ANN, is_bot: false, first_name: 'Ann' };
    const took: number[] = [];
    for (let id = 1; id <= 1000; id += 1) {
      const begun = performance.now();
      inbox.take({
        update_id: id,
        message: { message_id: id, date: 1, chat: { id: ANN, type: 'private' }, from, text: `n ${id}` },
      });
      took.push(performance.now() - begun);
    }
    for (const junk of [null, 7, {}, { update_id: 'x' }, { update_id: 1, message: null }]) inbox.take(junk);
    expect(asked.length).toBe(1000);
    expect(asked[999]).toBe('n 1000');
    took.sort((left, right) => left - right);
    expect(took[989]).toBeLessThan(50);
  });

  test('answers wait out a storm of 429, and a blink of the network', async () => {
    const { tg } = await started();
    const ann = tg.user({ id: ANN });
    tg.fail({ type: 'too-many-requests', retryAfterS: 3 }, { times: 12, method: 'sendMessage' });
    expect((await ann.asks('/id')).text).toContain(String(ANN));
    expect(tg.callsOf('sendMessage').length).toBe(13);
    tg.fail({ type: 'bad-gateway' }, { times: 1, method: 'sendMessage' });
    expect((await ann.asks('/id')).text).toContain(String(ANN));
  });

  test('updates come again after an outage, and none is lost', async () => {
    const { tg, troubles } = await started({ pollSeconds: 1 });
    const ann = tg.user({ id: ANN });
    tg.fail({ type: 'bad-gateway' }, { method: 'getUpdates' });
    expect(await tg.until(() => troubles.includes('away'))).toBe(true);
    await ann.says('/id');
    tg.recover();
    expect((await tg.chatOf(ann).reply(1)).text).toContain(String(ANN));
    expect(troubles).toEqual(['away', 'back']);
  });

  test('two pollers on one token are told once, and go on', async () => {
    const one = await started({ pollSeconds: 1 });
    const two = await started({ tg: one.tg, chat: one.chat });
    expect(await one.tg.until(() => one.troubles.length > 0)).toBe(true);
    expect(one.troubles).toEqual(['other-poller']);
    await two.stop();
    const ann = one.tg.user({ id: ANN });
    expect((await ann.asks('/id')).text).toContain(String(ANN));
    expect(await one.tg.until(() => one.troubles.at(-1) === 'back')).toBe(true);
  });

  test('a revoked token ends the surface with a word', async () => {
    const rig = await started();
    rig.tg.revokeToken();
    expect(await rig.ended).toBe('revoked');
    expect(rig.troubles).toEqual(['revoked']);
    expect(rig.log.join('\n')).not.toContain(rig.tg.token);
  });

  test('a token that never counted ends it too', async () => {
    const rig = await started({ token: `1:${'x'.repeat(35)}` });
    expect(await rig.ended).toBe('revoked');
    expect(rig.troubles).toEqual(['revoked']);
  });

  test('by webhook, only what knows the secret is taken', async () => {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}/telegram`;
    const rig = await started({ webhook: { url, port } });
    expect(await rig.tg.until(() => rig.tg.feed.webhook !== null)).toBe(true);
    const ann = rig.tg.user({ id: ANN });
    expect((await ann.asks('/id')).text).toContain(String(ANN));
    const chat = { id: ANN, type: 'private' };
    const from = { id: ANN, is_bot: false, first_name: 'Ann' };
    const forged = { update_id: 9, message: { message_id: 9, date: 1, chat, from, text: '/panic' } };
    const post = (body: string, secret: string) =>
      fetch(url, { method: 'POST', body, headers: { 'x-telegram-bot-api-secret-token': secret } });
    expect((await post(JSON.stringify(forged), 'guessed')).status).toBe(401);
    expect((await fetch(url)).status).toBe(405);
    const { secretToken } = rig.tg.feed.webhook ?? { secretToken: '' };
    expect((await post('{"half', secretToken ?? '')).status).toBe(400);
    expect(rig.chat.desk.sent).toEqual([]);
  });
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

const PNG = new Uint8Array(
  Buffer.concat([
    Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'),
    Buffer.from([0, 0, 2, 0, 0, 0, 1, 0]),
    Buffer.alloc(64),
  ]),
);
