import { expect, test } from 'vitest';
import { recallSeen } from '../../../rag/sources/seen-items.ts';

test('an item is new once, and again where its text has changed', () => {
  const first = recallSeen(undefined);
  expect([first.isNew('a', 'one'), first.isNew('a', 'one'), first.isNew('b', 'one')]).toEqual([true, false, true]);

  const second = recallSeen(first.toCursor());
  expect([second.isNew('a', 'one'), second.isNew('b', 'two'), second.isNew('b', 'two')]).toEqual([false, true, false]);
});

test('an item that was gone for a visit is still known', () => {
  const first = recallSeen(undefined);
  first.isNew('a', 'one');
  const second = recallSeen(first.toCursor());
  second.isNew('b', 'one');
  expect(recallSeen(second.toCursor()).isNew('a', 'one')).toBe(false);
});

test('the memory does not grow beyond a thousand, except where one visit has more', () => {
  const many = recallSeen(undefined);
  for (let item = 0; item < 1_500; item += 1) many.isNew(`${item}`, '');
  expect(many.toCursor().split(' ')).toHaveLength(1_500);

  const next = recallSeen(many.toCursor());
  next.isNew('another', '');
  expect(next.toCursor().split(' ')).toHaveLength(1_000);
  expect(next.toCursor().length).toBeLessThan(20_000);
});

test('a cursor that was damaged remembers nothing and breaks nothing', () => {
  expect(recallSeen('{"not": "ours"} : :: x').isNew('a', 'one')).toBe(true);
});
