import { expect, it } from 'vitest';
import { WorkQueue } from '../../../engine/desk/work-queue.ts';

it('does one piece after another in the order given', async () => {
  const told: string[] = [];
  const queue = new WorkQueue(() => undefined);
  queue.add(async () => {
    told.push('a begins');
    await new Promise((resolve) => setImmediate(resolve));
    told.push('a ends');
  });
  queue.add(async () => {
    told.push('b');
  });
  await queue.settled();
  expect(told).toEqual(['a begins', 'a ends', 'b']);
});

it('hands a fault to its handler and goes on', async () => {
  const faults: unknown[] = [];
  const told: string[] = [];
  const queue = new WorkQueue((fault) => faults.push(fault));
  const fault = new Error('no answer');
  queue.add(async () => {
    throw fault;
  });
  queue.add(async () => {
    told.push('after');
  });
  await queue.settled();
  expect(faults).toEqual([fault]);
  expect(told).toEqual(['after']);
});

it('is settled only when work that was added by work is done too', async () => {
  const told: string[] = [];
  const queue = new WorkQueue(() => undefined);
  expect(queue.busy).toBe(false);
  queue.add(async () => {
    queue.add(async () => {
      told.push('added later');
    });
  });
  expect(queue.busy).toBe(true);
  await queue.settled();
  expect(told).toEqual(['added later']);
  expect(queue.busy).toBe(false);
});
