import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ReadUpdate } from '../../../../bot/surfaces/telegram/read-update.ts';
import { readUpdate } from '../../../../bot/surfaces/telegram/read-update.ts';
import { hasShared, sharedLines } from '../../../eval/shared-data.ts';
import type { FakeTelegram } from '../../../fakes/telegram/fake-telegram.ts';
import { startFakeTelegram } from '../../../fakes/telegram/fake-telegram.ts';

const NOW = Date.UTC(2026, 2, 2, 9);
const GROUP = -1001;
const OPTIONS = { botId: 7, botUsername: 'Assent_Bot', allowedGroups: new Set([GROUP]), now: NOW };

const ANN = { id: 42, is_bot: false, first_name: 'Ann', language_code: 'en-GB' };
const PRIVATE = { id: 42, first_name: 'Ann', type: 'private' };
const DESK = { id: GROUP, title: 'Desk', type: 'supergroup' };

function message(more: object = {}) {
  return { message_id: 5, from: ANN, chat: PRIVATE, date: NOW / 1000 - 3, text: '/status', ...more };
}

function read(update: object): ReadUpdate {
  return readUpdate({ update_id: 1, ...update }, OPTIONS);
}

function readMessage(more: object): ReadUpdate {
  return read({ message: message(more) });
}

function tap(more: object = {}, of: object = {}): ReadUpdate {
  const shown = { message_id: 9, from: { id: 7, is_bot: true }, chat: PRIVATE, date: 1, text: 'card', ...of };
  return read({ callback_query: { id: 'q1', from: ANN, message: shown, chat_instance: 'c', data: 'nonce', ...more } });
}

function outcomeOf(result: ReadUpdate): string {
  return result.outcome === 'ignored' ? result.reason : result.outcome;
}

describe('a line', () => {
  test('tells who wrote what, where and how long ago', () => {
    expect(readMessage({})).toEqual({
      outcome: 'line',
      userId: 'telegram:42',
      place: 'private',
      chatId: 42,
      threadId: undefined,
      messageId: 5,
      language: 'en',
      displayName: 'Ann',
      deliveryId: 'message:42:5',
      text: '/status',
      sentAt: NOW - 3000,
      ageMs: 3000,
    });
  });

  test('an old one tells its age; one from the future has none', () => {
    expect(readMessage({ date: NOW / 1000 - 3600 })).toMatchObject({ ageMs: 3_600_000 });
    expect(readMessage({ date: NOW / 1000 + 60 })).toMatchObject({ ageMs: 0 });
  });

  test.each([
    ['ko', 'ko'],
    ['ko-KR', 'ko'],
    ['EN', 'en'],
    ['ja', undefined],
    [undefined, undefined],
  ])('language %s is %s', (language_code, language) => {
    expect(readMessage({ from: { ...ANN, language_code } })).toMatchObject({ language });
  });

  test('in a topic it is answered there; a chain of replies is no topic', () => {
    const topic = { chat: DESK, message_thread_id: 4, is_topic_message: true };
    expect(readMessage(topic)).toMatchObject({ place: 'group', chatId: GROUP, threadId: 4 });
    expect(readMessage({ ...topic, is_topic_message: undefined })).toMatchObject({ threadId: undefined });
  });
});

describe('whom it is for', () => {
  test.each([
    ['/sell@assent_bot BTC 50%', PRIVATE, '/sell BTC 50%'],
    ['/sell@ASSENT_BOT', DESK, '/sell'],
    ['/매도@assent_bot BTC', DESK, '/매도 BTC'],
    ['/status', DESK, '/status'],
    ['@assent_bot how is BTC?', DESK, 'how is BTC?'],
    ['mail me@assent_bot', PRIVATE, 'mail me@assent_bot'],
  ])('%s', (text, chat, line) => {
    expect(readMessage({ text, chat })).toMatchObject({ outcome: 'line', text: line });
  });

  test.each([
    ['/sell@other_bot BTC', PRIVATE, 'other-bot'],
    ['/sell@assent_bot_2 BTC', DESK, 'other-bot'],
    ['sell everything', DESK, 'not-addressed'],
    ['@other_bot sell', DESK, 'not-addressed'],
  ])('%s is not for us', (text, chat, reason) => {
    expect(outcomeOf(readMessage({ text, chat }))).toBe(reason);
  });

  test('a reply to the bot is for the bot', () => {
    expect(readMessage({ text: 'and ETH?', chat: DESK, reply_to_message: { from: { id: 7 } } })).toMatchObject({
      outcome: 'line',
      text: 'and ETH?',
    });
    expect(outcomeOf(readMessage({ text: 'and ETH?', chat: DESK, reply_to_message: { from: ANN } }))).toBe(
      'not-addressed',
    );
  });
});

