import { createReports } from '../../../bot/reports/gather-report.ts';
import type { ReportDesk } from '../../../bot/reports/report-desk.ts';
import type { ReportPace } from '../../../bot/reports/report-schedule.ts';
import { createMemorySchedules } from '../../../bot/reports/report-schedules.ts';
import type { ClosedTrade } from '../../../engine/domain/closed-trade.ts';
import type { JournalEvent } from '../../../engine/domain/journal-entry.ts';
import { reason } from '../../../engine/domain/reason.ts';
import { MODEL_MEASURE } from '../../../engine/performance/model-measure.ts';
import type { FakeDesk } from '../../fakes/desk.ts';
import { BTC, DESK_NOW, ETH } from '../../fakes/desk.ts';
import type { MemoryRecords } from '../../fakes/memory-records.ts';

export const HOUR = 3_600_000;
/** 18 May 2025, midnight in Seoul: the desk of these tests began at noon of that day. */
export const DAY_ONE = Date.UTC(2025, 4, 17, 15);
export const BEGAN = DAY_ONE + 12 * HOUR;

/** Returns the reports over a scripted desk and lists; the markets rise by 1% an hour, from 100. */
export function reportDeskOver(
  desk: Pick<FakeDesk, 'now' | 'account'>,
  records: MemoryRecords,
  { pace = 'wall', undelivered = 0 }: { readonly pace?: ReportPace; readonly undelivered?: number } = {},
): ReportDesk {
  const started = {
    type: 'desk.started',
    mode: 'replay',
    account: 'paper',
    venue: 'simulated',
    source: 'a test',
    seed: '1',
    configSha256: '',
    startingCash: '10000',
    quoteCurrency: 'USDT',
  } as const;
  journal(records, BEGAN, started);
  const reports = createReports({
    records,
    prices: {
      symbols: [BTC, ETH],
      priceAt: (_symbol, at) => (at > desk.now() ? null : 100 * (1 + (0.01 * (at - DAY_ONE)) / HOUR)),
    },
    now: () => desk.now(),
    account: () => desk.account(),
    takerFeeFraction: '0.0005',
    modelMeasure: MODEL_MEASURE,
    newsReadings: async () => 0,
    callsMade: async () => [],
    undelivered: async () => undelivered,
  });
  return { reports, schedules: createMemorySchedules(), pace };
}

export function journal(records: MemoryRecords, at: number, event: JournalEvent): void {
  records.allEntries.push({ seq: records.allEntries.length + 1, at, event, hash: 'h' });
}

export function measure(records: MemoryRecords, at: number, equity: string): void {
  records.points.push({ at, equity, cash: equity, exposure: '0' });
}

export function closedTrade(number: number, net: string, closedAt = DESK_NOW - HOUR): ClosedTrade {
  return {
    number,
    symbol: number % 2 === 0 ? BTC : ETH,
    direction: 'long',
    source: 'strategy:turtle',
    openedAt: closedAt - HOUR,
    closedAt,
    quantity: '1',
    entryPrice: '100',
    exitPrice: '101',
    realised: net,
    fees: '0',
    net,
    entryDecisionId: 'D-1',
    exitDecisionId: 'D-2',
    exitReason: reason('exit.target', {}),
  };
}
