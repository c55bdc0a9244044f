import type { RESTPostAPIChannelMessageJSONBody } from 'discord.js';
import { Client, DiscordAPIError, Events, HTTPError, Partials, REST } from 'discord.js';
import { afterEach, describe, expect, test } from 'vitest';
import type { FakeDiscord, FakeDiscordOptions } from './fake-discord.ts';
import { startFakeDiscord } from './fake-discord.ts';
import type { Person } from './people.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

interface Desk {
  readonly discord: FakeDiscord;
  readonly rest: REST;
  readonly ann: Person;
  /** Ann's direct messages. */
  readonly dm: string;
}

async function open(options: FakeDiscordOptions = {}, retries = 0): Promise<Desk> {
  const discord = await startFakeDiscord(options);
  closing.push(discord.close);
  const rest = new REST({ api: discord.api, retries, timeout: 5000 }).setToken(discord.token);
  const ann = discord.user({ name: 'Ann' });
  const dm = (await rest.post('/users/@me/channels', { body: { recipient_id: ann.id } })) as { id: string };
  return { discord, rest, ann, dm: dm.id };
}

function send({ rest, dm }: Desk, body: unknown, channel = dm): Promise<{ readonly id: string }> {
  return rest.post(`/channels/${channel}/messages`, { body }) as Promise<{ readonly id: string }>;
}

async function failure(promise: Promise<unknown>): Promise<string> {
  const error = await promise.then(
    () => 'no error',
    (cause: unknown) => cause,
  );
  if (error instanceof DiscordAPIError) return `${error.status} ${error.code} ${error.message}`;
  return error instanceof HTTPError ? `HTTP ${error.status}` : String(error);
}

const button = (more: object = {}) => ({ type: 2, style: 1, label: 'Yes', custom_id: 'yes', ...more });
const row = (...components: readonly object[]) => ({ type: 1, components });
const rows = (count: number) => Array.from({ length: count }, (_, at) => row(button({ custom_id: `b${at}` })));
const menuOf = (count: number, more: object = {}) => ({
  type: 3,
  custom_id: 'menu',
  options: Array.from({ length: count }, (_, at) => ({ label: `o${at}`, value: `v${at}` })),
  ...more,
});

