import { createRecentTrades } from '../../agent/sizing/recent-trades.ts';
import { estimateOf } from '../../engine/domain/decimal.ts';
import type { JournalEntry } from '../../engine/domain/journal-entry.ts';
import type { ReplayTape } from '../../engine/exchanges/replay-path.ts';
import { loadSignalModel } from '../../engine/models/onnx-signal-model.ts';
import { buyAndHold } from '../../engine/performance/buy-and-hold.ts';
import { type EquitySample, maxDrawdown, sharpeRatio, totalReturn } from '../../engine/performance/equity-curve.ts';
import type { Figure } from '../../engine/performance/figure.ts';
import { deskConfig } from '../bench/desk-config.ts';
import { withScratch } from '../bench/scratch.ts';
import { printTable, type Row } from '../bench/table.ts';
import { playTape } from './replayed-desk.ts';
import { hasShared } from './shared-data.ts';
import { halfKelly, LEAST_RATIO, sizingWays } from './sizing-ways.ts';
import { readWeeks, WEEKS } from './sizing-weeks.ts';

const TAKER_FEE = 0.0005;

/** `npm run eval:sizing`: the same signals and gates on weeks that the model never saw, under four ways to size. */
async function main(directory: string): Promise<void> {
  const config = deskConfig(directory);
  const model = await loadSignalModel();
  const tapes = await readWeeks(WEEKS);
  const past: number[] = [];
  const totals = new Map<string, Played[]>();
  const rows: Row[] = [];
  for (const week of WEEKS) {
    const tape = tapes.get(week);
    if (tape === undefined) throw new Error(`there is no tape of ${week.name}`);
    const kelly = halfKelly(past);
    const place = { week: week.name, market: week.market };
    const before = [...past];
    for (const { name, asked, advisor, onEntry } of sizingWays(before)) {
      const played = measured(await playTape({ config, tape, model, advisor, asked: asked ?? undefined, onEntry }));
      if (name === 'rules:bands') past.push(...played.returns);
      totals.set(name, [...(totals.get(name) ?? []), played]);
      rows.push({ ...place, way: name === 'half Kelly' ? `${name} ${kellyText(kelly)}` : name, ...columnsOf(played) });
    }
    rows.push({ ...place, way: 'buy and hold', 'return %': percent(held(tape)), trades: '', 'mean size %': '100' });
  }
  printTable(rows);
  console.log('\n  all weeks, each begun anew with the same money: mean return, worst drawdown, all trades');
  printTable([...totals].map(([way, weeks]) => ({ way, ...totalOf(weeks) })));
}

interface Played {
  readonly equity: readonly EquitySample[];
  /** Net, of what was put into each trade. */
  readonly returns: readonly number[];
  readonly sizes: readonly number[];
  /** Put into trades, earned by them after fees, and their fees; quote currency. */
  readonly paid: number;
  readonly net: number;
  readonly fees: number;
}

function measured(entries: readonly JournalEntry[]): Played {
  const recent = createRecentTrades(Number.POSITIVE_INFINITY);
  const equity: EquitySample[] = [];
  const sizes: number[] = [];
  const sums = { paid: 0, net: 0, fees: 0 };
  for (const entry of entries) {
    const { event } = entry;
    recent.note(entry);
    if (event.type === 'equity.measured') equity.push({ at: entry.at, equity: estimateOf(event.equity) });
    if (event.type === 'trade.closed') {
      const { entryPrice, quantity, net, fees } = event.trade;
      sums.paid += estimateOf(entryPrice) * estimateOf(quantity);
      sums.net += estimateOf(net);
      sums.fees += estimateOf(fees);
    }
    if (event.type !== 'decision.made' || event.record.outcome !== 'acted') continue;
    if (event.record.sizing !== null) sizes.push(event.record.sizing.fraction);
  }
  const returns = recent.last(Number.POSITIVE_INFINITY).map(({ netFraction }) => netFraction);
  return { equity, returns, sizes, ...sums };
}

function columnsOf({ equity, returns, sizes }: Played): Row {
  return {
    'return %': percent(totalReturn(equity)),
    'drawdown %': percent(maxDrawdown(equity)),
    sharpe: text(sharpeRatio(equity)),
    entries: String(sizes.length),
    trades: String(returns.length),
    'mean size %': sizes.length === 0 ? 'N/A' : (mean(sizes) * 100).toFixed(1),
  };
}

function totalOf(weeks: readonly Played[]): Row {
  const gained = weeks.map(({ equity }) => totalReturn(equity).value ?? 0);
  const sizes = weeks.flatMap((week) => week.sizes);
  const sum = (of: (week: Played) => number) => weeks.reduce((total, week) => total + of(week), 0);
  const paid = sum((week) => week.paid);
  const bp = (money: number) => ((money / paid) * 10_000).toFixed(1);
  return {
    weeks: String(weeks.length),
    'weeks up': String(gained.filter((value) => value > 0).length),
    'mean return %': (mean(gained) * 100).toFixed(2),
    'worst drawdown %': (Math.max(...weeks.map(({ equity }) => maxDrawdown(equity).value ?? 0)) * 100).toFixed(2),
    trades: String(sum(({ returns }) => returns.length)),
    'mean size %': sizes.length === 0 ? 'N/A' : (mean(sizes) * 100).toFixed(1),
    // What a way of sizing adds would show here: the same trades, weighted otherwise.
    'before fees, bp of turnover': bp(sum(({ net, fees }) => net + fees)),
    'after, bp': bp(sum(({ net }) => net)),
  };
}

function held(tape: ReplayTape): Figure {
  const { startTime } = tape.manifest;
  const spans = tape.symbols.map((symbol) => {
    const { openTime, open, close } = tape.candles(symbol);
    const first = openTime.findIndex((time) => time >= startTime);
    return { firstPrice: open[first] ?? Number.NaN, lastPrice: close.at(-1) ?? Number.NaN };
  });
  return buyAndHold(spans, TAKER_FEE);
}

/** What the weeks before come to, and what it is raised to where that is less than the least. */
function kellyText(kelly: number | null): string {
  if (kelly === null) return '(no past: the least)';
  if (kelly < 0) return '(below zero: the least)';
  return kelly < LEAST_RATIO ? '(less than the least)' : `(${(kelly * 100).toFixed(0)} %)`;
}

function percent({ value }: Figure): string {
  return value === null ? 'N/A' : (value * 100).toFixed(2);
}

function text({ value }: Figure): string {
  return value === null ? 'N/A' : value.toFixed(1);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

if (hasShared('binance_perp_4coins_1m_2025-05.csv.gz')) await withScratch(main);
else console.log('skipped: the shared market data do not lie at ../shared/data');
