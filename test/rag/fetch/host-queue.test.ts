import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createHostQueue, type Pace } from '../../../rag/fetch/host-queue.ts';
import { createLeapingClock } from '../../fakes/web/leaping-clock.ts';
import { failureOf } from './source-failure.ts';

const PACE: Pace = { requestsPerSecond: 1, burst: 2, connections: 2, maxQueueMs: 10_000 };

describe('the queue before a host', () => {
  test('lets callers in in the order in which they came, whoever gives up in between', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.boolean(), { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 1, max: 3 }),
        async (stay, connections) => {
          const queue = createHostQueue('h', { ...PACE, connections, maxQueueMs: 1e6 }, createLeapingClock());
          const entered: number[] = [];
          const controllers = stay.map(() => new AbortController());
          const visits = stay.map(async (_, caller) => {
            const leave = await queue.enter(controllers[caller]?.signal);
            entered.push(caller);
            await Promise.resolve();
            leave();
          });
          for (const [caller, stays] of stay.entries()) if (!stays) controllers[caller]?.abort(new Error('gave up'));
          const outcomes = await Promise.allSettled(visits);
          expect(entered).toEqual(entered.toSorted((a, b) => a - b));
          for (const [caller, stays] of stay.entries()) if (stays) expect(outcomes[caller]?.status).toBe('fulfilled');
        },
      ),
      { numRuns: 60 },
    );
  });

  test('is closed while as many are inside as may be, and opens when one leaves, once for each', async () => {
    const queue = createHostQueue('h', { ...PACE, burst: 9, connections: 1 }, createLeapingClock());
    const leave = await queue.enter();
    let inside = 0;
    const others = [queue.enter(), queue.enter()].map((turn) => turn.then(() => (inside += 1)));
    await new Promise(setImmediate);
    expect(inside).toBe(0);
    leave();
    leave();
    await Promise.race(others);
    await new Promise(setImmediate);
    expect(inside).toBe(1);
  });

  test('turns away whoever would wait too long, and says how long that is', async () => {
    const clock = createLeapingClock();
    const queue = createHostQueue('news.example', { ...PACE, connections: 1 }, clock);
    await queue.enter();
    const waiting = Array.from({ length: 11 }, () => queue.enter());
    expect(await failureOf(queue.enter())).toEqual({
      kind: 'unavailable',
      code: 'busy',
      message: 'Too many requests wait for news.example already: the turn would come in 11 s.',
      retryAfterMs: 11_000,
    });
    expect(waiting).toHaveLength(11);
  });

  test('fills up again while nobody comes, to the burst and no further', async () => {
    const clock = createLeapingClock();
    const queue = createHostQueue('h', { ...PACE, connections: 99 }, clock);
    for (let caller = 0; caller < 2; caller += 1) await queue.enter();
    clock.leap(60_000);
    for (let caller = 0; caller < 3; caller += 1) await queue.enter();
    expect(clock.sleeps).toEqual([1_000]);
  });

  test('slows down for good, and never speeds up', async () => {
    const clock = createLeapingClock();
    const queue = createHostQueue('h', { ...PACE, connections: 99 }, clock);
    queue.slowDown(5_000);
    queue.slowDown(2_000);
    for (let caller = 0; caller < 3; caller += 1) await queue.enter();
    expect(clock.sleeps).toEqual([5_000, 5_000]);
  });
});
