import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { timeOfSnowflake } from '../../../../bot/surfaces/discord/read-event.ts';
import { readInteraction } from '../../../../bot/surfaces/discord/read-interaction.ts';
import { readMessage } from '../../../../bot/surfaces/discord/read-message.ts';

const BOT = '900000000000000001';
const ANN = '800000000000000001';
const NAMED = '700000000000000001';
const OPTIONS = { botId: BOT, channels: new Set([NAMED]) };
const ID = '1300000000000000000';

const message = (more: object = {}) => ({
  id: ID,
  channel_id: '600000000000000001',
  type: 0,
  author: { id: ANN, username: 'ann', global_name: 'Ann' },
  content: '/status',
  mentions: [],
  edited_timestamp: null,
  ...more,
});
const inGuild = { guild_id: '1', channel_id: NAMED, mentions: [{ id: BOT }], content: `<@${BOT}> /status` };

describe('a message', () => {
  test('in private is a line', () => {
    expect(readMessage(message(), OPTIONS)).toEqual({
      outcome: 'line',
      userId: `discord:${ANN}`,
      place: 'private',
      channelId: '600000000000000001',
      messageId: ID,
      language: undefined,
      displayName: 'Ann',
      deliveryId: `message:${ID}`,
      sentAt: timeOfSnowflake(ID),
      text: '/status',
    });
  });

  test('in a channel that is named is one where we are, without our name', () => {
    expect(readMessage(message(inGuild), OPTIONS)).toMatchObject({ outcome: 'line', place: 'group', text: '/status' });
    const after = message({ ...inGuild, content: `btc price? <@!${BOT}>` });
    expect(readMessage(after, OPTIONS)).toMatchObject({ text: 'btc price?' });
    const reply = message({ ...inGuild, type: 19, content: 'and sol?', message_reference: { message_id: '5' } });
    expect(readMessage(reply, OPTIONS)).toMatchObject({ text: 'and sol?' });
  });

  test.each([
    ['another channel', { ...inGuild, channel_id: '700000000000000002' }, 'channel-not-allowed'],
    ['talk between people', { ...inGuild, mentions: [] }, 'not-addressed'],
    ['a bot', { author: { id: ANN, bot: true } }, 'bot'],
    ['Discord itself', { author: { id: ANN, system: true } }, 'bot'],
    ['an application', { application_id: '5' }, 'bot'],
    ['a webhook', { webhook_id: '5' }, 'webhook'],
    ['an edit', { edited_timestamp: '2026-01-01T00:00:00Z' }, 'edited'],
    ['a forward', { message_reference: { type: 1 }, message_snapshots: [] }, 'forwarded'],
    ['somebody who came in', { type: 7 }, 'other-kind'],
    ['a command of somebody', { interaction_metadata: {} }, 'other-kind'],
    ['a picture alone', { content: '  ' }, 'no-text'],
    ['our name alone', { ...inGuild, content: `<@${BOT}>` }, 'no-text'],
    ['no author', { author: undefined }, 'malformed'],
    ['an id that is none', { author: { id: '1:2' } }, 'malformed'],
  ])('of %s is ignored', (_, more, reason) => {
    expect(readMessage(message(more), OPTIONS)).toEqual({ outcome: 'ignored', reason });
  });
});

const interaction = (more: object = {}) => ({
  id: ID,
  token: 'token',
  type: 2,
  channel_id: '600000000000000001',
  context: 1,
  channel: { id: '600000000000000001', type: 1 },
  user: { id: ANN, username: 'ann', global_name: null },
  locale: 'ko',
  data: { name: 'buy', type: 1, options: [{ name: 'coin', type: 3, value: 'BTC' }] },
  ...more,
});
const card = { id: '5', author: { id: BOT }, flags: 0 };

describe('an interaction', () => {
  test('is a command with its values', () => {
    expect(readInteraction(interaction(), OPTIONS)).toMatchObject({
      outcome: 'command',
      userId: `discord:${ANN}`,
      place: 'private',
      language: 'ko',
      displayName: 'ann',
      deliveryId: `interaction:${ID}`,
      name: 'buy',
      options: [{ name: 'coin', value: 'BTC' }],
    });
  });

  test('is a tap, or what was chosen from a list', () => {
    const tap = interaction({ type: 3, message: card, data: { component_type: 2, custom_id: 'nonce' } });
    expect(readInteraction(tap, OPTIONS)).toMatchObject({ outcome: 'tap', action: 'nonce', isEphemeral: false });
    const chosen = {
      type: 3,
      message: { ...card, flags: 64 },
      data: { component_type: 3, custom_id: 'list-0', values: ['n'] },
    };
    expect(readInteraction(interaction(chosen), OPTIONS)).toMatchObject({ action: 'n', isEphemeral: true });
  });

  test.each([
    [
      'a message of somebody else',
      { type: 3, message: { ...card, author: { id: ANN } }, data: { component_type: 2, custom_id: 'n' } },
    ],
    [
      'a list with two choices',
      { type: 3, message: card, data: { component_type: 3, custom_id: 'l', values: ['a', 'b'] } },
    ],
    ['a custom id too long', { type: 3, message: card, data: { component_type: 2, custom_id: 'x'.repeat(101) } }],
    ['a command on a message', { data: { name: 'x', type: 3 } }],
    ['a bot', { user: { id: ANN, bot: true } }],
    ['nobody', { user: undefined }],
    ['another kind', { type: 99 }],
    ['no token', { token: '' }],
  ])('on %s is ignored', (_, more) => {
    expect(readInteraction(interaction(more), OPTIONS).outcome).toBe('ignored');
  });

  test('in a channel that is not named, or between other people, is told that it is elsewhere', () => {
    const guild = { guild_id: '1', context: 0, member: { user: { id: ANN } }, user: undefined };
    expect(readInteraction(interaction(guild), OPTIONS).outcome).toBe('elsewhere');
    expect(readInteraction(interaction({ ...guild, channel_id: NAMED }), OPTIONS)).toMatchObject({ place: 'group' });
    expect(readInteraction(interaction({ context: 2 }), OPTIONS).outcome).toBe('elsewhere');
    expect(readInteraction(interaction({ context: undefined, channel: { type: 3 } }), OPTIONS).outcome).toBe(
      'elsewhere',
    );
  });
});

test('nothing that comes is thrown over', () => {
  const whatever = fc.anything({ withNullPrototype: true });
  const broken = fc.oneof(
    whatever,
    fc.dictionary(fc.constantFrom(...Object.keys({ ...message(), ...interaction(), message: 0 })), whatever),
  );
  fc.assert(
    fc.property(broken, (data) => {
      readMessage(data, OPTIONS);
      readInteraction(data, OPTIONS);
    }),
    { numRuns: 1000 },
  );
});
