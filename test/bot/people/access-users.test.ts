import { describe, expect, test } from 'vitest';
import type { ChatUser } from '../../../bot/people/access.ts';
import { createAccess, displayName } from '../../../bot/people/access.ts';
import { createMemoryButtons } from '../../../bot/people/buttons.ts';
import { createChatRig, plainText } from '../chat-rig.ts';

const OWNER = 'terminal:owner';
const ADMIN = 'telegram:3';
const TRADER = 'telegram:2';
const VIEWER = 'telegram:1';
const STRANGER = 'telegram:666';
const ROLES = { [VIEWER]: 'viewer', [TRADER]: 'trader', [ADMIN]: 'admin' } as const;
const NOW = Date.UTC(2026, 0, 5);

function rigWithCode() {
  return createChatRig({ roles: ROLES, access: { newCode: () => '7K3M-9QWX' } });
}

describe('an invitation', () => {
  test('lets its first user in, with the role it was made for', async () => {
    const rig = rigWithCode();
    expect(plainText(await rig.sayAs(ADMIN, '/invite trader'))).toContain('/join 7K3M-9QWX');
    const welcome = await rig.sayAs(STRANGER, '7k3m9qwx', { displayName: '‮ 철수\n<b>' });
    expect(plainText(welcome)).toBe('Welcome. Your role is trader. /help shows what you can do.');
    expect(rig.access.roleOf('telegram', STRANGER)).toBe('trader');
    expect(rig.access.users().find((user) => user.userId === STRANGER)?.name).toBe('철수 <b>');
    expect(plainText(await rig.sayAs('telegram:7', '/start 7K3M-9QWX'))).toBe(
      '! That code is not valid, or not any more. Please ask for a new one.',
    );
  });

  test('after five wrong codes even the right one is met with silence', async () => {
    const rig = rigWithCode();
    await rig.sayAs(ADMIN, '/invite viewer');
    for (let tried = 0; tried < 5; tried += 1) {
      expect(plainText(await rig.sayAs(STRANGER, '/join 2222-2222'))).toContain('not valid');
    }
    expect(await rig.sayAs(STRANGER, '/join 7K3M-9QWX')).toEqual([]);
    expect(rig.access.roleOf('telegram', STRANGER)).toBeNull();
  });

  test('that is delivered twice is used once, and nothing is said of the second', async () => {
    const rig = rigWithCode();
    await rig.sayAs(ADMIN, '/invite viewer');
    const same = { deliveryId: '7' };
    expect(await rig.sayAs(STRANGER, '/start 7K3M-9QWX', same)).toHaveLength(1);
    expect(await rig.sayAs(STRANGER, '/start 7K3M-9QWX', same)).toEqual([]);
  });

  test('raises whoever is in already, and never lowers', async () => {
    const rig = createChatRig({ roles: ROLES });
    const trader = rig.access.newCode('trader', OWNER, rig.clock.at);
    const viewer = rig.access.newCode('viewer', OWNER, rig.clock.at);
    await rig.sayAs(VIEWER, `/start ${trader}`);
    await rig.sayAs(ADMIN, `/join ${viewer}`);
    expect([rig.access.roleOf('telegram', VIEWER), rig.access.roleOf('telegram', ADMIN)]).toEqual(['trader', 'admin']);
  });

  test('is not read out in a group', async () => {
    const rig = rigWithCode();
    const group = { chatKind: 'group', chatId: 'telegram:-5' } as const;
    expect(plainText(await rig.sayAs(ADMIN, '/invite trader', group))).toBe(
      '! Please ask me that in our private chat.',
    );
    await rig.sayAs(ADMIN, '/invite trader');
    expect(plainText(await rig.sayAs(VIEWER, '/join 7K3M-9QWX', group))).toContain('private chat');
    expect(rig.access.roleOf('telegram', VIEWER)).toBe('viewer');
  });

  test('makes no admin', async () => {
    expect(plainText(await rigWithCode().sayAs(ADMIN, '/invite admin'))).toContain('/grant');
  });
});

