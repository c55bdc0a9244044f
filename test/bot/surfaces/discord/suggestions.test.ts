import { describe, expect, test } from 'vitest';
import { COMMANDS } from '../../../../bot/commands/registry.ts';
import { ALERT_WORDS } from '../../../../bot/i18n/alert-words.ts';
import { APPROVAL_WORDS } from '../../../../bot/i18n/approval-words.ts';
import { createSuggestions } from '../../../../bot/surfaces/discord/suggestions.ts';
import type { ApprovalCase } from '../../../../engine/domain/approval-case.ts';
import { BTC } from '../../../fakes/desk.ts';
import { createChatRig } from '../../chat-rig.ts';

const VIEWER = 'discord:1';

function suggestions(cases: readonly ApprovalCase[] = []) {
  const { desk, records, access } = createChatRig({ roles: { [VIEWER]: 'viewer' } });
  records.allApprovals = [...cases];
  return createSuggestions({ desk, records, access, commands: COMMANDS });
}

function declined(number: number, more: Partial<ApprovalCase> = {}): ApprovalCase {
  return {
    ...{ number, decisionId: `D-${number}`, approvalId: `A-${number}`, symbol: BTC, direction: 'long', at: 0 },
    ...{ fate: 'declined', by: VIEWER, outcome: 'declined', given: null, made: null, missed: null },
    ...more,
  };
}

describe('suggestions of alerts', () => {
  test('are what can be shown, then the kinds, under the names of the language', async () => {
    const found = await suggestions().of('alerts', '', { userId: VIEWER, language: 'ko' });
    expect(found.slice(0, 4)).toEqual([
      { name: '알림 종류와 설정 보기', value: 'kinds' },
      { name: '전체', value: 'all' },
      { name: '시험 알림 보내기', value: 'test' },
      { name: `${ALERT_WORDS.ko.kinds['trade-opened'].name} (trade-opened)`, value: 'trade-opened' },
    ]);
    const [closed] = await suggestions().of('alerts', 'trade cl', { userId: VIEWER, language: 'en' });
    expect(closed).toEqual({ name: 'Trade closed (trade-closed)', value: 'trade-closed' });
  });

  test('are nothing for a stranger', async () => {
    expect(await suggestions().of('alerts', '', { userId: 'discord:666', language: 'en' })).toEqual([]);
  });
});

describe('suggestions of a reason', () => {
  test('are the declined proposals that have none yet', async () => {
    const cases = [
      declined(4),
      declined(3, { given: { code: 'bad-price', text: null } }),
      declined(2, { fate: 'approved' }),
      declined(1, { approvalId: null }),
    ];
    const found = await suggestions(cases).of('declined', '', { userId: VIEWER, language: 'en' });
    expect(found).toEqual([{ name: 'A-4 BTC long', value: 'A-4' }]);
  });

  test('are the ready-made ones, in the language of the person', async () => {
    const found = await suggestions().of('decline-reason', 'too-r', { userId: VIEWER, language: 'ko' });
    expect(found).toEqual([{ name: APPROVAL_WORDS.ko.declineReason['too-risky'], value: 'too-risky' }]);
  });
});
