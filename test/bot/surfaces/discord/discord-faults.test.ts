import { afterEach, describe, expect, test } from 'vitest';
import { startFakeDiscord } from '../../../fakes/discord/fake-discord.ts';
import type { DiscordRig, DiscordRigOptions } from './discord-rig.ts';
import { discordRig, PATIENCE_MS } from './discord-rig.ts';

const ANN = '800000000000000001';
const open: DiscordRig[] = [];

afterEach(async () => {
  for (const rig of open.splice(0)) await rig.close();
});

async function start(options: DiscordRigOptions = {}): Promise<DiscordRig> {
  const rig = await discordRig({ roles: { [`discord:${ANN}`]: 'trader' }, ...options });
  open.push(rig);
  return rig;
}

describe('the connection', () => {
  test('is resumed when it breaks, and what was said meanwhile is heard, once', async () => {
    const { dc, chat } = await start();
    const ann = dc.user({ id: ANN });
    await ann.asks('/id');
    dc.gateway.drop();
    const asking = ann.asks('/buy 0.001 btc');
    expect((await asking).text).not.toBe('');
    expect(dc.gateway.identified).toBe(1);
    expect(dc.gateway.resumed).toBeGreaterThanOrEqual(1);
    dc.gateway.repeatLast();
    await ann.asks('/id');
    expect(chat.desk.sent.length).toBe(1);
  }, 30_000);

  test.each([
    ['a reconnect that is asked for', ({ dc }: DiscordRig) => dc.gateway.askToReconnect()],
    ['a session that may be resumed', ({ dc }: DiscordRig) => dc.gateway.closeWith(4009)],
    ['a session that is over', ({ dc }: DiscordRig) => dc.gateway.invalidate(false)],
  ])(
    'goes on after %s',
    async (_, act) => {
      const rig = await start();
      act(rig);
      const ann = rig.dc.user({ id: ANN });
      await rig.dc.until(
        () => rig.dc.gateway.resumed + rig.dc.gateway.identified > 1 && rig.dc.gateway.isReady,
        20_000,
      );
      expect((await ann.asks('/id')).text).toBe(ANN);
      expect(rig.troubles).toEqual([]);
    },
    40_000,
  );

  test('an outage is told once, and its end', async () => {
    const { dc, troubles } = await start();
    dc.gateway.refuse();
    dc.gateway.drop();
    expect(await dc.until(() => troubles.length > 0, 30_000)).toBe(true);
    dc.gateway.allow();
    expect(await dc.until(() => troubles.length > 1, 30_000)).toBe(true);
    expect(troubles).toEqual(['away', 'back']);
    expect((await dc.user({ id: ANN }).asks('/id')).text).toBe(ANN);
  }, 90_000);

  test('Discord may be away when the desk starts', async () => {
    const dc = await startFakeDiscord();
    await dc.close();
    const rig = await start({ dc });
    expect(rig.troubles).toEqual(['away']);
    await dc.reopen();
    expect(await dc.until(() => rig.troubles.length > 1, 30_000)).toBe(true);
    expect((await dc.user({ id: ANN }).asks('/id')).text).toBe(ANN);
    await rig.stop();
    await dc.close();
  }, 60_000);

  test('a void token ends it with a word, whenever it turns void; the process goes on', async () => {
    const { dc, ended, troubles, log } = await start();
    dc.revokeToken();
    expect(await ended).toBe('revoked');
    expect(troubles).toEqual(['revoked']);
    const dead = await startFakeDiscord();
    dead.revokeToken();
    const rig = await start({ dc: dead });
    expect(await rig.ended).toBe('revoked');
    expect([...log, ...rig.log].join('\n')).not.toContain(dc.token);
    await rig.stop();
    await dead.close();
  }, 60_000);

  test('packets that are broken change nothing', async () => {
    const { dc } = await start();
    for (const broken of [null, 5, {}, { id: 'x' }, { author: {} }, { guild_id: 1, members: null }]) {
      for (const type of ['MESSAGE_CREATE', 'INTERACTION_CREATE', 'GUILD_CREATE', 'MESSAGE_UPDATE', 'NOTHING']) {
        dc.gateway.push(type, broken);
      }
    }
    expect((await dc.user({ id: ANN }).asks('/id')).text).toBe(ANN);
  });
});

describe('an answer', () => {
  test('waits as long as Discord asks, and comes', async () => {
    const { dc } = await start();
    dc.fail({ type: 'too-many-requests', retryAfterS: 0.2 }, { times: 2, route: 'POST /channels/:id/messages' });
    expect((await dc.user({ id: ANN }).asks('/id')).text).toBe(ANN);
  });

  test.each(['internal-error', 'bad-gateway', 'reset', 'garbage'] as const)('is tried again after %s', async (type) => {
    const { dc } = await start();
    dc.fail({ type }, { times: 1, route: 'POST /channels/:id/messages' });
    expect((await dc.user({ id: ANN }).asks('/id')).text).toBe(ANN);
  });

  test('whose embed is refused comes in plain words, with its buttons', async () => {
    const { dc } = await start();
    dc.fail(
      { type: 'refusal', status: 400, code: 50_035, message: 'Invalid Form Body' },
      { times: 1, route: 'POST /channels/:id/messages' },
    );
    const answer = await dc.user({ id: ANN }).asks('/status');
    expect(answer.embeds).toEqual([]);
    expect(answer.content).toContain('Replay');
  });

  test('to a command that Discord no longer waits for comes as a direct message', async () => {
    const { dc } = await start();
    const ann = dc.user({ id: ANN });
    dc.fail(
      { type: 'refusal', status: 404, code: 10_062, message: 'Unknown interaction' },
      { times: 1, route: 'POST /interactions/:id/:token/callback' },
    );
    await ann.slash('id');
    const seen = await dc.chatOf(ann).waitFor(({ fromBot }) => fromBot.some(({ text }) => text === ANN), PATIENCE_MS);
    expect(seen.last.text).toBe(ANN);
  });

  test('that the desk takes too long for comes as a direct message', async () => {
    let answer: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const { dc } = await start({
      rig: { charts: { draw: async () => held.then(() => ({ png: new Uint8Array([1]), alt: 'A chart.' })) } },
    });
    const ann = dc.user({ id: ANN });
    const act = await ann.slash('chart', { what: 'BTC' });
    await act.answered();
    act.expireToken();
    answer();
    const seen = await dc
      .chatOf(ann)
      .waitFor(({ fromBot }) => fromBot.some(({ text }) => text.includes('A chart.')), PATIENCE_MS);
    expect(seen.last.thinking).toBe(false);
  });

  test('an acknowledgement that got lost keeps nobody from the answer', async () => {
    const { dc } = await start();
    const ann = dc.user({ id: ANN });
    dc.fail({ type: 'answer-lost' }, { times: 1, route: 'POST /interactions/:id/:token/callback' });
    const act = await ann.slash('id');
    expect((await act.message()).text).toBe(ANN);
  });
});
