import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ChannelLimits } from '../../../bot/outbox/channel.ts';
import { createRateGate } from '../../../bot/outbox/rate-gate.ts';

const LIMITS: ChannelLimits = {
  perSecond: 10,
  burst: 3,
  perChatMs: 500,
  perMinute: (chat) => (chat === 'g' ? 4 : null),
};

test('lets a burst through, then one at a time as the bucket fills', () => {
  const gate = createRateGate(LIMITS);
  expect(gate.room(0)).toBe(3);
  for (let n = 0; n < 3; n += 1) gate.take(0);
  expect(gate.room(0)).toBe(0);
  expect(gate.nextAt(0)).toBe(100);
  expect(gate.room(99)).toBe(0);
  expect(gate.room(100)).toBe(1);
  expect(gate.room(60_000)).toBe(3);
});

test('lets a chat rest after each message, and a group for the rest of its minute', () => {
  const gate = createRateGate(LIMITS);
  for (let n = 0; n < 4; n += 1) gate.rest('g', n * 1000);
  gate.rest('a', 3100);
  expect(gate.resting(3599)).toEqual(['g', 'a']);
  expect(gate.resting(3600)).toEqual(['g']);
  expect(gate.nextAt(3600)).toBe(60_000);
  expect(gate.resting(60_000)).toEqual([]);
  expect(gate.nextAt(60_000)).toBeNull();
});

test('stays open when the clock is set back', () => {
  const gate = createRateGate(LIMITS);
  gate.take(1_000_000);
  expect(gate.room(0)).toBe(2);
  expect(gate.room(100)).toBe(3);
});

test('never lets more than a burst and the fill of the time through, whenever it is asked', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 200 }), (waits) => {
      const gate = createRateGate(LIMITS);
      const taken: number[] = [];
      let now = 0;
      for (const wait of waits) {
        now += wait;
        for (let room = gate.room(now); room > 0; room -= 1) {
          gate.take(now);
          taken.push(now);
        }
      }
      return taken.every((at) => taken.filter((other) => other >= at && other < at + 1000).length <= 13);
    }),
  );
});
