import { describe, expect, test } from 'vitest';
import { alertOf } from '../../bot/alerts.ts';
import type { Language } from '../../bot/i18n/language.ts';
import { createVoice } from '../../bot/i18n/voice.ts';
import type { DecisionOutcome, DecisionRecord } from '../../engine/domain/decision.ts';
import type { JournalEvent } from '../../engine/domain/journal-entry.ts';
import { reason } from '../../engine/domain/reason.ts';
import { NO_PLAN } from '../../engine/domain/signal.ts';
import { BTC, closedTrade, DESK_NOW, INSTRUMENTS, pendingApproval } from '../fakes/desk.ts';
import { plainText } from './chat-rig.ts';

function told(event: JournalEvent, language: Language = 'en', verbose = false): string | null {
  const voice = createVoice({
    language,
    zone: 'Asia/Seoul',
    now: DESK_NOW,
    instruments: INSTRUMENTS,
    quoteCurrency: 'USDT',
  });
  const message = alertOf({ seq: 1, at: DESK_NOW, event, hash: '' }, voice, { verbose });
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

  test('an entry tells its reason', () => {
    const event = decision('acted', reason('consensus.unanimous', { wanted: 'buy', assenting: 3, asked: 3 }));
    expect(told(event)).toBe(
      '* [D-12] buy 0.02 BTC. Closed at 106,012.3, beyond the 20-bar channel at 105,900.0; N (average range) is 88.0.',
    );
  });

  test('a candidate that was let go is one quiet line; one that asks has its card', () => {
    const why = reason('risk.open-positions', { value: 5, limit: 4 });
    expect(told(decision('denied', why))).toBe(
      '· [D-12] BTC long, denied: It would be open position number 5, 4 are allowed.',
    );
    expect(told(decision('held', reason('new.code')), 'ko')).toBe('· [D-12] BTC 롱 보류: new.code');
    expect(told(decision('asked', why))).toBeNull();
  });

  test('a closed trade tells profit, time and reason', () => {
    const trade = closedTrade(5, '-3.1');
    expect(told({ type: 'trade.closed', trade })).toBe(
      '* [T-5] SOL long closed: -3.10 USDT after 1h. The target 170.00 was reached at 170.01.',
    );
    expect(told({ type: 'trade.closed', trade }, 'ko')).toBe(
      '* [T-5] SOL 롱 종료: -3.10 USDT, 보유 1시간. 목표가 170.00에 도달했습니다(현재가 170.01).',
    );
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

  test('a moved stop is told only when asked for', () => {
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
    expect(told(event, 'en', true)).toBe('· BTC: stop 104,000.0, target none. The stop followed the price.');
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
