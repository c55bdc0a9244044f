import { describe, expect, test } from 'vitest';
import { createJournalDraft } from '../../../bot/alerts/journal-draft.ts';
import { createRecipients } from '../../../bot/alerts/recipients.ts';
import { readTradeChart } from '../../../bot/alerts/trade-chart.ts';
import { declinedApproval } from '../../../bot/approvals/declined-approval.ts';
import type { Approval } from '../../../engine/domain/approval.ts';
import type { JournalEvent } from '../../../engine/domain/journal-entry.ts';
import { closedTrade, DESK_NOW, pendingApproval } from '../../fakes/desk.ts';
import { deniedRecord } from '../../fixtures/decision-record.ts';
import { createChatRig } from '../chat-rig.ts';

const TRADER = 'telegram:1';
const VIEWER = 'telegram:2';

function rig() {
  const chat = createChatRig({ roles: { [TRADER]: 'trader', [VIEWER]: 'viewer' } });
  const draft = createJournalDraft({
    core: chat.core,
    recipientOf: createRecipients({ access: chat.access, channels: ['telegram'], places: [] }).of,
    pendingApprovals: () => chat.desk.approvals,
    declined: (approvalId) => declinedApproval(approvalId, chat.records),
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

describe('the reason of a no', () => {
  const given: JournalEvent = {
    ...{ type: 'approval.reason-given', approvalId: 'A-1', decisionId: 'D-1', by: TRADER },
    given: { code: 'too-risky', text: null },
  };

  test('joins the result on every phone that was asked, in its place, at the time of the answer', async () => {
    const { chat, draftOf } = rig();
    await chat.access.grant({ userId: TRADER, role: 'trader', by: 'terminal:owner', at: 1, name: 'Ann' });
    await chat.access.grant({ userId: 'telegram:3', role: 'trader', by: 'terminal:owner', at: 1, name: 'Ben' });
    chat.records.allEntries = [{ seq: 5, at: DESK_NOW - 60_000, event: answered('declined', TRADER), hash: 'x' }];
    for (const userId of [TRADER, 'telegram:3']) {
      const draft = await draftOf(given, userId);
      expect(draft).toMatchObject({ userId, group: 'proposal:A-1', inPlace: true, silent: true, money: false });
      expect(draft?.outbound.buttons).toEqual([]);
      expect(draft?.outbound.blocks.at(-1)).toEqual({
        type: 'lines',
        lines: ['declined · Ann · 05:04 UTC · Too risky'],
      });
    }
    const own = { ...given, given: { code: 'other', text: 'the stop is too far' } } as const;
    expect((await draftOf(own))?.outbound.blocks.at(-1)).toEqual({
      type: 'lines',
      lines: ['declined · Ann · 05:04 UTC · the stop is too far'],
    });
    expect(await draftOf(given, VIEWER)).toBeNull();
  });

  test('is nothing to whoever was not asked, and of a proposal that was not declined', async () => {
    const { chat, draftOf } = rig();
    const asked = {
      ...pendingApproval('A-1'),
      status: 'declined',
      answeredBy: 'telegram:9',
      to: ['telegram:9'],
    } as const;
    const event: JournalEvent = { type: 'approval.answered', approval: asked };
    chat.records.allEntries = [{ seq: 5, at: DESK_NOW, event, hash: 'x' }];
    expect(await draftOf(given)).toBeNull();
    chat.records.allEntries = [{ seq: 5, at: DESK_NOW, event: answered('approved', TRADER), hash: 'x' }];
    expect(await draftOf(given)).toBeNull();
  });
});

describe('an alert', () => {
  test('names people by name, and tells nobody what they did themselves', async () => {
    const { chat, draftOf } = rig();
    await chat.access.grant({ userId: TRADER, role: 'trader', by: 'terminal:owner', at: 1, name: 'Ann' });
    const paused: JournalEvent = { type: 'entries.paused', by: TRADER };
    expect(await draftOf(paused)).toBeNull();
    const told = await draftOf(paused, VIEWER);
    expect(told).toMatchObject({ kind: 'desk', money: false, group: null });
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
    expect(await draftOf(panic)).toMatchObject({ kind: 'emergency', money: true });
    expect(await draftOf({ type: 'panic.cleared', by: TRADER })).toBeNull();
  });

  test('a closed trade brings its chart, drawn for that person when it is sent', async () => {
    const { draftOf } = rig();
    const draft = await draftOf({ type: 'trade.closed', trade: closedTrade(12, '3') });
    expect(draft).toMatchObject({ kind: 'trade-closed', money: true });
    expect(draft?.attachments).toEqual([
      {
        name: 'SOL-T-12.png',
        mime: 'image/png',
        alt: 'SOL from 03:05 to 04:05: entry at 168.00, exit at 170.00.',
        source: `trade-chart:T-12:${TRADER}`,
      },
    ]);
    expect(readTradeChart(`T-12:${TRADER}`)).toEqual({ trade: 12, userId: TRADER });
    expect(readTradeChart('D-12:x')).toBeNull();
  });

  test('what comes dozens a day is told to those who asked for it', async () => {
    const { chat, draftOf } = rig();
    const event: JournalEvent = { type: 'decision.made', record: deniedRecord(4), sha256: '' };
    expect(await draftOf(event)).toBeNull();
    await chat.sayAs(TRADER, '/alerts decision silent');
    expect(await draftOf(event)).toMatchObject({ kind: 'decision', money: false });
    expect(await draftOf(event, VIEWER)).toBeNull();
  });
});
