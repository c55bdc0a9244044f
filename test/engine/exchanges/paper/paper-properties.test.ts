import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OrderRequest } from '../../../../engine/domain/order.ts';
import { intentOf } from '../../../fakes/market.ts';
import { PaperRig } from './paper-market.ts';

type Step =
  | { readonly do: 'order'; readonly request: Partial<OrderRequest> }
  | { readonly do: 'book'; readonly middle: number; readonly sizes: readonly number[] }
  | { readonly do: 'trade'; readonly price: number; readonly quantity: number; readonly takerSide: 'buy' | 'sell' }
  | { readonly do: 'pass'; readonly ms: number }
  | { readonly do: 'cancel'; readonly index: number }
  | { readonly do: 'sync'; readonly synced: boolean };

const price = fc.integer({ min: 950, max: 1_050 }).map((tenths) => tenths / 10);
const size = fc.integer({ min: 1, max: 3_000 }).map((thousandths) => thousandths / 1_000);
const side = fc.constantFrom('buy' as const, 'sell' as const);
const text = (value: number) => String(value);

const request: fc.Arbitrary<Partial<OrderRequest>> = fc.oneof(
  fc.record({ side, quantity: size.map(text), reduceOnly: fc.boolean() }),
  fc.record({
    ...{ side, quantity: size.map(text), price: price.map(text), reduceOnly: fc.boolean() },
    type: fc.constant('limit' as const),
    timeInForce: fc.constantFrom('GTC' as const, 'IOC' as const, 'FOK' as const, 'post-only' as const),
  }),
  fc.record({
    ...{ side, quantity: size.map(text), triggerPrice: price.map(text), reduceOnly: fc.boolean() },
    type: fc.constantFrom('stop-market' as const, 'take-profit-market' as const),
  }),
);

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('order' as const), request }),
  fc.record({
    do: fc.constant('book' as const),
    middle: fc.integer({ min: 960, max: 1_040 }),
    sizes: fc.array(size, { minLength: 4, maxLength: 8 }),
  }),
  fc.record({ do: fc.constant('trade' as const), price, quantity: size, takerSide: side }),
  fc.record({ do: fc.constant('pass' as const), ms: fc.integer({ min: 1, max: 2_000 }) }),
  fc.record({ do: fc.constant('cancel' as const), index: fc.nat(10) }),
  fc.record({ do: fc.constant('sync' as const), synced: fc.boolean() }),
);

interface Sent {
  readonly clientId: string;
  readonly request: OrderRequest;
}

/** Plays the steps; `watch` is called with what was filled during each. */
async function play(
  steps: readonly Step[],
  watch: (rig: PaperRig, filled: PaperRig['fills']) => void = () => undefined,
) {
  const rig = new PaperRig();
  const sent: Sent[] = [];
  rig.show([[99.9, 5]], [[100.1, 5]]);
  for (const [index, one] of steps.entries()) {
    const before = rig.fills.length;
    await act(rig, one, index, sent);
    watch(rig, rig.fills.slice(before));
  }
  return { rig, sent };
}

async function act(rig: PaperRig, one: Step, index: number, sent: Sent[]): Promise<void> {
  switch (one.do) {
    case 'order': {
      const intent = intentOf(`D-${index}`, rig.clock.now(), one.request);
      const outcome = await rig.execution.send(intent);
      if (outcome.outcome === 'acknowledged') sent.push(intent);
      return;
    }
    case 'book': {
      const half = Math.floor(one.sizes.length / 2);
      rig.show(
        one.sizes.slice(0, half).map((q, level) => [(one.middle - 1 - level) / 10, q] as const),
        one.sizes.slice(half).map((q, level) => [(one.middle + 1 + level) / 10, q] as const),
      );
      return;
    }
    case 'trade':
      rig.print(one.price, one.quantity, one.takerSide);
      return;
    case 'pass':
      rig.pass(one.ms);
      return;
    case 'cancel': {
      const order = sent[one.index];
      if (order !== undefined) await rig.execution.cancel(order.clientId, rig.symbol);
      return;
    }
    case 'sync':
      rig.book.synced = one.synced;
  }
}

