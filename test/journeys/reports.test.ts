import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createReportDesk } from '../../bot/app/report-desk.ts';
import { createVoice } from '../../bot/i18n/voice.ts';
import type { Report, ReportSpan } from '../../bot/reports/report.ts';
import { reportMessage, reportNotice } from '../../bot/reports/report-entry.ts';
import { reportJson } from '../../bot/reports/report-json.ts';
import { renderOutbound } from '../../bot/surfaces/terminal-render.ts';
import type { JournalEntry } from '../../engine/domain/journal-entry.ts';
import type { Recording } from '../../engine/recordings/recording.ts';
import { cli } from './cli.ts';
import type { Journey } from './journey.ts';
import { DAY, decisionsOf, eventsOf, HOUR, journalOf, MINUTE, openJourney, START } from './journey.ts';

const KST = 9 * HOUR;
const WEEK = { from: START, to: START + 7 * DAY };
/** Days in London's and in Seoul's own time, the week, and a span that begins and ends within hours. */
const SPANS: readonly ReportSpan[] = [
  ...[0, 1, 2, 3, 4, 5, 6].map((day) => ({ from: START + day * DAY, to: START + (day + 1) * DAY })),
  ...[1, 2, 3, 4, 5, 6].map((day) => ({ from: START + day * DAY - KST, to: START + (day + 1) * DAY - KST })),
  WEEK,
  { from: START + 30 * HOUR + 17 * MINUTE, to: START + 71 * HOUR + 43 * MINUTE },
];

let directory: string;
let journey: Journey;
let journal: readonly JournalEntry[];
let recording: Recording;
let reports: ReturnType<typeof createReportDesk>['reports'];

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'assent-reports-'));
  journey = await openJourney({ directory });
  await journey.playTo(WEEK.to);
  journal = journalOf(directory);
  recording = journey.desk.recording;
  reports = createReportDesk(journey.desk).reports;
}, 600_000);

afterAll(async () => {
  await journey.close();
  rmSync(directory, { recursive: true, force: true });
}, 180_000);

async function reportOf(span: ReportSpan): Promise<Report> {
  const report = await reports.of(span);
  if (report === null) throw new Error('no report');
  return report;
}

function inside(entries: readonly JournalEntry[], { from, to }: ReportSpan): readonly JournalEntry[] {
  return entries.filter(({ at }) => at >= from && at < to);
}

/** Sums money as whole units of 10⁻²⁰: another way than the one of the code. */
function units(texts: readonly string[]): bigint {
  return texts.reduce((sum, text) => {
    const [, sign = '', whole = '0', fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text) ?? [];
    const value = BigInt(whole + fraction.padEnd(20, '0'));
    return sign === '-' ? sum - value : sum + value;
  }, 0n);
}

function measuredAt(time: number): string {
  const measures = journal.flatMap(({ at, event }) =>
    event.type === 'equity.measured' && at <= time ? [event.equity] : [],
  );
  return measures.at(-1) ?? '10000';
}

function openAt(symbol: string, at: number): number {
  const { openTime, open, close } = recording.candles(symbol);
  const minute = at - (at % MINUTE);
  const index = openTime.indexOf(minute);
  return (index < 0 ? close.at(-1) : open[index]) ?? Number.NaN;
}

