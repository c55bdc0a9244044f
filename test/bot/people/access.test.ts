import { describe, expect, test } from 'vitest';
import { COMMANDS } from '../../../bot/commands/registry.ts';
import { createAccess, mayDo } from '../../../bot/people/access.ts';
import { createChatRig, plainText } from '../chat-rig.ts';

const STRANGER = 'telegram:666';
const VIEWER = 'telegram:1';
const TRADER = 'telegram:2';
const HOUR_MS = 3_600_000;

describe('who is who', () => {
  test('the terminal owner is admin, on the terminal only', () => {
    const access = createAccess();
    expect(access.roleOf('terminal', 'terminal:owner')).toBe('admin');
    expect(access.roleOf('telegram', 'terminal:owner')).toBeNull();
    expect(access.roleOf('terminal', 'terminal:someone')).toBeNull();
  });

  test('a granted id counts on its own surface only', () => {
    const access = createAccess({ 'telegram:2': 'trader' });
    expect(access.roleOf('telegram', 'telegram:2')).toBe('trader');
    expect(access.roleOf('discord', 'telegram:2')).toBeNull();
    expect(access.roleOf('telegram', 'telegram:22')).toBeNull();
  });

  test('a role may do what is open to it and below', () => {
    expect(mayDo('viewer', 'viewer')).toBe(true);
    expect(mayDo('viewer', 'trader')).toBe(false);
    expect(mayDo('trader', 'admin')).toBe(false);
    expect(mayDo('admin', 'trader')).toBe(true);
  });
});

describe('a stranger', () => {
  test('gets one neutral sentence and then silence for an hour, whatever is sent', async () => {
    const rig = createChatRig();
    const lines = COMMANDS.flatMap((command) => [`/${command.name}`, command.name, ...command.aliases]).filter(
      (line) => line !== '/id',
    );
    const replies: string[] = [];
    for (const line of [...lines, 'why did you buy?', '왜 샀어?', '/confirm 4821', 'x'.repeat(5000)]) {
      replies.push(...(await rig.sayAs(STRANGER, line)).map((reply) => plainText([reply])));
    }
    expect(replies).toEqual(['This is a private assistant.']);
    expect(rig.desk.sent).toEqual([]);
    expect(rig.answerer.asked).toEqual([]);
    rig.clock.at += HOUR_MS;
    expect(await rig.sayAs(STRANGER, '/status')).toHaveLength(1);
  });

  test('learns their own number and nothing else, three times an hour', async () => {
    const rig = createChatRig();
    const asked: string[] = [];
    for (let times = 0; times < 5; times += 1) asked.push(plainText(await rig.sayAs(STRANGER, '/id')));
    expect(asked).toEqual(['666', '666', '666', '', '']);
  });

  test('hears nothing at all in a group', async () => {
    const rig = createChatRig();
    for (const line of ['/id', 'hello', '/panic', '7K3M-9QWX']) {
      expect(await rig.sayAs(STRANGER, line, { chatKind: 'group', chatId: 'telegram:-5' })).toEqual([]);
    }
  });

  test('gets nothing for a button, even one that exists', async () => {
    const rig = createChatRig();
    const shown = await rig.core.present(
      { kind: 'answer', importance: 'normal', title: null, blocks: [], choices: [{ label: 'x', command: '/panic' }] },
      'terminal:owner',
      rig.clock.at,
    );
    const action = shown.buttons[0]?.action ?? '';
    await rig.tapAs(STRANGER, action);
    expect(rig.desk.sent).toEqual([]);
  });
});

describe('roles', () => {
  const rig = () => createChatRig({ roles: { [VIEWER]: 'viewer', [TRADER]: 'trader' } });

  test('a viewer looks and changes nothing', async () => {
    const one = rig();
    for (const command of COMMANDS) {
      one.clock.at += HOUR_MS;
      const [reply] = await one.sayAs(VIEWER, `/${command.name}`);
      const denied = plainText(reply === undefined ? [] : [reply]).includes('That needs the role');
      expect([command.name, denied]).toEqual([command.name, command.role !== 'viewer']);
    }
    for (const line of ['/settings approval.mode auto', '/speed max', '/panic', '/buy 0.001 btc']) {
      one.clock.at += HOUR_MS;
      expect(plainText(await one.sayAs(VIEWER, line))).toContain('That needs the role');
    }
    expect(one.desk.sent).toEqual([]);
    expect(one.replay.rate).toBe(60);
  });

  test('a trader may panic but not release it, nor change settings', async () => {
    const one = rig();
    one.desk.gatesNow = { paused: false, panicked: true, halted: null };
    await one.sayAs(TRADER, '/panic');
    expect(one.desk.sent.map((command) => command.type)).toEqual(['panic.latch']);
    expect(plainText(await one.sayAs(TRADER, '/unpanic'))).toBe('! That needs the role admin.');
    expect(plainText(await one.sayAs(TRADER, '/settings approval.mode auto'))).toBe('! That needs the role admin.');
  });

  test('more than twenty lines a minute are refused, a panic never', async () => {
    const one = rig();
    for (let sent = 0; sent < 20; sent += 1) await one.sayAs(TRADER, '/status');
    expect(plainText(await one.sayAs(TRADER, '/status'))).toBe('! That was very fast. Please wait a moment.');
    await one.sayAs(TRADER, '/panic');
    expect(one.desk.sent).toHaveLength(1);
    one.clock.at += 60_000;
    expect(plainText(await one.sayAs(TRADER, '/status'))).toContain('Equity');
  });
});
