import type { ApprovalCase } from '../../engine/domain/approval-case.ts';
import type { ClosedTrade } from '../../engine/domain/closed-trade.ts';
import type { Decimal } from '../../engine/domain/decimal.ts';
import { decimal, decimalFromEstimate, estimateOf, ZERO } from '../../engine/domain/decimal.ts';
import type { DecisionRecord } from '../../engine/domain/decision.ts';
import type { JournalEntry } from '../../engine/domain/journal-entry.ts';
import { emptyPortfolio, feesPaid, foldFill } from '../../engine/domain/portfolio.ts';
import { unrealisedProfit } from '../../engine/domain/position.ts';
import type { EquitySample } from '../../engine/performance/equity-curve.ts';
import { measurePerformance } from '../../engine/performance/performance.ts';
import { MAIN_HORIZON_MS } from '../../engine/performance/reviewer-score/cast-votes.ts';
import { scoreboardOf, withOutcomes } from '../../engine/performance/reviewer-score/read-scoreboard.ts';
import { modelScores, reviewerScores, type VoteMeasure } from '../../engine/performance/vote-scores.ts';
import type { PriceHistory } from '../../engine/ports/price-history.ts';
import type { EquityPoint, NumberedFill } from '../../engine/ports/records.ts';
import { extremeTrades, groupTrades } from '../trade-summary.ts';
import { approvalCounts } from './approval-counts.ts';
import { decisionCounts } from './decision-counts.ts';
import { incidentsIn } from './incidents.ts';
import { type CallsMade, languageModelUse } from './language-model-use.ts';
import type { HeldPosition, Report, ReportSpan, Slippage } from './report.ts';

/** What is written down of a span, oldest first throughout. */
export interface ReportInput {
  readonly span: ReportSpan;
  readonly running: boolean;
  readonly quoteCurrency: string;
  readonly startingCash: Decimal;
  /** Of the span, and the last one before it. */
  readonly points: readonly EquityPoint[];
  /** Equity at this moment, for a span that runs. */
  readonly equityNow: Decimal | null;
  readonly trades: readonly ClosedTrade[];
  /** From the desk's first to the last of the span: what is held is folded from them. */
  readonly fills: readonly NumberedFill[];
  /** Made in the span. */
  readonly decisions: readonly DecisionRecord[];
  /** By id, those whose fills are in the span but that were made before it. */
  readonly earlier: ReadonlyMap<string, DecisionRecord>;
  /** Of the span; of `outcome.measured` also what was measured after it of decisions in it. */
  readonly entries: readonly JournalEntry[];
  readonly prices: PriceHistory;
  readonly takerFeeFraction: string;
  readonly modelMeasure: VoteMeasure;
  readonly newsReadings: number;
  readonly callsMade: readonly CallsMade[];
  readonly undelivered: number;
  /** Proposals that were answered, expired or decided by a rule in the span. */
  readonly cases: readonly ApprovalCase[];
}

/** Nothing is cut away: prices of markets have fewer decimals by far. */
const PRICE_STEP = '0.0000000001';

/** Returns the report of a span. A pure reading: the same records, the same report. */
export function makeReport(input: ReportInput): Report {
  const { span, trades, decisions } = input;
  const fills = input.fills.filter(({ fill }) => fill.at >= span.from && fill.at < span.to);
  const fees = feesPaid(fills.map(({ fill }) => fill));
  const equity = equityCurve(input);
  const equityStart = equityAt(input, span.from);
  const equityEnd = input.equityNow ?? equityAt(input, span.to);
  const measured = withOutcomes(decisions, input.entries);
  const feeFraction = Number(input.takerFeeFraction);
  return {
    span,
    running: input.running,
    quoteCurrency: input.quoteCurrency,
    equityStart,
    equityEnd,
    profit: equityEnd.minus(equityStart),
    ...{ fees: fees.quote, otherFees: fees.others },
    slippage: slippageOf(fills, input),
    fills: fills.length,
    performance: measurePerformance({ trades, equity, held: heldSpans(input), feeFraction }),
    ...extremeTrades(trades),
    byStrategy: groupTrades(trades, (trade) => trade.source),
    bySymbol: groupTrades(trades, (trade) => trade.symbol),
    decisions: decisionCounts(decisions),
    approvals: approvalCounts(input.entries, span, input.cases),
    // In and out again costs two fees: a move that does not pay them was not worth an assent.
    reviewers: reviewerScores(measured, { horizonMs: MAIN_HORIZON_MS, moveFraction: 2 * feeFraction }),
    models: modelScores(measured, input.modelMeasure),
    scoreboard: scoreboardOf(measured, feeFraction),
    languageModels: languageModelUse(decisions, input.newsReadings, input.callsMade),
    incidents: incidentsIn(input.entries, span, input.undelivered),
    positions: heldAt(input),
    equity,
    held: heldCurve(input, equity, feeFraction),
    trades,
  };
}

