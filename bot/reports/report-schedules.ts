import { channelOf } from '../outbox/channel.ts';
import type { Role } from '../people/access.ts';
import { mayDo } from '../people/access.ts';
import type { WallClockTime } from './report-clock.ts';
import type { ReportSort } from './report-period.ts';
import { REPORT_SORTS } from './report-period.ts';

import type { ReportSchedule, ReportTime } from './report-schedule.ts';
import { usualSchedule } from './report-schedule.ts';

/** Keeps the schedules beyond the process. */
export interface ScheduleStore {
  times(userId: string): Promise<readonly (StoredTime & { readonly sort: string })[]>;
  setTime(userId: string, time: StoredTime & { readonly sort: string }): Promise<void>;
  cursor(userId: string, sort: string): Promise<number | null>;
  setCursor(userId: string, sort: string, periodStart: number): Promise<void>;
}

interface StoredTime {
  readonly enabled: boolean;
  readonly hour: number;
  readonly minute: number;
}

export interface Scheduled {
  readonly userId: string;
  readonly role: Role;
}

/** When everybody wants their reports; each is read once and remembered. */
export interface ReportSchedules {
  of(person: Scheduled): Promise<ReportSchedule>;
  set(userId: string, sort: ReportSort, time: ReportTime): Promise<void>;
  /** Returns where the last period began that somebody was given; null for somebody new. */
  cursor(userId: string, sort: ReportSort): Promise<number | null>;
  moveCursor(userId: string, sort: ReportSort, periodStart: number): Promise<void>;
  /** Calls back when somebody changed theirs. */
  onChange(listener: () => void): void;
}

/** Returns the schedules of everybody, over what is kept. */
export function createReportSchedules(store: ScheduleStore): ReportSchedules {
  const chosen = new Map<string, ReadonlyMap<string, ReportTime>>();
  const cursors = new Map<string, number>();
  const listeners: (() => void)[] = [];

  return {
    async of({ userId, role }) {
      const own = chosen.get(userId) ?? (await load(userId));
      const usual = usualSchedule(isUsuallyOn(userId, role));
      return {
        daily: own.get('daily') ?? usual.daily,
        weekly: own.get('weekly') ?? usual.weekly,
        monthly: own.get('monthly') ?? usual.monthly,
      };
    },
    async set(userId, sort, time) {
      await store.setTime(userId, { sort, enabled: time.on, hour: time.hour, minute: time.minute });
      await load(userId);
      for (const listener of listeners) listener();
    },
    async cursor(userId, sort) {
      const key = `${userId} ${sort}`;
      const known = cursors.get(key) ?? (await store.cursor(userId, sort));
      if (known !== null) cursors.set(key, known);
      return known;
    },
    async moveCursor(userId, sort, periodStart) {
      await store.setCursor(userId, sort, periodStart);
      cursors.set(`${userId} ${sort}`, periodStart);
    },
    onChange: (listener) => listeners.push(listener),
  };

  async function load(userId: string): Promise<ReadonlyMap<string, ReportTime>> {
    const rows = await store.times(userId);
    const times = new Map(rows.map(({ sort, enabled, hour, minute }) => [sort, { on: enabled, hour, minute }]));
    chosen.set(userId, times);
    return times;
  }
}

/** Returns schedules that last as long as the process. */
export function createMemorySchedules(): ReportSchedules {
  const times = new Map<string, Map<string, StoredTime>>();
  const cursors = new Map<string, number>();
  return createReportSchedules({
    times: async (userId) => [...(times.get(userId) ?? [])].map(([sort, time]) => ({ sort, ...time })),
    setTime: async (userId, { sort, ...time }) => {
      times.set(userId, new Map([...(times.get(userId) ?? []), [sort, time]]));
    },
    cursor: async (userId, sort) => cursors.get(`${userId} ${sort}`) ?? null,
    setCursor: async (userId, sort, periodStart) => {
      cursors.set(`${userId} ${sort}`, periodStart);
    },
  });
}

/** A place such as a channel or a mailbox that is told everything was set up to be told; it cannot ask for it. */
function isUsuallyOn(userId: string, role: Role): boolean {
  const channel = channelOf(userId);
  return mayDo(role, 'trader') || channel === 'slack' || channel === 'email';
}

/** Returns every time of day at which one of them wants a report, in their own zones. */
export async function wallTimes({
  recipients,
  schedules,
  zoneOf,
}: {
  readonly recipients: () => readonly Scheduled[];
  readonly schedules: Pick<ReportSchedules, 'of'>;
  readonly zoneOf: (userId: string) => Promise<string>;
}): Promise<readonly WallClockTime[]> {
  const all: WallClockTime[] = [];
  for (const person of recipients()) {
    const [zone, schedule] = [await zoneOf(person.userId), await schedules.of(person)];
    for (const sort of REPORT_SORTS) {
      const { on, hour, minute } = schedule[sort];
      if (on) all.push({ zone, hour, minute });
    }
  }
  return all;
}
