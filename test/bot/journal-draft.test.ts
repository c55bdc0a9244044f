import { describe, expect, test } from 'vitest';
import { createJournalDraft } from '../../bot/journal-draft.ts';
import type { Approval } from '../../engine/domain/approval.ts';
import type { JournalEvent } from '../../engine/domain/journal-entry.ts';
import { DESK_NOW, pendingApproval } from '../fakes/desk.ts';
import { createChatRig } from './chat-rig.ts';

const TRADER = 'telegram:1';
const VIEWER = 'telegram:2';

function rig() {
  const chat = createChatRig({ roles: { [TRADER]: 'trader', [VIEWER]: 'viewer' } });
  const draft = createJournalDraft({
    core: chat.core,
    access: chat.access,
    pendingApprovals: () => chat.desk.approvals,
    now: () => DESK_NOW,
  });
  const draftOf = (event: JournalEvent, userId = TRADER) => draft({ seq: 7, at: DESK_NOW, event, hash: 'x' }, userId);
  return { chat, draftOf };
}

const answered = (status: Approval['status'], answeredBy: string | null): JournalEvent => ({
  type: 'approval.answered',
  approval: { ...pendingApproval('A-1'), status, answeredAt: DESK_NOW, answeredBy },
});

describe('a proposal', () => {
  test('goes with its buttons to those who may answer, and to nobody else', async () => {
    const { chat, draftOf } = rig();
    const requested: JournalEvent = { type: 'approval.requested', approval: pendingApproval('A-1') };
    expect(await draftOf(requested)).toBeNull();
    chat.desk.approvals = [pendingApproval('A-1')];
    const draft = await draftOf(requested);
    expect(draft).toMatchObject({ route: [TRADER], money: true, group: 'proposal:A-1', inPlace: false });
    expect(draft?.outbound.buttons.map(({ command }) => command)).toEqual([
      '/approve A-1',
      '/half A-1',
      '/decline A-1',
      expect.stringMatching(/^\/why D-/),
      expect.stringMatching(/^\/chart D-/),
    ]);
    expect(await draftOf(requested, VIEWER)).toBeNull();
    expect(await draftOf(requested, 'telegram:3')).toBeNull();
  });

  test('turns into what became of it, by whom and when, without a sound and without buttons', async () => {
    const { chat, draftOf } = rig();
    await chat.access.grant({ userId: TRADER, role: 'trader', by: 'terminal:owner', at: 1, name: 'Ann' });
    const draft = await draftOf(answered('approved', TRADER));
    expect(draft).toMatchObject({ group: 'proposal:A-1', inPlace: true, silent: true, money: false });
    expect(draft?.outbound.buttons).toEqual([]);
    expect(draft?.outbound.title).toContain('A-1');
    expect(draft?.outbound.blocks.at(-1)).toEqual({ type: 'lines', lines: ['approved · Ann · 05:05 UTC'] });
    const expired = await draftOf(answered('expired', null));
    expect(expired?.outbound.blocks.at(-1)).toEqual({
      type: 'lines',
      lines: ['A-1 expired without an answer; nothing was traded.'],
    });
    expect(await draftOf(answered('approved', TRADER), VIEWER)).toBeNull();
  });
});

describe('an alert', () => {
  test('names people by name, and tells nobody what they did themselves', async () => {
    const { chat, draftOf } = rig();
    await chat.access.grant({ userId: TRADER, role: 'trader', by: 'terminal:owner', at: 1, name: 'Ann' });
    const paused: JournalEvent = { type: 'entries.paused', by: TRADER };
    expect(await draftOf(paused)).toBeNull();
    const told = await draftOf(paused, VIEWER);
    expect(told).toMatchObject({ kind: 'alert.entries-paused', money: false, group: null });
    expect(told?.outbound.blocks).toEqual([{ type: 'lines', lines: ['Entries were paused by Ann.'] }]);
  });

  test('a name that looks like an id of the desk is not shown as one', async () => {
    const { chat, draftOf } = rig();
    await chat.access.grant({ userId: TRADER, role: 'trader', by: 'terminal:owner', at: 1, name: 'terminal:owner' });
    const told = await draftOf({ type: 'entries.paused', by: TRADER }, VIEWER);
    expect(told?.outbound.blocks).toEqual([{ type: 'lines', lines: [`Entries were paused by ${TRADER}.`] }]);
  });

  test('panic is about money; a start is nothing to tell', async () => {
    const { draftOf } = rig();
    const panic: JournalEvent = { type: 'panic.latched', by: 'terminal:owner', positions: 2, orders: 1 };
    expect(await draftOf(panic)).toMatchObject({ kind: 'alert.panic-latched', money: true });
    expect(await draftOf({ type: 'panic.cleared', by: TRADER })).toBeNull();
  });
});
