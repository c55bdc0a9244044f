import { describe, expect, test } from 'vitest';
import type { Message } from '../../../bot/message.ts';
import { message } from '../../../bot/message.ts';
import type { ButtonRow, ButtonStore } from '../../../bot/people/buttons.ts';
import { createMemoryButtons } from '../../../bot/people/buttons.ts';
import { describeButtonStore } from '../../contracts/button-store.ts';
import { pendingApproval } from '../../fakes/desk.ts';
import type { ChatRig } from '../chat-rig.ts';
import { createChatRig, plainText } from '../chat-rig.ts';

const ADMIN = 'telegram:3';
const TRADER = 'telegram:2';
const VIEWER = 'telegram:1';
const ROLES = { [VIEWER]: 'viewer', [TRADER]: 'trader', [ADMIN]: 'admin' } as const;
const GROUP = { chatKind: 'group', chatId: 'telegram:-5' } as const;
const HOUR_MS = 3_600_000;

describeButtonStore('memory', async () => {
  const store = createMemoryButtons(3);
  return { store, elsewhere: store, close: async () => undefined };
});

function offering(...commands: readonly string[]): Message {
  return message({
    kind: 'proposal',
    blocks: [],
    choices: commands.map((command) => ({ label: command, command })),
  });
}

async function shown(rig: ChatRig, userId: string, ...commands: readonly string[]): Promise<readonly string[]> {
  const { buttons } = await rig.core.present(offering(...commands), userId, rig.clock.at);
  return buttons.map(({ action }) => action);
}

async function shownOne(rig: ChatRig, userId: string, command: string): Promise<string> {
  const [action] = await shown(rig, userId, command);
  if (action === undefined) throw new Error(`${command} was not offered to ${userId}`);
  return action;
}

const tapped = async (rig: ChatRig, userId: string, action: string, more = {}) =>
  plainText(await rig.tapAs(userId, action, more));

describe('a button', () => {
  test('works once, for its own user, for a day', async () => {
    const rig = createChatRig({ roles: ROLES });
    const action = await shownOne(rig, TRADER, '/pause');
    expect(await tapped(rig, ADMIN, action)).toContain('That button');
    expect(await tapped(rig, TRADER, action)).toContain('Done');
    expect(await tapped(rig, TRADER, action)).toContain('That button');
    const old = await shownOne(rig, TRADER, '/pause');
    rig.clock.at += 24 * HOUR_MS;
    expect(await tapped(rig, TRADER, old)).toContain('That button');
    expect(rig.desk.sent.map((command) => command.type)).toEqual(['entries.pause']);
  });

  test("of an emergency is nobody else's either, and expires", async () => {
    const rig = createChatRig({ roles: ROLES });
    const action = await shownOne(rig, TRADER, '/panic');
    expect(await tapped(rig, ADMIN, action)).toContain('That button');
    expect(await tapped(rig, TRADER, action, GROUP)).toContain('That button');
    const old = await shownOne(rig, TRADER, '/panic');
    expect(await tapped(rig, TRADER, old, { at: rig.clock.at + 24 * HOUR_MS })).toContain('That button');
    expect(rig.desk.sent).toEqual([]);
    expect(await tapped(rig, TRADER, action)).toContain('PANIC');
  });

  test('of a private chat is void in a group, and not used up by it', async () => {
    const rig = createChatRig({ roles: ROLES });
    const action = await shownOne(rig, TRADER, '/pause');
    expect(await tapped(rig, TRADER, action, GROUP)).toContain('That button');
    expect(rig.desk.sent).toEqual([]);
    expect(await tapped(rig, TRADER, action)).toContain('Done');
  });

  test('works in private whatever the platform calls that chat', async () => {
    const rig = createChatRig({ roles: ROLES });
    const action = await shownOne(rig, TRADER, '/pause');
    expect(await tapped(rig, TRADER, action, { chatId: 'discord:channel-9' })).toContain('Done');
  });

  test('is not offered to who may not use it, nor where it may not be used', async () => {
    const rig = createChatRig({ roles: ROLES });
    const card = offering('/approve A-1', '/why D-12', '/panic', '/grant telegram:9 admin');
    const commandsFor = async (userId: string, groupId?: string) =>
      (await rig.core.present(card, userId, rig.clock.at, groupId)).buttons.map(({ command }) => command);
    expect(await commandsFor(ADMIN)).toHaveLength(4);
    expect(await commandsFor(TRADER)).toEqual(['/approve A-1', '/why D-12', '/panic']);
    expect(await commandsFor(VIEWER)).toEqual(['/why D-12']);
    expect(await commandsFor(ADMIN, 'telegram:-5')).toEqual(['/why D-12', '/panic']);
    expect(await commandsFor('email:someone@example.com')).toEqual([]);
  });

  test('outlives a restart, and is still good once', async () => {
    const buttons = createMemoryButtons();
    let nonce = 0;
    const unique = { ...buttons, add: (rows: readonly ButtonRow[]) => buttons.add(rows) };
    const before = createChatRig({ roles: ROLES, buttons: unique });
    const actions = [await shownOne(before, TRADER, '/pause'), await shownOne(before, TRADER, '/panic')];
    const after = createChatRig({ roles: ROLES, buttons });
    for (const action of [...actions, ...actions]) {
      nonce += 1;
      await after.tapAs(TRADER, action, { at: after.clock.at + nonce });
    }
    expect(after.desk.sent.map((command) => command.type)).toEqual(['entries.pause', 'panic.latch']);
  });

  test('is written with the others of its message, in one go', async () => {
    const written: number[] = [];
    const memory = createMemoryButtons();
    const buttons: ButtonStore = {
      ...memory,
      add: async (rows) => {
        written.push(rows.length);
        await memory.add(rows);
      },
    };
    const rig = createChatRig({ roles: ROLES, buttons });
    await rig.core.present(offering('/why D-1', '/status', '/help'), VIEWER, rig.clock.at);
    await rig.core.present(offering(), VIEWER, rig.clock.at);
    expect(written).toEqual([3]);
  });
});

