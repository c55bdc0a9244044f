import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Bot, GrammyError, HttpError, InputFile, webhookCallback } from 'grammy';
import { afterEach, describe, expect, test } from 'vitest';
import type { FakeTelegram, FakeTelegramOptions } from './fake-telegram.ts';
import { startFakeTelegram } from './fake-telegram.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function start(options: FakeTelegramOptions = {}): Promise<FakeTelegram> {
  const tg = await startFakeTelegram(options);
  closing.push(tg.close);
  return tg;
}

function botOf(tg: FakeTelegram, token = tg.token, timeoutSeconds = 60): Bot {
  return new Bot(token, { client: { apiRoot: tg.apiRoot, timeoutSeconds } });
}

async function run(bot: Bot, tg: FakeTelegram): Promise<void> {
  const stopped = bot.start();
  closing.push(async () => {
    await bot.stop();
    await stopped;
  });
  expect(await tg.until(() => tg.feed.isPolled)).toBe(true);
}

/** A bot that answers as ours will: a command, a button that edits, a photo. */
async function talking(options: FakeTelegramOptions = {}) {
  const tg = await start(options);
  const bot = botOf(tg);
  bot.command('status', (context) =>
    context.reply('<b>Flat</b> &amp; calm', {
      parse_mode: 'HTML',
      disable_notification: true,
      link_preview_options: { is_disabled: true },
      reply_markup: { inline_keyboard: [[{ text: 'Approve', callback_data: 'n1' }]] },
    }),
  );
  bot.command('chart', (context) => context.replyWithPhoto(new InputFile(PNG, 'chart.png'), { caption: 'a <chart>' }));
  bot.on('callback_query:data', async (context) => {
    await context.editMessageText(`approved by ${context.from.id}`);
    await context.answerCallbackQuery({ text: 'done' });
  });
  bot.on('message:text', (context) => context.reply(`you said ${context.message.text}`));
  await run(bot, tg);
  return { tg, bot };
}

const PNG = Buffer.concat([
  Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'),
  Buffer.from([0, 0, 2, 0, 0, 0, 1, 0]),
  Buffer.alloc(64),
]);

function failure(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => 'no error',
    (error: unknown) => (error instanceof GrammyError ? `${error.error_code} ${error.description}` : error),
  );
}

describe('a conversation', () => {
  test('a command is answered as its reader sees it', async () => {
    const { tg } = await talking();
    const ann = tg.user({ name: 'Ann', language: 'ko' });
    expect(await ann.asks('/status')).toMatchObject({
      fromBot: true,
      text: 'Flat & calm',
      entities: [{ type: 'bold', offset: 0, length: 4 }],
      buttons: [['Approve']],
      silent: true,
      linkPreview: false,
      edited: false,
    });
  });

  test('a tap edits the message and shows a word', async () => {
    const { tg } = await talking();
    const ann = tg.user({ id: 42 });
    await ann.asks('/status');
    const tap = await ann.taps('Approve');
    expect(await tap.answered()).toEqual({ text: 'done', alert: false });
    const { last } = tg.chatOf(ann);
    expect(last).toMatchObject({ text: 'approved by 42', edited: true, earlier: ['Flat & calm'], buttons: [] });
    await expect(ann.taps('Approve')).rejects.toThrow('no button "Approve"; there are: none');
  });

  test('a photo arrives whole, with its words', async () => {
    const { tg } = await talking();
    const shown = await tg.user().asks('/chart');
    expect(shown.text).toBe('a <chart>');
    expect(shown.photo?.equals(PNG)).toBe(true);
  });

  test('many updates come in order, each once', async () => {
    const { tg } = await talking();
    const ann = tg.user();
    const said = Array.from({ length: 120 }, (_, index) => `line ${index}`);
    for (const line of said) await ann.says(line);
    const chat = await tg.chatOf(ann).waitFor(({ fromBot }) => fromBot.length === 120);
    expect(chat.fromBot.map(({ text }) => text)).toEqual(said.map((line) => `you said ${line}`));
    expect(await tg.until(() => tg.feed.waiting.length === 0)).toBe(true);
  });
});

