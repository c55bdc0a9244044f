import type { Decimal, DecimalText } from '../../engine/domain/decimal.ts';
import { decimal, decimalText, estimateOf, ZERO } from '../../engine/domain/decimal.ts';
import type { DecisionRecord } from '../../engine/domain/decision.ts';
import type { Side } from '../../engine/domain/order.ts';
import { type FeesPaid, feesPaid } from '../../engine/domain/portfolio.ts';
import type { DecisionCase, NumberedFill } from '../../engine/ports/records.ts';
import { type MoodWord, moodWord } from './mood-words.ts';
import { roomOf } from './rule-units.ts';

export interface OtherFee {
  readonly currency: string;
  readonly fee: DecimalText;
}

/** What follows from the record by plain arithmetic; kept apart from what was recorded. */
export interface DerivedFacts {
  readonly side: Side;
  readonly filledQuantity: DecimalText | null;
  readonly filledNotional: DecimalText | null;
  readonly averagePrice: DecimalText | null;
  /** In quote currency; a fee taken in coins counts at the price of its fill. */
  readonly fees: DecimalText | null;
  /** In third currencies, such as BNB; missing where none was charged. */
  readonly otherFees?: readonly OtherFee[];
  readonly firstFillAt: number | null;
  /** Filled notional as a fraction of equity at the decision. */
  readonly equityFraction: number | null;
  /** The model's probability for the wanted side, the threshold of that side, and how far apart they are. */
  readonly probability: number | null;
  readonly threshold: number | null;
  readonly margin: number | null;
  readonly shortfall: number | null;
  readonly newsCount: number;
  /** What the mood of the news is called; null where the record has none. */
  readonly mood: MoodWord | null;
  readonly rulesPassed: number;
  readonly rulesAsked: number;
  /** Place in the last gate of the rule that denied, and of the passed one nearest to its limit. */
  readonly deniedRule: number | null;
  readonly closestRule: number | null;
  /** By how much the denying rule was over (or under) its limit. */
  readonly excess: number | null;
}

/** A decision as answers cite it: the record itself, what came of it, and what follows from both. */
export type DecisionFacts = DecisionRecord &
  Pick<DecisionCase, 'sha256' | 'orders' | 'horizons' | 'given'> & { readonly derived: DerivedFacts };

export function decisionFacts(one: DecisionCase): DecisionFacts {
  const { record, sha256, orders, horizons, given } = one;
  return { ...record, sha256, orders, horizons, ...(given && { given }), derived: derive(one) };
}

/** Facts of a record whose later fate is not asked for. */
export function recordFacts(record: DecisionRecord): DecisionFacts {
  return decisionFacts({ record, sha256: '', orders: [], fills: [], horizons: [], trade: null });
}

/** Returns the side that a decision is about: what was or would have been sent. */
export function sideOf({ signal }: Pick<DecisionRecord, 'signal'>): Side {
  return (signal.action === 'enter') === (signal.direction === 'long') ? 'buy' : 'sell';
}

/** Fills that carried the decision out; one that went the other way is its stop's, which rests under its number. */
export function ownFills({ record, fills }: Pick<DecisionCase, 'record' | 'fills'>): readonly NumberedFill[] {
  return fills.filter(({ fill }) => fill.side === sideOf(record));
}

function derive(one: DecisionCase): DerivedFacts {
  const { record } = one;
  const fills = ownFills(one);
  const quantity = sum(fills.map(({ fill }) => decimal(fill.quantity)));
  const notional = sum(fills.map(({ fill }) => decimal(fill.quantity).times(decimal(fill.price))));
  const filled = fills.length > 0 && !quantity.isZero();
  const rules = record.gates.at(-1)?.rules ?? [];
  const denied = rules.findIndex((rule) => rule.outcome === 'denied');
  const { value = null, limit = null } = rules[denied] ?? {};
  return {
    side: sideOf(record),
    filledQuantity: filled ? decimalText(quantity) : null,
    filledNotional: filled ? decimalText(notional) : null,
    averagePrice: filled ? decimalText(notional.div(quantity)) : null,
    ...feeFacts(filled ? fills : null),
    firstFillAt: filled ? Math.min(...fills.map(({ fill }) => fill.at)) : null,
    equityFraction: filled ? estimateOf(notional) / record.inputs.portfolio.equity : null,
    ...modelFacts(record),
    newsCount: record.inputs.news.length,
    mood: record.inputs.sentiment == null ? null : moodWord(record.inputs.sentiment.value),
    rulesPassed: rules.filter((rule) => rule.outcome === 'passed').length,
    rulesAsked: rules.length,
    deniedRule: denied < 0 ? null : denied,
    closestRule: closestRule(record),
    excess: value === null || limit === null ? null : Math.abs(value - limit),
  };
}

function feeFacts(fills: readonly NumberedFill[] | null): Pick<DerivedFacts, 'fees' | 'otherFees'> {
  if (fills === null) return { fees: null };
  const paid = feesPaid(fills.map(({ fill }) => fill));
  const others = otherFees(paid);
  return { fees: decimalText(paid.quote), ...(others.length > 0 && { otherFees: others }) };
}

/** Returns fees of third currencies as answers cite them. */
export function otherFees({ others }: FeesPaid): readonly OtherFee[] {
  return [...others].map(([currency, fee]) => ({ currency, fee: decimalText(fee) }));
}

function modelFacts({
  model,
  signal,
}: DecisionRecord): Pick<DerivedFacts, 'probability' | 'threshold' | 'margin' | 'shortfall'> {
  if (model === null || model.outcome === 'abstained') {
    return { probability: null, threshold: null, margin: null, shortfall: null };
  }
  const up = sideOf({ signal }) === 'buy';
  const probability = up ? model.probabilityUp : model.probabilityDown;
  const threshold = up ? model.thresholdUp : model.thresholdDown;
  const margin = probability - threshold;
  return { probability, threshold, margin: Math.max(margin, 0), shortfall: Math.max(-margin, 0) };
}

function closestRule(record: DecisionRecord): number | null {
  let closest: number | null = null;
  let least = Number.POSITIVE_INFINITY;
  (record.gates.at(-1)?.rules ?? []).forEach((rule, index) => {
    const room = rule.outcome === 'passed' ? roomOf(rule) : null;
    if (room === null || room >= least) return;
    closest = index;
    least = room;
  });
  return closest;
}

function sum(values: readonly Decimal[]): Decimal {
  return values.reduce((total, value) => total.plus(value), ZERO);
}
