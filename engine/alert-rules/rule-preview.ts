import type { BarCondition } from '../domain/alert-rule.ts';
import type { Candle } from '../domain/market.ts';
import { newRuleState } from './rule-latch.ts';
import type { RuleFiring } from './rule-watch.ts';
import { BarRuleWatch } from './rule-watch.ts';

/** How often a condition would have been told over bars of the past, and where it stands at the last of them. */
export interface BarPreview {
  readonly firings: readonly RuleFiring[];
  /** Close of the first bar that could be judged, and of the last; null when none could. */
  readonly from: number | null;
  readonly to: number | null;
  /** What the rule watches now; null before it is warmed up. */
  readonly current: number | null;
  /** Whether what it waits for is the case already. */
  readonly holds: boolean;
}

/** Plays a condition over bars, oldest first, by the very lines that watch it later. */
export function previewOverBars(condition: BarCondition, bars: readonly Candle[]): BarPreview {
  const watch = new BarRuleWatch({ condition, repeats: true }, newRuleState(Number.NEGATIVE_INFINITY));
  const firings: RuleFiring[] = [];
  let from: number | null = null;
  for (const bar of bars) {
    const { firing } = watch.push(bar);
    if (firing !== null) firings.push(firing);
    if (from === null && watch.reading !== null) from = watch.reading.at;
  }
  const { reading } = watch;
  if (reading === null) return { firings, from: null, to: null, current: null, holds: false };
  return { firings, from, to: reading.at, current: reading.shown, holds: holdsNow(condition, reading) };
}

function holdsNow(condition: BarCondition, { last, upper, lower }: Parameters<typeof isBeyond>[1]): boolean {
  if (condition.type === 'move') return isBeyond(MOVES[condition.way], { last, upper, lower });
  return isBeyond(condition.when, { last, upper, lower });
}

const MOVES = { up: 'above', down: 'below', either: 'crosses' } as const;

function isBeyond(
  when: 'above' | 'below' | 'crosses',
  { last, upper, lower }: { readonly last: number; readonly upper: number; readonly lower: number },
): boolean {
  if (when === 'above') return last >= upper;
  if (when === 'below') return last <= lower;
  // A line is always on one of its sides; what moves or bands reach is another matter.
  return upper > lower && (last >= upper || last <= lower);
}
