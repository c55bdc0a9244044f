import { describe, expect, test } from 'vitest';
import { alertOf } from '../../../bot/alerts/alert.ts';
import type { AlertFacts, FillFacts } from '../../../bot/alerts/alert-facts.ts';
import { NO_FACTS } from '../../../bot/alerts/alert-facts.ts';
import type { Language } from '../../../bot/i18n/language.ts';
import { createVoice } from '../../../bot/i18n/voice.ts';
import { decimal } from '../../../engine/domain/decimal.ts';
import type { DecisionOutcome, DecisionRecord } from '../../../engine/domain/decision.ts';
import type { JournalEvent } from '../../../engine/domain/journal-entry.ts';
import { reason } from '../../../engine/domain/reason.ts';
import { NO_PLAN } from '../../../engine/domain/signal.ts';
import { BTC, closedTrade, DESK_NOW, INSTRUMENTS, pendingApproval, SOL } from '../../fakes/desk.ts';
import { decisionRecord } from '../../fixtures/decision-record.ts';
import { plainText } from '../chat-rig.ts';

function told(
  event: JournalEvent,
  language: Language = 'en',
  facts: Partial<AlertFacts> = {},
  brief = false,
): string | null {
  const voice = createVoice({
    language,
    zone: 'Asia/Seoul',
    now: DESK_NOW,
    instruments: INSTRUMENTS,
    quoteCurrency: 'USDT',
  });
  const message = alertOf({ seq: 1, at: DESK_NOW, event, hash: '' }, voice, { ...NO_FACTS, ...facts }, { brief });
  if (message === null) return null;
  const { choices, ...rest } = message;
  return plainText([{ ...rest, buttons: choices.map((choice) => ({ ...choice, action: '' })) }]);
}

function decision(outcome: DecisionOutcome, why: DecisionRecord['reason']): JournalEvent {
  const record = {
    id: 'D-12',
    outcome,
    reason: why,
    signal: {
      id: 's',
      symbol: BTC,
      action: 'enter',
      direction: 'long',
      confidence: 0.8,
      source: 'strategy:turtle',
      reason: reason('turtle.breakout', { bars: 20, level: 105_900, close: 106_012.3, n: 88 }),
      at: DESK_NOW,
      expiresAt: DESK_NOW,
      plan: NO_PLAN,
    },
    sizing: null,
    order: { quantity: '0.02' },
  };
  // The alert reads a handful of fields; the rest of the record is another test's.
  return { type: 'decision.made', record: record as unknown as DecisionRecord, sha256: '' };
}

const FILL: FillFacts = {
  change: 'opened',
  isFirst: true,
  direction: 'long',
  held: '4.77',
  ordered: '4.77',
  record: decisionRecord(3),
};

function filled(quantity: string, price: string): JournalEvent {
  const ids = { tradeId: '1', clientId: 'c', venue: 'simulated', feeCurrency: 'USDT', liquidity: 'taker' } as const;
  const fill = { ...ids, symbol: SOL, side: 'buy', quantity, price, fee: '0.1', at: DESK_NOW } as const;
  return { type: 'order.filled', number: 9, decisionId: 'D-3', fill };
}