describe('roles', () => {
  test('are shown with buttons that change them', async () => {
    const rig = createChatRig({ roles: ROLES });
    const list = await rig.sayAs(ADMIN, '/users');
    expect(list[0]?.buttons.map(({ command }) => command)).toEqual([VIEWER, TRADER, ADMIN].map((id) => `/users ${id}`));
    const action = list[0]?.buttons[0]?.action ?? '';
    const [person] = await rig.tapAs(ADMIN, action);
    expect(person?.buttons.map(({ command }) => command)).toEqual([
      '/grant telegram:1 trader',
      '/grant telegram:1 admin',
      '/remove telegram:1',
    ]);
    await rig.tapAs(ADMIN, person?.buttons[0]?.action ?? '');
    expect(rig.access.roleOf('telegram', VIEWER)).toBe('trader');
  });

  test('a number alone means somebody known, or the platform of whoever writes', async () => {
    const rig = createChatRig({ roles: ROLES });
    await rig.sayAs(ADMIN, '/grant 1 trader');
    await rig.sayAs(ADMIN, '/grant 55 viewer');
    expect([rig.access.roleOf('telegram', VIEWER), rig.access.roleOf('telegram', 'telegram:55')]).toEqual([
      'trader',
      'viewer',
    ]);
    expect(await rig.say('/grant 77 viewer')).toContain('For example /grant telegram:123 trader');
  });

  test.each(['@kim viewer', 'telegram:12x viewer', 'terminal:1 admin', 'telegram:9', 'telegram:9 root', ''])(
    '/grant %s changes nothing',
    async (args) => {
      const rig = createChatRig({ roles: ROLES });
      const before = rig.access.users();
      expect((await rig.sayAs(ADMIN, `/grant ${args}`))[0]?.kind).toBe('error');
      expect(rig.access.users()).toEqual(before);
    },
  );

  test('a new admin takes a typed code', async () => {
    const rig = createChatRig({ roles: ROLES });
    const [asked] = await rig.sayAs(ADMIN, `/grant ${TRADER} admin`);
    expect(asked?.buttons).toEqual([]);
    expect(rig.access.roleOf('telegram', TRADER)).toBe('trader');
    expect(plainText(await rig.sayAs(ADMIN, '4821'))).toBe('telegram:2 has the role admin now.');
    expect(rig.access.roleOf('telegram', TRADER)).toBe('admin');
  });

  test('the last admin stays, but for the owner at the terminal; the owner stays in any case', async () => {
    const rig = createChatRig({ roles: ROLES });
    const refusal = '! That is the last admin. Make somebody else one first.';
    expect(plainText(await rig.sayAs(ADMIN, `/remove ${ADMIN}`))).toBe(refusal);
    expect(plainText(await rig.sayAs(ADMIN, `/grant ${ADMIN} viewer`))).toBe(refusal);
    expect(plainText(await rig.sayAs(ADMIN, '/remove terminal:owner'))).toBe(
      '! The owner at the terminal stays admin.',
    );
    expect(await rig.say(`/remove ${ADMIN}`)).toContain('is out');
    expect(rig.access.roleOf('terminal', OWNER)).toBe('admin');
  });

  test('whoever is put out is a stranger at once: lines, buttons and codes', async () => {
    const rig = createChatRig({ roles: ROLES });
    rig.desk.fill('BTC/USDT:USDT', 'buy', '0.02', '104000');
    const [asked] = await rig.sayAs(TRADER, '/closeall');
    await rig.sayAs(ADMIN, `/remove ${TRADER}`);
    for (const { action } of asked?.buttons ?? []) await rig.tapAs(TRADER, action);
    await rig.sayAs(TRADER, '/confirm 4821');
    await rig.sayAs(TRADER, '/panic');
    expect(rig.desk.sent).toEqual([]);
    // Neither comes back with the role.
    await rig.sayAs(ADMIN, `/grant ${TRADER} trader`);
    for (const { action } of asked?.buttons ?? []) {
      expect(plainText(await rig.tapAs(TRADER, action))).toContain('That button');
    }
    expect(plainText(await rig.sayAs(TRADER, '/confirm 4821'))).toBe('! Nothing waits for a code.');
    expect(rig.desk.sent).toEqual([]);
  });

  test('a line that waited while its person was put out is not followed', async () => {
    const rig = createChatRig({ roles: ROLES });
    const first = rig.sayAs(TRADER, '/status');
    const second = rig.sayAs(TRADER, '/pause');
    void rig.access.remove({ userId: TRADER, by: OWNER, at: rig.clock.at });
    expect([await first, await second]).toEqual([[], []]);
    expect(rig.desk.sent).toEqual([]);
  });
});

