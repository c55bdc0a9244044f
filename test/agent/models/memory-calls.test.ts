import { expect, test } from 'vitest';
import { MemoryCalls } from '../../../agent/models/memory-calls.ts';
import { describeCallStore, storedCall } from '../../contracts/call-store.ts';

describeCallStore('memory', async () => {
  const store = new MemoryCalls();
  return { store, elsewhere: store, close: async () => undefined };
});

test('memory keeps the last calls and lets the oldest go', async () => {
  const store = new MemoryCalls(2);
  for (const id of ['L-1', 'L-2', 'L-3']) await store.save(storedCall(id));
  expect((await store.recent({ limit: 9 })).map(({ id }) => id)).toEqual(['L-3', 'L-2']);
});
