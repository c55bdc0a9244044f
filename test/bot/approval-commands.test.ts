import { describe, expect, it, test } from 'vitest';
import { APPROVAL_WORDS } from '../../bot/i18n/approval-words.ts';
import { parseQuietHours } from '../../bot/parse/quiet-hours.ts';
import { DECLINE_CODES } from '../../engine/domain/approval.ts';
import type { ApprovalCase } from '../../engine/domain/approval-case.ts';
import type { Command } from '../../engine/domain/command.ts';
import { NO_POLICY } from '../../engine/domain/person-policy.ts';
import { reason } from '../../engine/domain/reason.ts';
import { DESK_NOW, SOL } from '../fakes/desk.ts';
import type { ChatRig } from './chat-rig.ts';
import { createChatRig, plainText } from './chat-rig.ts';

const EVE = 'telegram:1';
const HOUR = 3_600_000;

/** A desk that keeps policies as the engine would. */
function rigWithPolicies(language: 'en' | 'ko' = 'en'): ChatRig {
  const rig = createChatRig({ language, roles: { [EVE]: 'trader', 'telegram:2': 'viewer' } });
  rig.desk.respond = (command) => {
    if (command.type === 'policy.change') {
      rig.desk.policies.set(command.userId, { ...rig.desk.policyOf(command.userId), ...command.change });
    }
    const code = command.type === 'approval.answer' ? 'approval.declined' : 'policy.changed';
    return { outcome: 'accepted', reason: reason(code, { by: EVE }), decisionIds: [], orderNumbers: [] };
  };
  return rig;
}

describe('/policy', () => {
  it('says what is set, what the desk does and what both mean', async () => {
    const rig = rigWithPolicies();
    const share = { key: 'approval.ask-above', unit: 'fraction', minimum: 0, maximum: 1, choices: null } as const;
    rig.desk.settingsNow.push({ ...share, value: 0.25, default: 0.25 });
    rig.desk.policies.set('terminal:owner', { ...NO_POLICY, mode: 'ask-above', askAboveFraction: 0.05 });
    const said = await rig.say('/policy');
    expect(said).toContain('ask me from 5.0% of equity on');
    expect(said).toContain('Entries of 5.0% of equity and more wait for your answer.');
    expect(said).toContain('While everybody who would be asked sleeps, nothing is entered.');
  });

  it('gets stricter at once and laxer after a code', async () => {
    const rig = rigWithPolicies();
    expect(await rig.say('/policy always')).toContain('Every entry that the desk proposes waits for your answer.');
    expect(rig.desk.policyOf('terminal:owner').mode).toBe('ask-always');
    const asked = await rig.say('/policy asleep half');
    expect(asked).toContain('/confirm 4821');
    expect(rig.desk.policyOf('terminal:owner').asleep).toBe('skip');
    await rig.say('/confirm 4821');
    expect(rig.desk.policyOf('terminal:owner').asleep).toBe('half');
    expect(rig.desk.sent.at(-1)).toMatchObject({ type: 'policy.change', confirmed: true });
    expect(await rig.say('/policy above 130%')).toContain('/policy above 20%');
  });

  it('is spoken Korean too, and is not for viewers', async () => {
    const rig = rigWithPolicies('ko');
    expect(plainText(await rig.sayAs(EVE, '승인정책 30% 이상'))).toContain('자산의 30.0% 이상이면 나에게 물음');
    expect(plainText(await rig.sayAs('telegram:2', '/policy always'))).toContain('trader');
    expect(rig.desk.policies.has('telegram:2')).toBe(false);
  });
});

describe('/quiet', () => {
  it('sets hours in the zone of the person or the named one, for viewers too, and takes them away', async () => {
    const rig = rigWithPolicies('ko');
    const said = plainText(await rig.sayAs('telegram:2', '/quiet 밤 11시부터 아침 7시까지'));
    expect(rig.desk.policyOf('telegram:2').quietHours).toEqual({ from: 1380, to: 420, zone: 'Asia/Seoul' });
    expect(said).toContain('23:00–07:00 (Asia/Seoul)');
    await rig.sayAs('telegram:2', '/quiet 22:30-06:00 UTC');
    expect(rig.desk.policyOf('telegram:2').quietHours).toEqual({ from: 1350, to: 360, zone: 'UTC' });
    await rig.sayAs('telegram:2', '/quiet off');
    expect(rig.desk.policyOf('telegram:2').quietHours).toBeNull();
    expect(plainText(await rig.sayAs('telegram:2', '/quiet later'))).toContain('/quiet 23:00-07:00');
  });

  it('asks for a code from whoever lets the desk act while they sleep', async () => {
    const rig = rigWithPolicies();
    rig.desk.policies.set(EVE, { ...NO_POLICY, asleep: 'auto' });
    expect(plainText(await rig.sayAs(EVE, '/quiet 00:00-23:59'))).toContain('/confirm');
    expect(rig.desk.policyOf(EVE).quietHours).toBeNull();
  });

  test.each([
    ['23:00-07:00', 1380, 420],
    ['23-7', 1380, 420],
    ['11pm to 7am', 1380, 420],
    ['밤 11시부터 아침 7시까지', 1380, 420],
    ['밤 12시 ~ 새벽 6시 반', 0, 390],
    ['밤 1시부터 아침 8시', 60, 480],
    ['자정부터 정오까지', 0, 720],
  ])('%s', (text, from, to) => {
    expect(parseQuietHours(text)).toEqual({ outcome: 'parsed', value: { from, to } });
  });

  test.each(['', '7', '23:00', '25:00-07:00', '07:00-07:00', 'a-b', '1-2-3', '내일 7시-8시'])(
    '%s is no span',
    (text) => {
      expect(parseQuietHours(text).outcome).toBe('refused');
    },
  );
});

