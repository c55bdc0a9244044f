import { describe, expect, test } from 'vitest';
import { alertOf } from '../../../bot/alerts/alert.ts';
import type { AlertFacts, FillFacts } from '../../../bot/alerts/alert-facts.ts';
import { NO_FACTS } from '../../../bot/alerts/alert-facts.ts';
import type { AlertKind } from '../../../bot/alerts/alert-kinds.ts';
import { ALERT_HABITS, ALERT_KINDS, alertKindOf } from '../../../bot/alerts/alert-kinds.ts';
import { ALERT_WORDS } from '../../../bot/i18n/alert-words.ts';
import { LANGUAGES } from '../../../bot/i18n/language.ts';
import { createVoice } from '../../../bot/i18n/voice.ts';
import type { JournalEvent, JournalEventOf, JournalEventType } from '../../../engine/domain/journal-entry.ts';
import type { OrderState } from '../../../engine/domain/order.ts';
import { NO_POLICY } from '../../../engine/domain/person-policy.ts';
import { reason } from '../../../engine/domain/reason.ts';
import { BTC, closedTrade, DESK_NOW, INSTRUMENTS, pendingApproval, SOL } from '../../fakes/desk.ts';
import { askedRecord, decisionRecord, deniedRecord } from '../../fixtures/decision-record.ts';

type Case = readonly [event: JournalEvent, kind: AlertKind | null, facts?: Partial<AlertFacts>];

const FILL: FillFacts = {
  change: 'opened',
  isFirst: true,
  direction: 'long',
  held: '2',
  ordered: '2',
  record: decisionRecord(3),
};
const RESOLVED = { wasUnresolved: true };

function exitFor(code: string): JournalEvent {
  const record = decisionRecord(5);
  const signal = { ...record.signal, action: 'exit', reason: reason(code, {}) } as const;
  return { type: 'decision.made', record: { ...record, signal }, sha256: '' };
}

function changed(state: Exclude<OrderState, 'INTENT'>): JournalEvent {
  const ids = { clientId: 'c', decisionId: 'D-3', venueOrderId: null, reason: null };
  return { type: 'order.changed', symbol: BTC, state, ...ids };
}

const filled: JournalEvent = {
  type: 'order.filled',
  number: 1,
  decisionId: 'D-3',
  fill: {
    ...{ tradeId: '1', clientId: 'c', venue: 'simulated', symbol: SOL, side: 'buy', quantity: '2', price: '170' },
    ...{ fee: '0.1', feeCurrency: 'USDT', liquidity: 'taker', at: DESK_NOW },
  },
};
const stop: JournalEvent = {
  ...{ type: 'protection.set', symbol: BTC, decisionId: 'D-3', stopPrice: '104000', targetPrice: null },
  ...{ trailDistance: null, exitBy: null, reason: reason('protection.trailed', { stopPrice: '104000' }) },
};
const by = 'terminal:owner';

/** Every type of event, so that a new one has to be decided. */
function noticed(kind: JournalEventOf<'desk.noticed'>['kind'], code: string): JournalEventOf<'desk.noticed'> {
  return { type: 'desk.noticed', kind, symbol: BTC, reason: reason(code, {}) };
}

