import type { Recipient } from '../alerts/recipients.ts';
import type { ReportSpan } from './report.ts';
import type { ReportSort } from './report-period.ts';
import { REPORT_SORTS } from './report-period.ts';
import type { DueContext, ReportPace } from './report-schedule.ts';
import { dueSince, lastDue } from './report-schedule.ts';
import type { ReportSchedules } from './report-schedules.ts';

/** A report that has come due for somebody. */
export interface DueReport {
  readonly recipient: Recipient;
  readonly sort: ReportSort;
  readonly span: ReportSpan;
}

export interface ReportRunnerParts {
  readonly pace: ReportPace;
  /** The clock of the pace. */
  readonly now: () => number;
  readonly recipients: () => readonly Recipient[];
  readonly zoneOf: (userId: string) => Promise<string>;
  readonly schedules: ReportSchedules;
  /** Resolves when the report is sure to reach the person, or when there is nothing to tell; the same one may come again. */
  readonly deliver: (due: DueReport) => Promise<void>;
  readonly logger: { error(fields: Readonly<Record<string, unknown>>, sentence: string): void };
}

/** Sees to it that everybody gets the reports that have come due. */
export interface ReportRunner {
  /** Delivers what is due now. Called again while it works, it looks once more at the end. Never rejects. */
  tick(): Promise<void>;
  /** Resolves when nothing is being made any more. */
  stop(): Promise<void>;
}

/**
 * Returns a runner. Somebody new gets the reports that come due from now on. After the desk was away, the last missed
 * report of each sort comes, not all of them; in market time each period's own, however fast it passes.
 */
export function createReportRunner(parts: ReportRunnerParts): ReportRunner {
  const { pace, now, schedules, logger } = parts;
  let running: Promise<void> | null = null;
  let again = false;
  let stopped = false;
  let caughtUp = false;

  return {
    tick() {
      again = true;
      running ??= untilDone().finally(() => {
        running = null;
      });
      return running;
    },
    async stop() {
      stopped = true;
      await running;
    },
  };

  async function untilDone(): Promise<void> {
    while (again && !stopped) {
      again = false;
      const at = now();
      const everyOne = pace === 'market' && caughtUp;
      let failed = false;
      for (const recipient of parts.recipients()) {
        for (const sort of REPORT_SORTS) {
          if (stopped) return;
          const done = await settle(recipient, sort, at, everyOne);
          failed ||= !done;
        }
      }
      caughtUp ||= !failed;
    }
  }

  /** Returns false when it has to be tried again. */
  async function settle(recipient: Recipient, sort: ReportSort, at: number, everyOne: boolean): Promise<boolean> {
    const { userId } = recipient;
    try {
      const context: DueContext = { zone: await parts.zoneOf(userId), pace };
      const time = (await schedules.of(recipient))[sort];
      if (!time.on) return true;
      const last = lastDue(sort, time, at, context);
      const since = await schedules.cursor(userId, sort);
      if (since === null) {
        // Whoever is new is not owed what has passed.
        await schedules.moveCursor(userId, sort, last.from);
        return true;
      }
      const due = everyOne ? dueSince(sort, time, { since, now: at }, context) : [last];
      for (const span of due.filter(({ from }) => from > since)) {
        await parts.deliver({ recipient, sort, span });
        // In this order: a death between the two delivers again what the key of the message then keeps apart.
        await schedules.moveCursor(userId, sort, span.from);
      }
      return true;
    } catch (fault) {
      logger.error({ err: fault, userId, sort }, 'a report was not made');
      return false;
    }
  }
}
