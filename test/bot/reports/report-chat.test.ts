import { beforeEach, describe, expect, it } from 'vitest';
import { TERMINAL_OWNER } from '../../../bot/people/access.ts';
import { UnavailableError } from '../../../engine/domain/errors.ts';
import { reason } from '../../../engine/domain/reason.ts';
import { fillOf } from '../../agent/fixtures/desk.ts';
import { BTC, DESK_NOW } from '../../fakes/desk.ts';
import { deniedRecord, heldRecord } from '../../fixtures/decision-record.ts';
import type { ChatRig, ChatRigOptions } from '../chat-rig.ts';
import { createChatRig, plainText } from '../chat-rig.ts';
import { closedTrade, DAY_ONE, HOUR, journal, measure, reportDeskOver } from './report-rig.ts';

let rig: ChatRig;

/** The desk stands at 14:05 on 19 May in Seoul; its clock follows the wall unless said otherwise. */
async function open(options: ChatRigOptions & { readonly market?: boolean; readonly undelivered?: number } = {}) {
  const { market = false, undelivered = 0, ...rest } = options;
  rig = createChatRig({
    ...rest,
    reportDesk: (desk, records) => reportDeskOver(desk, records, { pace: market ? 'market' : 'wall', undelivered }),
  });
  await rig.say(options.language === 'ko' ? '/lang ko' : '/lang en Asia/Seoul');
}

beforeEach(() => open());

describe('a report in the chat', () => {
  it('of a day without anything says so in each place, and nothing is made up', async () => {
    const text = await rig.say('/report daily');
    expect(text).toContain('Daily report, 18 May (Sun)');
    expect(text).toContain('Equity did not change.');
    expect(text).toContain('No trade closed.');
    expect(text).toContain('N/A (0 of the 10 it takes)');
    expect(text).toContain('There was no candidate.');
    expect(text).toContain('Nobody was asked.');
    expect(text).toContain('None was asked: cost 0.');
    expect(text).toMatch(/Incidents\n\s+None\./);
    expect(text).toContain('Nothing was held at the end.');
    expect(text).toContain('The desk began 18 May 12:00; the report is from there on.');
    expect(text).not.toMatch(/Best|Worst|undefined|NaN|Infinity/);
  });

  it('leads with the result and with buy-and-hold over the same span', async () => {
    measure(rig.records, DAY_ONE + 13 * HOUR, '10020');
    measure(rig.records, DAY_ONE + 24 * HOUR, '10050');
    const text = await rig.say('/report 18 May');
    expect(text).toContain('Up 50.00 USDT (+0.50%) after fees.');
    // From 112 at noon to 124 at midnight, less one fee: 124/112/1.0005 − 1.
    expect(text).toContain('Buying the same 2 coins in equal parts and holding them: +10.66%.');
    expect(text).toContain('The desk was behind that by 10.16 points.');
    expect(text).toContain('10,000.00 USDT → 10,050.00 USDT');
  });

  it('adds no coins to the fees, and tells of third currencies beside them', async () => {
    const shib = { symbol: 'SHIB/USDT', quantity: '10000000', price: '0.00002', at: DAY_ONE + 13 * HOUR };
    rig.records.add(heldRecord(1, { at: DAY_ONE + 13 * HOUR }), {
      fills: [
        fillOf(1, 'D-1', { ...shib, fee: '10000', feeCurrency: 'SHIB' }),
        fillOf(2, 'D-1', { ...shib, fee: '0.00075', feeCurrency: 'BNB' }),
      ],
    });
    expect(await rig.say('/report 18 May')).toContain('0.20 USDT + 0.00075 BNB on 2 fills');
  });

  it('of a day that runs counts what has been until now', async () => {
    await open({ language: 'ko' });
    rig.records.allTrades = [closedTrade(1, '12.5'), closedTrade(2, '-3')];
    rig.records.add(heldRecord(1, { at: DESK_NOW - HOUR })).add(deniedRecord(2, { at: DESK_NOW - HOUR }));
    const text = await rig.say('오늘 보고서');
    expect(text).toContain('5월 19일 (월) 현황, 14:05 KST까지');
    expect(text).toContain('2건, 이익 1건, 순손익 +9.50 USDT');
    expect(text).toContain('+12.50 USDT [T-1] ETH 롱, 목표가 도달');
    expect(text).toContain('-3.00 USDT [T-2] BTC 롱, 목표가 도달');
    expect(text).toContain('후보 2건: 보류 1, 차단 1.');
    expect(text).toContain('막은 이유: 코인별 노출 1, 모델 1.');
  });

  it('names what went wrong, the latest last, and how much more there was', async () => {
    await open({ undelivered: 3 });
    for (let index = 0; index < 9; index += 1) {
      const at = DAY_ONE + (13 + index) * HOUR;
      journal(rig.records, at, { type: 'panic.latched', by: 'terminal:owner', positions: 1, orders: 0 });
    }
    const order = { clientId: 'c', decisionId: 'D-1', symbol: BTC, venueOrderId: null };
    const at = DAY_ONE + 23 * HOUR;
    journal(rig.records, at, { type: 'order.changed', ...order, state: 'OPEN', reason: null });
    journal(rig.records, at, { type: 'order.changed', ...order, state: 'REJECTED', reason: reason('test.away') });
    const text = await rig.say('/report daily');
    expect(text).toContain('18 May 21:00 Panic by the owner');
    expect(text).toContain('18 May 23:00 Order BTC rejected by the venue. test.away');
    expect(text).toContain('3 messages could not be delivered');
    expect(text).toContain('And 3 more.');
    expect(text).not.toContain('18 May 13:00 Panic');
  });

  it('says a veto saved what it kept from being lost, and cost what it kept from being earned', async () => {
    const veto = {
      symbol: BTC,
      direction: 'long',
      fate: 'declined',
      at: DAY_ONE + 14 * HOUR,
      by: 'telegram:1',
      outcome: 'declined',
      given: null,
      made: null,
    } as const;
    const missed = (net: string) => ({ net, exit: 'stop', closedAt: 0 }) as const;
    rig.records.allApprovals = [
      { ...veto, number: 1, decisionId: 'D-1', approvalId: 'A-1', missed: missed('-50') },
      { ...veto, number: 2, decisionId: 'D-2', approvalId: 'A-2', missed: missed('9') },
    ];
    expect(await rig.say('/report daily')).toContain('Your 2 vetoes saved 41.00 USDT.');
    rig.records.allApprovals = [{ ...veto, number: 1, decisionId: 'D-1', approvalId: 'A-1', missed: missed('5') }];
    expect(await rig.say('/report daily')).toContain('Your one veto cost 5.00 USDT.');
    rig.records.allApprovals = [{ ...veto, number: 1, decisionId: 'D-1', approvalId: 'A-1', missed: null }];
    expect(await rig.say('/report daily')).toContain('What your one veto came to is not measured yet.');
  });

  it('comes with its picture and with what may be asked next', async () => {
    const [first, second] = await rig.sayAs(TERMINAL_OWNER, '/report daily');
    expect(first?.picture?.name).toBe('report-2025-05-18');
    expect(second?.buttons.map(({ command }) => command)).toEqual([
      '/report weekly',
      '/report monthly',
      '/report schedule',
    ]);
  });

  it('comes without the picture when it cannot be drawn', async () => {
    await open({ charts: { draw: () => Promise.reject(new UnavailableError('busy')) } });
    const said = await rig.sayAs(TERMINAL_OWNER, '/report daily');
    expect(said[0]?.picture).toBeUndefined();
    expect(plainText(said)).toContain('The chart could not be drawn just now.');
    expect(plainText(said)).toContain('Daily report, 18 May (Sun)');
  });

  it('of a time before the desk, of the future and of words that are none is refused in a sentence', async () => {
    expect(await rig.say('/report 2024-01-01')).toContain('It began 18 May 12:00.');
    expect(await rig.say('/report 2025-06-01')).toContain(
      'There is nothing of that yet: the desk is at 19 May 14:05 KST.',
    );
    expect(await rig.say('/report sometimes')).toContain('I cannot read “sometimes” as a period.');
    expect(await createChatRig().say('/report')).toContain('Reports are not made here.');
  });

  it('without words is of the last whole day, or of the first one while that runs', async () => {
    expect(await rig.say('/report')).toContain('Daily report, 18 May (Sun)');
    rig.desk.at = DAY_ONE + 20 * HOUR;
    expect(await rig.say('report')).toContain('18 May (Sun) so far, until 20:00 KST');
  });
});