describe('messages are taken or refused as Discord does', () => {
  test.each<[string, unknown, string]>([
    ['nothing', {}, '400 50006 Cannot send an empty message'],
    ['only blanks', { content: ' \n ' }, '400 50006 Cannot send an empty message'],
    ['2001 letters', { content: 'x'.repeat(2001) }, 'content[BASE_TYPE_MAX_LENGTH]: Must be 2000 or fewer in length.'],
    ['11 embeds', { embeds: Array(11).fill({ title: 'x' }) }, 'embeds[BASE_TYPE_MAX_LENGTH]: Must be 10 or fewer'],
    ['a long title', { embeds: [{ title: 'x'.repeat(257) }] }, 'embeds[0].title[BASE_TYPE_MAX_LENGTH]: Must be 256'],
    [
      'a long description',
      { embeds: [{ description: 'x'.repeat(4097) }] },
      'embeds[0].description[BASE_TYPE_MAX_LENGTH]',
    ],
    [
      '26 fields',
      { embeds: [{ fields: Array(26).fill({ name: 'a', value: 'b' }) }] },
      'embeds[0].fields[BASE_TYPE_MAX_LENGTH]',
    ],
    [
      'a field without a value',
      { embeds: [{ fields: [{ name: 'a', value: '' }] }] },
      'embeds[0].fields[0].value[BASE_TYPE_REQUIRED]',
    ],
    [
      'a long value',
      { embeds: [{ fields: [{ name: 'a', value: 'x'.repeat(1025) }] }] },
      'embeds[0].fields[0].value[BASE_TYPE_BAD_LENGTH]: Must be between 1 and 1024',
    ],
    [
      '6001 letters in all',
      { embeds: [{ description: 'x'.repeat(4000) }, { description: 'x'.repeat(2001) }] },
      'embeds[MAX_EMBED_SIZE_EXCEEDED]',
    ],
    ['an empty embed', { embeds: [{}] }, 'embeds[0].description[BASE_TYPE_REQUIRED]: This field is required'],
    [
      'a picture from disk',
      { embeds: [{ image: { url: 'file://x.png' } }] },
      'embeds[0].image.url[URL_TYPE_INVALID_SCHEME]',
    ],
    ['6 rows', { content: 'x', components: rows(6) }, 'components[BASE_TYPE_BAD_LENGTH]: Must be between 1 and 5'],
    [
      '6 buttons in a row',
      { content: 'x', components: [row(...Array.from({ length: 6 }, (_, at) => button({ custom_id: `${at}` })))] },
      'components[0].components[BASE_TYPE_BAD_LENGTH]',
    ],
    [
      'two buttons of one id',
      { content: 'x', components: [row(button(), button({ label: 'No' }))] },
      'components[0].components[1].custom_id[COMPONENT_CUSTOM_ID_DUPLICATED]',
    ],
    [
      'a long id',
      { content: 'x', components: [row(button({ custom_id: 'x'.repeat(101) }))] },
      'components[0].components[0].custom_id[BASE_TYPE_BAD_LENGTH]: Must be between 1 and 100',
    ],
    [
      'a long label',
      { content: 'x', components: [row(button({ label: 'x'.repeat(81) }))] },
      'components[0].components[0].label[BASE_TYPE_MAX_LENGTH]: Must be 80',
    ],
    ['a button without a word', { content: 'x', components: [row(button({ label: '' }))] }, 'BUTTON_COMPONENT_EMPTY'],
    ['an empty row', { content: 'x', components: [row()] }, 'components[0].components[BASE_TYPE_BAD_LENGTH]'],
    [
      '26 choices',
      { content: 'x', components: [row(menuOf(26))] },
      'components[0].components[0].options[BASE_TYPE_BAD_LENGTH]',
    ],
    [
      'two choices of one value',
      {
        content: 'x',
        components: [
          row(
            menuOf(1, {
              options: [
                { label: 'a', value: 'v' },
                { label: 'b', value: 'v' },
              ],
            }),
          ),
        ],
      },
      'SELECT_COMPONENT_OPTION_VALUE_DUPLICATED',
    ],
    [
      'a menu beside a button',
      { content: 'x', components: [row(button(), menuOf(1))] },
      'COMPONENT_LAYOUT_WIDTH_EXCEEDED',
    ],
    [
      'a reply to nothing',
      { content: 'x', message_reference: { message_id: '1200000000000000999' } },
      'message_reference[REPLIES_UNKNOWN_MESSAGE]: Unknown message',
    ],
    [
      'mentions said twice',
      { content: 'x', allowed_mentions: { parse: ['users'], users: ['1'] } },
      'are mutually exclusive',
    ],
    ['a long nonce', { content: 'x', nonce: 'n'.repeat(26) }, 'nonce[NONCE_TYPE_TOO_LONG]'],
  ])('%s', async (_, body, expected) => {
    const desk = await open();
    expect(await failure(send(desk, body))).toContain(expected);
    expect(desk.discord.chatOf(desk.ann).messages).toEqual([]);
  });

  test('as much as fits is taken', async () => {
    const desk = await open();
    const fields = Array(5).fill({ name: 'n'.repeat(100), value: 'v'.repeat(200) });
    const embeds = [{ title: 't'.repeat(256), description: 'd'.repeat(4096), fields }];
    const body: RESTPostAPIChannelMessageJSONBody = { content: 'x'.repeat(2000), embeds };
    await send(desk, { ...body, components: [...rows(4), row(menuOf(25))] });
    const { last } = desk.discord.chatOf(desk.ann);
    expect(last.content.length).toBe(2000);
    expect(last.buttons).toEqual([['Yes'], ['Yes'], ['Yes'], ['Yes'], ['menu']]);
  });

  test('everything that is wrong is told at once, nested as the form is', async () => {
    const desk = await open();
    const error = await send(desk, { content: 'x'.repeat(2001), embeds: [{ title: 'x'.repeat(257) }] }).catch(
      (e: unknown) => e,
    );
    expect(error).toMatchObject({
      rawError: {
        code: 50035,
        message: 'Invalid Form Body',
        errors: {
          content: { _errors: [{ code: 'BASE_TYPE_MAX_LENGTH', message: 'Must be 2000 or fewer in length.' }] },
          embeds: { 0: { title: { _errors: [{ code: 'BASE_TYPE_MAX_LENGTH' }] } } },
        },
      },
    });
  });

  test('a silent message comes without a sound; one to a channel is for everybody', async () => {
    const desk = await open();
    await send(desk, { content: 'psst', flags: 4096 | 64 });
    expect(desk.discord.chatOf(desk.ann).last).toMatchObject({ silent: true, ephemeralTo: null });
  });

  test('the same nonce, enforced, is the same message', async () => {
    const desk = await open();
    const body = { content: 'x', nonce: 'n-1', enforce_nonce: true };
    const [first, second] = [await send(desk, body), await send(desk, body)];
    expect(second.id).toBe(first.id);
    expect((await send(desk, { ...body, enforce_nonce: false })).id).not.toBe(first.id);
    expect(desk.discord.chatOf(desk.ann).fromBot.length).toBe(2);
  });

  test('is edited and deleted by who wrote it only', async () => {
    const desk = await open();
    const { rest, dm, ann, discord } = desk;
    const { id } = await send(desk, { content: 'before', components: rows(1) });
    await rest.patch(`/channels/${dm}/messages/${id}`, { body: { content: 'after', components: [] } });
    expect(discord.chatOf(ann).last).toMatchObject({ text: 'after', earlier: ['before'], buttons: [], edited: true });
    const theirs = await ann.says('mine');
    const path = `/channels/${dm}/messages/${theirs.id}` as const;
    expect(await failure(rest.patch(path, { body: { content: 'x' } }))).toContain('403 50005');
    expect(await failure(rest.delete(path))).toContain('403 50003');
    await rest.delete(`/channels/${dm}/messages/${id}`);
    expect(await failure(rest.get(`/channels/${dm}/messages/${id}`))).toBe('404 10008 Unknown Message');
    expect(discord.chatOf(ann).messages.map(({ text }) => text)).toEqual(['mine']);
  });

  test('files come with words for who cannot see them, can be fetched, and stay unless an edit leaves them out', async () => {
    const { rest, dm, ann, discord } = await open();
    const files = [{ name: 'my chart.png', data: Buffer.from('picture'), contentType: 'image/png' }];
    const body = { content: '', attachments: [{ id: '0', description: 'BTC' }] };
    const sent = (await rest.post(`/channels/${dm}/messages`, { body, files })) as {
      id: string;
      attachments: { url: string }[];
    };
    expect(discord.chatOf(ann).last.attachments).toMatchObject([{ name: 'my_chart.png', description: 'BTC' }]);
    const fetched = await fetch(sent.attachments[0]?.url ?? '');
    expect([fetched.headers.get('content-type'), await fetched.text()]).toEqual(['image/png', 'picture']);
    const path = `/channels/${dm}/messages/${sent.id}` as const;
    await rest.patch(path, { body: { content: 'kept' } });
    expect(discord.chatOf(ann).last.photo?.toString()).toBe('picture');
    await rest.patch(path, { body: { attachments: [] } });
    expect(discord.chatOf(ann).last.photo).toBeNull();
    expect(await failure(rest.patch(path, { body: { content: '' } }))).toContain('50006');
    const large = [{ name: 'large.bin', data: Buffer.alloc(10 * 1024 * 1024 + 1) }];
    expect(await failure(rest.post(`/channels/${dm}/messages`, { files: large }))).toContain('413 40005');
  });

  test('where the bot may not, it does not', async () => {
    const desk = await open();
    const { general, ...guild } = desk.discord.guild({ members: [desk.ann] });
    const write = () => failure(send(desk, { content: 'x' }, general.id));
    expect(await write()).toBe('no error');
    general.forbids('send');
    expect(await write()).toBe('403 50013 Missing Permissions');
    general.forbids('view');
    expect(await write()).toBe('403 50001 Missing Access');
    general.allows();
    expect(await write()).toBe('no error');
    general.disappears();
    expect(await write()).toBe('404 10003 Unknown Channel');
    const other = guild.channel('other');
    other.forbids('embed');
    expect(await failure(send(desk, { embeds: [{ title: 'x' }] }, other.id))).toBe('403 50013 Missing Permissions');
    desk.ann.blocks();
    expect(await failure(send(desk, { content: 'x' }))).toBe('403 50007 Cannot send messages to this user');
    desk.ann.unblocks();
    expect(await failure(send(desk, { content: 'x' }))).toBe('no error');
    const stranger = desk.rest.post('/users/@me/channels', { body: { recipient_id: '1200000000000000777' } });
    expect(await failure(stranger)).toContain('403 50007');
  });

  test('typing is seen; an unknown way is not found', async () => {
    const { rest, dm, discord, ann } = await open();
    await rest.post(`/channels/${dm}/typing`);
    expect(discord.chatOf(ann).typings).toBe(1);
    expect(await failure(rest.get('/no/such/thing'))).toBe('404 0 404: Not Found');
    expect(await failure(rest.put(`/channels/${dm}/typing`))).toBe('405 0 405: Method Not Allowed');
  });
});

