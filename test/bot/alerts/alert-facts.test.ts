import { describe, expect, test } from 'vitest';
import { createAlertFacts } from '../../../bot/alerts/alert-facts.ts';
import type { JournalEvent } from '../../../engine/domain/journal-entry.ts';
import type { OrderState } from '../../../engine/domain/order.ts';
import { reason } from '../../../engine/domain/reason.ts';
import { BTC, closedTrade, DESK_NOW, SOL } from '../../fakes/desk.ts';
import { AlertJournal, MINUTE } from './alert-journal.ts';

const DAY = 86_400_000;

function stop(stopPrice: string, symbol = SOL): JournalEvent {
  return {
    type: 'protection.set',
    symbol,
    decisionId: 'D-1',
    stopPrice,
    targetPrice: null,
    trailDistance: null,
    exitBy: null,
    reason: reason('protection.trailed', { stopPrice }),
  };
}

describe('a fill', () => {
  test('opens, adds, takes a part away and closes, however late it is told', async () => {
    const journal = new AlertJournal();
    journal.decide(1, '2');
    journal.decide(2, '1');
    journal.decide(3, '1');
    journal.decide(4, '2');
    const entries = [
      journal.fill({ decisionId: 'D-1', side: 'buy', quantity: '2', price: '170' }),
      journal.fill({ decisionId: 'D-2', side: 'buy', quantity: '1', price: '172', at: DESK_NOW + MINUTE }),
      journal.fill({ decisionId: 'D-3', side: 'sell', quantity: '1', price: '173', at: DESK_NOW + 2 * MINUTE }),
      journal.fill({ decisionId: 'D-4', side: 'sell', quantity: '2', price: '174', at: DESK_NOW + 3 * MINUTE }),
    ];
    const factsOf = createAlertFacts(journal.records);
    const fills = await Promise.all(entries.map(async (entry) => (await factsOf(entry)).fill));
    expect(fills.map((fill) => [fill?.change, fill?.held, fill?.isFirst, fill?.direction])).toEqual([
      ['opened', '2', true, 'long'],
      ['added', '3', true, 'long'],
      ['reduced', '2', true, 'long'],
      ['closed', '0', true, 'long'],
    ]);
  });

  test('that is the second of its order is not the first; an order that closes all of it closes with its first part', async () => {
    const journal = new AlertJournal();
    journal.decide(1, '2');
    journal.decide(2, '2');
    const [, second, third] = [
      journal.fill({ decisionId: 'D-1', side: 'sell', quantity: '1.5', price: '170' }),
      journal.fill({ decisionId: 'D-1', side: 'sell', quantity: '0.5', price: '170.1' }),
      journal.fill({ decisionId: 'D-2', side: 'buy', quantity: '0.7', price: '169' }),
    ];
    const factsOf = createAlertFacts(journal.records);
    expect((await factsOf(second)).fill).toMatchObject({ change: 'added', isFirst: false, direction: 'short' });
    expect((await factsOf(third)).fill).toMatchObject({ change: 'closed', held: '1.3', direction: 'short' });
  });

  test('counts from the beginning of the trade before, and another coin not at all', async () => {
    const journal = new AlertJournal();
    for (const number of [1, 2, 3, 4]) journal.decide(number, '1');
    journal.fill({ decisionId: 'D-1', side: 'buy', quantity: '1', price: '170', at: DESK_NOW - 9 * MINUTE });
    journal.fill({ decisionId: 'D-2', side: 'sell', quantity: '1', price: '171', at: DESK_NOW - 5 * MINUTE });
    journal.records.allTrades.push(
      closedTrade(1, '1', { openedAt: DESK_NOW - 9 * MINUTE, closedAt: DESK_NOW - 5 * MINUTE }),
    );
    journal.fill({ decisionId: 'D-3', side: 'buy', quantity: '8', price: '105000', symbol: BTC });
    const opened = journal.fill({ decisionId: 'D-4', side: 'sell', quantity: '1', price: '172' });
    const facts = await createAlertFacts(journal.records)(opened);
    expect(facts.fill).toMatchObject({ change: 'opened', held: '1', direction: 'short' });
  });
});

