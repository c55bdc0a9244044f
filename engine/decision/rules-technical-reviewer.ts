import type { MarketContext } from '../domain/evidence.ts';
import type { FeatureVector } from '../domain/feature-vector.ts';
import type { Reason } from '../domain/reason.ts';
import { reason } from '../domain/reason.ts';
import type { Signal } from '../domain/signal.ts';
import type { ReviewerIdentity, Stance, Verdict } from '../domain/verdict.ts';
import type { Reviewer, ReviewRequest } from '../ports/reviewer.ts';
import { wantedSide } from './wanted-side.ts';

/** Thresholds are part of the version: change one, and old records replay against the wrong rules. */
const IDENTITY: ReviewerIdentity = { name: 'rules:technical', kind: 'rules', version: '1' };

/** Standard deviation per minute: below it fees are larger than anything the market does, above it stops are a lottery. */
const DEAD_VOLATILITY = 0.00005;
const VIOLENT_VOLATILITY = 0.005;
/** Volume of the last minute over its mean. */
const THIN_VOLUME = 0.7;
/** Moves of an hour in its own standard deviations. */
const STRETCH_Z = 1;
const AGAINST_Z = 1;
const TREND_Z = 0.5;
const OVERSTRETCHED_Z = 4;
const CRASH_Z = 5;
/** RSI as a long sees it; a short sees 100 − RSI. */
const OVERBOUGHT_RSI = 85;
const STRETCHED_RSI = 38;
/** A day this far against the trade outweighs any single hour; a breakout needs the day more than a reversion does. */
const DAY_AGAINST_BREAKOUT = 0.03;
const DAY_AGAINST_REVERSION = 0.08;
/** A move of the last five minutes, in σ·√5, that is still running rather than ending. */
const RUNNING_RETURN5 = -2.5;
const RUNNING_RETURN1 = -1.5;
const PANIC_VOLUME = 6;

/** What the rules look at, turned so that up always favours the trade. */
interface View {
  readonly volatility: number;
  readonly volumeRatio: number;
  readonly change24h: number | null;
  readonly z1h: number;
  /** The same as people read it: as the market moved, whichever way the trade goes. */
  readonly marketZ1h: number;
  readonly rsi: number;
  readonly return1: number | null;
  readonly return5: number | null;
  readonly market: MarketContext;
}

interface Opinion {
  readonly stance: 'for' | 'against' | 'hold';
  readonly reasons: readonly Reason[];
  readonly confidence: number;
}

/**
 * Judges the chart by rules. A breakout must go with the hour's trend, on volume that is alive, and not be over
 * already; a mean reversion must be stretched, and the move that stretched it must not be accelerating.
 */
export const rulesTechnicalReviewer: Reviewer = {
  identity: IDENTITY,
  review: async (request) => technicalVerdict(request),
};

function technicalVerdict({ signal, market, features }: ReviewRequest): Verdict {
  if (signal.action === 'exit') return voted(wantedSide(signal), 1, [reason('technical.reduces-risk')]);
  const view = viewOf(signal, market, features);
  if (typeof view === 'string') {
    const why = reason('technical.not-warmed-up', { missing: view });
    return { reviewer: IDENTITY, latencyMs: 0, outcome: 'abstained', reason: why };
  }
  const opinion = unfitMarket(view) ?? (isReversion(signal, view) ? reversion(view) : breakout(view));
  return voted(stanceOf(opinion, signal), opinion.confidence, opinion.reasons);
}

function viewOf(signal: Signal, market: MarketContext, features: FeatureVector | null): View | string {
  const { volatility, change1hFraction, rsi14, volumeRatio } = market;
  if (!isKnown(volatility)) return 'volatility';
  if (!isKnown(change1hFraction)) return 'change1hFraction';
  if (!isKnown(rsi14)) return 'rsi14';
  if (!isKnown(volumeRatio)) return 'volumeRatio';
  const turn = signal.direction === 'long' ? 1 : -1;
  const hourDeviation = volatility * Math.sqrt(60);
  const marketZ1h = hourDeviation > 0 ? change1hFraction / hourDeviation : 0;
  return {
    volatility,
    volumeRatio,
    change24h: isKnown(market.change24hFraction) ? turn * market.change24hFraction : null,
    z1h: turn * marketZ1h,
    marketZ1h,
    rsi: turn === 1 ? rsi14 : 100 - rsi14,
    return1: turned(features, 'return1', turn),
    return5: turned(features, 'return5', turn),
    market,
  };
}

/** A strategy's name says what it trades; for everyone else, buying what has fallen is a reversion. */
function isReversion({ source }: Signal, view: View): boolean {
  if (source.startsWith('strategy:')) return /reversion|bollinger|rsi/.test(source);
  return view.z1h <= -STRETCH_Z;
}