describe('groups', () => {
  test('in privacy mode the bot hears commands and replies to it, nothing else', async () => {
    const { tg } = await talking();
    const [ann, bob] = [tg.user({ name: 'Ann' }), tg.user({ name: 'Bob' })];
    const group = tg.group({ members: [ann, bob] });
    await ann.says('hello everybody', { in: group });
    await bob.says('/status@other_bot', { in: group });
    await bob.says('/status@assent_bot', { in: group });
    const chat = await tg.chatOf(group).waitFor(({ fromBot }) => fromBot.length === 1);
    await ann.says('and now?', { in: group, replyTo: chat.last.id });
    await chat.waitFor(({ fromBot }) => fromBot.length === 2);
    expect(chat.fromBot.map(({ text }) => text)).toEqual(['Flat & calm', 'you said and now?']);
  });

  test('a topic keeps its answers; an unknown one is refused', async () => {
    const { tg, bot } = await talking();
    const group = tg.group({ forum: true, members: [tg.user()] });
    const topic = group.opensTopic('Trades');
    const { message_thread_id: thread } = await bot.api.sendMessage(group.id, 'hi', { message_thread_id: topic });
    expect(thread).toBe(topic);
    expect(await failure(bot.api.sendMessage(group.id, 'hi', { message_thread_id: 9999 }))).toBe(
      '400 Bad Request: message thread not found',
    );
  });

  test('an upgraded group tells its new id', async () => {
    const { tg, bot } = await talking();
    const group = tg.group({ members: [tg.user()] });
    const next = group.upgrades();
    const error = await bot.api.sendMessage(group.id, 'hi').catch((cause: unknown) => cause);
    expect(error).toMatchObject({
      description: 'Bad Request: group chat was upgraded to a supergroup chat',
      parameters: { migrate_to_chat_id: next.id },
    });
    expect((await bot.api.sendMessage(next.id, 'hi')).chat.id).toBe(next.id);
  });
});

describe('updates have the shape of the Bot API', () => {
  test.each([
    ['edited', 'edited_message', ['chat', 'date', 'edit_date', 'entities', 'from', 'message_id', 'text']],
    ['forwarded', 'message', ['chat', 'date', 'entities', 'forward_origin', 'from', 'message_id', 'text']],
    ['anonymous', 'message', ['chat', 'date', 'entities', 'from', 'message_id', 'sender_chat', 'text']],
    ['channel', 'channel_post', ['chat', 'date', 'entities', 'message_id', 'sender_chat', 'text']],
    ['tap', 'callback_query', ['chat_instance', 'data', 'from', 'id', 'message']],
    ['blocked', 'my_chat_member', ['chat', 'date', 'from', 'new_chat_member', 'old_chat_member']],
  ])('%s', async (what, kind, keys) => {
    const tg = await start();
    const ann = tg.user();
    const group = tg.group({ supergroup: true, members: [ann] });
    const said = await ann.says('/old');
    switch (what) {
      case 'edited':
        await ann.edits(said, '/sell BTC');
        break;
      case 'forwarded':
        await ann.says('/sell BTC', { forwardedFrom: tg.user().user });
        break;
      case 'anonymous':
        await ann.says('/sell BTC', { in: group, as: 'anonymous-admin' });
        break;
      case 'channel':
        tg.channel().posts('/sell BTC');
        break;
      case 'tap':
        await ann.tapsData('n', said);
        break;
      default:
        ann.blocks();
    }
    const update = tg.feed.waiting.at(-1) as unknown as Record<string, Record<string, unknown>>;
    expect(Object.keys(update[kind] ?? {}).sort()).toEqual(keys);
  });
});

