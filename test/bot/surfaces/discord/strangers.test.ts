import { expect, test } from 'vitest';
import { COMMANDS } from '../../../../bot/commands/registry.ts';
import { message } from '../../../../bot/message.ts';
import { createCards } from '../../../../bot/surfaces/cards.ts';
import type { Body, DiscordApi } from '../../../../bot/surfaces/discord/discord-api.ts';
import { createDiscordTurns } from '../../../../bot/surfaces/discord/discord-turns.ts';
import { createInbox } from '../../../../bot/surfaces/discord/inbox.ts';
import { createPoster } from '../../../../bot/surfaces/discord/poster.ts';
import { optionsOf } from '../../../../bot/surfaces/discord/slash-line.ts';
import { createDirectMessages } from '../../../../bot/surfaces/discord/writer.ts';
import { BTC, pendingApproval } from '../../../fakes/desk.ts';
import { createChatRig } from '../../chat-rig.ts';
import { memoryRules } from '../../rules/memory-rules.ts';

const BOT = '900000000000000001';
const NAMED = '700000000000000001';
const ADMIN = '800000000000000003';
const WHO = { stranger: '800000000000000666', viewer: '800000000000000001', removed: '800000000000000004' } as const;
const PLACES = {
  private: { context: 1, channel_id: '600000000000000001' },
  named: { context: 0, guild_id: '1', channel_id: NAMED },
  unnamed: { context: 0, guild_id: '1', channel_id: '700000000000000009' },
} as const;
const HOSTILE = ['', 'BTC', '100%', `discord:${WHO.stranger}`, 'admin', '\n/panic', 'A-1', 'all', '4821', 'go'].concat([
  ...['auto', 'asleep auto', 'remove 1', 'again 1', '1', 'fill off', 'daily 09:00', 'A-1 size', '1e9', '999999'],
]);
const BUTTONS = [
  '/approve A-1',
  '/panic',
  '/closeall',
  `/grant discord:${WHO.stranger} admin`,
  '/settings approval.mode auto',
  ...['/policy auto', '/undo 1', '/reason A-1 size', '/alert remove 1', '/quiet off', '/report daily off'],
];

/** The desk behind the readers of Discord, with nothing between but the network; it notes what would be said. */
async function scene() {
  const touched: string[] = [];
  const chat = createChatRig({
    rules: (desk) => memoryRules(desk, (userId) => touched.push(userId)),
    roles: { [`discord:${ADMIN}`]: 'admin', [`discord:${WHO.viewer}`]: 'viewer', [`discord:${WHO.removed}`]: 'trader' },
  });
  await chat.access.remove({ userId: `discord:${WHO.removed}`, by: `discord:${ADMIN}`, at: chat.clock.at });
  await chat.sayAs(`discord:${ADMIN}`, '/alert BTC above 200000');
  touched.length = 0;
  chat.desk.approvals = [pendingApproval('A-1')];
  chat.desk.fill(BTC, 'buy', '0.02', '104000');
  const said: string[] = [];
  const say = async (...parts: readonly unknown[]) => {
    said.push(JSON.stringify(parts));
    return '5';
  };
  const api: DiscordApi = {
    me: async () => ({ id: BOT, username: 'assent' }),
    application: async () => ({ id: '1' }),
    openDm: async () => '600000000000000001',
    create: (_channel, body) => say(body),
    edit: (_place, body) => say(body),
    typing: async () => undefined,
    respond: async (_interaction, body: Body) => void (await say(body)),
    editOriginal: (_application, _token, body) => say(body),
    followUp: (_application, _token, body) => say(body),
    deleteOriginal: async () => undefined,
    commands: async () => [],
    putCommands: async () => undefined,
  };
  const logger = {
    debug: () => undefined,
    warn: () => undefined,
    error: (fields: object) => said.push(`fault ${JSON.stringify(fields)}`),
  };
  const cards = createCards();
  const poster = createPoster({ api, moreLinesFor: async () => () => '…' });
  let at = chat.clock.at;
  const now = () => at;
  const turns = createDiscordTurns({ poster, sleep: async () => undefined, now, logger });
  const inbox = createInbox({
    ...{ core: chat.core, access: chat.access, api, poster, turns, cards, now, logger, commands: COMMANDS },
    sleep: async () => undefined,
    rooms: createDirectMessages(api),
    suggestions: { of: async () => [] },
    bot: { id: BOT, applicationId: '1' },
    channels: new Set([NAMED]),
  });
  const choices = BUTTONS.map((command) => ({ label: command, command }));
  const shown = await chat.core.present(message({ kind: 'proposal', blocks: [], choices }), `discord:${ADMIN}`, at);
  return {
    ...{ chat, inbox, said },
    nonces: shown.buttons.map(({ action }) => action),
    later: () => {
      at += 3_600_000;
    },
    async settle() {
      await inbox.idle();
      await turns.idle();
    },
    effects: () =>
      JSON.stringify([
        ...[chat.desk.sent, chat.access.users(), chat.desk.settingsNow, chat.replay.rate, chat.replay.at],
        touched.filter((userId) => userId !== `discord:${WHO.viewer}`),
      ]),
  };
}

