import { expect, test } from 'vitest';
import type { JournalEvent } from '../../../engine/domain/journal-entry.ts';
import { reason } from '../../../engine/domain/reason.ts';
import { DESK_NOW, pendingApproval, SOL } from '../../fakes/desk.ts';
import { createChatRig, plainText } from '../chat-rig.ts';
import { AlertJournal } from './alert-journal.ts';

const ANN = 'telegram:1';
const OWNER = 'terminal:owner';

async function rig() {
  const chat = createChatRig({ roles: { [ANN]: 'trader' } });
  await chat.access.grant({ userId: ANN, role: 'trader', by: OWNER, at: 1, name: 'Ann' });
  const journal = new AlertJournal();
  const told = async (event: JournalEvent, userId = OWNER) => {
    const entry = journal.write(event);
    chat.records.allEntries = journal.records.allEntries;
    return chat.core.alert(entry, userId, DESK_NOW);
  };
  return { chat, told };
}

test('people are named by name everywhere, the terminal too', async () => {
  const { told } = await rig();
  const texts = [
    await told({ type: 'entries.paused', by: ANN }),
    await told({ type: 'panic.latched', by: ANN, positions: 1, orders: 2 }),
    await told({ type: 'setting.changed', key: 'a.b', from: 1, to: 2, by: ANN }),
    await told({
      type: 'approval.answered',
      approval: { ...pendingApproval('A-1'), status: 'declined', answeredAt: DESK_NOW, answeredBy: ANN },
    }),
  ].map((alert) => (alert === null ? '' : plainText([alert.outbound])));
  expect(texts.map((text) => [text.includes('Ann'), text.includes(ANN)])).toEqual(texts.map(() => [true, false]));
  const owner = await told({ type: 'entries.paused', by: OWNER });
  expect(owner === null ? '' : plainText([owner.outbound])).toBe('* Entries were paused by the owner.');
});

test('comes with its kind and as that person chose', async () => {
  const { chat, told } = await rig();
  const paused: JournalEvent = { type: 'entries.paused', by: OWNER };
  expect(await told(paused, ANN)).toMatchObject({ kind: 'desk', mode: 'on' });
  await chat.sayAs(ANN, '/alerts desk off');
  expect(await told(paused, ANN)).toMatchObject({ kind: 'desk', mode: 'off' });
  expect(await told(paused)).toMatchObject({ kind: 'desk', mode: 'on' });
});

test('a moved stop is told to whoever wants it, and looked up for nobody else', async () => {
  const { chat, told } = await rig();
  const stop = (stopPrice: string): JournalEvent => ({
    ...{ type: 'protection.set', symbol: SOL, decisionId: 'D-1', targetPrice: null, trailDistance: null, exitBy: null },
    ...{ stopPrice, reason: reason('protection.trailed', { stopPrice }) },
  });
  expect(await told(stop('160'))).toBeNull();
  expect(await told(stop('161'))).toBeNull();
  await chat.say('/alerts stop-moved on');
  const moved = await told(stop('162'));
  expect(moved?.outbound.blocks).toMatchObject([{ lines: [expect.stringContaining('stop moved 161.00 → 162.00')] }]);
  const lookedUp = chat.records.entries.bind(chat.records);
  let lookUps = 0;
  chat.records.entries = (filter) => {
    lookUps += 1;
    return lookedUp(filter);
  };
  expect(await told(stop('163'), ANN)).toBeNull();
  expect(lookUps).toBe(0);
});