const steps = fc.array(step, { minLength: 5, maxLength: 60 });
const RUNS = { numRuns: 200 };

describe('whatever the market and the orders do, the paper venue', () => {
  it('never fills more than was ordered, nor beyond a limit', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (all) => {
        const { rig, sent } = await play(all);
        for (const { clientId, request: asked } of sent) {
          const own = rig.fills.filter((fill) => fill.clientId === clientId);
          const filled = own.reduce((sum, { quantity }) => sum + Number(quantity), 0);
          expect(filled).toBeLessThanOrEqual(Number(asked.quantity) + 1e-9);
          if (asked.price === null) continue;
          for (const fill of own) {
            const beyond =
              asked.side === 'buy'
                ? Number(fill.price) > Number(asked.price)
                : Number(fill.price) < Number(asked.price);
            expect(beyond).toBe(false);
          }
        }
      }),
      RUNS,
    );
  });

  it('fills nothing while the book cannot be trusted', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (all) => {
        await play(all, (rig, filled) => {
          if (!rig.book.synced) expect(filled).toEqual([]);
        });
      }),
      RUNS,
    );
  });

  it('lets no order that only reduces open or turn a position', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (all) => {
        const { rig, sent } = await play(all);
        const reducing = new Set(sent.filter(({ request: asked }) => asked.reduceOnly).map(({ clientId }) => clientId));
        let held = 0;
        for (const { clientId, side: took, quantity } of rig.fills) {
          const next = held + (took === 'buy' ? 1 : -1) * Number(quantity);
          if (reducing.has(clientId)) {
            expect(Math.abs(next)).toBeLessThanOrEqual(Math.abs(held) + 1e-9);
            expect(next * held).toBeGreaterThanOrEqual(-1e-9);
          }
          held = next;
        }
      }),
      RUNS,
    );
  });

  it('gives the same fills for the same events and seed', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (all) => {
        const [first, second] = [await play(all), await play(all)];
        expect(second.rig.events).toEqual(first.rig.events);
        expect(second.rig.execution.bands).toEqual(first.rig.execution.bands);
      }),
      { numRuns: 50 },
    );
  });

  it('never takes more of a level than it shows, as long as it shows the same', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(size, { minLength: 1, maxLength: 12 }), async (sizes) => {
        const rig = new PaperRig();
        rig.show([[99.9, 1]], [[100, 1.5]]);
        for (const [index, quantity] of sizes.entries()) {
          await rig.execution.send(intentOf(`D-${index}`, rig.clock.now(), { quantity: text(quantity) }));
          rig.pass(500);
        }
        const taken = rig.fills.reduce((sum, { quantity }) => sum + Number(quantity), 0);
        expect(taken).toBeLessThanOrEqual(1.5 + 1e-9);
      }),
      RUNS,
    );
  });

  it('has a band around its profit, and keeps its money to the last digit', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (all) => {
        const { rig } = await play(all);
        const { low, high } = rig.execution.band(0);
        expect([low.lessThanOrEqualTo(0), high.greaterThanOrEqualTo(0)]).toEqual([true, true]);
        const { balances, positions } = await rig.execution.account();
        const [cash] = balances;
        const spent = rig.fills.reduce((sum, { side: took, price: at, quantity, fee }) => {
          return sum + (took === 'buy' ? -1 : 1) * Number(at) * Number(quantity) - Number(fee);
        }, 1_000_000);
        const [position] = positions;
        const held = position === undefined ? 0 : Number(position.quantity) * Number(position.entryPrice);
        expect(Number(cash?.free) + Number(cash?.locked)).toBeCloseTo(spent + held, 4);
      }),
      RUNS,
    );
  });
});
