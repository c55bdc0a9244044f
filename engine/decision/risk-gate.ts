import type { Decimal, DecimalText } from '../domain/decimal.ts';
import { decimal, estimateOf } from '../domain/decimal.ts';
import type { OrderRequest, RiskApproved } from '../domain/order.ts';
import type { Reason } from '../domain/reason.ts';
import { reason } from '../domain/reason.ts';
import type { RuleResult } from '../domain/risk.ts';
import type { Direction } from '../domain/signal.ts';
import { RISK_RULES } from './risk-rules/registry.ts';
import type { EntryCandidate, RiskRule } from './risk-rules/risk-rule.ts';
import { orderFraction } from './risk-rules/risk-rule.ts';

export type GateResult =
  | {
      readonly outcome: 'approved';
      readonly request: RiskApproved<OrderRequest>;
      readonly rules: readonly RuleResult[];
    }
  | { readonly outcome: 'denied'; readonly reason: Reason; readonly rules: readonly RuleResult[] };

/** What an entry is judged by, beside the order itself. */
export type EntryContext = Omit<EntryCandidate, 'request'>;

/** What there is to reduce: a Position and the position of a PortfolioContext both fit. */
export interface Reducible {
  readonly direction: Direction;
  readonly quantity: Decimal | DecimalText;
}

/** Asks every rule, also after a denial: the record shows them all. */
export function approveEntry(request: OrderRequest, context: EntryContext): GateResult {
  const candidate: EntryCandidate = { ...context, request };
  const asked = RISK_RULES.filter((rule) => rule.isAsked?.(candidate) ?? true);
  const rules = asked.map((rule) => rule.check(candidate));
  const first = rules.findIndex((rule) => rule.outcome === 'denied');
  const rule = asked[first];
  const denied = rules[first];
  if (rule === undefined || denied === undefined) return approved(request, rules);
  return { outcome: 'denied', reason: denialOf(rule, denied, candidate), rules };
}

/** Lets through what can only make the position smaller; no limit, pause or market state stands in its way. */
export function approveReduction(request: OrderRequest, position: Reducible | null): GateResult {
  const closing = position === null ? null : position.direction === 'long' ? 'sell' : 'buy';
  const quantity = decimal(request.quantity);
  const held = decimal(position?.quantity ?? '0');
  const rules: readonly RuleResult[] = [
    flag('reduce-only', request.reduceOnly),
    flag('reduce-side', request.side === closing),
    {
      rule: 'reduce-quantity',
      outcome: quantity.greaterThan(0) && quantity.lessThanOrEqualTo(held) ? 'passed' : 'denied',
      value: estimateOf(quantity),
      limit: estimateOf(held),
    },
  ];
  const denied = rules.find((rule) => rule.outcome === 'denied');
  if (denied === undefined) return approved(request, rules);
  return { outcome: 'denied', reason: reason(`risk.${denied.rule}`, valuesOf(denied)), rules };
}

/** Returns an approved order as a part of itself that gets no worse a price than given: what was allowed only shrinks. */
export function atWorst(
  request: RiskApproved<OrderRequest>,
  quantity: DecimalText,
  price: DecimalText,
): RiskApproved<OrderRequest> {
  if (decimal(quantity).greaterThan(decimal(request.quantity)))
    throw new RangeError('a part is no larger than its whole');
  const bound: OrderRequest = { ...request, type: 'limit', quantity, price, timeInForce: 'IOC' };
  return bound as RiskApproved<OrderRequest>;
}

/** The only place that gives the brand, beside the parts of what has it. */
function approved(request: OrderRequest, rules: readonly RuleResult[]): GateResult {
  return { outcome: 'approved', request: request as RiskApproved<OrderRequest>, rules };
}

function denialOf(rule: RiskRule, denied: RuleResult, candidate: EntryCandidate): Reason {
  const room = rule.room?.(candidate);
  const isCap = room !== undefined && Number.isFinite(room);
  return reason(`risk.${rule.name}`, {
    ...valuesOf(denied),
    askedFraction: isCap ? finiteOrNull(orderFraction(candidate)) : null,
    allowedFraction: isCap ? Math.max(0, room) : null,
  });
}

function valuesOf({ value, limit }: RuleResult): Pick<RuleResult, 'value' | 'limit'> {
  return { value, limit };
}

function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

/** A yes-or-no rule as numbers: 1 where it holds, and 1 is what is asked. */
function flag(rule: string, holds: boolean): RuleResult {
  return { rule, outcome: holds ? 'passed' : 'denied', value: holds ? 1 : 0, limit: 1 };
}
