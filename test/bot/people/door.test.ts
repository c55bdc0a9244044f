import { describe, expect, test } from 'vitest';
import { COMMANDS } from '../../../bot/commands/registry.ts';
import { refusalAtDoor, roleNeeded } from '../../../bot/people/door.ts';
import { BTC, pendingApproval } from '../../fakes/desk.ts';
import { createChatRig, plainText } from '../chat-rig.ts';

const ADMIN = 'telegram:3';
const TRADER = 'telegram:2';
const VIEWER = 'telegram:1';
const ROLES = { [VIEWER]: 'viewer', [TRADER]: 'trader', [ADMIN]: 'admin' } as const;
const GROUP = { chatKind: 'group', chatId: 'telegram:-5' } as const;
const PRIVATE = { chatId: ADMIN, kind: 'private' } as const;

describe('a message that comes late', () => {
  test('only gets out or keeps out, or looks', () => {
    const visit = { role: 'admin', place: PRIVATE, ageMs: 60_001 } as const;
    const heard = COMMANDS.filter((command) => refusalAtDoor(command, 'a b', visit) === null);
    const acting = heard.filter((command) => roleNeeded(command, 'a b') !== 'viewer').map(({ name }) => name);
    expect(acting.sort()).toEqual(['cancel', 'decline', 'panic', 'pause']);
    const late = { why: 'late', ageMs: 60_001 };
    const named = (name: string) => COMMANDS.find((command) => command.name === name);
    for (const name of 'buy sell close closeall approve half confirm resume unpanic settings grant'.split(' ')) {
      const command = named(name);
      expect([name, command && refusalAtDoor(command, 'a b', visit)]).toEqual([name, late]);
    }
  });

  test.each([
    ['/buy 0.001 btc', 61_000, '! That reached me 1m 1s late, so I did not do it. Please ask again.'],
    ['/buy 0.001 btc', 60_000, 'Done'],
    ['/panic', 3_600_000, 'PANIC'],
    ['/pause', 3_600_000, 'Done'],
    ['/status', 3_600_000, 'Equity'],
  ])('%s, %i ms old', async (line, ageMs, expected) => {
    const rig = createChatRig({ roles: ROLES });
    const answer = plainText(await rig.sayAs(TRADER, line, { sentAt: rig.clock.at - ageMs }));
    expect(answer).toContain(expected);
    expect(rig.desk.sent).toHaveLength(['Done', 'PANIC'].includes(expected) ? 1 : 0);
  });

  test('a clock that goes ahead makes nothing late, nor anything fresh for ever', async () => {
    const rig = createChatRig({ roles: ROLES });
    expect(plainText(await rig.sayAs(TRADER, '/pause', { sentAt: rig.clock.at + 3_600_000 }))).toContain('Done');
  });

  test('waiting for its turn makes a line late, too', async () => {
    let wall = 0;
    const rig = createChatRig({ roles: ROLES, now: () => wall });
    wall = rig.clock.at;
    const buying = rig.sayAs(TRADER, '/buy 0.001 btc');
    wall += 61_000;
    expect(plainText(await buying)).toContain('late');
    expect(rig.desk.sent).toEqual([]);
  });
});

describe('a group', () => {
  test('looks and does nothing, but for a panic', async () => {
    const rig = createChatRig({ roles: ROLES });
    rig.desk.approvals = [pendingApproval('A-1')];
    rig.desk.fill(BTC, 'buy', '0.02', '104000');
    for (const command of COMMANDS) {
      rig.clock.at += 60_000;
      const args = { buy: ' 0.001 btc', settings: ' approval.mode auto', speed: ' max', seek: ' +1h' }[command.name];
      const answer = plainText(await rig.sayAs(ADMIN, `/${command.name}${args ?? ''}`, GROUP));
      const acts = command.role !== 'viewer' || args !== undefined;
      const refused = answer.includes('private chat');
      expect([command.name, refused]).toEqual([
        command.name,
        (acts && command.name !== 'panic') || command.name === 'join',
      ]);
    }
    expect(rig.desk.sent.map((command) => command.type)).toEqual(['panic.latch']);
    expect(rig.replay.rate).toBe(60);
  });

  test('is not answered by who may only look', async () => {
    const rig = createChatRig({ roles: ROLES });
    expect(plainText(await rig.sayAs(VIEWER, '/panic', GROUP))).toBe('! That needs the role trader.');
  });

  test('is what an inbound comes from that does not say', async () => {
    const rig = createChatRig({ roles: ROLES });
    const answer = await rig.core.handle({ userId: ADMIN, surface: 'telegram', text: '/pause', at: rig.clock.at });
    expect(plainText(answer)).toContain('private chat');
  });

  test('a code that was asked for in private is not taken there', async () => {
    const rig = createChatRig({ roles: ROLES });
    rig.desk.fill(BTC, 'buy', '0.02', '104000');
    await rig.sayAs(ADMIN, '/closeall');
    await rig.sayAs(ADMIN, '4821', GROUP);
    expect(rig.desk.sent).toEqual([]);
    await rig.sayAs(ADMIN, '4821');
    expect(rig.desk.sent.map((command) => command.type)).toEqual(['positions.close-all']);
  });
});

describe('a message that is delivered again', () => {
  test('is met with silence', async () => {
    const rig = createChatRig({ roles: ROLES });
    const same = { deliveryId: 'update-7' };
    const answers = [await rig.sayAs(TRADER, '/pause', same), await rig.sayAs(TRADER, '/pause', same)];
    expect(answers.map((answer) => answer.length)).toEqual([1, 0]);
    expect(rig.desk.sent).toHaveLength(1);
  });

  test('of another surface is another message', async () => {
    const rig = createChatRig({ roles: { ...ROLES, 'discord:2': 'trader' } });
    await rig.sayAs(TRADER, '/pause', { deliveryId: '7' });
    await rig.sayAs('discord:2', '/pause', { deliveryId: '7' });
    expect(rig.desk.sent).toHaveLength(2);
  });

  test('after a restart is told, not done again; a look is simply taken again', async () => {
    const noted = new Set<string>();
    const deliveries = { noteFirst: async (id: string) => noted.size < noted.add(id).size };
    const before = createChatRig({ roles: ROLES, deliveries });
    await before.sayAs(TRADER, '/buy 0.001 btc', { deliveryId: '7' });
    await before.sayAs(TRADER, '/status', { deliveryId: '8' });
    const after = createChatRig({ roles: ROLES, deliveries });
    expect(plainText(await after.sayAs(TRADER, '/buy 0.001 btc', { deliveryId: '7' }))).toContain('reached me twice');
    expect(plainText(await after.sayAs(TRADER, '/status', { deliveryId: '8' }))).toContain('Equity');
    expect([before.desk.sent.length, after.desk.sent.length]).toEqual([1, 0]);
  });
});

describe('a code', () => {
  test('is asked before entries go on after the drawdown limit, and not otherwise', async () => {
    const rig = createChatRig({ roles: ROLES });
    const limit = rig.desk.settingsNow[0];
    expect(plainText(await rig.sayAs(TRADER, '/resume'))).toContain('Done');
    rig.desk.settingsNow = [...rig.desk.settingsNow, { ...limit, key: 'risk.max-drawdown', value: 0.004 } as never];
    expect(plainText(await rig.sayAs(TRADER, '/resume'))).toContain('Type /confirm 4821');
    expect(rig.desk.sent).toHaveLength(1);
    await rig.sayAs(TRADER, '/confirm 4821');
    expect(rig.desk.sent.map((command) => command.type)).toEqual(['entries.resume', 'entries.resume']);
  });
});
