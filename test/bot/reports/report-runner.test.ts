import { describe, expect, it } from 'vitest';
import type { Recipient } from '../../../bot/alerts/recipients.ts';
import { chooseTime } from '../../../bot/reports/choose-time.ts';
import type { DueReport } from '../../../bot/reports/report-runner.ts';
import { createReportRunner } from '../../../bot/reports/report-runner.ts';
import type { ReportPace, ReportTime } from '../../../bot/reports/report-schedule.ts';
import type { ReportSchedules, ScheduleStore } from '../../../bot/reports/report-schedules.ts';
import { createMemorySchedules, createReportSchedules } from '../../../bot/reports/report-schedules.ts';

const ANN: Recipient = { userId: 'telegram:1', role: 'trader', route: ['telegram:1'] };
const VIEWER: Recipient = { userId: 'telegram:2', role: 'viewer', route: ['telegram:2'] };
const HOUR = 3_600_000;

/** A process over schedules that outlive it, in New York. */
function open(schedules: ReportSchedules, pace: ReportPace, recipients: readonly Recipient[] = [ANN]) {
  const clock = { now: Date.UTC(2025, 2, 7, 20) };
  const delivered: DueReport[] = [];
  const faults: string[] = [];
  const deliver = { now: async (due: DueReport): Promise<void> => void delivered.push(due) };
  const runner = createReportRunner({
    pace,
    now: () => clock.now,
    recipients: () => recipients,
    zoneOf: async () => 'America/New_York',
    schedules,
    deliver: (due) => deliver.now(due),
    logger: { error: (_fields, sentence) => faults.push(sentence) },
  });
  const days = () => delivered.map(({ sort, span }) => `${sort} ${new Date(span.from).toISOString().slice(0, 10)}`);
  const tickAt = async (now: number) => {
    clock.now = now;
    await runner.tick();
  };
  return { runner, clock, delivered, days, faults, deliver, tickAt };
}

function choose(schedules: ReportSchedules, person: Recipient, time: ReportTime, now: number): Promise<void> {
  return chooseTime(schedules, person, { sort: 'daily', time, now }, { zone: 'America/New_York', pace: 'wall' });
}

describe('on the wall', () => {
  it('somebody new gets what comes due from then on, each once, over a change of the clocks', async () => {
    const { tickAt, days } = open(createMemorySchedules(), 'wall');
    for (let hour = 0; hour < 100; hour += 1) await tickAt(Date.UTC(2025, 2, 7, 20) + hour * HOUR);
    expect(days()).toEqual([
      'daily 2025-03-07',
      'daily 2025-03-08',
      'daily 2025-03-09',
      'weekly 2025-03-03',
      'daily 2025-03-10',
    ]);
  });

  it('after days away the last of each sort comes, once, and not again after the next start', async () => {
    const schedules = createMemorySchedules();
    const before = open(schedules, 'wall');
    await before.tickAt(Date.UTC(2025, 2, 7, 20));
    const after = open(schedules, 'wall');
    await after.tickAt(Date.UTC(2025, 3, 2, 20));
    expect(after.days()).toEqual(['daily 2025-04-01', 'weekly 2025-03-24', 'monthly 2025-03-01']);
    const again = open(schedules, 'wall');
    await again.tickAt(Date.UTC(2025, 3, 2, 21));
    expect(again.days()).toEqual([]);
  });

  it('a machine that slept for days gives the last report, not those between', async () => {
    const { tickAt, days } = open(createMemorySchedules(), 'wall');
    await tickAt(Date.UTC(2025, 2, 3, 20));
    await tickAt(Date.UTC(2025, 2, 7, 20));
    expect(days()).toEqual(['daily 2025-03-06']);
  });
});

describe('in market time', () => {
  it('every day that passes has its report, however fast it passes', async () => {
    const { tickAt, days } = open(createMemorySchedules(), 'market');
    await tickAt(Date.UTC(2025, 2, 4, 20));
    await tickAt(Date.UTC(2025, 2, 8, 20));
    expect(days()).toEqual(['daily 2025-03-04', 'daily 2025-03-05', 'daily 2025-03-06', 'daily 2025-03-07']);
  });

  it('after a restart only the last one that was missed comes', async () => {
    const schedules = createMemorySchedules();
    await open(schedules, 'market').tickAt(Date.UTC(2025, 2, 4, 20));
    const after = open(schedules, 'market');
    await after.tickAt(Date.UTC(2025, 2, 8, 20));
    await after.tickAt(Date.UTC(2025, 2, 9, 20));
    expect(after.days()).toEqual(['daily 2025-03-07', 'daily 2025-03-08']);
  });
});