describe('a no', () => {
  it('is asked for its reason once, with buttons that say what could be typed', async () => {
    const rig = rigWithPolicies();
    const [, question] = await rig.sayAs(EVE, '/decline A-3');
    expect(question?.buttons.map(({ command }) => command)).toEqual(DECLINE_CODES.map((code) => `/reason A-3 ${code}`));
    await rig.tapAs(EVE, question?.buttons[1]?.action ?? '');
    const sent = () => rig.desk.sent.at(-1);
    const given = (command: Command | undefined) => (command?.type === 'approval.give-reason' ? command.given : null);
    expect(given(sent())).toEqual({ code: 'bad-price', text: null });
    const before = rig.desk.sent.length;
    expect(plainText(await rig.tapAs(EVE, question?.buttons[5]?.action ?? ''))).toContain('/reason A-3');
    expect(rig.desk.sent).toHaveLength(before);
    await rig.sayAs(EVE, '/reason A-3 too\u202e close \u0007 to the news');
    expect(given(sent())).toEqual({ code: 'other', text: 'too close to the news' });
  });

  it('is not asked for after a yes, or where the no was refused', async () => {
    const rig = createChatRig({ roles: { [EVE]: 'trader' } });
    expect(await rig.sayAs(EVE, '/approve A-3')).toHaveLength(1);
    rig.desk.respond = () => ({ outcome: 'refused', reason: reason('approval.not-pending', { approvalId: 'A-3' }) });
    expect(await rig.sayAs(EVE, '/decline A-3')).toHaveLength(1);
  });
});

describe('/approvals', () => {
  const one = (number: number, over: Partial<ApprovalCase>): ApprovalCase => ({
    ...{
      number,
      decisionId: `D-${number}`,
      approvalId: `A-${number}`,
      symbol: SOL,
      direction: 'short',
      fate: 'declined',
    },
    ...{ at: DESK_NOW - number * HOUR, by: EVE, outcome: 'declined', given: null, made: null, missed: null },
    ...over,
  });
  const score = (net: string) => ({ net, exit: 'stop' as const, closedAt: DESK_NOW });
  const CASES: readonly ApprovalCase[] = [
    one(1, { missed: score('-30'), given: { code: 'too-risky', text: null } }),
    one(2, { missed: score('-11.5'), given: { code: 'other', text: 'too close to the news' } }),
    one(3, {}),
    one(4, { fate: 'approved', outcome: 'acted', made: { ...score('-3'), exit: 'time' } }),
    one(5, { fate: 'expired', by: null, outcome: 'expired', missed: { ...score('8'), exit: 'target' } }),
    one(6, { fate: 'approved', outcome: 'denied' }),
    one(7, { fate: 'asleep-skip', by: null, approvalId: null, outcome: 'skipped', missed: score('2') }),
  ];

  it('shows each answer with its reason and result, and what they came to with the sample', async () => {
    const rig = rigWithPolicies();
    rig.records.allApprovals = [...CASES];
    const said = await rig.say('/approvals');
    expect(said).toMatch(/A-1 \[D-1\] +SOL +short +declined .*Too risky +would have made -30\.00 USDT \(stop\)/);
    expect(said).toMatch(/A-2 .*too close to the news/);
    expect(said).toMatch(/A-3 .*open/);
    expect(said).toContain('All: 3 vetoes saved 41.50 USDT (2 measured).');
    expect(said).toContain('All: 1 approval made -3.00 USDT (1 closed).');
    expect(said).toContain('1 proposal expired and would have made +8.00 USDT (1 measured).');
    expect(said).toContain(
      '1 proposal came while all slept, were skipped and would have made +2.00 USDT (1 measured).',
    );
    expect(said).toContain('0.05% slippage on each side');
  });

  it('is read by a viewer too, who learns nothing of how anybody is asked', async () => {
    const rig = rigWithPolicies();
    const asleep = (['asleep-skip', 'asleep-half', 'asleep-auto'] as const).map((fate, index) =>
      one(20 + index, { fate, by: null, approvalId: null, outcome: 'skipped' }),
    );
    rig.records.allApprovals = [...CASES, ...asleep, one(30, { by: 'telegram:9', missed: score('-5') })];
    const trader = plainText(await rig.sayAs(EVE, '/approvals 1'));
    expect(trader).toContain('asleep: half');
    const said = await rig.sayAs('telegram:2', '/approvals');
    const text = plainText([...said, ...(await rig.sayAs('telegram:2', '/approvals 2'))]);
    expect(text).toMatch(/D-20\] .*no answer/);
    expect(text).toMatch(/A-1 \[D-1\] .*Too risky/);
    expect(text).not.toMatch(/asleep:/);
    expect(text).toContain('All: ');
    expect(text).not.toContain('telegram:9: ');
    expect(said.flatMap(({ buttons }) => buttons.map(({ command }) => command))).toEqual(['/approvals 2']);
  });

  it('says it in Korean, says when there is nothing, and names a cost a cost', async () => {
    const rig = rigWithPolicies('ko');
    expect(await rig.say('승인기록')).toContain('아직 답한 제안이 없습니다.');
    rig.records.allApprovals = [one(1, { missed: score('12') })];
    expect(await rig.say('승인기록')).toContain('전체: 거절 1건으로 12.00 USDT를 놓쳤습니다 (측정 1건).');
  });
});

test('both languages name every answer, reason and exit', () => {
  const keys = (words: object): readonly string[] =>
    Object.entries(words).flatMap(([key, value]) =>
      typeof value === 'object' && value !== null ? keys(value).map((deeper) => `${key}.${deeper}`) : [key],
    );
  expect(keys(APPROVAL_WORDS.ko)).toEqual(keys(APPROVAL_WORDS.en));
});