const CASES = {
  'desk.started': [
    [
      {
        ...{ type: 'desk.started', mode: 'replay', account: 'paper', venue: 'v', source: 's', seed: '1' },
        ...{ configSha256: '', startingCash: '1', quoteCurrency: 'USDT' },
      },
      null,
    ],
  ],
  'desk.recovered': [[{ type: 'desk.recovered', adoptedFills: 1, resolvedOrders: 0, openOrders: 0 }, 'restart']],
  'decision.made': [
    [{ type: 'decision.made', record: decisionRecord(3), sha256: '' }, 'decision'],
    [{ type: 'decision.made', record: askedRecord(4), sha256: '' }, null],
    [{ type: 'decision.made', record: deniedRecord(4), sha256: '' }, 'decision'],
    [exitFor('turtle.exit-channel'), 'decision'],
    [exitFor('exit.news-alarm'), 'emergency'],
    [exitFor('exit.no-stop'), 'emergency'],
  ],
  'decision.resolved': [[{ type: 'decision.resolved', record: decisionRecord(3), sha256: '' }, 'decision']],
  'approval.requested': [[{ type: 'approval.requested', approval: pendingApproval('A-1') }, 'proposal']],
  'approval.answered': [
    [{ type: 'approval.answered', approval: { ...pendingApproval('A-1'), status: 'expired' } }, 'proposal'],
  ],
  'order.intended': [],
  'order.changed': [
    [changed('OPEN'), null],
    [changed('FILLED'), null],
    [changed('CANCELED'), null],
    [changed('REJECTED'), 'order-problem'],
    [changed('NOT_PLACED'), 'order-problem'],
    [changed('UNKNOWN'), 'order-unresolved'],
    [changed('STUCK'), 'order-unresolved'],
    [changed('FILLED'), 'order-unresolved', RESOLVED],
    [changed('NOT_PLACED'), 'order-unresolved', RESOLVED],
  ],
  'order.filled': [
    [filled, 'trade-opened', { fill: FILL }],
    [filled, 'trade-added', { fill: { ...FILL, change: 'added' } }],
    [filled, 'trade-reduced', { fill: { ...FILL, change: 'reduced' } }],
    [filled, 'fill', { fill: { ...FILL, change: 'closed' } }],
    [filled, 'fill', { fill: { ...FILL, isFirst: false } }],
    [filled, 'fill'],
  ],
  'trade.closed': [[{ type: 'trade.closed', trade: closedTrade(1, '2') }, 'trade-closed']],
  'protection.set': [
    [stop, null],
    [stop, null, { stopBefore: '104000' }],
    [stop, 'stop-moved', { stopBefore: '103000' }],
  ],
  'equity.measured': [[{ type: 'equity.measured', equity: '1', cash: '1', exposure: '0' }, null]],
  'outcome.measured': [
    [
      { ...{ type: 'outcome.measured', decisionId: 'D-1', symbol: BTC }, horizonMs: 1, price: 1, returnFraction: 0 },
      null,
    ],
  ],
  'limit.reached': [
    [{ type: 'limit.reached', limit: 'daily-loss', value: 0.031, threshold: 0.03 }, 'daily-loss'],
    [{ type: 'limit.reached', limit: 'drawdown', value: 0.11, threshold: 0.1 }, 'daily-loss'],
  ],
  'entries.paused': [[{ type: 'entries.paused', by }, 'desk']],
  'entries.resumed': [[{ type: 'entries.resumed', by }, 'desk']],
  'entries.halted': [[{ type: 'entries.halted', reason: reason('fault.at-the-desk', {}) }, 'emergency']],
  'panic.latched': [[{ type: 'panic.latched', by, positions: 1, orders: 0 }, 'emergency']],
  'panic.flattened': [[{ type: 'panic.flattened', realised: '0', fees: '0', equity: '1' }, 'emergency']],
  'panic.cleared': [[{ type: 'panic.cleared', by }, 'desk']],
  'command.refused': [[{ type: 'command.refused', by, command: 'x', reason: reason('x.y', {}) }, null]],
  'setting.changed': [[{ type: 'setting.changed', key: 'a.b', from: 1, to: 2, by }, 'setting']],
  'policy.changed': [[{ type: 'policy.changed', userId: by, from: NO_POLICY, to: NO_POLICY, by }, null]],
  'approvers.changed': [[{ type: 'approvers.changed', users: [], by }, null]],
  'approval.reason-given': [],
  'approval.scored': [],
  'desk.noticed': [
    [noticed('data-stall', 'desk.data-stall'), 'data-stall'],
    [noticed('data-back', 'desk.data-back'), 'data-stall'],
    [noticed('venue-trouble', 'desk.venue-trouble'), 'venue-trouble'],
    [noticed('venue-back', 'desk.venue-back'), 'venue-trouble'],
    [noticed('external-change', 'reconcile.position-differs'), 'external-change'],
    [noticed('venue-trouble', 'emergency.banned'), 'emergency'],
  ],
  'funding.settled': [
    [
      {
        type: 'funding.settled',
        funding: {
          id: '1',
          venue: 'v',
          symbol: 'BTC/USDT:USDT',
          amount: '1',
          currency: 'USDT',
          rateFraction: null,
          at: 1,
        },
      },
      'fill',
    ],
  ],
  'baseline.recorded': [[{ type: 'baseline.recorded', balances: [] }, null]],
  'external.found': [
    [
      {
        type: 'external.found',
        change: {
          ...{ id: 'X-1', symbol: 'BTC/USDT:USDT', kind: 'trade', deskQuantity: '1', venueQuantity: null, price: null },
          reason: reason('external.trade'),
        },
      },
      'external-change',
    ],
  ],
  'external.answered': [
    [{ type: 'external.answered', id: 'X-1', symbol: 'BTC/USDT:USDT', answer: 'leave', by }, 'external-change'],
  ],
  'dust.set-aside': [[{ type: 'dust.set-aside', symbol: 'BTC/USDT', quantity: '1', cost: '1' }, 'desk']],
  'emergency.recorded': [[{ type: 'emergency.recorded', incident: 'panic-1', fromSeq: 1, toSeq: 2, steps: [] }, null]],
} as const satisfies Readonly<Record<JournalEventType, readonly Case[]>>;

const cases: readonly Case[] = Object.values(CASES).flatMap((list: readonly Case[]) => [...list]);

describe('the kind of an event', () => {
  test('follows from its type and what stands before it', () => {
    for (const [event, kind, facts = {}] of cases) {
      expect([event, alertKindOf(event, { ...NO_FACTS, ...facts })]).toEqual([event, kind]);
    }
  });

  test('and its words agree: what has a kind says something, what has none says nothing', () => {
    const voice = createVoice({
      ...{ language: 'en', zone: 'UTC', now: DESK_NOW, instruments: INSTRUMENTS, quoteCurrency: 'USDT' },
    } as const);
    for (const [event, kind, facts = {}] of cases) {
      const told = alertOf({ seq: 1, at: DESK_NOW, event, hash: '' }, voice, { ...NO_FACTS, ...facts });
      expect([event.type, told !== null]).toEqual([event.type, kind !== null]);
    }
  });
});

describe('kinds', () => {
  test('all have a habit and words of their own in each language', () => {
    for (const language of LANGUAGES) {
      const names = ALERT_KINDS.map((kind) => ALERT_WORDS[language].kinds[kind].name);
      expect(new Set(names).size).toBe(ALERT_KINDS.length);
    }
    expect(Object.keys(ALERT_HABITS)).toEqual([...ALERT_KINDS]);
  });

  test('a question and an emergency can be silenced, never switched off; money is on from the start', () => {
    const least = ALERT_KINDS.filter((kind) => ALERT_HABITS[kind].least === 'silent');
    expect(least).toEqual(['proposal', 'emergency']);
    expect(ALERT_KINDS.filter((kind) => ALERT_HABITS[kind].money && ALERT_HABITS[kind].mode !== 'on')).toEqual([]);
    const offFromStart = ALERT_KINDS.filter((kind) => ALERT_HABITS[kind].mode === 'off');
    expect(offFromStart.every((kind) => ALERT_HABITS[kind].routine === true)).toBe(true);
  });
});
