import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { WallClockTime } from '../../../bot/reports/report-clock.ts';
import { createMarketClock, createWallClock } from '../../../bot/reports/report-clock.ts';
import type { JournalEntry } from '../../../engine/domain/journal-entry.ts';

const HOUR = 3_600_000;

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'Date'] }));
afterEach(() => void vi.useRealTimers());

async function ticksOver(times: readonly WallClockTime[], from: number, ms: number): Promise<readonly string[]> {
  vi.setSystemTime(from);
  const ticks: number[] = [];
  const clock = createWallClock({ times: async () => times, logger: { error: (fields) => expect(fields).toBeNull() } });
  clock.start(async () => void ticks.push(Date.now()));
  await vi.advanceTimersByTimeAsync(ms);
  await clock.stop();
  const heard = ticks.length;
  await vi.advanceTimersByTimeAsync(2 * HOUR);
  expect(ticks.length).toBe(heard);
  return ticks.map((at) => new Date(at).toISOString().slice(8, 16));
}

it('ticks at the time of day in its own zone, before and after the clocks change', async () => {
  const times = [{ zone: 'America/New_York', hour: 9, minute: 7 }];
  const ticks = await ticksOver(times, Date.UTC(2025, 2, 8, 13, 50), 48 * HOUR);
  expect(ticks.filter((at) => at.endsWith(':07'))).toEqual(['08T14:07', '09T13:07', '10T13:07']);
});

it('looks each quarter besides: a time that the clocks jump over is late by minutes, not by a day', async () => {
  const times = [{ zone: 'America/New_York', hour: 2, minute: 30 }];
  const ticks = await ticksOver(times, Date.UTC(2025, 2, 9, 6, 50), 1.5 * HOUR);
  expect(ticks).toContain('09T07:30');
});

it('follows who comes and who changes their time', async () => {
  vi.setSystemTime(Date.UTC(2025, 4, 20));
  let times: readonly WallClockTime[] = [];
  const ticks: string[] = [];
  const clock = createWallClock({ times: async () => times, logger: { error: () => undefined } });
  clock.start(async () => void ticks.push(new Date().toISOString().slice(11, 16)));
  await vi.advanceTimersByTimeAsync(60_000);
  times = [{ zone: 'Asia/Seoul', hour: 9, minute: 20 }];
  clock.changed();
  await vi.advanceTimersByTimeAsync(HOUR);
  times = [{ zone: 'UTC', hour: 1, minute: 50 }];
  clock.changed();
  await vi.advanceTimersByTimeAsync(HOUR);
  await clock.stop();
  const asked = ticks.filter((at) => !/:(?:00|15|30|45)$/.test(at));
  expect(asked).toEqual(['00:20', '01:50']);
});

it('in a replay ticks with the full hours of the market', async () => {
  const listeners: ((entry: JournalEntry) => void)[] = [];
  const clock = createMarketClock((listener) => listeners.push(listener));
  let ticks = 0;
  const tell = (event: JournalEntry['event']) => {
    for (const listener of listeners) listener({ seq: 1, at: 0, hash: '', event });
  };
  const measured = { type: 'equity.measured', equity: '1', cash: '1', exposure: '0' } as const;
  clock.start(async () => {
    ticks += 1;
  });
  tell({ type: 'entries.paused', by: 'terminal:owner' });
  tell(measured);
  expect(ticks).toBe(1);
  await clock.stop();
  tell(measured);
  expect(ticks).toBe(1);
});
