import { describe, expect, it } from 'vitest';
import { estimateOf } from '../../engine/domain/decimal.ts';
import type { Instrument } from '../../engine/domain/instrument.ts';
import type { OrderIntent, OrderRequest } from '../../engine/domain/order.ts';
import { clientIdOf } from '../../engine/execution/client-id.ts';
import type { AccountEvent, Execution } from '../../engine/ports/execution.ts';

/** A venue under test with a market that the test moves. */
export interface ExecutionUnderTest {
  readonly execution: Execution;
  /** Moves the market of the first instrument to `price`; its fills have been delivered when it resolves. */
  trade(price: number): Promise<void>;
  /** Time for intents. */
  now(): number;
}

/** What not every venue has by its nature. */
export interface ExecutionAbilities {
  /** Spot venues know no reduce-only: there a sale of more than is held is rejected whole. */
  readonly reduceOnly: boolean;
  /** Whether it takes back reduce-only stops when there is nothing left to reduce; else the desk sweeps them. */
  readonly sweepsStops: boolean;
  /** Korean venues take market buys as an amount of KRW: the quantity is then only nearly the one that was asked for. */
  readonly exactMarketBuys: boolean;
}

const ALL: ExecutionAbilities = { reduceOnly: true, sweepsStops: true, exactMarketBuys: true };