describe('commands are registered or refused as Discord does', () => {
  const command = (more: object) => [{ name: 'buy', description: 'Buys', ...more }];
  const option = (more: object = {}) => ({ type: 3, name: 'coin', description: 'Which', ...more });

  test.each<[string, readonly object[], string]>([
    ['capitals', command({ name: 'Buy' }), '0.name[APPLICATION_COMMAND_INVALID_NAME]'],
    ['a blank in the name', command({ name: 'buy it' }), '0.name[STRING_TYPE_REGEX]'],
    ['a long name', command({ name: 'b'.repeat(33) }), '0.name[BASE_TYPE_BAD_LENGTH]: Must be between 1 and 32'],
    ['no description', command({ description: '' }), '0.description[BASE_TYPE_REQUIRED]'],
    ['a long description', command({ description: 'x'.repeat(101) }), '0.description[BASE_TYPE_BAD_LENGTH]'],
    [
      '26 options',
      command({ options: Array.from({ length: 26 }, (_, at) => option({ name: `o${at}` })) }),
      '0.options[BASE_TYPE_MAX_LENGTH]',
    ],
    [
      '26 choices',
      command({
        options: [option({ choices: Array.from({ length: 26 }, (_, at) => ({ name: `${at}`, value: `${at}` })) })],
      }),
      '0.options[0].choices[BASE_TYPE_MAX_LENGTH]',
    ],
    [
      'the needed after the optional',
      command({ options: [option(), option({ name: 'size', required: true })] }),
      'APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID',
    ],
    [
      'two options of one name',
      command({ options: [option(), option()] }),
      'APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS',
    ],
    [
      'choices and suggestions',
      command({ options: [option({ autocomplete: true, choices: [{ name: 'a', value: 'a' }] })] }),
      'APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_CHOICES',
    ],
    ['two of one name', [...command({}), ...command({})], '1.name[APPLICATION_COMMANDS_DUPLICATE_NAME]'],
    [
      'an unknown language',
      command({ name_localizations: { kr: '매수' } }),
      '0.name_localizations.kr[BASE_TYPE_CHOICES]',
    ],
    [
      'a bad name in a language',
      command({ name_localizations: { ko: '사 다' } }),
      '0.name_localizations.ko[STRING_TYPE_REGEX]',
    ],
    [
      'more than 8000 letters',
      command({
        options: Array.from({ length: 25 }, (_, at) =>
          option({
            name: `o${at}`,
            choices: Array.from({ length: 25 }, (_, n) => ({ name: `choice ${n}`, value: `choice ${n}` })),
          }),
        ),
      }),
      'APPLICATION_COMMAND_TOO_LARGE',
    ],
  ])('%s', async (_, commands, expected) => {
    const { discord, rest } = await open();
    const put = rest.put(`/applications/${discord.applicationId}/commands`, { body: commands });
    expect(await failure(put)).toContain(expected);
    expect(discord.commandsOf()).toEqual([]);
  });

  test('a hundred commands are, one more are not; a put replaces what was there', async () => {
    const { discord, rest } = await open();
    const many = (count: number) => Array.from({ length: count }, (_, at) => ({ name: `c${at}`, description: 'x' }));
    const path = `/applications/${discord.applicationId}/commands` as const;
    expect(await failure(rest.put(path, { body: many(101) }))).toContain('30032');
    await rest.put(path, { body: many(100) });
    const [before] = discord.commandsOf();
    await rest.put(path, { body: [...many(1), { name: '매수', description: '삽니다' }] });
    expect(discord.commandsOf().map(({ name }) => name)).toEqual(['c0', '매수']);
    expect(discord.commandsOf()[0]?.id).toBe(before?.id);
  });

  test('those of one server are offered there only', async () => {
    const { discord, rest, ann } = await open();
    const guild = discord.guild({ members: [ann] });
    await rest.put(`/applications/${discord.applicationId}/guilds/${guild.id}/commands`, { body: command({}) });
    expect(discord.commandsOf(guild).map(({ name }) => name)).toEqual(['buy']);
    await expect(ann.slash('buy')).rejects.toThrow('no command /buy is offered here; there are: none');
    await expect(ann.slash('buy', {}, { in: guild.general })).resolves.toBeDefined();
    const nowhere = rest.put(`/applications/${discord.applicationId}/guilds/1200000000000000777/commands`, {
      body: [],
    });
    expect(await failure(nowhere)).toContain('403 50001');
  });
});

