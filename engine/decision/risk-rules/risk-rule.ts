import type { DecimalText } from '../../domain/decimal.ts';
import { estimateOf } from '../../domain/decimal.ts';
import type { MarketContext, PortfolioContext, SentimentReading } from '../../domain/evidence.ts';
import type { Instrument } from '../../domain/instrument.ts';
import type { OrderRequest } from '../../domain/order.ts';
import type { RiskLimits, RuleResult } from '../../domain/risk.ts';
import type { Signal } from '../../domain/signal.ts';

/** An entry as the rules see it: the order, what it rests on, and the world at `asOf`. */
export interface EntryCandidate {
  readonly asOf: number;
  readonly signal: Signal;
  readonly request: OrderRequest;
  readonly stopPrice: DecimalText | null;
  /** Loss if the stop is hit, fees of both sides included. */
  readonly worstLoss: DecimalText;
  readonly instrument: Instrument;
  readonly market: MarketContext;
  readonly portfolio: PortfolioContext;
  readonly sentiment?: SentimentReading | null | undefined;
  readonly limits: RiskLimits;
}

/** One question to an entry. A rule that cannot be answered (NaN anywhere) denies. */
export interface RiskRule {
  readonly name: string;
  /** False where the rule is switched off, or the record is older than the rule: then it is not asked at all. */
  isAsked?(candidate: EntryCandidate): boolean;
  check(candidate: EntryCandidate): RuleResult;
  /** For caps on size: the largest order that would pass, as a fraction of equity. */
  room?(candidate: EntryCandidate): number;
}

/** What estimates lose in the last digits when exact quantities become fractions of equity; far below any lot. */
const ROUNDING = 1e-9;

/** Passes while `value` is no higher than `limit`. */
export function atMost(rule: string, value: number, limit: number): RuleResult {
  return result(rule, value, limit, value <= limit + ROUNDING * Math.max(1, Math.abs(limit)));
}

/** Passes while `value` is lower than `limit`: for losses, where reaching the limit is the end. */
export function below(rule: string, value: number, limit: number): RuleResult {
  return result(rule, value, limit, value < limit);
}

/** Passes while `value` is higher than `limit`. */
export function above(rule: string, value: number, limit: number): RuleResult {
  return result(rule, value, limit, value > limit);
}

/** Passes from `limit` on. */
export function atLeast(rule: string, value: number, limit: number): RuleResult {
  return result(rule, value, limit, value >= limit);
}

/** The rule has nothing to say about this candidate; a limit that is no number denies all the same. */
export function notConcerned(rule: string, limit: number): RuleResult {
  return Number.isFinite(limit) ? { rule, outcome: 'passed', value: null, limit } : missing(rule, limit);
}

/** The rule asks for something that is missing. */
export function missing(rule: string, limit: number): RuleResult {
  return { rule, outcome: 'denied', value: null, limit: Number.isFinite(limit) ? limit : null };
}

function result(rule: string, value: number, limit: number, passes: boolean): RuleResult {
  const known = Number.isFinite(value) && Number.isFinite(limit);
  return {
    rule,
    outcome: known && passes ? 'passed' : 'denied',
    value: Number.isFinite(value) ? value : null,
    limit: Number.isFinite(limit) ? limit : null,
  };
}

/** Returns the estimated quote value of the order: at its limit price, or where the market is. */
export function orderNotional({ request, market }: EntryCandidate): number {
  return estimateOf(request.quantity) * (request.price === null ? market.price : estimateOf(request.price));
}

/** Returns the order as a fraction of equity. */
export function orderFraction(candidate: EntryCandidate): number {
  return orderNotional(candidate) / candidate.portfolio.equity;
}