function unfitMarket({ volatility }: View): Opinion | null {
  if (volatility < DEAD_VOLATILITY) {
    return hold(reason('technical.market-dead', { volatility, limit: DEAD_VOLATILITY }));
  }
  if (volatility > VIOLENT_VOLATILITY) {
    return hold(reason('technical.market-violent', { volatility, limit: VIOLENT_VOLATILITY }));
  }
  return null;
}

function breakout(view: View): Opinion {
  const { change24h, z1h, rsi, volumeRatio, market } = view;
  const { rsi14, change1hFraction, change24hFraction } = market;
  const trend = { change1hFraction, z1h: view.marketZ1h, rsi14 };
  if (z1h <= 0) {
    const stance = z1h <= -AGAINST_Z ? 'against' : 'hold';
    return { stance, reasons: [reason('technical.trend-against', trend)], confidence: 0.6 };
  }
  if (z1h < TREND_Z) return hold(reason('technical.trend-weak', { ...trend, limit: TREND_Z }));
  if (change24h !== null && change24h <= -DAY_AGAINST_BREAKOUT) return hold(dayAgainst(market, DAY_AGAINST_BREAKOUT));
  if (rsi >= OVERBOUGHT_RSI || z1h >= OVERSTRETCHED_Z) {
    return hold(reason('technical.overstretched', { rsi14, z1h: view.marketZ1h }));
  }
  if (volumeRatio < THIN_VOLUME) return hold(reason('technical.volume-thin', { volumeRatio, limit: THIN_VOLUME }));
  const dayAgrees = change24h !== null && change24h > 0;
  return {
    stance: 'for',
    reasons: [
      reason('technical.trend-agrees', { change1hFraction, change24hFraction, rsi14 }),
      reason('technical.volume-alive', { volumeRatio }),
    ],
    confidence: confidenceOf([z1h >= AGAINST_Z, dayAgrees, volumeRatio >= 1, rsi < 75]),
  };
}

function reversion(view: View): Opinion {
  const { change24h, z1h, rsi, volumeRatio, market } = view;
  const { rsi14 } = market;
  if (rsi > STRETCHED_RSI && z1h > -STRETCH_Z) {
    return hold(reason('technical.not-stretched', { rsi14, z1h: view.marketZ1h }));
  }
  if (isAccelerating(view)) {
    const running = reason('technical.move-accelerating', { z1h: view.marketZ1h, volumeRatio });
    return { stance: z1h <= -CRASH_Z ? 'against' : 'hold', reasons: [running], confidence: 0.7 };
  }
  if (change24h !== null && change24h <= -DAY_AGAINST_REVERSION) return hold(dayAgainst(market, DAY_AGAINST_REVERSION));
  return {
    stance: 'for',
    reasons: [
      reason('technical.stretched', { rsi14, z1h: view.marketZ1h }),
      reason('technical.move-calming', { z1h: view.marketZ1h, volumeRatio }),
    ],
    confidence: confidenceOf([rsi <= STRETCHED_RSI, z1h <= -STRETCH_Z, volumeRatio < 3, (change24h ?? -1) > -0.03]),
  };
}

/** Falling knives: a crash in its own measure, the last minutes still running, or panic volume behind the move. */
function isAccelerating({ z1h, return1, return5, volumeRatio }: View): boolean {
  if (z1h <= -CRASH_Z) return true;
  if (return5 !== null && return5 <= RUNNING_RETURN5 && (return1 ?? 0) <= RUNNING_RETURN1) return true;
  return volumeRatio >= PANIC_VOLUME && (return1 === null ? z1h < 0 : return1 < 0);
}

/** Half for passing at all, and a share for each sign that also agrees. */
function confidenceOf(signs: readonly boolean[]): number {
  return 0.55 + (0.35 * signs.filter(Boolean).length) / signs.length;
}

function hold(why: Reason): Opinion {
  return { stance: 'hold', reasons: [why], confidence: 0.6 };
}

function dayAgainst({ change24hFraction }: MarketContext, limit: number): Reason {
  return reason('technical.day-against', { change24hFraction, limit });
}

function stanceOf({ stance }: Opinion, signal: Signal): Stance {
  const wanted = wantedSide(signal);
  if (stance === 'hold') return 'hold';
  if (stance === 'for') return wanted;
  return wanted === 'buy' ? 'sell' : 'buy';
}

function voted(stance: Stance, confidence: number, reasons: readonly Reason[]): Verdict {
  return { reviewer: IDENTITY, latencyMs: 0, outcome: 'voted', stance, confidence, reasons };
}

/** Features help where they are there; the rules stand without them, so that a new feature set breaks nothing. */
function turned(features: FeatureVector | null, name: string, turn: number): number | null {
  const value = features?.values[features.names.indexOf(name)];
  return isKnown(value) ? turn * value : null;
}

function isKnown(value: number | null | undefined): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}