describe('the figures of the recorded week, against the journal', () => {
  it('money is that of the journal, to the last digit', async () => {
    for (const span of SPANS) {
      const report = await reportOf(span);
      const events = inside(journal, span);
      const trades = eventsOf(events, 'trade.closed').map(({ trade }) => trade);
      const fills = eventsOf(events, 'order.filled').map(({ fill }) => fill);
      expect(units([report.equityStart.toFixed()])).toBe(units([measuredAt(span.from)]));
      expect(units([report.equityEnd.toFixed()])).toBe(units([measuredAt(span.to)]));
      expect(units([report.profit.toFixed()])).toBe(units([measuredAt(span.to)]) - units([measuredAt(span.from)]));
      expect(units([report.fees.toFixed()])).toBe(units(fills.map(({ fee }) => fee)));
      expect(units([report.performance.net.toFixed()])).toBe(units(trades.map(({ net }) => net)));
      expect(report.performance.trades).toBe(trades.length);
      expect(report.performance.wins).toBe(trades.filter(({ net }) => Number(net) > 0).length);
      const ranked = trades.map(({ net }) => Number(net)).sort((a, b) => a - b);
      expect([report.worst?.net, report.best?.net].map(Number)).toEqual([ranked.at(0), ranked.at(-1)].map(Number));
      for (const groups of [report.byStrategy, report.bySymbol]) {
        expect(units(groups.map(({ statistics }) => statistics.net.toFixed()))).toBe(
          units(trades.map(({ net }) => net)),
        );
      }
    }
  }, 300_000);

  it('days add up to the week', async () => {
    const days = await Promise.all(SPANS.slice(0, 7).map(reportOf));
    const week = await reportOf(WEEK);
    const sum = (pick: (report: Report) => string) => units(days.map(pick));
    expect(sum(({ profit }) => profit.toFixed())).toBe(units([week.profit.toFixed()]));
    expect(sum(({ fees }) => fees.toFixed())).toBe(units([week.fees.toFixed()]));
    expect(sum(({ slippage }) => slippage.cost.toFixed())).toBe(units([week.slippage.cost.toFixed()]));
    expect(days.reduce((total, { decisions }) => total + decisions.total, 0)).toBe(week.decisions.total);
    expect(week.performance.trades).toBeGreaterThanOrEqual(10);
  }, 180_000);

  it('rates wait for their floors, and are then what the trades give', async () => {
    for (const span of SPANS) {
      const { performance } = await reportOf(span);
      const nets = eventsOf(inside(journal, span), 'trade.closed').map(({ trade }) => Number(trade.net));
      const won = nets.filter((net) => net > 0);
      if (nets.length < 10) {
        expect([performance.winRate.value, performance.profitFactor.value]).toEqual([null, null]);
      } else {
        expect(performance.winRate.value).toBeCloseTo(won.length / nets.length, 12);
        const lost = nets.filter((net) => net < 0).reduce((sum, net) => sum - net, 0);
        expect(performance.profitFactor.value).toBeCloseTo(won.reduce((sum, net) => sum + net, 0) / lost, 9);
      }
      expect(performance.sharpe.value === null).toBe(performance.sharpe.sample < performance.sharpe.floor);
    }
    // A day has 24 hourly returns, and says nothing; a week has 168.
    expect((await reportOf({ from: START, to: START + DAY })).performance.sharpe.value).toBeNull();
    const { sharpe } = (await reportOf(WEEK)).performance;
    const hours = Array.from({ length: 169 }, (_, hour) => Number(measuredAt(START + hour * HOUR)));
    const returns = hours.slice(1).map((equity, index) => equity / (hours[index] ?? 0) - 1);
    const mean = returns.reduce((sum, value) => sum + value, 0) / returns.length;
    const variance = returns.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (returns.length - 1);
    expect(sharpe.value).toBeCloseTo((mean / Math.sqrt(variance)) * Math.sqrt(365 * 24), 6);
  }, 300_000);

  it('drawdown and buy-and-hold are those of the span alone', async () => {
    for (const span of SPANS) {
      const { performance } = await reportOf(span);
      let [peak, deepest] = [Number(measuredAt(span.from)), 0];
      for (const { at, event } of journal) {
        if (event.type !== 'equity.measured' || at <= span.from || at > span.to) continue;
        peak = Math.max(peak, Number(event.equity));
        deepest = Math.max(deepest, 1 - Number(event.equity) / peak);
      }
      expect(performance.maxDrawdownFraction.value).toBeCloseTo(deepest, 12);
      const growth = recording.symbols.map((symbol) => openAt(symbol, span.to) / openAt(symbol, span.from));
      const held = growth.reduce((sum, value) => sum + value, 0) / growth.length / 1.0005 - 1;
      expect(performance.buyAndHoldFraction.value).toBeCloseTo(held, 9);
    }
  }, 300_000);

  it('decisions, approvals and votes are counted from the records', async () => {
    const records = [...decisionsOf(journal).values()].map(({ record }) => record);
    const moved = new Map(
      eventsOf(journal, 'outcome.measured').map((event) => [
        `${event.decisionId} ${event.horizonMs}`,
        event.returnFraction,
      ]),
    );
    for (const span of SPANS) {
      const report = await reportOf(span);
      const made = records.filter(({ at }) => at >= span.from && at < span.to);
      const counts: Record<string, number> = {};
      for (const { outcome } of made) counts[outcome] = (counts[outcome] ?? 0) + 1;
      expect(report.decisions.byOutcome).toEqual(counts);
      expect(report.approvals.asked).toBe(eventsOf(inside(journal, span), 'approval.requested').length);
      const answered = eventsOf(inside(journal, span), 'approval.answered').map(({ approval }) => approval.status);
      expect(report.approvals.expired).toBe(answered.filter((status) => status === 'expired').length);

      const voted = made.filter(({ signal, consensus }) => signal.action === 'enter' && consensus !== null);
      for (const { voter, asked, assented, hitRate } of report.reviewers) {
        const stances = voted.flatMap(({ id, signal, consensus, verdicts }) =>
          verdicts.flatMap((verdict) => {
            if (verdict.reviewer.name !== voter || verdict.outcome !== 'voted') return [];
            const way = (moved.get(`${id} ${HOUR}`) ?? Number.NaN) * (signal.direction === 'long' ? 1 : -1);
            return [{ yes: verdict.stance === consensus?.wanted, way }];
          }),
        );
        const measured = stances.filter(({ way }) => !Number.isNaN(way));
        expect(asked).toBe(voted.length);
        expect(assented).toBe(stances.filter(({ yes }) => yes).length);
        expect(hitRate.sample).toBe(measured.length);
        const right = measured.filter(({ yes, way }) => yes === way >= 0.001).length;
        if (measured.length >= 10) expect(hitRate.value).toBeCloseTo(right / measured.length, 12);
      }
      const [model] = report.models;
      const errors = voted.flatMap(({ id, model: vote }) => {
        const change = moved.get(`${id} ${10 * MINUTE}`);
        if (vote?.outcome !== 'voted' || change === undefined) return [];
        const [up, down] = [change >= 0.002 ? 1 : 0, change <= -0.002 ? 1 : 0];
        return [(vote.probabilityUp - up) ** 2 / 2 + (vote.probabilityDown - down) ** 2 / 2];
      });
      const brier = errors.reduce((sum, value) => sum + value, 0) / errors.length;
      expect(model?.brier.sample).toBe(errors.length);
      if (errors.length >= 10) expect(model?.brier.value).toBeCloseTo(brier, 9);
    }
  }, 300_000);

  it('what was open at the end of each hour is what the fills left open', async () => {
    for (let hour = 6; hour <= 60; hour += 6) {
      const to = START + hour * HOUR;
      const held = new Map<string, bigint>();
      for (const { fill } of eventsOf(inside(journal, { from: START, to }), 'order.filled')) {
        const quantity = units([fill.quantity]);
        held.set(fill.symbol, (held.get(fill.symbol) ?? 0n) + (fill.side === 'buy' ? quantity : -quantity));
      }
      const open = [...held].filter(([, quantity]) => quantity !== 0n);
      const { positions } = await reportOf({ from: START, to });
      expect(
        positions.map(({ symbol, direction, quantity }) => [
          symbol,
          units([quantity.toFixed()]) * (direction === 'long' ? 1n : -1n),
        ]),
      ).toEqual(open);
    }
  }, 180_000);
});