describe('what people chose', () => {
  it('a viewer gets none until they ask for them, and then nothing that has passed', async () => {
    const schedules = createMemorySchedules();
    const { tickAt, days } = open(schedules, 'wall', [VIEWER]);
    await tickAt(Date.UTC(2025, 2, 4, 20));
    await tickAt(Date.UTC(2025, 2, 5, 20));
    await choose(schedules, VIEWER, { on: true, hour: 18, minute: 30 }, Date.UTC(2025, 2, 5, 20));
    await tickAt(Date.UTC(2025, 2, 5, 21));
    expect(days()).toEqual([]);
    await tickAt(Date.UTC(2025, 2, 5, 23, 30));
    expect(days()).toEqual(['daily 2025-03-04']);
  });

  it('what is switched off does not come, also not later for the time between', async () => {
    const schedules = createMemorySchedules();
    const { tickAt, days } = open(schedules, 'wall');
    await tickAt(Date.UTC(2025, 2, 3, 20));
    await choose(schedules, ANN, { on: false, hour: 9, minute: 0 }, Date.UTC(2025, 2, 3, 20));
    await tickAt(Date.UTC(2025, 2, 5, 20));
    await choose(schedules, ANN, { on: true, hour: 9, minute: 0 }, Date.UTC(2025, 2, 5, 20));
    await tickAt(Date.UTC(2025, 2, 5, 21));
    expect(days()).toEqual([]);
    await tickAt(Date.UTC(2025, 2, 6, 20));
    expect(days()).toEqual(['daily 2025-03-05']);
  });
});

it('a later time of day moves the next report, and brings none twice', async () => {
  const schedules = createMemorySchedules();
  const { tickAt, days } = open(schedules, 'wall');
  await tickAt(Date.UTC(2025, 2, 4, 20));
  await tickAt(Date.UTC(2025, 2, 5, 20));
  await choose(schedules, ANN, { on: true, hour: 18, minute: 30 }, Date.UTC(2025, 2, 5, 20));
  await tickAt(Date.UTC(2025, 2, 6, 0));
  expect(days()).toEqual(['daily 2025-03-04']);
  await tickAt(Date.UTC(2025, 2, 6, 23));
  await tickAt(Date.UTC(2025, 2, 6, 23, 30));
  expect(days()).toEqual(['daily 2025-03-04', 'daily 2025-03-05']);
});

describe('when something fails', () => {
  it('a report that was not kept is tried again, and one that was is not made twice', async () => {
    const rig = open(createMemorySchedules(), 'wall');
    await rig.tickAt(Date.UTC(2025, 2, 4, 20));
    const works = rig.deliver.now;
    rig.deliver.now = () => Promise.reject(new Error('away'));
    await rig.tickAt(Date.UTC(2025, 2, 5, 20));
    expect([rig.days(), rig.faults]).toEqual([[], ['a report was not made']]);
    rig.deliver.now = works;
    await rig.tickAt(Date.UTC(2025, 2, 5, 20, 15));
    await rig.tickAt(Date.UTC(2025, 2, 5, 20, 30));
    expect(rig.days()).toEqual(['daily 2025-03-04']);
  });

  it('a death before the cursor was written delivers the same period again, for its key to keep apart', async () => {
    const cursors = new Map<string, number>();
    let dies = false;
    const store: ScheduleStore = {
      times: async () => [],
      setTime: async () => undefined,
      cursor: async (userId, sort) => cursors.get(`${userId} ${sort}`) ?? null,
      setCursor: async (userId, sort, start) => {
        if (dies) throw new Error('killed');
        cursors.set(`${userId} ${sort}`, start);
      },
    };
    const first = open(createReportSchedules(store), 'wall');
    await first.tickAt(Date.UTC(2025, 2, 4, 20));
    dies = true;
    await first.tickAt(Date.UTC(2025, 2, 5, 20));
    dies = false;
    const second = open(createReportSchedules(store), 'wall');
    await second.tickAt(Date.UTC(2025, 2, 5, 21));
    expect(first.delivered.map(({ span }) => span)).toEqual(second.delivered.map(({ span }) => span));
  });

  it('a stop waits for what is being made and begins nothing more', async () => {
    const rig = open(createMemorySchedules(), 'market');
    await rig.tickAt(Date.UTC(2025, 2, 4, 20));
    let end: () => void = () => undefined;
    rig.deliver.now = () => new Promise<void>((done) => (end = done));
    rig.clock.now = Date.UTC(2025, 2, 5, 20);
    void rig.runner.tick();
    let stopped = false;
    const stopping = rig.runner.stop().then(() => (stopped = true));
    await new Promise((done) => setTimeout(done, 20));
    expect(stopped).toBe(false);
    end();
    await stopping;
    await rig.tickAt(Date.UTC(2025, 2, 9, 20));
    expect(rig.delivered).toEqual([]);
  });
});