describe('what cannot act', () => {
  const origin = { type: 'user', sender_user: ANN, date: 1 };
  test.each([
    ['no sender', { from: undefined }, 'no-sender'],
    ['a bot', { from: { ...ANN, is_bot: true } }, 'bot'],
    [
      'an anonymous admin',
      { chat: DESK, from: { ...ANN, id: 1087968824, is_bot: true }, sender_chat: DESK },
      'anonymous',
    ],
    ['a channel in a group', { chat: DESK, sender_chat: { id: -1009, type: 'channel' } }, 'anonymous'],
    ['a service id', { from: { ...ANN, id: 777000 }, chat: { ...PRIVATE, id: 777000 } }, 'anonymous'],
    ['a forward', { forward_origin: origin }, 'forwarded'],
    ['a forward of old', { forward_date: 1 }, 'forwarded'],
    ['a forward of a hidden user', { forward_sender_name: 'Ann' }, 'forwarded'],
    ['an edited message', { edit_date: 1 }, 'edited'],
    ['through an inline bot', { via_bot: { id: 8, is_bot: true, first_name: 'B' } }, 'inline'],
    ['a business bot', { sender_business_bot: { id: 8, is_bot: true, first_name: 'B' } }, 'bot'],
    ['a business chat', { business_connection_id: 'b' }, 'other-kind'],
    ['another group', { chat: { ...DESK, id: -1002 } }, 'group-not-allowed'],
    ['a channel', { chat: { id: GROUP, type: 'channel' } }, 'channel-post'],
    ["somebody else's private chat", { chat: { ...PRIVATE, id: 43 } }, 'foreign-chat'],
    ['no text', { text: undefined, photo: [], caption: '/sell BTC' }, 'no-text'],
    ['blanks', { text: ' \n' }, 'no-text'],
    ['a name for an id', { from: { ...ANN, id: '42' } }, 'malformed'],
    ['a fraction for an id', { from: { ...ANN, id: 42.5 } }, 'malformed'],
    ['an id beyond all numbers', { from: { ...ANN, id: 1e300 } }, 'malformed'],
    ['nobody to say whether it is a bot', { from: { id: 42, first_name: 'Ann' } }, 'malformed'],
    ['a chat of no kind', { chat: { id: 42 } }, 'malformed'],
    ['no date', { date: undefined }, 'malformed'],
  ])('%s', (_, more, reason) => {
    expect(outcomeOf(readMessage(more))).toBe(reason);
  });

  test.each([
    ['edited_message', 'edited'],
    ['channel_post', 'channel-post'],
    ['edited_channel_post', 'channel-post'],
    ['inline_query', 'inline'],
    ['chosen_inline_result', 'inline'],
    ['business_message', 'other-kind'],
    ['guest_message', 'other-kind'],
    ['message_reaction', 'other-kind'],
    ['something unknown to us', 'other-kind'],
  ])('an update of the kind %s', (kind, reason) => {
    expect(read({ [kind]: message() })).toEqual({ outcome: 'ignored', reason, queryId: null });
  });

  test('an update with two things in it, or none, is nobody’s', () => {
    expect(outcomeOf(read({ message: message(), edited_message: message() }))).toBe('malformed');
    expect(outcomeOf(read({}))).toBe('malformed');
  });
});

describe('a tap', () => {
  test('tells whose it is, where, and the nonce', () => {
    expect(tap()).toEqual({
      outcome: 'tap',
      userId: 'telegram:42',
      place: 'private',
      chatId: 42,
      threadId: undefined,
      messageId: 9,
      language: 'en',
      displayName: 'Ann',
      deliveryId: 'tap:q1',
      action: 'nonce',
      queryId: 'q1',
    });
  });

  test('on a message that Telegram no longer holds counts still', () => {
    expect(outcomeOf(tap({}, { date: 0, from: undefined, text: undefined }))).toBe('tap');
  });

  test.each([
    ['of a bot', { from: { ...ANN, is_bot: true } }, {}, 'bot'],
    ['of a service id', { from: { ...ANN, id: 136817688 } }, {}, 'anonymous'],
    ['in an inline message', { message: undefined, inline_message_id: 'i' }, {}, 'inline'],
    ['on a message of another', {}, { from: { id: 8, is_bot: true } }, 'other-bot'],
    ["in somebody else's chat", {}, { chat: { ...PRIVATE, id: 43 } }, 'foreign-chat'],
    ['in another group', {}, { chat: { ...DESK, id: -1002 } }, 'group-not-allowed'],
    ['without a nonce', { data: '' }, {}, 'no-action'],
    ['of a game', { data: undefined, game_short_name: 'g' }, {}, 'no-action'],
    ['with too much', { data: '한'.repeat(22) }, {}, 'no-action'],
    ['of nobody', { from: undefined }, {}, 'malformed'],
  ])('%s is ignored, yet can be answered', (_, more, of, reason) => {
    expect(tap(more, of)).toEqual({ outcome: 'ignored', reason, queryId: 'q1' });
  });
});

describe('a group that moves', () => {
  test('tells its new id when it is allowed here', () => {
    const moved = { chat: { ...DESK, type: 'group' }, text: undefined, migrate_to_chat_id: -1005 };
    expect(readMessage(moved)).toEqual({ outcome: 'moved', chatId: GROUP, newChatId: -1005 });
    expect(outcomeOf(readMessage({ ...moved, chat: { ...DESK, id: -1002 } }))).toBe('group-not-allowed');
  });
});

