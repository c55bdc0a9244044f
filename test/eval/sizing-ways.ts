import { createLanguageModelAdvisor } from '../../agent/sizing/language-model-advisor.ts';
import { createRecentTrades } from '../../agent/sizing/recent-trades.ts';
import { rulesSizingAdvisor } from '../../engine/decision/rules-sizing-advisor.ts';
import type { JournalEntry } from '../../engine/domain/journal-entry.ts';
import type { AskedSize } from '../../engine/domain/signal.ts';
import type { SizingAdvisor } from '../../engine/ports/sizing-advisor.ts';
import { carefulAccountant } from '../fakes/llm/ratio-personalities.ts';
import { scriptedModel } from '../fakes/llm/scripted-model.ts';

export interface SizingWay {
  readonly name: string;
  readonly advisor: SizingAdvisor;
  /** What each entry asks for; null leaves it to the risk at its stop. */
  readonly asked: AskedSize | null;
  readonly onEntry?: (entry: JournalEntry) => void;
}

/** No advice below it, so no way may ask for less. */
export const LEAST_RATIO = 0.05;
/** Stated, not fitted: a tenth of equity for every entry, whatever the market. */
const FIXED_RATIO = 0.1;

/** Says yes to whatever is asked, so that only bands and caps hold a stated fraction. */
const yes: SizingAdvisor = {
  name: 'asked',
  advise: async () => ({ investmentFraction: 1, advisor: 'asked' }),
};

/** Returns the ways that are compared; `trades` are those of the weeks before, for Kelly. */
export function sizingWays(trades: readonly number[]): readonly SizingWay[] {
  const recent = createRecentTrades();
  return [
    { name: 'rules:bands', advisor: rulesSizingAdvisor, asked: null },
    { name: `fixed ${FIXED_RATIO * 100} %`, advisor: yes, asked: { type: 'fraction', fraction: FIXED_RATIO } },
    {
      name: 'half Kelly',
      advisor: yes,
      asked: { type: 'fraction', fraction: Math.max(LEAST_RATIO, halfKelly(trades) ?? LEAST_RATIO) },
    },
    {
      name: 'scripted, no model',
      advisor: createLanguageModelAdvisor({
        model: scriptedModel(carefulAccountant),
        deadlineMs: 1_000,
        recentTrades: recent.last,
      }),
      asked: null,
      onEntry: recent.note,
    },
  ];
}

/**
 * Returns half of Kelly's fraction from returns on what was put in: p ÷ mean loss − q ÷ mean win, at most 1. It may be
 * below zero, and is null without both a win and a loss.
 */
export function halfKelly(returns: readonly number[]): number | null {
  const wins = returns.filter((value) => value > 0);
  const losses = returns.filter((value) => value < 0);
  if (wins.length === 0 || losses.length === 0) return null;
  const decided = wins.length + losses.length;
  const whole = wins.length / decided / -mean(losses) - losses.length / decided / mean(wins);
  return Math.min(1, whole / 2);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
