import type { Interaction, Message, RESTPostAPIChatInputApplicationCommandsJSONBody } from 'discord.js';
import {
  ActionRowBuilder,
  ButtonBuilder,
  ButtonStyle,
  Client,
  EmbedBuilder,
  Events,
  GatewayIntentBits,
  MessageFlags,
  ModalBuilder,
  Partials,
  StringSelectMenuBuilder,
  TextInputBuilder,
  TextInputStyle,
} from 'discord.js';
import { afterEach, describe, expect, test } from 'vitest';
import type { FakeDiscord, FakeDiscordOptions } from './fake-discord.ts';
import { startFakeDiscord } from './fake-discord.ts';

const INTENTS = [
  GatewayIntentBits.Guilds,
  GatewayIntentBits.GuildMessages,
  GatewayIntentBits.DirectMessages,
  GatewayIntentBits.MessageContent,
];
const PNG = Buffer.concat([Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), Buffer.alloc(64)]);
const COMMANDS: RESTPostAPIChatInputApplicationCommandsJSONBody[] = [
  { name: 'status', description: 'How it stands', name_localizations: { ko: '상태' } },
  {
    name: 'buy',
    description: 'Buys',
    options: [
      { type: 3, name: 'coin', description: 'Which one', required: true, autocomplete: true },
      { type: 10, name: 'size', description: 'How much', min_value: 0 },
    ],
  },
];

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function start(options: FakeDiscordOptions = {}): Promise<FakeDiscord> {
  const discord = await startFakeDiscord(options);
  closing.push(discord.close);
  return discord;
}

interface Connected {
  readonly client: Client<true>;
  /** What went wrong on the way, by name. */
  readonly errors: string[];
}

async function connect(discord: FakeDiscord, { intents = INTENTS, retries = 0 } = {}): Promise<Connected> {
  const client = new Client({ intents, partials: [Partials.Channel], rest: { api: discord.api, retries } });
  closing.push(() => client.destroy());
  const errors: string[] = [];
  client.on('error', (error) => errors.push(error.message));
  client.on('shardError', (error) => errors.push(error.message));
  client.on('shardDisconnect', ({ code }) => errors.push(`disconnected ${code}`));
  const ready = new Promise((resolve) => client.once(Events.ClientReady, resolve));
  await client.login(discord.token);
  await ready;
  if (!client.isReady()) throw new Error('the client is not ready');
  return { client, errors };
}

/** A bot that answers as ours will: words, a card with buttons, a picture, a form, suggestions. */
async function talking(options: FakeDiscordOptions = {}) {
  const discord = await start(options);
  const { client, errors } = await connect(discord);
  const heard: string[] = [];
  client.on(Events.MessageCreate, async (message: Message) => {
    if (message.author.bot) return;
    heard.push(message.content);
    if (message.content === '') return;
    await message.reply(message.content.startsWith('menu') ? menu() : `you said ${message.content}`);
  });
  const answer = (interaction: Interaction) => answerTo(interaction, client);
  client.on(Events.InteractionCreate, answer);
  await client.application.commands.set(COMMANDS);
  return { discord, client, errors, heard };
}

async function answerTo(interaction: Interaction, client: Client): Promise<unknown> {
  if (interaction.isAutocomplete()) {
    const typed = interaction.options.getFocused();
    return interaction.respond(
      ['BTC', 'ETH', 'SOL'].filter((coin) => coin.startsWith(typed)).map((name) => ({ name, value: name })),
    );
  }
  if (interaction.isChatInputCommand() && interaction.commandName === 'status') {
    await interaction.deferReply();
    return interaction.editReply({ ...card(), files: [{ attachment: PNG, name: 'chart.png', description: 'BTC up' }] });
  }
  if (interaction.isChatInputCommand()) {
    const words = `${interaction.options.getString('coin')} ${interaction.options.getNumber('size') ?? 1}`;
    return interaction.reply({ content: words, flags: MessageFlags.Ephemeral });
  }
  if (interaction.isButton() && interaction.customId === 'why') return interaction.showModal(form());
  if (interaction.isButton()) {
    return interaction.update({ content: `approved by ${interaction.user.id}`, embeds: [], components: [] });
  }
  if (interaction.isStringSelectMenu()) {
    await interaction.deferUpdate();
    return interaction.editReply({ content: interaction.values.join(' and '), components: [] });
  }
  if (interaction.isModalSubmit())
    return interaction.reply(`because ${interaction.fields.getTextInputValue('reason')}`);
  return client.emit('error', new Error('what was that?'));
}