function equityAt({ points, startingCash }: ReportInput, at: number): Decimal {
  const last = points.filter((point) => point.at <= at).at(-1);
  return last === undefined ? startingCash : decimal(last.equity);
}

function equityCurve(input: ReportInput): readonly EquitySample[] {
  const { span, points, equityNow } = input;
  const inside = points.filter(({ at }) => at > span.from && at <= span.to);
  const samples = [
    { at: span.from, equity: estimateOf(equityAt(input, span.from)) },
    ...inside.map(({ at, equity }) => ({ at, equity: estimateOf(equity) })),
  ];
  const last = samples.at(-1)?.at ?? span.from;
  if (equityNow !== null && last < span.to) return [...samples, { at: span.to, equity: estimateOf(equityNow) }];
  return samples;
}

function heldSpans({ span, prices }: ReportInput) {
  return prices.symbols.flatMap((symbol) => {
    const firstPrice = prices.priceAt(symbol, span.from);
    const lastPrice = prices.priceAt(symbol, span.to);
    return firstPrice === null || lastPrice === null ? [] : [{ firstPrice, lastPrice }];
  });
}

/** With the one fee that the figure has, too: the picture must end where the sentence says. */
function heldCurve(
  { span, prices }: ReportInput,
  equity: readonly EquitySample[],
  feeFraction: number,
): readonly EquitySample[] {
  const [first] = equity;
  const bought = prices.symbols.flatMap((symbol) => {
    const price = prices.priceAt(symbol, span.from);
    return price === null ? [] : [{ symbol, price }];
  });
  if (first === undefined || bought.length === 0) return [];
  return equity.flatMap(({ at }) => {
    const growth = bought.map(({ symbol, price }) => (prices.priceAt(symbol, at) ?? Number.NaN) / price);
    const sum = growth.reduce((total, value) => total + value, 0);
    return Number.isFinite(sum) ? [{ at, equity: (first.equity * sum) / growth.length / (1 + feeFraction) }] : [];
  });
}

/** A market order is let through at the price of its last gate; a fill on the other side is that of a resting stop. */
function slippageOf(fills: readonly NumberedFill[], { decisions, earlier }: ReportInput): Slippage {
  const records = new Map([...earlier, ...decisions.map((record) => [record.id, record] as const)]);
  let cost = ZERO;
  let count = 0;
  for (const { decisionId, fill } of fills) {
    const record = records.get(decisionId);
    const gate = record?.gates.at(-1);
    const order = record?.order;
    if (gate === undefined || order?.type !== 'market' || order.side !== fill.side) continue;
    const beyond = decimal(fill.price).minus(decimalFromEstimate(gate.price, PRICE_STEP));
    const paid = beyond.times(decimal(fill.quantity));
    cost = cost.plus(fill.side === 'buy' ? paid : paid.negated());
    count += 1;
  }
  return { cost, fills: count };
}

function heldAt({ span, fills, startingCash, prices }: ReportInput): readonly HeldPosition[] {
  let portfolio = emptyPortfolio(startingCash);
  for (const { fill, decisionId } of fills) {
    if (fill.at < span.to) portfolio = foldFill(portfolio, fill, decisionId).portfolio;
  }
  return [...portfolio.positions.values()].map((position) => {
    const price = prices.priceAt(position.symbol, span.to);
    return {
      symbol: position.symbol,
      direction: position.direction,
      quantity: position.quantity,
      entryPrice: position.cost.dividedBy(position.quantity),
      openedAt: position.openedAt,
      unrealised: price === null ? null : unrealisedProfit(position, decimalFromEstimate(price, PRICE_STEP)),
    };
  });
}