describe('refusals in the words of Telegram', () => {
  test('of what is sent', async () => {
    const { tg, bot } = await talking();
    const [ann, bob, eve] = [tg.user({ id: 1 }), tg.user({ id: 2 }), tg.user({ id: 3 })];
    for (const person of [ann, bob]) await person.asks('hi');
    const send = (text: string, options: Parameters<typeof bot.api.sendMessage>[2] = {}) =>
      failure(bot.api.sendMessage(ann.id, text, options));
    const { last } = tg.chatOf(ann);
    expect(await failure(bot.api.sendMessage(eve.id, 'hi'))).toBe('400 Bad Request: chat not found');
    expect(await send('<b>x', { parse_mode: 'HTML' })).toBe(
      `400 Bad Request: can't parse entities: Can't find end tag corresponding to start tag "b"`,
    );
    expect(await send('x'.repeat(4097))).toBe('400 Bad Request: message is too long');
    expect(await send('😀'.repeat(2048))).toBe('no error');
    expect(await send(' \n ')).toBe('400 Bad Request: message text is empty');
    expect(await send('x', { reply_parameters: { message_id: 9999 } })).toBe(
      '400 Bad Request: message to be replied not found',
    );
    const tooLong = { inline_keyboard: [[{ text: 'a', callback_data: '한'.repeat(22) }]] };
    expect(await send('x', { reply_markup: tooLong })).toBe('400 Bad Request: BUTTON_DATA_INVALID');
    expect(await failure(bot.api.editMessageText(ann.id, last.id, last.text))).toMatch(
      /^400 Bad Request: message is not modified: specified new message content/,
    );
    expect(await failure(bot.api.editMessageText(ann.id, 9999, 'x'))).toBe(
      '400 Bad Request: message to edit not found',
    );
    const theirs = tg.chatOf(ann).messages[0]?.id ?? 0;
    expect(await failure(bot.api.editMessageText(ann.id, theirs, 'x'))).toBe(
      "400 Bad Request: message can't be edited",
    );
    const caption = { caption: 'x'.repeat(1025) };
    expect(await failure(bot.api.sendPhoto(ann.id, new InputFile(PNG), caption))).toBe(
      '400 Bad Request: message caption is too long',
    );
    expect(await failure(bot.api.sendPhoto(ann.id, new InputFile(Buffer.from('no picture'))))).toBe(
      '400 Bad Request: IMAGE_PROCESS_FAILED',
    );
    expect(await failure(bot.api.answerCallbackQuery('nobody asked'))).toBe(
      '400 Bad Request: query is too old and response timeout expired or query ID is invalid',
    );
    ann.blocks();
    bob.deactivates();
    expect(await send('x')).toBe('403 Forbidden: bot was blocked by the user');
    expect(await failure(bot.api.sendMessage(bob.id, 'x'))).toBe('403 Forbidden: user is deactivated');
  });

  test('of a deleted message, and of nothing after it is back', async () => {
    const { tg, bot } = await talking();
    const ann = tg.user();
    const shown = await ann.asks('hi');
    await bot.api.deleteMessage(ann.id, shown.id);
    expect(tg.chatOf(ann).fromBot).toEqual([]);
    expect(await failure(bot.api.deleteMessage(ann.id, shown.id))).toBe('400 Bad Request: message to delete not found');
  });

  test('of a token that is wrong, broken, or revoked', async () => {
    const tg = await start();
    expect(await failure(botOf(tg, '7000000001:wrong').api.getMe())).toBe('401 Unauthorized');
    expect(await failure(botOf(tg, 'nonsense').api.getMe())).toBe('404 Not Found');
    const bot = botOf(tg);
    const ended = failure(bot.start());
    await tg.until(() => tg.feed.isPolled);
    tg.revokeToken();
    expect(await ended).toBe('401 Unauthorized');
  });

  test('of a second poller: the first is told and stops', async () => {
    const tg = await start();
    const first = failure(botOf(tg).start());
    await tg.until(() => tg.feed.isPolled);
    await run(botOf(tg), tg);
    expect(await first).toBe(
      '409 Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
    );
  });
});