describe('what a Telegram on loopback sends', () => {
  async function lastRead(act: (tg: FakeTelegram) => Promise<unknown>): Promise<string> {
    const tg = await startFakeTelegram({ privacyMode: false });
    try {
      await act(tg);
      const groups = new Set(tg.feed.waiting.map((update) => update.message?.chat.id ?? 0));
      const options = { botId: tg.bot.id, botUsername: tg.bot.username ?? '', allowedGroups: groups, now: Date.now() };
      return outcomeOf(readUpdate(tg.feed.waiting.at(-1), options));
    } finally {
      await tg.close();
    }
  }

  test.each<[string, (tg: FakeTelegram) => Promise<unknown>]>([
    ['line', (tg) => tg.user().says('/status')],
    ['line', (tg) => tg.user().says('/status@assent_bot', { in: tg.group() })],
    ['anonymous', (tg) => tg.user().says('/sell BTC', { in: tg.group({ supergroup: true }), as: 'anonymous-admin' })],
    ['anonymous', (tg) => tg.user().says('/sell BTC', { in: tg.group(), as: tg.channel().chat })],
    ['forwarded', (tg) => tg.user().says('/sell BTC', { forwardedFrom: 'Hidden' })],
    ['inline', (tg) => tg.user().says('/sell BTC', { viaBot: tg.user({ isBot: true }).user })],
    ['bot', (tg) => tg.user({ isBot: true }).says('/sell BTC', { in: tg.group() })],
    ['channel-post', async (tg) => tg.channel().posts('/sell BTC')],
    ['no-text', (tg) => tg.user().sendsPhoto('/sell BTC')],
    ['moved', async (tg) => [tg.group().upgrades(), tg.push(tg.feed.waiting[0] ?? { update_id: 0 })]],
    [
      'edited',
      async (tg) => {
        const ann = tg.user();
        await ann.edits(await ann.says('hello'), '/sell BTC');
      },
    ],
    [
      'other-bot',
      async (tg) => {
        const ann = tg.user();
        await ann.tapsData('n', await ann.says('mine'));
      },
    ],
  ])('%s', async (outcome, act) => {
    expect(await lastRead(act)).toBe(outcome);
  });
});

describe('whatever arrives', () => {
  const RECORDED = 'eval/telegram_updates.jsonl.gz';

  test.skipIf(!hasShared(RECORDED))('recorded updates go through; none that is marked acts', (context) => {
    const rows = sharedLines<{ readonly update: object; readonly tags: readonly string[] }>(RECORDED);
    const counts: Record<string, number> = {};
    const groups = new Set(rows.map(({ update }) => chatIdIn(update)));
    for (const { update, tags } of rows) {
      const outcome = outcomeOf(readUpdate(update, { ...OPTIONS, allowedGroups: groups }));
      counts[outcome] = (counts[outcome] ?? 0) + 1;
      const isMarked = tags.some((tag) => /^(edited_message|channel_post|sender_chat|forwarded|no_text)$/.test(tag));
      if (isMarked) expect(['line', 'tap'], JSON.stringify(update)).not.toContain(outcome);
    }
    console.log(`${rows.length} recorded updates:`, counts);
    expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(rows.length);
    context.annotate(JSON.stringify(counts));
  });

  if (!hasShared(RECORDED)) console.log(`skipped: no ${RECORDED} beside this checkout`);

  test('broken updates are ignored and never throw', () => {
    const junk = fc.oneof(fc.jsonValue(), fc.constantFrom(undefined, Number.NaN, -0, 2 ** 60, [], {}));
    const paths = ['from', 'chat', 'date', 'text', 'message_id', 'sender_chat', 'forward_origin', 'message_thread_id'];
    const broken = fc.record({
      kind: fc.constantFrom('message', 'edited_message', 'callback_query', 'channel_post', 'poll'),
      at: fc.constantFrom(...paths),
      inside: fc.constantFrom('', 'id', 'is_bot', 'type'),
      value: junk,
    });
    fc.assert(
      fc.property(broken, ({ kind, at, inside, value }) => {
        const whole: Record<string, unknown> = message();
        const part = inside === '' ? value : { ...(whole[at] as object), [inside]: value };
        const content = {
          ...whole,
          id: 'q',
          data: 'n',
          message: message({ from: { id: 7, is_bot: true } }),
          [at]: part,
        };
        const result = read({ [kind]: content });
        if (result.outcome === 'line' || result.outcome === 'tap') {
          expect(result.userId).toMatch(/^telegram:[1-9]\d*$/);
          if (result.place === 'private') expect(`telegram:${result.chatId}`).toBe(result.userId);
        }
      }),
      { numRuns: 1000 },
    );
    fc.assert(
      fc.property(junk, (value) => {
        expect(['ignored']).toContain(readUpdate(value, OPTIONS).outcome);
      }),
    );
  });
});

function chatIdIn(update: object): number {
  for (const content of Object.values(update)) {
    const { chat } = (content ?? {}) as { chat?: { id?: unknown } };
    if (typeof chat?.id === 'number' && chat.id < 0) return chat.id;
  }
  return 0;
}