describe('when reports come', () => {
  it('shows and changes it for the person who asks, in their words', async () => {
    expect(await rig.say('/report schedule')).toMatch(/Daily\s+every day at 09:00 KST\s+20 May 09:00/);
    expect(await rig.say('/report daily 18:30')).toBe('Daily: every day at 18:30 KST.');
    expect(await rig.say('/report weekly off')).toBe('Weekly: off.');
    const shown = await rig.say('/report schedule');
    // 18:30 of today is still to come.
    expect(shown).toMatch(/Daily\s+every day at 18:30 KST\s+19 May 18:30/);
    expect(shown).toMatch(/Weekly\s+off\s+-/);
    expect(shown).toMatch(/Monthly\s+on the 1st at 09:00 KST\s+1 Jun 09:00/);
    expect(await rig.say('/report daily 25:00')).toContain('I cannot read “25:00” as a time of day.');
    await open({ language: 'ko' });
    expect(await rig.say('/report 주간 끔')).toBe('주간: 받지 않음.');
    expect(await rig.say('/report 주간 켬')).toBe('주간: 월요일마다 09:00 KST.');
    expect(await rig.say('/report 일간 오후 6시 반')).toBe('일간: 매일 18:30 KST.');
  });

  it('is off for a viewer until they ask', async () => {
    await open({ roles: { 'telegram:7': 'viewer' } });
    const say = async (line: string) => plainText(await rig.sayAs('telegram:7', line, { language: 'en' }));
    expect(await say('/report schedule')).toMatch(/Daily\s+off/);
    expect(await say('/report daily on')).toContain('Daily: every day at 09:00');
    expect(await say('/report schedule')).toMatch(/Daily\s+every day at 09:00/);
  });

  it('in a replay follows the market, and says that times of day do not count there', async () => {
    await open({ market: true });
    const shown = await rig.say('/report schedule');
    expect(shown).toMatch(/Daily\s+when the market's day ends\s+20 May 00:00/);
    expect(await rig.say('/report daily 08:00')).toContain('reports follow the recorded market');
  });
});