describe('faults', () => {
  test('429 says how long to wait', async () => {
    const { tg, bot } = await talking();
    const ann = tg.user();
    await ann.asks('hi');
    tg.fail({ type: 'too-many-requests', retryAfterS: 7 }, { times: 1, method: 'sendMessage' });
    const error = await bot.api.sendMessage(ann.id, 'x').catch((cause: unknown) => cause);
    expect(error).toMatchObject({ error_code: 429, parameters: { retry_after: 7 } });
    await bot.api.sendMessage(ann.id, 'x');
  });

  // An answer that breaks off is noticed by the client's timeout only, as is one that never comes.
  test.each(['bad-gateway', 'unavailable', 'garbage', 'reset', 'truncated', 'hang'] as const)('%s', async (type) => {
    const tg = await start();
    tg.fail({ type }, { times: 1 });
    const bot = botOf(tg, tg.token, 0.3);
    expect(await failure(bot.api.getMe())).toBeInstanceOf(HttpError);
    expect((await bot.api.getMe()).username).toBe('assent_bot');
  });

  test('a lost answer was a message all the same', async () => {
    const { tg, bot } = await talking();
    const ann = tg.user();
    await ann.asks('hi');
    tg.fail({ type: 'answer-lost' }, { times: 1, method: 'sendMessage' });
    expect(await failure(bot.api.sendMessage(ann.id, 'x'))).toBeInstanceOf(HttpError);
    expect(tg.chatOf(ann).last.text).toBe('x');
  });

  test('with rate limits on, the fourth message at once to one chat has to wait', async () => {
    const { tg, bot } = await talking({ rateLimits: true });
    const ann = tg.user();
    await ann.asks('hi');
    const answers = await Promise.all([1, 2, 3].map((number) => failure(bot.api.sendMessage(ann.id, `${number}`))));
    expect(answers.toSorted()).toEqual(['429 Too Many Requests: retry after 3', 'no error', 'no error']);
  });
});

describe('the menu', () => {
  test('each person sees the nearest scope in their language', async () => {
    const { tg, bot } = await talking();
    const [ann, minji] = [tg.user({ language: 'en' }), tg.user({ language: 'ko' })];
    await minji.asks('hi');
    const menu = (description: string) => [{ command: 'status', description }];
    await bot.api.setMyCommands(menu('State'));
    await bot.api.setMyCommands(menu('상태'), { language_code: 'ko' });
    expect(tg.menuOf(ann)).toEqual(menu('State'));
    expect(tg.menuOf(minji)).toEqual(menu('상태'));
    await bot.api.setMyCommands(menu('모두'), { scope: { type: 'chat', chat_id: minji.id }, language_code: 'ko' });
    expect(tg.menuOf(minji)).toEqual(menu('모두'));
    expect(await failure(bot.api.setMyCommands([{ command: 'Über', description: 'x' }]))).toBe(
      '400 Bad Request: BOT_COMMAND_INVALID',
    );
  });
});

describe('webhook', () => {
  test('delivers with the secret, and again until it is taken; without the secret 401', async () => {
    const tg = await start();
    const bot = botOf(tg);
    bot.on('message:text', (context) => context.reply(`heard ${context.message.text}`));
    const handle = webhookCallback(bot, 'http', { secretToken: 's3cret' });
    const server = createServer((request, response) => void handle(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closing.push(() => new Promise((resolve) => server.close(resolve)));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const ann = tg.user();

    await bot.api.setWebhook(url, { secret_token: 'wrong' });
    await ann.says('one');
    expect(await tg.until(() => tg.deliveries.length >= 2)).toBe(true);
    expect(tg.deliveries[0]?.status).toBe(401);
    expect(await failure(bot.api.getUpdates())).toMatch(/^409 Conflict: can't use getUpdates method while webhook/);

    await bot.api.setWebhook(url, { secret_token: 's3cret' });
    await ann.says('two');
    const chat = await tg.chatOf(ann).waitFor(({ fromBot }) => fromBot.length === 2);
    expect(chat.fromBot.map(({ text }) => text)).toEqual(['heard one', 'heard two']);
    expect(tg.deliveries.at(-1)?.status).toBe(200);
    await bot.api.deleteWebhook();
  });

  test('a method in the answer is done', async () => {
    const tg = await start();
    const server = createServer((request, response) => {
      request.resume().on('end', () => {
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify({ method: 'sendMessage', chat_id: 77, text: 'by answer' }));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closing.push(() => new Promise((resolve) => server.close(resolve)));
    await botOf(tg).api.setWebhook(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    const ann = tg.user({ id: 77 });
    await ann.says('hi');
    expect((await tg.chatOf(ann).reply(1)).text).toBe('by answer');
  });
});
