import { readAccount } from '../../engine/alert-rules/account-reading.ts';
import { newRuleState } from '../../engine/alert-rules/rule-latch.ts';
import { previewOverBars } from '../../engine/alert-rules/rule-preview.ts';
import { stepRule } from '../../engine/alert-rules/rule-watch.ts';
import type { BarCondition, ConditionOf, RuleCondition } from '../../engine/domain/alert-rule.ts';
import { isBarCondition, timeframeOf } from '../../engine/domain/alert-rule.ts';
import type { Candle } from '../../engine/domain/market.ts';
import { barOpenTime, TIMEFRAME_MS } from '../../engine/domain/timeframe.ts';
import { knownAt } from '../../rag/document.ts';
import { matchesNews } from './match-news.ts';
import type { RuleDeskOptions } from './rule-sources.ts';
import type { RulePreview } from './rules-port.ts';

type Sources = Pick<RuleDeskOptions, 'now' | 'bars' | 'account' | 'reports' | 'equity'>;

const ALL_BARS = 10_000;
const WEEK_MS = 7 * TIMEFRAME_MS['1d'];

/** Returns how often a condition would have been told over all that is at hand. */
export async function previewRule(condition: RuleCondition, sources: Sources): Promise<RulePreview> {
  if (isBarCondition(condition)) {
    const { firings, ...rest } = previewOverBars(condition, barsFor(condition, sources));
    return { ...rest, times: firings.map(({ at }) => at) };
  }
  return condition.type === 'news' ? previewNews(condition, sources) : previewAccount(condition, sources);
}

/** Hours reach further back than minutes, and a level is as well touched by an hour's high. */
function barsFor(condition: BarCondition, { bars }: Sources): readonly Candle[] {
  const own = bars(condition.symbol, timeframeOf(condition), ALL_BARS);
  const first = own[0];
  if (condition.type !== 'price' || first === undefined) return own;
  const older = bars(condition.symbol, '1h', ALL_BARS).filter(({ closeTime }) => closeTime <= first.openTime);
  return [...older, ...own];
}

async function previewNews(condition: ConditionOf<'news'>, { reports, now }: Sources): Promise<RulePreview> {
  const [from, to] = [now() - WEEK_MS, now()];
  const stories = new Map<string, number>();
  for (const report of await reports(from, to)) {
    if (matchesNews(condition, report) && !stories.has(report.story)) stories.set(report.story, knownAt(report));
  }
  return { times: [...stories.values()], from, to, current: null, holds: false };
}

/** Equity is measured each hour; what single positions earned in between is not written down. */
async function previewAccount(condition: ConditionOf<'profit' | 'equity'>, sources: Sources): Promise<RulePreview> {
  const look = sources.account();
  const readings = readAccount(condition, look).map(({ reading }) => reading);
  const current = readings[0]?.last ?? null;
  const beyond = readings.some(({ last, upper }) => (condition.when === 'above' ? last >= upper : last <= upper));
  const nothing = { times: [], from: null, to: null, current, holds: beyond };
  if (condition.type === 'profit' && condition.of === 'position') return nothing;
  const points = await sources.equity(look.at - WEEK_MS, look.at);
  const [first] = points;
  if (first === undefined) return nothing;
  const times: number[] = [];
  let state = newRuleState(Number.NEGATIVE_INFINITY);
  let day = { from: barOpenTime(first.at, '1d'), equity: first.equity };
  for (const { at, equity } of points) {
    if (barOpenTime(at, '1d') !== day.from) day = { from: barOpenTime(at, '1d'), equity };
    const past = { at, equity, dayReturnFraction: day.equity === 0 ? 0 : equity / day.equity - 1, positions: [] };
    for (const { reading } of readAccount(condition, past)) {
      const step = stepRule({ condition, repeats: true }, state, reading);
      state = step.state;
      if (step.fired !== null) times.push(at);
    }
  }
  return { ...nothing, times, from: first.at, to: points.at(-1)?.at ?? null };
}