/** What the order manager relies on, whatever the venue. `open` returns a venue whose market stands at 100. */
export function describeExecution(
  name: string,
  open: () => Promise<ExecutionUnderTest>,
  { reduceOnly, sweepsStops, exactMarketBuys }: ExecutionAbilities = ALL,
): void {
  describe(`${name} as an execution`, () => {
    it('lists instruments with a grid, and says which venue it is', async () => {
      const { execution } = await open();
      expect(execution.venue).not.toBe('');
      expect(execution.instruments.length).toBeGreaterThan(0);
      for (const { tickSize, lotSize, venue } of execution.instruments) {
        expect(estimateOf(tickSize)).toBeGreaterThan(0);
        expect(estimateOf(lotSize)).toBeGreaterThan(0);
        expect(venue).toBe(execution.venue);
      }
    });

    it('acknowledges an order and then finds it open by its client id', async () => {
      const { execution, intent } = await opened(open);
      const order = intent('D-1', { type: 'limit', price: '50' });
      const sent = await execution.send(order);
      expect(sent.outcome).toBe('acknowledged');
      const found = await execution.findOrder(order.clientId, order.request.symbol);
      expect(found).toMatchObject({ clientId: order.clientId, state: 'OPEN', filledQuantity: '0' });
      expect(await execution.openOrders()).toEqual([found]);
    });

    it('answers null for an order that it never had', async () => {
      const { execution, symbol } = await opened(open);
      expect(await execution.findOrder('cunheardof', symbol)).toBeNull();
    });

    it('does not fill before send returns', async () => {
      const { execution, intent, events } = await opened(open);
      await execution.send(intent('D-1'));
      expect(events).toEqual([]);
    });

    it('delivers fills that add up to the order and can be read again in the same order', async () => {
      const { execution, intent, events, trade } = await opened(open);
      const order = intent('D-1');
      await execution.send(order);
      await trade(100);
      await trade(100);
      const fills = events.flatMap((event) => (event.type === 'fill.received' ? [event.fill] : []));
      const total = fills.reduce((sum, fill) => sum + estimateOf(fill.quantity), 0);
      expect(total).toBeCloseTo(estimateOf(order.request.quantity), exactMarketBuys ? 9 : 2);
      expect(await execution.fillsSince(null)).toEqual(fills);
      expect(new Set(fills.map(({ tradeId }) => tradeId)).size).toBe(fills.length);
      expect(await execution.findOrder(order.clientId, order.request.symbol)).toMatchObject({ state: 'FILLED' });
    });

    it('returns only what came after a trade, and throws for a trade that it does not know', async () => {
      const { execution, intent, trade, symbol, now } = await opened(open);
      await execution.send(intent('D-1'));
      await trade(100);
      const known = await execution.fillsSince(null);
      await execution.send(intent('D-2'));
      await trade(100);
      const all = await execution.fillsSince(null);
      expect(await execution.fillsSince(known.at(-1) ?? null)).toEqual(all.slice(known.length));
      await expect(execution.fillsSince({ tradeId: 'no-such-trade', symbol, at: now() })).rejects.toThrow();
    });

    it('returns what came from a moment on, for records that hold no trade', async () => {
      const { execution, intent, trade, now } = await opened(open);
      // Some venues tell whole seconds.
      const began = now() - 1_000;
      await execution.send(intent('D-1'));
      await trade(100);
      await execution.send(intent('D-2'));
      await trade(100);
      const all = await execution.fillsSince(null);
      expect(all.length).toBeGreaterThan(0);
      expect(await execution.fillsSince({ tradeId: null, at: began })).toEqual(all);
      const last = all.at(-1)?.at ?? 0;
      expect(await execution.fillsSince({ tradeId: null, at: last })).toEqual(all.filter(({ at }) => at >= last));
      expect(await execution.fillsSince({ tradeId: null, at: last + 1 })).toEqual([]);
    });

    it('never takes the same client id for two orders', async () => {
      const { execution, intent } = await opened(open);
      const order = intent('D-1', { type: 'limit', price: '50' });
      await execution.send(order);
      expect((await execution.send(order)).outcome).not.toBe('acknowledged');
      expect(await execution.openOrders()).toHaveLength(1);
    });

    it('rejects what is off its grid with a reason, and keeps nothing of it', async () => {
      const { execution, intent } = await opened(open);
      const order = intent('D-1', { type: 'limit', price: '50.00000000001' });
      const outcome = await execution.send(order);
      expect(outcome).toMatchObject({ outcome: 'rejected', reason: { code: expect.stringMatching(/^venue\./) } });
      expect(await execution.findOrder(order.clientId, order.request.symbol)).toBeNull();
    });

    it('cancels an open order once; then it is not open', async () => {
      const { execution, intent, events, trade } = await opened(open);
      const { clientId, request, ...rest } = intent('D-1', { type: 'limit', price: '50' });
      await execution.send({ clientId, request, ...rest });
      expect(await execution.cancel(clientId, request.symbol)).toEqual({ outcome: 'canceled' });
      expect(await execution.cancel(clientId, request.symbol)).toEqual({ outcome: 'not-open' });
      expect(await execution.cancel('cunheardof', request.symbol)).toEqual({ outcome: 'not-open' });
      expect(await execution.findOrder(clientId, request.symbol)).toMatchObject({ state: 'CANCELED' });
      await trade(40);
      expect(events.filter(({ type }) => type === 'fill.received')).toEqual([]);
    });

    it.runIf(reduceOnly)('never lets a reduce-only order open a position', async () => {
      const { execution, intent, trade } = await opened(open);
      await execution.send(intent('D-1'));
      await trade(100);
      const half = intent('D-2', { side: 'sell', reduceOnly: true });
      await execution.send({ ...half, request: { ...half.request, quantity: '5' } });
      await trade(100);
      await trade(100);
      const fills = await execution.fillsSince(null);
      const net = fills.reduce((sum, { side, quantity }) => sum + (side === 'buy' ? 1 : -1) * estimateOf(quantity), 0);
      expect(net).toBeCloseTo(0, 9);
      expect(await execution.openOrders()).toEqual([]);
    });

    it.runIf(sweepsStops)('says when it cancels an order by itself', async () => {
      const { execution, intent, events, trade } = await opened(open);
      await execution.send(intent('D-1'));
      await trade(100);
      const stop = intent('D-1-stop', { side: 'sell', type: 'stop-market', triggerPrice: '90', reduceOnly: true });
      await execution.send(stop);
      await execution.send(intent('D-2', { side: 'sell', reduceOnly: true }));
      await trade(100);
      expect(events.at(-1)).toMatchObject({ type: 'order.canceled-by-venue', clientId: stop.clientId });
    });
  });
}

async function opened(open: () => Promise<ExecutionUnderTest>) {
  const { execution, trade, now } = await open();
  const events: AccountEvent[] = [];
  execution.subscribe((event) => events.push(event));
  const { symbol } = firstOf(execution.instruments);
  function intent(decisionId: string, changes: Partial<OrderRequest> = {}): OrderIntent {
    const clientId = clientIdOf({ account: 'contract', decisionId, leg: 'entry', attempt: 0 });
    const request: OrderRequest = {
      symbol,
      side: 'buy',
      type: 'market',
      quantity: '1',
      price: null,
      triggerPrice: null,
      reduceOnly: false,
      ...changes,
    };
    return { clientId, decisionId, leg: 'entry', attempt: 0, request, at: now() };
  }
  return { execution, trade, events, symbol, intent, now };
}

function firstOf(instruments: readonly Instrument[]): Instrument {
  const [first] = instruments;
  if (first === undefined) throw new RangeError('an execution lists at least one instrument');
  return first;
}
