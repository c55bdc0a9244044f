import type { ClosedTrade } from '../../engine/domain/closed-trade.ts';
import type { Decimal } from '../../engine/domain/decimal.ts';
import { decimalText } from '../../engine/domain/decimal.ts';
import type { Figure } from '../../engine/performance/figure.ts';
import type { VoterScore } from '../../engine/performance/vote-scores.ts';
import type { Report, ReportGroup } from './report.ts';
import type { ReportSort } from './report-period.ts';
import { scoreboardJson } from './score-json.ts';

/**
 * Returns a report as JSON, version 1 of its shape (docs/REPORTS.md): money as exact decimal text, times as ISO 8601 in
 * UTC, figures with the sample that they stand on, and null where that is below its floor.
 */
export function reportJson(report: Report, about: { readonly sort: ReportSort | null; readonly zone: string }) {
  const { performance, span } = report;
  return {
    version: 1,
    period: { sort: about.sort, zone: about.zone, from: iso(span.from), to: iso(span.to), running: report.running },
    currency: report.quoteCurrency,
    equity: { start: decimalText(report.equityStart), end: decimalText(report.equityEnd) },
    profit: decimalText(report.profit),
    ...(report.paperBand !== undefined && {
      paperBand: {
        low: decimalText(report.profit.plus(report.paperBand.low)),
        high: decimalText(report.profit.plus(report.paperBand.high)),
      },
    }),
    return: figureJson(performance.returnFraction),
    buyAndHold: figureJson(performance.buyAndHoldFraction),
    maxDrawdown: figureJson(performance.maxDrawdownFraction),
    sharpe: { ...figureJson(performance.sharpe), basis: performance.sharpe.basis },
    sortino: { ...figureJson(performance.sortino), basis: performance.sortino.basis },
    fees: decimalText(report.fees),
    // Only where there are any: in most markets fees are taken in quote currency alone.
    ...(report.otherFees.size > 0 && { otherFees: textsOf(report.otherFees) }),
    fills: report.fills,
    slippage: { cost: decimalText(report.slippage.cost), fills: report.slippage.fills },
    trades: {
      count: performance.trades,
      wins: performance.wins,
      losses: performance.losses,
      net: decimalText(performance.net),
      fees: decimalText(performance.fees),
      winRate: figureJson(performance.winRate),
      profitFactor: figureJson(performance.profitFactor),
      best: report.best === null ? null : tradeJson(report.best),
      worst: report.worst === null ? null : tradeJson(report.worst),
      byStrategy: report.byStrategy.map(groupJson),
      bySymbol: report.bySymbol.map(groupJson),
    },
    decisions: report.decisions,
    approvals: {
      ...report.approvals,
      vetoes: { ...report.approvals.vetoes, saved: decimalText(report.approvals.vetoes.saved) },
    },
    reviewers: report.reviewers.map(voterJson),
    models: report.models.map((model) => ({
      ...voterJson(model),
      brier: figureJson(model.brier),
      logLoss: figureJson(model.logLoss),
    })),
    scoreboard: scoreboardJson(report.scoreboard, span),
    languageModels: {
      calls: report.languageModels.calls,
      costUsd: report.languageModels.costUsd && decimalText(report.languageModels.costUsd),
    },
    incidents: report.incidents.map((incident) => ({ ...incident, at: iso(incident.at) })),
    openPositions: report.positions.map((position) => ({
      symbol: position.symbol,
      direction: position.direction,
      quantity: decimalText(position.quantity),
      entryPrice: decimalText(position.entryPrice),
      openedAt: iso(position.openedAt),
      unrealised: position.unrealised && decimalText(position.unrealised),
    })),
  };
}

function iso(at: number): string {
  return new Date(at).toISOString();
}

function figureJson({ value, sample, floor }: Figure): Figure {
  return { value, sample, floor };
}

function tradeJson({ number, symbol, direction, net, exitReason }: ClosedTrade) {
  return { id: `T-${number}`, symbol, direction, net, exit: exitReason.code };
}

function groupJson({ key, statistics }: ReportGroup) {
  const { trades, wins, net, fees } = statistics;
  return { key, count: trades, wins, net: decimalText(net), fees: decimalText(fees) };
}

function voterJson({ voter, kind, asked, abstained, assented, agreement, hitRate }: VoterScore) {
  const rates = { agreement: figureJson(agreement), hitRate: figureJson(hitRate) };
  return { voter, kind, asked, abstained, assented, ...rates };
}

function textsOf(amounts: ReadonlyMap<string, Decimal>): Readonly<Record<string, string>> {
  return Object.fromEntries([...amounts].map(([currency, amount]) => [currency, decimalText(amount)]));
}
