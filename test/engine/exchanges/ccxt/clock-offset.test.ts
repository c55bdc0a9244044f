import { expect, test } from 'vitest';
import { createClockOffset } from '../../../../engine/exchanges/ccxt/clock-offset.ts';
import { stillLoop } from './live-loop.ts';

test('the offset is the median of five, each at the middle of its round trip', async () => {
  const loop = stillLoop();
  const clock = { now: () => 1_000_000 + loop.elapsedMs() };
  const trips = [10, 10, 900, 10, 10];
  const offset = createClockOffset({
    clock,
    loop,
    async ask() {
      const trip = trips.shift() ?? 10;
      await loop.sleep(trip / 2, new AbortController().signal);
      const venueAt = clock.now() + 250;
      // One answer comes back late: only its way back is long, and the median leaves it out.
      await loop.sleep(trip === 900 ? 850 : trip / 2, new AbortController().signal);
      return venueAt;
    },
  });
  expect(offset.reading()).toBeNull();
  const measuring = offset.measure();
  await loop.pass(2_000);
  expect(await measuring).toEqual({ offsetMs: 250, errorMs: 5 });
  expect(offset.venueNow()).toBe(clock.now() + 250);
});

test('it is measured again every minute, and a failed measurement leaves the last one standing', async () => {
  const loop = stillLoop();
  let asked = 0;
  let away = false;
  const offset = createClockOffset({
    clock: { now: () => loop.elapsedMs() },
    loop,
    async ask() {
      asked += 1;
      if (away) throw new Error('away');
      return loop.elapsedMs() + asked;
    },
  });
  await offset.measure();
  expect(asked).toBe(5);
  const first = offset.reading();
  away = true;
  await loop.pass(60_000);
  expect(asked).toBe(6);
  expect(offset.reading()).toEqual(first);
  away = false;
  await loop.pass(60_000);
  expect(asked).toBe(11);
  expect(offset.reading()).not.toEqual(first);
  offset.stop();
  await loop.pass(600_000);
  expect(asked).toBe(11);
});