function card() {
  return {
    embeds: [new EmbedBuilder().setTitle('D-1').setDescription('Buy BTC').setImage('attachment://chart.png')],
    components: [
      new ActionRowBuilder<ButtonBuilder>().addComponents(
        new ButtonBuilder().setCustomId('yes').setLabel('Approve').setStyle(ButtonStyle.Success),
        new ButtonBuilder().setCustomId('why').setLabel('Why?').setStyle(ButtonStyle.Secondary),
      ),
    ],
  };
}

function menu() {
  const options = ['BTC', 'ETH', 'SOL'].map((label) => ({ label, value: label.toLowerCase() }));
  const select = new StringSelectMenuBuilder()
    .setCustomId('coins')
    .setPlaceholder('Which?')
    .setOptions(options)
    .setMaxValues(2);
  return { content: 'choose', components: [new ActionRowBuilder<StringSelectMenuBuilder>().addComponents(select)] };
}

function form() {
  const reason = new TextInputBuilder()
    .setCustomId('reason')
    .setLabel('Reason')
    .setStyle(TextInputStyle.Short)
    .setMaxLength(20);
  return new ModalBuilder()
    .setCustomId('form')
    .setTitle('Why?')
    .addComponents(new ActionRowBuilder<TextInputBuilder>().addComponents(reason));
}

