import type { ScheduledTask } from 'node-cron';
import { schedule } from 'node-cron';
import type { JournalEntry } from '../../engine/domain/journal-entry.ts';

/** When it is time to look whether a report has come due. */
export interface ReportClock {
  /** Calls `tick` from now on. */
  start(tick: () => Promise<void>): void;
  /** Somebody came, left, or chose another time. */
  changed(): void;
  stop(): Promise<void>;
}

/** A time of day on the wall of a zone. */
export interface WallClockTime {
  readonly zone: string;
  readonly hour: number;
  readonly minute: number;
}

export interface WallClockParts {
  /** The times at which somebody wants a report. */
  readonly times: () => Promise<readonly WallClockTime[]>;
  readonly logger: { error(fields: Readonly<Record<string, unknown>>, sentence: string): void };
}

/** Each quarter: a wall that skips a person's time (clocks set forward), or a machine that slept through it, delays it no longer. */
const GUARD = '*/15 * * * *';

/** Returns a clock of real time: it ticks at each of the times, in their own zones. */
export function createWallClock({ times, logger }: WallClockParts): ReportClock {
  const tasks = new Map<string, ScheduledTask>();
  let tick: (() => Promise<void>) | null = null;
  let arranging: Promise<void> = Promise.resolve();

  return {
    start(next) {
      tick = next;
      tasks.set(GUARD, task(GUARD, 'UTC'));
      arrange();
    },
    changed: arrange,
    async stop() {
      tick = null;
      await arranging;
      for (const one of tasks.values()) await one.destroy();
      tasks.clear();
    },
  };

  function arrange(): void {
    arranging = arranging.then(rearrange).catch((fault: unknown) => {
      logger.error({ err: fault }, 'the times of the reports could not be read; they are looked at each quarter');
    });
  }

  async function rearrange(): Promise<void> {
    if (tick === null) return;
    const wanted = new Map((await times()).map((time) => [keyOf(time), time]));
    if (tick === null) return;
    for (const [key, one] of tasks) {
      if (key === GUARD || wanted.has(key)) continue;
      await one.destroy();
      tasks.delete(key);
    }
    for (const [key, { zone, hour, minute }] of wanted) {
      if (!tasks.has(key)) tasks.set(key, task(`${minute} ${hour} * * *`, zone));
    }
  }

  function task(expression: string, timezone: string): ScheduledTask {
    // A tick is a look, and the next look sees what a missed one would have seen.
    const quiet = { suppressMissedWarning: true, unref: true };
    return schedule(expression, () => tick?.(), { timezone, noOverlap: true, ...quiet });
  }
}

function keyOf({ zone, hour, minute }: WallClockTime): string {
  return `${zone} ${hour}:${minute}`;
}

/** Returns a clock of the market: in a replay days pass as fast as they are played. It ticks at each of its full hours. */
export function createMarketClock(onEntry: (listener: (entry: JournalEntry) => void) => void): ReportClock {
  let tick: (() => Promise<void>) | null = null;
  let listening = false;
  return {
    start(next) {
      tick = next;
      if (!listening) onEntry(({ event }) => void (event.type === 'equity.measured' && tick?.()));
      listening = true;
    },
    changed: () => void tick?.(),
    async stop() {
      tick = null;
    },
  };
}