describe('the words', () => {
  it.each(['en', 'ko'] as const)(
    'tell the week in %s, with every figure of it',
    async (language) => {
      const report = await reportOf(WEEK);
      const voice = createVoice({
        language,
        zone: 'UTC',
        now: WEEK.to,
        instruments: journey.desk.view.instruments(),
        quoteCurrency: 'USDT',
      });
      const { choices, ...told } = reportMessage({ sort: null, span: WEEK }, report, voice);
      const text = renderOutbound({ ...told, buttons: [] }, { columns: 200, colour: false }).join('\n');
      expect(choices.map(({ command }) => command)).toEqual([
        '/report daily',
        '/report weekly',
        '/report monthly',
        '/report schedule',
      ]);
      expect(text).not.toMatch(/undefined|NaN|\[object|null/);
      const figures = [
        voice.format.money(report.equityEnd),
        voice.format.signedMoney(report.performance.net),
        `T-${report.best?.number}`,
        `T-${report.worst?.number}`,
        voice.format.percent(report.performance.winRate.value ?? 0, 1),
        voice.format.money(report.fees),
        ...report.bySymbol.map(({ statistics }) => voice.format.signedMoney(statistics.net)),
      ];
      for (const figure of figures) expect(text).toContain(figure);
      const other = language === 'ko' ? /\b(?:Equity|Fees|Decisions|after fees)\b/ : /[가-힣]/;
      expect(text).not.toMatch(other);
      const notice = reportNotice({ sort: 'weekly', span: WEEK }, report, voice);
      const [summary] = notice.blocks;
      expect(summary?.type === 'lines' && summary.lines.length).toBe(3);
    },
    60_000,
  );
});

describe('assent report', () => {
  it('prints the same from the data folder, as JSON and as words, and says what it cannot read', async () => {
    const expected = reportJson(await reportOf({ from: START + DAY, to: START + 2 * DAY }), {
      sort: 'daily',
      zone: 'UTC',
    });
    await journey.close();
    const data = ['--data', directory];
    const printed = await cli(['report', '2025-05-19', '--json', '--zone', 'UTC', ...data]);
    expect(printed.stderr).toBe('');
    expect(JSON.parse(printed.stdout)).toEqual(JSON.parse(JSON.stringify(expected)));
    const korean = await cli(['report', '어제', '--lang', 'ko', ...data]);
    expect(korean.stdout).toContain('일간 보고서, 5월 24일 (토)');
    const wrong = await cli(['report', 'sometimes', ...data]);
    expect([wrong.code, wrong.stdout]).toEqual([2, '']);
    expect(wrong.stderr).toContain('sometimes');
    const early = await cli(['report', '2024-01-01', '--json', ...data]);
    expect([early.code, early.stdout]).toEqual([1, '']);
    expect(early.stderr).toContain('18 May');
  }, 300_000);
});