describe('a conversation', () => {
  test('what is said in private is answered, and the reply points at it', async () => {
    const { discord } = await talking();
    const ann = discord.user({ name: 'Ann' });
    const reply = await ann.asks('hello');
    expect(reply).toMatchObject({ fromBot: true, text: 'you said hello', edited: false, thinking: false });
    const [said] = discord.chatOf(ann).messages;
    expect(said).toMatchObject({ fromBot: false, fromId: ann.id, text: 'hello' });
    expect(reply.replyTo).toBe(said?.id);
  });

  test('a command is deferred, then shows a card with a picture that has words for who cannot see it', async () => {
    const { discord } = await talking();
    const ann = discord.user({ name: 'Ann' });
    const act = await ann.slash('status');
    expect(await act.answered()).toMatchObject({ type: 5, ephemeral: false });
    const shown = await act.message();
    expect(shown).toMatchObject({ text: 'D-1\nBuy BTC', buttons: [['Approve', 'Why?']], edited: false });
    expect(shown.photo?.equals(PNG)).toBe(true);
    expect(shown.attachments).toMatchObject([{ name: 'chart.png', contentType: 'image/png', description: 'BTC up' }]);
    const [edit] = discord.callsOf('PATCH /webhooks/:id/:token/messages/:id');
    expect(await discord.until(() => edit?.status === 200)).toBe(true);
    expect(edit?.files).toEqual(['chart.png']);
    expect(edit?.path).toMatch(/\/messages\/(@|%40)original$/);
  });

  test('a tap changes its message, once', async () => {
    const { discord } = await talking();
    const ann = discord.user({ name: 'Ann' });
    await (await ann.slash('status')).message();
    const tap = await ann.taps('Approve');
    expect(await tap.answered()).toMatchObject({ type: 7 });
    const { last } = discord.chatOf(ann);
    expect(last).toMatchObject({ text: `approved by ${ann.id}`, buttons: [], edited: true, earlier: ['D-1\nBuy BTC'] });
    await expect(ann.taps('Approve')).rejects.toThrow('no button "Approve"; there are: none');
  });

  test('a form opens, is checked as a client checks it, and comes back filled in', async () => {
    const { discord } = await talking();
    const ann = discord.user({ name: 'Ann' });
    await (await ann.slash('status')).message();
    const tap = await ann.taps('Why?');
    expect((await tap.answered()).modal).toMatchObject({ custom_id: 'form', title: 'Why?' });
    await expect(ann.submits(tap, { reason: 'x'.repeat(21) })).rejects.toThrow('the form takes no');
    await expect(ann.submits(tap, { mood: 'low' })).rejects.toThrow('no field "mood"; there are: "Reason"');
    const sent = await ann.submits(tap, { Reason: 'trend' });
    expect((await sent.message()).text).toBe('because trend');
  });

  test('a menu is chosen from, and no more than it lets one', async () => {
    const { discord } = await talking();
    const ann = discord.user();
    expect((await ann.asks('menu')).buttons).toEqual([['Which?']]);
    await expect(ann.chooses(['DOGE'])).rejects.toThrow('no choice "DOGE"; there are: "BTC", "ETH", "SOL"');
    await expect(ann.chooses(['BTC', 'ETH', 'SOL'])).rejects.toThrow('takes 1 to 2');
    const act = await ann.chooses(['BTC', 'eth']);
    expect(await act.answered()).toMatchObject({ type: 6 });
    await discord.chatOf(ann).waitFor(({ last }) => last.text === 'btc and eth');
  });

  test('a command suggests while one types, and refuses what its options do not take', async () => {
    const { discord } = await talking();
    const ann = discord.user();
    expect(await ann.types('buy', 'coin', 'B')).toEqual([{ name: 'BTC', value: 'BTC' }]);
    await expect(ann.slash('buy', { size: 1 })).rejects.toThrow('"buy" wants "coin"');
    await expect(ann.slash('buy', { coin: 'BTC', size: -1 })).rejects.toThrow('"size" takes no -1');
    await expect(ann.slash('sell')).rejects.toThrow('no command /sell is offered here; there are: /status /buy');
    const act = await ann.slash('buy', { coin: 'BTC', size: 0.5 });
    expect(await act.answered()).toMatchObject({ type: 4, ephemeral: true });
    expect((await act.message()).text).toBe('BTC 0.5');
  });

  test('what is for one person only is shown to nobody else', async () => {
    const { discord } = await talking();
    const [ann, bob] = [discord.user({ name: 'Ann' }), discord.user({ name: 'Bob' })];
    const { general } = discord.guild({ members: [ann, bob] });
    const act = await ann.slash('buy', { coin: 'BTC' }, { in: general });
    expect((await act.message()).ephemeralTo).toBe(ann.id);
    expect(discord.chatOf(general, ann).fromBot.map(({ text }) => text)).toEqual(['BTC 1']);
    expect(discord.chatOf(general, bob).messages).toEqual([]);
    expect(discord.chatOf(general).messages).toEqual([]);
  });

  test('many lines come in order, each once', async () => {
    const { discord, heard } = await talking();
    const ann = discord.user();
    const said = Array.from({ length: 120 }, (_, index) => `line ${index}`);
    for (const line of said) await ann.says(line);
    const chat = await discord.chatOf(ann).waitFor(({ fromBot }) => fromBot.length === 120);
    expect(heard).toEqual(said);
    expect(chat.fromBot.map(({ text }) => text)).toEqual(said.map((line) => `you said ${line}`));
  });
});