describe('an answer to a proposal', () => {
  test('counts for the terms that were shown with it', async () => {
    const rig = createChatRig({ roles: ROLES });
    rig.desk.approvals = [pendingApproval('A-1')];
    const [approve = '', half = ''] = await shown(rig, TRADER, '/approve A-1', '/half A-1');
    rig.desk.approvals = [{ ...pendingApproval('A-1'), termsSha256: 'aa'.repeat(32) }];
    expect(await tapped(rig, TRADER, approve)).toBe(
      '! That proposal has been answered, has expired or was quoted anew. Nothing was sent.',
    );
    rig.desk.approvals = [pendingApproval('A-1')];
    expect(await tapped(rig, TRADER, half)).toContain('Done');
    expect(rig.desk.sent.map((command) => command.type)).toEqual(['approval.answer']);
  });

  test('is void once the proposal is gone, or was gone when it was shown', async () => {
    const rig = createChatRig({ roles: ROLES });
    rig.desk.approvals = [pendingApproval('A-1')];
    const before = await shownOne(rig, TRADER, '/approve A-1');
    rig.desk.approvals = [];
    expect(await tapped(rig, TRADER, before)).toContain('Nothing was sent');
    const after = await shownOne(rig, TRADER, '/approve A-1');
    expect(await tapped(rig, TRADER, after)).toContain('Nothing was sent');
    expect(rig.desk.sent).toEqual([]);
  });
});

const never = <T>() => new Promise<T>(() => undefined);
const broken = <T>() => Promise.reject<T>(new Error('connection refused'));

describe.each([
  ['hangs', never],
  ['throws', broken],
])('while the database %s', (_how, fail) => {
  const away: ButtonStore = { add: fail<void>, use: fail<null>, forget: fail<void>, sweep: fail<void> };
  const down = () =>
    createChatRig({
      roles: ROLES,
      buttons: away,
      deliveries: { noteFirst: fail<boolean> },
      preferences: { load: fail, save: fail },
      access: { store: { load: fail, save: fail }, patienceMs: 30 },
    });

  test('a typed panic is sent before control returns, and answered', async () => {
    const rig = down();
    const answer = rig.sayAs(TRADER, '/panic', { deliveryId: '1' });
    expect(rig.desk.sent.map((command) => command.type)).toEqual(['panic.latch']);
    expect(plainText(await answer)).toContain('PANIC');
    expect(plainText(await rig.sayAs(TRADER, '비상!', { deliveryId: '2' }))).toContain('비상 정지');
  });

  test('a panic button is still shown, and works', async () => {
    const rig = down();
    const { buttons } = await rig.core.present(offering('/panic', '/status'), TRADER, rig.clock.at);
    expect(buttons.map(({ command }) => command)).toEqual(['/panic']);
    const answer = rig.tapAs(TRADER, buttons[0]?.action ?? '');
    expect(rig.desk.sent.map((command) => command.type)).toEqual(['panic.latch']);
    expect(plainText(await answer)).toContain('PANIC');
  });

  test('another tap, and a line that trades, get a sentence and do nothing', async () => {
    const rig = down();
    expect(await tapped(rig, TRADER, 'nonce-9')).toBe(
      '! My database does not answer, so I did nothing. /panic works all the same.',
    );
    expect(plainText(await rig.sayAs(TRADER, '/buy 0.001 btc', { deliveryId: '3' }))).toContain('does not answer');
    expect(rig.desk.sent).toEqual([]);
  });

  test('what only gets out or keeps out is done all the same', async () => {
    const rig = down();
    await rig.sayAs(TRADER, '/pause', { deliveryId: '4' });
    await rig.sayAs(TRADER, '/cancel all', { deliveryId: '5' });
    expect(rig.desk.sent.map((command) => command.type)).toEqual(['entries.pause', 'orders.cancel-all']);
  });

  test('a question is answered all the same', async () => {
    const rig = down();
    expect(plainText(await rig.sayAs(VIEWER, 'how much did I make'))).toBe('answer en how much did I make');
  });

  test('whoever is put out is out at once, and the admin is told that it is not written', async () => {
    const rig = down();
    const answer = rig.sayAs(ADMIN, `/remove ${TRADER}`);
    expect(plainText(await answer)).toContain('is out for now');
    expect(rig.access.roleOf('telegram', TRADER)).toBeNull();
    expect(plainText(await rig.sayAs(ADMIN, '/grant telegram:9 trader'))).toMatch(/may not be written|went wrong/);
    expect(rig.access.roleOf('telegram', 'telegram:9')).toBeNull();
  });
});
