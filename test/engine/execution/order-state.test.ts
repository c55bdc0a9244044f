import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimal } from '../../../engine/domain/decimal.ts';
import type { JournalEvent } from '../../../engine/domain/journal-entry.ts';
import type { Order, OrderState } from '../../../engine/domain/order.ts';
import { TERMINAL_ORDER_STATES } from '../../../engine/domain/order.ts';
import { reason } from '../../../engine/domain/reason.ts';
import { foldOrder, isOrderEvent } from '../../../engine/execution/fold-order.ts';
import { advance, ORDER_TRANSITIONS, type OrderNews } from '../../../engine/execution/order-state.ts';
import { intentOf } from '../../fakes/market.ts';

function orderIn(state: OrderState, changes: Partial<Order> = {}): Order {
  return {
    ...intentOf('D-1', 1),
    number: 1,
    state,
    filledQuantity: '0',
    averagePrice: null,
    venueOrderId: null,
    sentAt: null,
    updatedAt: 1,
    reason: null,
    ...changes,
  };
}

const why = reason('test.reason');
const news: fc.Arbitrary<OrderNews> = fc.oneof(
  fc.constantFrom<OrderNews>(
    { type: 'sent' },
    { type: 'acknowledged', venueOrderId: 'V-1' },
    { type: 'rejected', reason: why },
    { type: 'outcome-lost', reason: why },
    { type: 'cancel-requested' },
    { type: 'canceled', reason: why },
    { type: 'found-open', venueOrderId: 'V-1' },
    { type: 'proven-absent', reason: why },
    { type: 'stuck', reason: why },
  ),
  fc.record({
    type: fc.constant('filled' as const),
    quantity: fc.integer({ min: 1, max: 600 }).map((lots) => (lots / 1_000).toString()),
    price: fc.integer({ min: 1, max: 2_000_000 }).map((ticks) => (ticks / 10).toString()),
  }),
);

describe('the order state machine', () => {
  it('only takes steps of the table, never leaves an end, and never unfills', () => {
    fc.assert(
      fc.property(fc.array(news, { maxLength: 60 }), (sequence) => {
        let order = orderIn('INTENT');
        sequence.forEach((item, index) => {
          const step = advance(order, { ...item, at: index + 2 });
          if ('refused' in step) return;
          const next = step.order;
          if (next.state !== order.state) {
            expect(ORDER_TRANSITIONS[order.state].has(next.state)).toBe(true);
            expect(TERMINAL_ORDER_STATES.has(order.state)).toBe(false);
          }
          expect(decimal(next.filledQuantity).greaterThanOrEqualTo(decimal(order.filledQuantity))).toBe(true);
          if (next.state === 'NOT_PLACED') expect(order.venueOrderId).toBeNull();
          order = next;
        });
      }),
      { numRuns: 2_000 },
    );
  });

  it('is told the same by its journal: folding what was recorded gives the order', () => {
    fc.assert(
      fc.property(fc.array(news, { maxLength: 40 }), (sequence) => {
        let order = orderIn('INTENT');
        let folded = foldOrder(null, 1, { type: 'order.intended', number: 1, intent: intentOf('D-1', 1) });
        sequence.forEach((item, index) => {
          const at = index + 2;
          const step = advance(order, { ...item, at });
          if ('refused' in step) return;
          for (const event of journalled(order, step.order, item, index)) {
            if (isOrderEvent(event)) folded = foldOrder(folded, at, event);
          }
          order = step.order;
          expect(folded).toEqual(order);
        });
      }),
      { numRuns: 1_000 },
    );
  });

  it('counts the same average whatever the order of the fills', () => {
    const fills = fc.array(
      fc.record({ lots: fc.integer({ min: 1, max: 9_999 }), ticks: fc.integer({ min: 1, max: 9_999_999 }) }),
      { minLength: 1, maxLength: 12 },
    );
    fc.assert(
      fc.property(
        fills.chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }))),
        ([list, shuffled]) => {
          const [a, b] = [list, shuffled].map((order) =>
            order.reduce((sum, { lots, ticks }) => {
              const quantity = (lots / 1_000).toString();
              const step = advance(sum, { type: 'filled', quantity, price: (ticks / 100).toString(), at: 2 });
              if ('refused' in step) throw new RangeError(step.refused.code);
              return step.order;
            }, orderIn('OPEN')),
          );
          expect(a?.averagePrice).toBe(b?.averagePrice);
          expect(a?.filledQuantity).toBe(b?.filledQuantity);
        },
      ),
    );
  });

  it('takes a late acknowledgement only for the venue id', () => {
    const step = advance(orderIn('PARTIAL', { filledQuantity: '0.4' }), {
      type: 'acknowledged',
      venueOrderId: 'V-9',
      at: 5,
    });
    expect(step).toMatchObject({ order: { state: 'PARTIAL', venueOrderId: 'V-9' } });
  });

  it('counts a fill that comes after the cancel, and stays canceled', () => {
    const step = advance(orderIn('CANCELED'), { type: 'filled', quantity: '1', price: '100', at: 5 });
    expect(step).toMatchObject({ order: { state: 'CANCELED', filledQuantity: '1', averagePrice: '100' } });
  });

  it('does not believe in the absence of an order that the venue once had', () => {
    const step = advance(orderIn('UNKNOWN', { venueOrderId: 'V-1' }), { type: 'proven-absent', reason: why, at: 5 });
    expect(step).toMatchObject({ refused: { code: 'order.step-refused' } });
  });
});

function journalled(before: Order, after: Order, item: OrderNews, index: number): JournalEvent[] {
  const { clientId, decisionId, state, venueOrderId, request } = after;
  const { symbol } = request;
  const events: JournalEvent[] = [];
  if (item.type === 'filled') {
    const fill = {
      tradeId: `t-${index}`,
      clientId,
      venue: 'v',
      symbol,
      side: request.side,
      quantity: item.quantity,
      price: item.price,
      fee: '0',
      feeCurrency: 'USDT',
      liquidity: 'taker',
      at: after.updatedAt,
    } as const;
    events.push({ type: 'order.filled', number: index, decisionId, fill });
    if (after.state === before.state) return events;
  }
  if (state === 'INTENT') return events;
  events.push({ type: 'order.changed', clientId, decisionId, symbol, state, venueOrderId, reason: after.reason });
  return events;
}