describe('servers', () => {
  test('without the message-content intent a bot reads only what is meant for it', async () => {
    const discord = await start({ privilegedIntents: [] });
    const ann = discord.user();
    const { general } = discord.guild({ members: [ann] });
    const { client } = await connect(discord, { intents: INTENTS.slice(0, 3) });
    const heard: string[] = [];
    client.on(Events.MessageCreate, ({ content }) => heard.push(content));
    await ann.says('between us', { in: general });
    await ann.says('status', { in: general, mention: true });
    await ann.says('in private');
    expect(await discord.until(() => heard.length === 3)).toBe(true);
    expect(heard).toEqual(['', `<@${discord.bot.id}> status`, 'in private']);
  });

  test('a bot that wants the message content without leave is sent away', async () => {
    const discord = await start({ privilegedIntents: [] });
    const client = new Client({ intents: INTENTS, rest: { api: discord.api } });
    closing.push(() => client.destroy());
    const errors: string[] = [];
    client.on('shardError', (error) => errors.push(error.message));
    client.on('error', (error) => errors.push(error.message));
    await client.login(discord.token).catch((error: unknown) => errors.push(String(error)));
    expect(await discord.until(() => errors.some((error) => /disallowed intents/i.test(error)))).toBe(true);
    expect(discord.gateway.identified).toBe(0);
  });

  test('the client knows the channels, roles and members of its servers', async () => {
    const discord = await start();
    const [ann, bob] = [discord.user({ name: 'Ann' }), discord.user({ name: 'Bob' })];
    const before = discord.guild({ name: 'Desk', members: [ann] });
    const roleId = before.role('traders', [ann]);
    const { client } = await connect(discord);
    const guild = client.guilds.cache.get(before.id);
    expect(guild?.name).toBe('Desk');
    expect(guild?.members.cache.get(ann.id)?.roles.cache.has(roleId)).toBe(true);
    const trades = before.channel('trades');
    expect(await discord.until(() => guild?.channels.cache.get(trades.id)?.name === 'trades')).toBe(true);
    const later = discord.guild({ name: 'Later', members: [bob] });
    expect(await discord.until(() => client.guilds.cache.has(later.id))).toBe(true);
    later.kicksBot();
    expect(await discord.until(() => !client.guilds.cache.has(later.id))).toBe(true);
    const late = client.rest.post(`/channels/${later.general.id}/messages`, { body: { content: 'x' } });
    await expect(late).rejects.toMatchObject({ status: 403, code: 50001, message: 'Missing Access' });
  });

  test('who has not joined does not speak there; bots and webhooks are heard as such', async () => {
    const discord = await start();
    const { client } = await connect(discord);
    const { general } = discord.guild();
    await expect(discord.user({ name: 'Eve' }).says('hi', { in: general })).rejects.toThrow('has not joined');
    const heard: Message[] = [];
    client.on(Events.MessageCreate, (message) => heard.push(message));
    expect(await discord.until(() => client.channels.cache.has(general.id))).toBe(true);
    general.hears('from a bot');
    general.hears('from a hook', 'webhook');
    expect(await discord.until(() => heard.length === 2)).toBe(true);
    expect(heard.map(({ author, webhookId }) => [author.bot, webhookId === null])).toEqual([
      [true, true],
      [true, false],
    ]);
  });

  test('pings only whom the words name and the bot allows', async () => {
    const discord = await start();
    const ann = discord.user();
    const { general } = discord.guild({ members: [ann] });
    const { client } = await connect(discord);
    const channel = await client.channels.fetch(general.id);
    if (channel?.isSendable() !== true) throw new Error('nowhere to write');
    const content = `@everyone <@${ann.id}>`;
    await channel.send(content);
    await channel.send({ content, allowedMentions: { parse: [] } });
    await channel.send({ content, allowedMentions: { users: [ann.id] } });
    expect(discord.chatOf(general).fromBot.map(({ pings }) => pings)).toEqual([[ann.id, 'everyone'], [], [ann.id]]);
  });
});