let ids = 0n;
/** Each is new, and just sent. */
function newId(at: number): string {
  ids += 1n;
  return String(((BigInt(at) - 1_420_070_400_000n) << 22n) + ids);
}

test.each(Object.keys(WHO) as (keyof typeof WHO)[])(
  'a %s gets nowhere, by any command, button or form, anywhere',
  async (who) => {
    for (const [place, where] of Object.entries(PLACES)) {
      const { chat, inbox, said, nonces, later, settle, effects } = await scene();
      const user = { id: WHO[who], username: 'eve' };
      const act = (more: object) => {
        later();
        const id = newId(chat.clock.at);
        const by = 'guild_id' in where ? { member: { user } } : { user };
        inbox.take({
          type: 'INTERACTION_CREATE',
          data: { id, token: `t${id}`, locale: 'en-US', channel: { type: 1 }, ...where, ...by, ...more },
        });
      };
      const before = effects();
      let tries = 0;
      for (const command of COMMANDS) {
        for (const value of HOSTILE) {
          const options = optionsOf(command).map(({ name, choices }) => ({
            name,
            value: choices?.at(-1)?.value ?? value,
          }));
          act({ type: 2, data: { name: command.name, type: 1, options } });
          tries += 1;
        }
        const id = newId(chat.clock.at);
        const mentions = [{ id: BOT }];
        const content = `<@${BOT}> /${command.name} 100% btc`;
        inbox.take({ type: 'MESSAGE_CREATE', data: { id, ...where, type: 0, author: user, content, mentions } });
        await settle();
      }
      const card = { id: '5', author: { id: BOT } };
      for (const nonce of [...nonces, '', 'made-up', '/panic', 'list-0']) {
        act({ type: 3, message: card, data: { component_type: 2, custom_id: nonce } });
        act({ type: 3, message: card, data: { component_type: 3, custom_id: 'list-0', values: [nonce] } });
        const fields = [{ type: 1, components: [{ custom_id: 'size', value: '100%' }] }];
        act({ type: 5, data: { custom_id: nonce, components: fields } });
        tries += 3;
      }
      await settle();
      expect(effects(), place).toBe(before);
      expect(tries).toBeGreaterThan(400);
      expect(said.filter((line) => line.startsWith('fault'))).toEqual([]);
      const words = said.join('\n');
      if (who !== 'viewer') expect(words).not.toMatch(/USDT|BTC|Replay|equity|approve/i);
    }
  },
  120_000,
);

test('the same as an admin has its effects, or the walk would show nothing', async () => {
  const { chat, inbox, nonces, settle, effects } = await scene();
  const before = effects();
  const id = newId(chat.clock.at);
  const user = { id: ADMIN, username: 'ann' };
  const data = { component_type: 2, custom_id: nonces[0] };
  const tap = { type: 3, message: { id: '5', author: { id: BOT } }, data };
  inbox.take({ type: 'INTERACTION_CREATE', data: { id, token: 't', locale: 'ko', ...PLACES.private, user, ...tap } });
  await settle();
  expect(effects()).not.toBe(before);
  expect(chat.desk.sent).toMatchObject([{ type: 'approval.answer', answer: 'approve' }]);
});
