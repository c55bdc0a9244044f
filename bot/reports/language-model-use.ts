import type { Decimal } from '../../engine/domain/decimal.ts';
import { decimalFromEstimate, ZERO } from '../../engine/domain/decimal.ts';
import type { DecisionRecord } from '../../engine/domain/decision.ts';
import type { LanguageModelUse } from './report.ts';

/** Calls for one purpose in a span; `costUsd` null where the price of one of them is not known. */
export interface CallsMade {
  readonly purpose: string;
  readonly calls: number;
  readonly costUsd: number | null;
}

/** Millionths of a cent: a call of a small model costs hundredths of one. */
const USD_STEP = '0.00000001';

/** These stand in the decisions themselves, at the desk's own time. */
const IN_RECORDS: ReadonlySet<string> = new Set(['review', 'sizing']);

/**
 * Returns how often language models were asked, and what it cost: votes and advice by the decisions of the span, the
 * rest (news, the assistant, trials of prompts) by the calls that were made in it, in real time.
 */
export function languageModelUse(
  decisions: readonly DecisionRecord[],
  newsReadings: number,
  made: readonly CallsMade[],
): LanguageModelUse {
  const costs = decisions.flatMap(costsOf);
  const others = made.filter(({ purpose }) => !IN_RECORDS.has(purpose));
  const news = others.find(({ purpose }) => purpose === 'news-reading')?.calls ?? 0;
  // A report that was read before calls were kept has no price.
  const unpriced = Math.max(0, newsReadings - news);
  const calls = costs.length + unpriced + others.reduce((sum, one) => sum + one.calls, 0);
  if (calls === 0) return { calls, costUsd: ZERO };
  const all = [...costs, ...others.map(({ costUsd }) => costUsd), ...(unpriced > 0 ? [null] : [])];
  return { calls, costUsd: sumOf(all) };
}

/** One for each time that a decision asked a language model; null: what it cost is not known. */
function costsOf({ verdicts, sizing }: DecisionRecord): readonly (number | null)[] {
  const votes = verdicts.flatMap((verdict) => {
    if (verdict.call !== undefined) return [verdict.call.costUsd];
    return verdict.reviewer.kind === 'language-model' && verdict.outcome === 'voted' ? [null] : [];
  });
  const advice = sizing?.advised?.call;
  return advice === undefined ? votes : [...votes, advice.costUsd];
}

/** A sum with an unknown part is unknown: it would look cheaper than it was. */
function sumOf(costs: readonly (number | null)[]): Decimal | null {
  let sum = ZERO;
  for (const cost of costs) {
    if (cost === null) return null;
    sum = sum.plus(decimalFromEstimate(cost, USD_STEP));
  }
  return sum;
}