describe('the gateway', () => {
  test('heartbeats are answered', async () => {
    const discord = await start({ heartbeatMs: 50 });
    const { client } = await connect(discord);
    expect(await discord.until(() => discord.gateway.heartbeats > 3)).toBe(true);
    expect(client.ws.ping).toBeGreaterThanOrEqual(0);
    expect(discord.gateway.identified).toBe(1);
  });

  test('a bot whose heartbeats are not answered finds out, and resumes', async () => {
    const { discord, heard } = await talking({ heartbeatMs: 200 });
    discord.gateway.stopAcking();
    expect(await discord.until(() => discord.gateway.closedByBot.includes(4200))).toBe(true);
    discord.gateway.startAcking();
    await discord.user().says('are you there?');
    expect(await discord.until(() => heard.length === 1)).toBe(true);
    expect(discord.gateway.identified).toBe(1);
    expect(discord.gateway.resumed).toBeGreaterThan(0);
  });

  test.each([
    ['closed with 4000', (discord: FakeDiscord) => discord.gateway.closeWith(4000)],
    ['dropped without a word', (discord: FakeDiscord) => discord.gateway.drop()],
  ])('%s, it resumes, and what was said meanwhile is not lost', async (_, end) => {
    const { discord, heard } = await talking();
    const ann = discord.user();
    await ann.asks('before');
    discord.gateway.refuse();
    end(discord);
    await ann.says('one');
    await ann.says('two');
    expect(discord.gateway.isReady).toBe(false);
    expect(heard).toEqual(['before']);
    discord.gateway.allow();
    expect(await discord.until(() => heard.length === 3)).toBe(true);
    await ann.says('after');
    expect(await discord.until(() => heard.length === 4)).toBe(true);
    expect(heard).toEqual(['before', 'one', 'two', 'after']);
    expect([discord.gateway.identified, discord.gateway.resumed]).toEqual([1, 1]);
  });

  test('told to reconnect, it resumes', async () => {
    const { discord, heard } = await talking();
    discord.gateway.askToReconnect();
    expect(await discord.until(() => discord.gateway.resumed === 1)).toBe(true);
    await discord.user().says('still here');
    expect(await discord.until(() => heard.length === 1)).toBe(true);
  });

  test.each([
    ['resumable', true, [1, 1]],
    ['lost', false, [2, 0]],
  ])('an invalid session that is %s', async (_, resumable, expected) => {
    const { discord, heard } = await talking();
    discord.gateway.invalidate(resumable);
    expect(await discord.until(() => discord.gateway.resumed + discord.gateway.identified === 2)).toBe(true);
    expect([discord.gateway.identified, discord.gateway.resumed]).toEqual(expected);
    await discord.user().says('again');
    expect(await discord.until(() => heard.length === 1)).toBe(true);
  });

  test('a session that is forgotten while the bot is away starts anew; what was said meanwhile is lost', async () => {
    const { discord, heard } = await talking();
    discord.gateway.refuse();
    discord.gateway.closeWith(4000);
    discord.gateway.forgetSession();
    const ann = discord.user();
    await ann.says('into the void');
    discord.gateway.allow();
    expect(await discord.until(() => discord.gateway.identified === 2)).toBe(true);
    await ann.says('heard');
    expect(await discord.until(() => heard.length > 0)).toBe(true);
    expect(heard).toEqual(['heard']);
  });

  test('an event may come twice, the second time under a new sequence, and one may be anything', async () => {
    const discord = await start();
    const { client } = await connect(discord);
    const raw: { readonly t: string | null; readonly s: number | null; readonly d: unknown }[] = [];
    client.on('raw', (packet: (typeof raw)[number]) => raw.push(packet));
    await discord.user().says('once');
    discord.gateway.repeatLast();
    discord.gateway.push('ODD_EVENT', { broken: true });
    expect(await discord.until(() => raw.length === 3)).toBe(true);
    const [first, second, odd] = raw;
    expect(first).toMatchObject({ t: 'MESSAGE_CREATE', d: { content: 'once' } });
    expect(second).toMatchObject({ t: 'MESSAGE_CREATE', s: Number(first?.s) + 1, d: first?.d });
    expect(odd).toMatchObject({ t: 'ODD_EVENT', d: { broken: true } });
  });

  test('closed for good, the client tells so', async () => {
    const { discord, errors } = await talking();
    discord.revokeToken();
    expect(await discord.until(() => errors.includes('disconnected 4004'))).toBe(true);
    expect(discord.gateway.isReady).toBe(false);
  });

  test('a void token is refused at the door', async () => {
    const discord = await start();
    discord.revokeToken();
    const client = new Client({ intents: INTENTS, rest: { api: discord.api } });
    await expect(client.login(discord.token)).rejects.toThrow('An invalid token was provided.');
    expect(discord.calls).toMatchObject([{ route: '/gateway/bot', status: 401 }]);
  });

  test('says how many sessions may still be started', async () => {
    const discord = await start();
    discord.gateway.sessionStarts(0, 3_600_000);
    const client = new Client({ intents: INTENTS, rest: { api: discord.api } });
    closing.push(() => client.destroy());
    await expect(client.login(discord.token)).rejects.toThrow(/0 remaining/);
  });

  test('away and back on the same port', async () => {
    const { discord, heard } = await talking();
    await discord.close();
    await discord.reopen();
    await discord.user().says('back?');
    expect(await discord.until(() => heard.length === 1)).toBe(true);
    expect(discord.gateway.resumed).toBe(1);
  });
});
