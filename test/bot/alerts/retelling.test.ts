import { describe, expect, test } from 'vitest';
import type { Place } from '../../../bot/alerts/places.ts';
import { withPlaces } from '../../../bot/alerts/places.ts';
import { createRetelling } from '../../../bot/alerts/retelling.ts';
import { createMemoryPreferences } from '../../../bot/preferences.ts';
import type { JournalEntry, JournalEvent } from '../../../engine/domain/journal-entry.ts';
import { closedTrade, DESK_NOW, pendingApproval } from '../../fakes/desk.ts';
import { createChatRig } from '../chat-rig.ts';
import { entry, outboxRig } from '../outbox/outbox-rig.ts';

const SLACK: Place = { address: 'slack:desk', hears: 'escalated', language: 'ko' };
const ADMIN = 'telegram:1';
const MINUTE = 60_000;

function retelling(event: JournalEvent) {
  const preferences = withPlaces(createMemoryPreferences(), [SLACK]);
  const { core } = createChatRig({ roles: { [ADMIN]: 'admin' }, preferences });
  const journalled: JournalEntry = { seq: 12, at: DESK_NOW, event, hash: 'x' };
  const entryAt = async (seq: number) => (seq === 12 ? journalled : null);
  return createRetelling({ core, places: [SLACK], entryAt, now: () => DESK_NOW });
}

const panic: JournalEvent = { type: 'panic.latched', by: 'terminal:owner', positions: 2, orders: 1 };

describe('what goes on to a place', () => {
  test('is told in the language of the place', async () => {
    const told = await retelling(panic)('12', SLACK.address);
    expect(JSON.stringify(told?.outbound.blocks)).toMatch(/[가-힣]/);
    expect(told?.attachments).toEqual([]);
  });

  test('a proposal too, without buttons, for nobody can answer there', async () => {
    const told = await retelling({ type: 'approval.requested', approval: pendingApproval('A-1') })('12', SLACK.address);
    expect(told?.outbound.title).toMatch(/[가-힣]/);
    expect(told?.outbound.buttons).toEqual([]);
  });

  test('a trade brings its chart in the language of the place', async () => {
    const told = await retelling({ type: 'trade.closed', trade: closedTrade(12, '3') })('12', SLACK.address);
    expect(told?.attachments).toMatchObject([
      { alt: expect.stringMatching(/[가-힣]/), source: `trade-chart:T-12:${SLACK.address}` },
    ]);
  });

  test('to a person, of an entry that is not there, or of no entry at all, it stays as it was', async () => {
    const retell = retelling(panic);
    expect(await retell('12', 'discord:9')).toBeNull();
    expect(await retell('13', SLACK.address)).toBeNull();
    expect(await retell('rule:3:17', SLACK.address)).toBeNull();
  });
});

describe('an escalated copy', () => {
  const away = { name: 'telegram', script: () => 'fault' as const } as const;
  const alarm = entry('panic', { route: [ADMIN, SLACK.address], money: true, dedupeKey: `12:${ADMIN}` });

  test('says what the place is told, with its words on top', async () => {
    const asked: string[] = [];
    const rig = outboxRig({
      channels: [away, { name: 'slack' }],
      retell: retelling(panic),
      wordsOf: (userId) => {
        asked.push(userId);
        const same = () => entry('').outbound;
        return { escalated: (told) => ({ ...told, title: null }), merged: same, digest: same };
      },
    });
    await rig.outbox.start();
    await rig.outbox.add([alarm]);
    await rig.time.pass(5 * MINUTE);
    expect(rig.arrived(SLACK.address)).toEqual([expect.stringMatching(/[가-힣]/)]);
    expect(asked).toEqual([SLACK.address]);
  });

  test('goes in the words of the first when the place cannot be told anew', async () => {
    const retell = () => Promise.reject(new Error('away'));
    const rig = outboxRig({ channels: [away, { name: 'slack' }], retell });
    await rig.outbox.start();
    await rig.outbox.add([alarm]);
    await rig.time.pass(5 * MINUTE);
    expect(rig.arrived(SLACK.address)).toEqual([`[telegram ${MINUTE}]\npanic`]);
  });
});