describe('a closed trade', () => {
  test('knows what was put at risk by all its entries, and how the day stands with it', async () => {
    const journal = new AlertJournal();
    journal.decide(1, '2');
    journal.decide(2, '1');
    const openedAt = DESK_NOW - 30 * MINUTE;
    journal.fill({ decisionId: 'D-1', side: 'buy', quantity: '2', price: '171.94', at: openedAt });
    journal.fill({ decisionId: 'D-2', side: 'buy', quantity: '1', price: '172.94', at: openedAt + MINUTE });
    const trade = closedTrade(7, '12.5', { openedAt, closedAt: DESK_NOW, entryDecisionId: 'D-1' });
    journal.records.allTrades.push(
      closedTrade(5, '-100', { closedAt: DESK_NOW - DAY }),
      closedTrade(6, '-3.1', { closedAt: DESK_NOW - MINUTE }),
      trade,
      closedTrade(8, '40', { closedAt: DESK_NOW }),
    );
    const { trade: facts } = await createAlertFacts(journal.records)(journal.write({ type: 'trade.closed', trade }));
    // Both stops stand at 169.94: 2 x 2 and 1 x 3.
    expect(facts?.risk?.toString()).toBe('7');
    expect([facts?.dayNet, facts?.dayTrades]).toEqual(['9.4', 2]);
  });

  test('has no measure of risk where an entry had no stop', async () => {
    const journal = new AlertJournal();
    journal.decide(1, '2', { sizing: null });
    journal.fill({ decisionId: 'D-1', side: 'buy', quantity: '2', price: '171.94', at: DESK_NOW - MINUTE });
    const trade = closedTrade(7, '1', { openedAt: DESK_NOW - MINUTE, closedAt: DESK_NOW });
    const { trade: facts } = await createAlertFacts(journal.records)(journal.write({ type: 'trade.closed', trade }));
    expect(facts?.risk).toBeNull();
  });
});

describe('a stop', () => {
  test('is compared with the last one of its own position', async () => {
    const journal = new AlertJournal();
    const first = journal.write(stop('160'));
    const other = journal.write(stop('99000', BTC));
    const moved = journal.write(stop('161'));
    journal.write({ type: 'trade.closed', trade: closedTrade(1, '1') });
    const next = journal.write(stop('170'));
    const factsOf = createAlertFacts(journal.records);
    const before = await Promise.all(
      [first, other, moved, next].map(async (entry) => (await factsOf(entry)).stopBefore),
    );
    expect(before).toEqual([null, null, '160', null]);
  });
});

describe('an order that was in doubt', () => {
  const changed = (state: Exclude<OrderState, 'INTENT'>, clientId = 'c-1'): JournalEvent => ({
    ...{ type: 'order.changed', clientId, decisionId: 'D-1', symbol: SOL, state, venueOrderId: null, reason: null },
  });

  test('is so until it is known, and only then', async () => {
    const ends = ['OPEN', 'PARTIAL', 'FILLED', 'CANCELED', 'NOT_PLACED'] as const;
    for (const doubt of ['UNKNOWN', 'STUCK'] as const) {
      for (const end of ends) {
        const journal = new AlertJournal();
        const entries = [
          journal.write(changed('SENDING')),
          journal.write(changed('UNKNOWN')),
          ...(doubt === 'STUCK' ? [journal.write(changed('STUCK'))] : []),
          journal.write(changed('FILLED', 'c-2')),
          journal.write(changed(end), DESK_NOW + MINUTE),
          journal.write(changed('FILLED'), DESK_NOW + 2 * MINUTE),
        ];
        const factsOf = createAlertFacts(journal.records);
        const resolved = await Promise.all(entries.map(async (entry) => (await factsOf(entry)).wasUnresolved));
        expect(resolved).toEqual(entries.map((_, index) => index === entries.length - 2));
      }
    }
  });

  test('that was never in doubt, or has gone from doubt to more doubt, is not resolved', async () => {
    const journal = new AlertJournal();
    journal.write(changed('UNKNOWN'));
    const stuck = journal.write(changed('STUCK'));
    const other = journal.write(changed('FILLED', 'c-2'));
    const factsOf = createAlertFacts(journal.records);
    expect([(await factsOf(stuck)).wasUnresolved, (await factsOf(other)).wasUnresolved]).toEqual([false, false]);
  });
});