describe('what is kept of people', () => {
  test('a role counts once it is written, and a lower one at once', async () => {
    const writes: (() => void)[] = [];
    const access = createAccess(ROLES, {
      patienceMs: 1,
      store: { load: async () => [], save: () => new Promise((resolve) => writes.push(resolve)) },
    });
    const grant = (userId: string, role: 'viewer' | 'trader') => access.grant({ userId, role, by: OWNER, at: NOW });
    expect((await grant(STRANGER, 'viewer')).outcome).toBe('unwritten');
    expect(access.roleOf('telegram', STRANGER)).toBeNull();
    expect((await grant(TRADER, 'viewer')).outcome).toBe('unwritten');
    expect(access.roleOf('telegram', TRADER)).toBe('viewer');
    writes[0]?.();
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(access.roleOf('telegram', STRANGER)).toBe('viewer');
  });

  test('a role that is written late does not bring back whoever was put out since', async () => {
    const writes: (() => void)[] = [];
    const access = createAccess(ROLES, {
      patienceMs: 1,
      store: { load: async () => [], save: () => new Promise((resolve) => writes.push(resolve)) },
    });
    await access.grant({ userId: VIEWER, role: 'trader', by: OWNER, at: NOW });
    await access.remove({ userId: VIEWER, by: OWNER, at: NOW + 1 });
    for (let turn = 0; turn < 3; turn += 1) {
      for (const write of writes) write();
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    expect(writes).toHaveLength(2);
    expect(access.roleOf('telegram', VIEWER)).toBeNull();
  });

  test('read again, what another process changed counts; what is not written yet is newer', async () => {
    const rows: ChatUser[] = [];
    let broken = false;
    const save = async (user: ChatUser) => {
      if (broken) throw new Error('connection refused');
      rows.push(user);
    };
    const access = createAccess({}, { store: { load: async () => rows, save } });
    const told: unknown[] = [];
    access.onChange((userId, role) => told.push([userId, role]));
    await access.grant({ userId: TRADER, role: 'trader', by: OWNER, at: NOW });
    await access.grant({ userId: VIEWER, role: 'viewer', by: OWNER, at: NOW });
    broken = true;
    expect((await access.remove({ userId: TRADER, by: OWNER, at: NOW })).outcome).toBe('unwritten');
    await expect(access.grant({ userId: STRANGER, role: 'viewer', by: OWNER, at: NOW })).rejects.toThrow('refused');
    const [, viewer] = rows;
    if (viewer !== undefined) rows.push({ ...viewer, removedAt: NOW + 1 });
    await access.load();
    expect(access.users()).toEqual([]);
    expect(told.slice(2)).toEqual([
      [TRADER, null],
      [VIEWER, null],
    ]);
  });

  test('every change is told to the log', async () => {
    const told: unknown[] = [];
    const access = createAccess({}, { audit: (fields, sentence) => told.push([sentence, fields]) });
    const code = access.newCode('viewer', OWNER, NOW);
    await access.redeem({ code, userId: VIEWER, name: 'Kim', at: NOW });
    await access.redeem({ code, userId: STRANGER, name: '', at: NOW });
    await access.remove({ userId: VIEWER, by: OWNER, at: NOW });
    expect(told).toEqual([
      ['an invitation was made', { role: 'viewer', by: OWNER }],
      ['a role was given', { userId: VIEWER, role: 'viewer', by: OWNER }],
      ['an invitation code was not accepted', { userId: STRANGER, outcome: 'wrong' }],
      ['a user was removed', { userId: VIEWER, role: null, by: OWNER }],
    ]);
    expect(JSON.stringify(told)).not.toContain(code);
  });

  test('a name is one short visible line', () => {
    expect(displayName(' a\n​b‮\u0000 ')).toBe('a b');
    expect(displayName('👍'.repeat(60))).toBe('👍'.repeat(40));
  });

  test('whoever the configuration names is in, unless they were put out since', async () => {
    const gone: ChatUser = {
      ...{ userId: TRADER, role: 'trader', name: '', addedBy: OWNER, addedAt: NOW },
      removedAt: NOW,
    };
    const access = createAccess(ROLES, { store: { load: async () => [gone], save: async () => undefined } });
    await access.load();
    expect(access.users().map((user) => user.userId)).toEqual([VIEWER, ADMIN]);
  });
});

test('buttons that are kept elsewhere are voided there, too', async () => {
  const forgotten: string[] = [];
  const buttons = { ...createMemoryButtons(), forget: async (userId: string) => void forgotten.push(userId) };
  const rig = createChatRig({ roles: ROLES, buttons });
  await rig.sayAs(ADMIN, `/remove ${VIEWER}`);
  expect(forgotten).toEqual([VIEWER]);
});