describe('interactions are answered once, in time, and as they may be', () => {
  async function acted(options: FakeDiscordOptions = {}) {
    const desk = await open(options);
    const client = new Client({
      intents: [],
      partials: [Partials.Channel],
      rest: { api: desk.discord.api, retries: 0 },
    });
    closing.push(() => client.destroy());
    const tokens: { readonly id: string; readonly token: string }[] = [];
    client.on(Events.InteractionCreate, ({ id, token }) => tokens.push({ id, token }));
    await client.login(desk.discord.token);
    expect(await desk.discord.until(() => client.isReady())).toBe(true);
    const { applicationId } = desk.discord;
    await desk.rest.put(`/applications/${applicationId}/commands`, { body: [{ name: 'status', description: 'x' }] });
    const act = await desk.ann.slash('status');
    expect(await desk.discord.until(() => tokens.length === 1)).toBe(true);
    const [known] = tokens;
    if (known === undefined) throw new Error('no interaction came');
    const { rest } = desk;
    const answer = (body: object, query = '') =>
      rest.post(`/interactions/${known.id}/${known.token}/callback${query}`, { body, auth: false });
    const hook = `/webhooks/${applicationId}/${known.token}` as const;
    return { ...desk, act, answer, hook, original: `${hook}/messages/%40original` as const };
  }

  test('twice is once too often', async () => {
    const { answer, act } = await acted();
    await answer({ type: 4, data: { content: 'first' } });
    expect(await failure(answer({ type: 4, data: { content: 'second' } }))).toContain('400 40060');
    expect((await act.message()).text).toBe('first');
  });

  test('too late is unknown', async () => {
    let now = Date.now();
    const { answer } = await acted({ now: () => now });
    now += 3001;
    expect(await failure(answer({ type: 5 }))).toBe('404 10062 Unknown interaction');
  });

  test('a taken-away interaction is unknown; so is one of another token', async () => {
    const { answer, act, rest } = await acted();
    const forged = rest.post(`/interactions/${act.interactionId}/forged/callback`, { body: { type: 5 }, auth: false });
    expect(await failure(forged)).toContain('404 10062');
    act.expire();
    expect(await failure(answer({ type: 5 }))).toContain('404 10062');
  });

  test('what does not fit the interaction is refused, and leaves it to be answered', async () => {
    const { answer } = await acted();
    for (const type of [6, 7, 8])
      expect(await failure(answer({ type, data: {} }))).toContain('INTERACTION_INVALID_TYPE');
    const bad = answer({ type: 4, data: { content: 'x'.repeat(2001) } });
    expect(await failure(bad)).toContain('data.content[BASE_TYPE_MAX_LENGTH]');
    const modal = answer({ type: 9, data: { custom_id: 'f', title: 'x'.repeat(46), components: [] } });
    expect(await failure(modal)).toContain('data.title[BASE_TYPE_BAD_LENGTH]');
    expect(await failure(answer({ type: 5 }))).toBe('no error');
  });

  test('a deferred answer is thinking until it is edited; it can be read, and taken away', async () => {
    const { answer, rest, original, ann, discord } = await acted();
    expect(await failure(rest.patch(original, { body: { content: 'x' }, auth: false }))).toContain('404 10015');
    const response = await answer({ type: 5, data: { flags: 64 } }, '?with_response=true');
    expect(response).toMatchObject({ resource: { type: 5, message: { flags: 64 | 128 } } });
    expect(discord.chatOf(ann).last).toMatchObject({ thinking: true, text: '', ephemeralTo: ann.id });
    await rest.patch(original, { body: { content: 'here' }, auth: false });
    expect(discord.chatOf(ann).last).toMatchObject({
      thinking: false,
      text: 'here',
      edited: false,
      ephemeralTo: ann.id,
    });
    expect(await rest.get(original, { auth: false })).toMatchObject({ content: 'here', flags: 64 });
    await rest.delete(original, { auth: false });
    expect(discord.chatOf(ann).messages).toEqual([]);
  });

  test('the first follow-up stands in the place of a deferred answer, the next after it', async () => {
    const { answer, rest, hook, ann, discord } = await acted();
    await answer({ type: 5 });
    await rest.post(hook, { body: { content: 'one', flags: 64 }, auth: false });
    await rest.post(hook, { body: { content: 'two', flags: 64 }, auth: false });
    expect(discord.chatOf(ann).fromBot.map(({ text, ephemeralTo }) => [text, ephemeralTo])).toEqual([
      ['one', null],
      ['two', ann.id],
    ]);
  });

  test('after a quarter of an hour the token is void', async () => {
    let now = Date.now();
    const { answer, rest, hook, original, act } = await acted({ now: () => now });
    await answer({ type: 4, data: { content: 'x' } });
    now += 15 * 60_000 + 1;
    expect(await failure(rest.post(hook, { body: { content: 'y' }, auth: false }))).toBe(
      '401 50027 Invalid Webhook Token',
    );
    now -= 60_000;
    expect(await failure(rest.patch(original, { body: { content: 'y' }, auth: false }))).toBe('no error');
    act.expireToken();
    expect(await failure(rest.patch(original, { body: { content: 'z' }, auth: false }))).toContain('50027');
  });
});