describe('alerts', () => {
  test('a proposal comes with all its terms and its three answers', () => {
    expect(told({ type: 'approval.requested', approval: pendingApproval('A-3') })).toBe(
      [
        '?? Proposal A-3: buy BTC',
        '   Quantity    0.02 BTC',
        '   Value       2,100.00 USDT (21.0% of equity)',
        '   Price       105,000.0',
        '   Stop        103,500.0',
        '   Target      none',
        '   Worst loss  31.50 USDT',
        '   Answer by   14:10 KST (5m)',
        '   Because of  [D-12]',
        '  [Approve] /approve A-3   [Half] /half A-3   [Decline] /decline A-3   [Why?] /why D-12   [Chart] /chart D-12',
      ].join('\n'),
    );
  });

  test('an entry on its way is one quiet line with its reason', () => {
    const event = decision('acted', reason('consensus.unanimous', { wanted: 'buy', assenting: 3, asked: 3 }));
    expect(told(event)).toBe(
      '· [D-12] buy 0.02 BTC. Closed at 106,012.3, beyond the 20-bar channel at 105,900.0; N (average range) is 88.0.',
    );
  });

  test('an opened trade tells size, price, worth, share of equity, stop, worst loss and reason', () => {
    expect(told(filled('4.77', '171.90'), 'en', { fill: FILL })).toBe(
      [
        '* [D-3] SOL long opened: buy 4.77 SOL at 171.90',
        '  Worth 819.96 USDT, 8.2% of equity. Stop 169.94, worst loss 10.07 USDT.',
        '  Closed at 171.88, beyond the 20-bar channel at 171.42; N (average range) is 0.97.',
        '  [Why?] /why D-3   [Chart] /chart D-3',
      ].join('\n'),
    );
    const korean = told(filled('4.77', '171.90'), 'ko', { fill: FILL }, true);
    expect(korean?.split('\n').slice(0, 2)).toEqual([
      '* [D-3] SOL 롱 진입: 171.90에 4.77 SOL 매수',
      '  금액 819.96 USDT, 자산의 8.2%. 손절가 169.94, 최대 손실 10.07 USDT.',
    ]);
    expect(korean).not.toContain('/why');
  });

  test('a first part of an order says so, and what is worth what counts for the whole order', () => {
    const text = told(filled('1.77', '171.90'), 'en', { fill: FILL }, true);
    expect(text).toContain('buy 1.77 SOL at 171.90');
    expect(text).toContain('Worth 819.96 USDT');
    expect(text).toContain('So far 1.77 SOL of 4.77 SOL.');
    expect(told(filled('4.77', '171.90'), 'en', { fill: FILL }, true)).not.toContain('So far');
  });

  test('what was added or taken away tells what is held now', () => {
    const added = told(filled('4.77', '171.90'), 'en', { fill: { ...FILL, change: 'added', held: '9.1' } }, true);
    expect(added).toContain('[D-3] SOL long added to: buy 4.77 SOL at 171.90, now 9.1 SOL');
    const reduced = told(filled('4.77', '171.90'), 'ko', { fill: { ...FILL, change: 'reduced', held: '2' } }, true);
    expect(reduced).toContain('[D-3] SOL 롱 일부 청산: 171.90에 4.77 SOL 매수, 2 SOL 남음');
    expect(reduced).not.toContain('최대 손실');
  });

  test('a fill from outside has no reason to tell, and none is made up', () => {
    expect(told(filled('4.77', '171.90'), 'en', { fill: { ...FILL, record: null } })).toBe(
      ['* [D-3] SOL long opened: buy 4.77 SOL at 171.90', '  Worth 819.96 USDT, N/A of equity. No stop.'].join('\n'),
    );
  });

  test('a fill by itself stays quiet', () => {
    expect(told(filled('4.77', '171.90'))).toBe('· [F-9] buy 4.77 SOL @ 171.90, fee 0.1 USDT');
  });

  test('a candidate that was let go is one quiet line; one that asks has its card', () => {
    const why = reason('risk.open-positions', { value: 5, limit: 4 });
    expect(told(decision('denied', why))).toBe(
      '· [D-12] BTC long, denied: It would be open position number 5, 4 are allowed.',
    );
    expect(told(decision('held', reason('new.code')), 'ko')).toBe('· [D-12] BTC 롱 보류: new.code');
    expect(told(decision('asked', why))).toBeNull();
  });

  test('a closed trade tells profit in money, percent and R, the way through, fees, reason and the day', () => {
    const trade = closedTrade(5, '-3.1');
    const facts = { trade: { risk: decimal('6.2'), dayNet: '9.4', dayTrades: 1 } };
    expect(told({ type: 'trade.closed', trade }, 'en', facts)).toBe(
      [
        '* [T-5] SOL long closed: -3.10 USDT (-0.74%, -0.50 R)',
        '  In at 168.00, out at 170.00 after 1h. Fees 0.42 USDT.',
        '  The target 170.00 was reached at 170.01.',
        '  Since 00:00 UTC: +9.40 USDT in 1 trade.',
        '  [Why?] /why D-7   [Chart] /chart D-7',
      ].join('\n'),
    );
    expect(told({ type: 'trade.closed', trade }, 'ko', facts, true)).toBe(
      [
        '* [T-5] SOL 롱 청산: -3.10 USDT (-0.74%, -0.50 R)',
        '  진입 168.00, 청산 170.00, 보유 1시간, 수수료 0.42 USDT.',
        '  목표가 170.00에 도달했습니다(현재가 170.01).',
        '  UTC 0시 이후: 거래 1건, +9.40 USDT.',
      ].join('\n'),
    );
  });

  test('without a stop there is no R', () => {
    const facts = { trade: { risk: null, dayNet: '12', dayTrades: 2 } };
    const text = told({ type: 'trade.closed', trade: closedTrade(5, '12') }, 'en', facts, true);
    expect(text).toContain('+12.00 USDT (+2.86%)');
    expect(text).toContain('in 2 trades.');
  });

  test('panic and flat are urgent', () => {
    expect(told({ type: 'panic.latched', by: 'terminal:owner', positions: 2, orders: 1 })).toContain('!! PANIC');
    expect(told({ type: 'panic.flattened', realised: '-12.5', fees: '3.21', equity: '9984.29' })).toBe(
      [
        '!! Everything is flat',
        '   Realised  -12.50 USDT',
        '   Fees      3.21 USDT',
        '   Equity    9,984.29 USDT',
        '   Entries stay blocked until /unpanic.',
      ].join('\n'),
    );
  });

  test('one of anything is one', () => {
    const one = told({ type: 'panic.latched', by: 'terminal:owner', positions: 1, orders: 0 });
    expect(one).toContain('closing 1 position, canceling 0 orders.');
    const recovered = told({ type: 'desk.recovered', adoptedFills: 1, resolvedOrders: 2, openOrders: 0 });
    expect(recovered).toBe('* Back after a restart: 1 missed fill taken over, 2 orders resolved, 0 still open.');
    expect(told({ type: 'desk.recovered', adoptedFills: 0, resolvedOrders: 0, openOrders: 0 })).toMatch(/^· .*nothing/);
  });

  test('bad news and a reached limit are urgent and say why', () => {
    const base = decisionRecord(9);
    const why = reason('exit.news-alarm', { tone: -0.8, limit: -0.6, stories: 1, sources: 3, newsIds: 'N-1' });
    const record: DecisionRecord = { ...base, signal: { ...base.signal, action: 'exit', reason: why } };
    const alarm = told({ type: 'decision.made', record, sha256: '' });
    expect(alarm?.split('\n')[0]).toBe('!! [D-9] SOL is being closed at once');
    expect(alarm).toContain('1 story by 3 publishers');
    const reached: JournalEvent = { type: 'limit.reached', limit: 'daily-loss', value: 0.031, threshold: 0.03 };
    expect(told(reached, 'ko')?.split('\n').slice(0, 2)).toEqual([
      '!! 손실 한도 도달',
      '   오늘 손실 3.10%가 한도 3.00%에 도달했습니다.',
    ]);
  });

  test('an order in doubt is told of once more when it is known, without an alarm', () => {
    const ids = { clientId: 'c', decisionId: 'D-1', venueOrderId: null, symbol: BTC } as const;
    const facts = { wasUnresolved: true };
    const filled: JournalEvent = { type: 'order.changed', state: 'FILLED', reason: null, ...ids };
    expect(told(filled)).toBeNull();
    expect(told(filled, 'en', facts)).toBe('* Order in BTC, no longer in doubt: filled.');
    expect(told(filled, 'ko', facts)).toMatch(/^\* BTC 주문 결과가 확인됐습니다: /);
    const why = reason('order.proven-absent', { queries: 1 });
    const absent: JournalEvent = { type: 'order.changed', state: 'NOT_PLACED', reason: why, ...ids };
    expect(told(absent, 'en', facts)).toMatch(/^\* Order in BTC, no longer in doubt: was never placed\. \S/);
  });

  test('a stop is told when it has moved, from where to where', () => {
    const event: JournalEvent = {
      type: 'protection.set',
      symbol: BTC,
      decisionId: 'D-1',
      stopPrice: '104000',
      targetPrice: null,
      trailDistance: null,
      exitBy: null,
      reason: reason('protection.trailed', { stopPrice: '104000' }),
    };
    expect(told(event)).toBeNull();
    expect(told(event, 'en', { stopBefore: '104000' })).toBeNull();
    const moved = { stopBefore: '103500' };
    expect(told(event, 'en', moved)).toBe('· BTC: stop moved 103,500.0 → 104,000.0. The stop followed the price.');
    expect(told(event, 'ko', moved)).toContain('손절가 103,500.0 → 104,000.0');
  });

  test('what is only bookkeeping says nothing', () => {
    expect(told({ type: 'equity.measured', equity: '1', cash: '1', exposure: '0' })).toBeNull();
    expect(told({ type: 'desk.recovered', adoptedFills: 1, resolvedOrders: 2, openOrders: 0 })).toContain('restart');
    expect(told({ type: 'entries.halted', reason: reason('new.code') }, 'ko')).toContain('!! 신규 진입이 중단');
  });

  test('an order in trouble is told, the ordinary way of an order is not', () => {
    const changed = (state: 'OPEN' | 'REJECTED' | 'STUCK'): JournalEvent => ({
      type: 'order.changed',
      clientId: 'c',
      decisionId: 'D-1',
      symbol: BTC,
      state,
      venueOrderId: null,
      reason: reason('venue.min-notional', { notional: '4', minimum: '5' }),
    });
    expect(told(changed('OPEN'))).toBeNull();
    expect(told(changed('REJECTED'))).toBe(
      '* Order in BTC: rejected by the exchange. The order is worth 4.00 USDT; the venue takes no less than 5.00 USDT.',
    );
    expect(told(changed('STUCK'))).toContain('!! ');
  });
});
