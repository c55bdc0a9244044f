import { sizingBand } from '../../engine/decision/sizing-bands.ts';
import { baseOf } from '../../engine/domain/instrument.ts';
import type { SizingRequest } from '../../engine/ports/sizing-advisor.ts';
import { cutText, visibleText } from '../../rag/normalise/characters.ts';
import { boundaryOf } from '../models/boundary.ts';
import type { RecentTrade } from './recent-trades.ts';

const TRADES_TOLD = 5;
const NAME_LENGTH = 60;

/**
 * The account and the market as an advisor is told them: names and rounded figures, nothing that a stranger wrote, and
 * no date or price by which a model trained later could know the hour again.
 */
export interface RatioEvidence {
  readonly boundary: string;
  readonly text: string;
  /** What the lines state, for comparing a reasoning with it. */
  readonly figures: Readonly<Record<string, number | string>>;
}

/** Returns the evidence for a ratio; the same request always gives the same bytes. */
export function quoteAccount(request: SizingRequest, trades: readonly RecentTrade[]): RatioEvidence {
  const figures = figuresOf(request, trades);
  const lines = Object.entries(figures)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n');
  const boundary = boundaryOf(lines);
  return { boundary, text: `<account ${boundary}>\n${lines}\n</account ${boundary}>`, figures };
}

function figuresOf(request: SizingRequest, trades: readonly RecentTrade[]): RatioEvidence['figures'] {
  const { signal, market, portfolio, strength, limits, riskFraction } = request;
  const { lossStreak, winStreak, position, equity } = portfolio;
  const band = sizingBand({ strength, volatility: market.volatility, lossStreak, winStreak });
  return {
    coin: plain(baseOf(signal.symbol)),
    direction: signal.direction,
    strategy: plain(signal.source),
    strengthFraction: rounded(strength),
    bandName: band.name,
    bandFloorFraction: rounded(band.floor),
    bandCeilingFraction: rounded(band.ceiling),
    equity: rounded(equity, 2),
    cash: rounded(portfolio.cash, 2),
    openPositions: portfolio.openPositions,
    exposureFraction: rounded(portfolio.exposure / equity),
    pendingFraction: rounded(portfolio.pendingNotional / equity),
    heldOfThisCoinFraction: position === null ? 'none' : `${position.direction} ${rounded(position.notional / equity)}`,
    stopDistanceFraction: distance(signal.plan.stopDistance, market.price),
    targetDistanceFraction: distance(signal.plan.targetDistance, market.price),
    atrFraction: orUnknown(market.atrFraction, 6),
    bollingerWidthFraction: orUnknown(bollingerWidth(request), 6),
    volatilityPerMinute: orUnknown(market.volatility, 6),
    spreadFraction: rounded(market.spreadFraction, 6),
    change1hFraction: orUnknown(market.change1hFraction, 4),
    change24hFraction: orUnknown(market.change24hFraction, 4),
    rsi14: orUnknown(market.rsi14, 1),
    dayReturnFraction: rounded(portfolio.dayReturnFraction),
    drawdownFraction: rounded(portfolio.drawdownFraction),
    winsInARow: winStreak,
    lossesInARow: lossStreak,
    lastTrades: tradesText(trades),
    riskLevelFraction: rounded(riskFraction),
    mostRiskFraction: rounded(limits.maxRiskFraction),
    mostInThisCoinFraction: rounded(limits.maxSymbolExposureFraction),
    mostExposureFraction: rounded(limits.maxExposureFraction),
    mostDayLossFraction: rounded(limits.maxDailyLossFraction),
  };
}

/** The feature is the logarithm of a percentage; a person, and a model, reads the width itself. */
function bollingerWidth({ features }: SizingRequest): number | null {
  const place = features?.names.indexOf('bollingerWidth') ?? -1;
  const value = features?.values[place];
  return value === undefined ? null : Math.exp(value) / 100;
}

/** The newest first, after fees, of what was put in. */
function tradesText(trades: readonly RecentTrade[]): string {
  const told = trades.slice(0, TRADES_TOLD);
  if (told.length === 0) return 'none';
  return told
    .map(({ symbol, direction, netFraction }) => `${plain(baseOf(symbol))} ${direction} ${rounded(netFraction)}`)
    .join('; ');
}

function distance(amount: number | null, price: number): number | string {
  return amount === null ? 'none' : rounded(amount / price, 5);
}

function orUnknown(value: number | null, digits: number): number | string {
  return value === null ? 'unknown' : rounded(value, digits);
}

function rounded(value: number, digits = 4): number | string {
  return Number.isFinite(value) ? Number(value.toFixed(digits)) + 0 : 'unknown';
}

/** One line, so that no name can pass for a line of ours. */
function plain(text: string): string {
  return cutText(visibleText(text), NAME_LENGTH);
}