describe('when things go wrong', () => {
  const POST = 'POST /channels/:id/messages';

  test('too many: told when to come back, and let through then', async () => {
    const desk = await open();
    desk.discord.fail({ type: 'too-many-requests', retryAfterS: 1 }, { times: 1, route: POST });
    const before = Date.now();
    await send(desk, { content: 'patient' });
    expect(Date.now() - before).toBeGreaterThanOrEqual(900);
    expect(desk.discord.callsOf(POST).map(({ status }) => status)).toEqual([429, 200]);
    expect(desk.discord.chatOf(desk.ann).fromBot.length).toBe(1);
  });

  test('a limit on everything is told as such', async () => {
    const desk = await open();
    const limits: boolean[] = [];
    desk.rest.on('rateLimited', ({ global }) => limits.push(global));
    desk.discord.fail({ type: 'too-many-requests', retryAfterS: 1, global: true }, { times: 1 });
    await send(desk, { content: 'x' });
    expect(limits).toContain(true);
  });

  test('with rates on, the headers let a client hold back by itself, and a hasty one is refused', async () => {
    const desk = await open({ rates: true });
    const headers = { authorization: `Bot ${desk.discord.token}`, 'content-type': 'application/json' };
    const url = `${desk.discord.api}/v10/channels/${desk.dm}/messages`;
    const post = () => fetch(url, { method: 'POST', headers, body: '{"content":"x"}' });
    const first = await post();
    expect(first.headers.get('x-ratelimit-limit')).toBe('5');
    expect(first.headers.get('x-ratelimit-remaining')).toBe('4');
    expect(first.headers.get('x-ratelimit-bucket')).toMatch(/^[0-9a-f]{32}$/);
    for (let count = 0; count < 4; count += 1) expect((await post()).status).toBe(200);
    const refused = await post();
    expect(refused.status).toBe(429);
    expect(await refused.json()).toMatchObject({ message: 'You are being rate limited.', global: false });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  test('the library keeps to the limit that it was told', async () => {
    const desk = await open({ rates: true });
    await Promise.all(Array.from({ length: 7 }, (_, at) => send(desk, { content: `${at}` })));
    expect(desk.discord.callsOf(POST).map(({ status }) => status)).toEqual(Array(7).fill(200));
    expect(desk.discord.chatOf(desk.ann).fromBot.map(({ text }) => text)).toEqual(['0', '1', '2', '3', '4', '5', '6']);
  });

  test.each([
    ['internal-error', 'HTTP 500'],
    ['bad-gateway', 'HTTP 502'],
    ['unavailable', 'HTTP 503'],
  ] as const)('%s', async (type, expected) => {
    const desk = await open();
    desk.discord.fail({ type }, { route: POST });
    expect(await failure(send(desk, { content: 'x' }))).toBe(expected);
    desk.discord.recover();
    expect(await failure(send(desk, { content: 'x' }))).toBe('no error');
    expect(desk.discord.chatOf(desk.ann).fromBot.length).toBe(1);
  });

  test.each(['garbage', 'truncated', 'reset', 'hang'] as const)('%s: nothing is done', async (type) => {
    const desk = await open();
    desk.discord.fail({ type }, { route: POST, times: 1 });
    expect(await failure(send(desk, { content: 'x' }))).not.toBe('no error');
    expect(desk.discord.chatOf(desk.ann).fromBot.length).toBe(0);
  });

  test('an answer that is lost: whoever asks again does it twice', async () => {
    const desk = await open({}, 1);
    desk.discord.fail({ type: 'answer-lost' }, { times: 1, route: POST });
    await send(desk, { content: 'x' }).catch(() => undefined);
    if (desk.discord.callsOf(POST).length === 1) await send(desk, { content: 'x' });
    expect(desk.discord.callsOf(POST).map(({ status }) => status)).toEqual([null, 200]);
    expect(desk.discord.chatOf(desk.ann).fromBot.length).toBe(2);
  });

  test('slow, then done; a refusal of the test’s own', async () => {
    const desk = await open();
    desk.discord.fail({ type: 'slow', ms: 300 }, { times: 1 });
    const before = Date.now();
    await send(desk, { content: 'x' });
    expect(Date.now() - before).toBeGreaterThanOrEqual(290);
    desk.discord.fail({ type: 'refusal', status: 403, code: 20028, message: 'Slow down' }, { times: 1 });
    expect(await failure(send(desk, { content: 'x' }))).toBe('403 20028 Slow down');
  });

  test('a void token is told so everywhere', async () => {
    const desk = await open();
    desk.discord.revokeToken();
    expect(await failure(send(desk, { content: 'x' }))).toBe('401 0 401: Unauthorized');
    // The library forgets a token that was refused.
    expect(await failure(send(desk, { content: 'x' }))).toContain('Expected token to be set');
  });

  test('gone and back on the same port, with everything that was there', async () => {
    const desk = await open();
    await send(desk, { content: 'one' });
    await desk.discord.close();
    expect(await failure(send(desk, { content: 'lost' }))).not.toBe('no error');
    expect(await failure(send(desk, { content: 'lost' }))).toContain('ECONNREFUSED');
    await desk.discord.reopen();
    await send(desk, { content: 'two' });
    expect(desk.discord.chatOf(desk.ann).fromBot.map(({ text }) => text)).toEqual(['one', 'two']);
  });
});
