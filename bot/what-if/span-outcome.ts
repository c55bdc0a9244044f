import type { SpanOutcome } from '../../agent/assistant/tools/what-if-port.ts';
import type { Decimal } from '../../engine/domain/decimal.ts';
import { decimal, decimalText, estimateOf, ZERO } from '../../engine/domain/decimal.ts';
import { maxDrawdown } from '../../engine/performance/equity-curve.ts';
import type { ComparedEvent } from './played-events.ts';

/**
 * Returns what a span came to. Both runs are read in this one way: equity where the span begins and ends is the last
 * measure before it, each hour and at each closed trade.
 */
export function spanOutcome(
  events: readonly ComparedEvent[],
  span: { readonly from: number; readonly to: number },
  startingCash: string,
): SpanOutcome {
  const inside = events.filter(({ at }) => at >= span.from && at < span.to);
  const measures = events.flatMap((event) => (event.type === 'equity' && event.at < span.to ? [event] : []));
  const before = measures.filter(({ at }) => at <= span.from).at(-1)?.equity ?? startingCash;
  const after = measures.at(-1)?.equity ?? startingCash;
  const curve = [
    { at: span.from, equity: estimateOf(decimal(before)) },
    ...measures.flatMap(({ at, equity }) => (at > span.from ? [{ at, equity: estimateOf(decimal(equity)) }] : [])),
  ];
  const nets = inside.flatMap((event) => (event.type === 'trade' ? [decimal(event.net)] : []));
  const fees = inside.flatMap((event) => (event.type === 'fee' ? [decimal(event.fee)] : []));
  const net = decimal(after).minus(decimal(before));
  return {
    trades: nets.length,
    won: nets.filter((one) => one.greaterThan(0)).length,
    entries: inside.filter(({ type }) => type === 'entry').length,
    fees: decimalText(sum(fees)),
    startEquity: decimalText(decimal(before)),
    endEquity: decimalText(decimal(after)),
    net: decimalText(net),
    returnFraction: estimateOf(net) / estimateOf(decimal(before)),
    maxDrawdownFraction: maxDrawdown(curve).value ?? 0,
  };
}

function sum(values: readonly Decimal[]): Decimal {
  return values.reduce((total, value) => total.plus(value), ZERO);
}
