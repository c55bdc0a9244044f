import type { Made } from '../../../engine/decision/decide.ts';
import type { DecisionInputs, DecisionSettings, MovedInputs } from '../../../engine/domain/decision.ts';
import type {
  MarketContext,
  NewsEvidence,
  PortfolioContext,
  SentimentReading,
} from '../../../engine/domain/evidence.ts';
import type { FeatureVector } from '../../../engine/domain/feature-vector.ts';
import type { Instrument } from '../../../engine/domain/instrument.ts';
import { reason } from '../../../engine/domain/reason.ts';
import type { RiskLimits } from '../../../engine/domain/risk.ts';
import type { Signal, TradePlan } from '../../../engine/domain/signal.ts';
import { NO_PLAN } from '../../../engine/domain/signal.ts';
import type { ModelVote, Stance, Verdict } from '../../../engine/domain/verdict.ts';
import type { Reviewer, ReviewRequest } from '../../../engine/ports/reviewer.ts';
import type { SignalModel } from '../../../engine/ports/signal-model.ts';

export const NOW = 1_747_400_000_000;
export const HOUR = 3_600_000;

export const BTC: Instrument = {
  symbol: 'BTC/USDT:USDT',
  base: 'BTC',
  quote: 'USDT',
  venue: 'sim',
  kind: 'perpetual',
  tickSize: '0.1',
  lotSize: '0.001',
  minNotional: '5',
  makerFeeFraction: '0.0002',
  takerFeeFraction: '0.0005',
};

export const MODEL_IDENTITY = { name: 'baseline', version: '1', sha256: 'ab'.repeat(32), featureSet: 'baseline@1' };

export function market(over: Partial<MarketContext> = {}): MarketContext {
  return {
    price: 100_000,
    bid: 99_999.9,
    ask: 100_000.1,
    spreadFraction: 0.000002,
    atrFraction: 0.0006,
    volatility: 0.0005,
    change1hFraction: 0.006,
    change24hFraction: 0.01,
    rsi14: 64,
    volumeRatio: 1.6,
    quotedAt: NOW,
    ...over,
  };
}

/** Fallen two deviations within the hour, and quietening. */
export function fallenMarket(over: Partial<MarketContext> = {}): MarketContext {
  return market({ change1hFraction: -0.0078, change24hFraction: -0.012, rsi14: 27, volumeRatio: 1.3, ...over });
}

export function portfolio(over: Partial<PortfolioContext> = {}): PortfolioContext {
  return {
    equity: 100_000,
    cash: 100_000,
    exposure: 0,
    openPositions: 0,
    position: null,
    dayReturnFraction: 0,
    drawdownFraction: 0,
    pendingNotional: 0,
    pendingSymbolNotional: 0,
    lossStreak: 0,
    winStreak: 0,
    lastLossAt: null,
    lastEntryAt: null,
    ordersLastMinute: 0,
    ordersToday: 0,
    unresolvedOrders: 0,
    ...over,
  };
}

export function limits(over: Partial<RiskLimits> = {}): RiskLimits {
  return {
    maxExposureFraction: 1,
    maxSymbolExposureFraction: 0.4,
    maxRiskFraction: 0.01,
    maxDailyLossFraction: 0.03,
    maxDrawdownFraction: 0.15,
    maxOpenPositions: 4,
    cooldownAfterLossMs: 600_000,
    maxOrdersPerMinute: 6,
    maxOrdersPerDay: 60,
    maxQuoteAgeMs: 15_000,
    maxSpreadFraction: 0.001,
    maxHumanOrderFraction: 0.25,
    newsAlarmTone: -0.6,
    ...over,
  };
}

export function settings(over: Partial<DecisionSettings> = {}): DecisionSettings {
  return {
    riskFraction: 0.005,
    approvalMode: 'auto',
    askAboveFraction: 0.1,
    maxDriftFraction: 0.003,
    expiresAfterMs: 300_000,
    ...over,
  };
}

export function features(over: Partial<Record<string, number>> = {}): FeatureVector {
  const named = { return1: 0.2, return5: 0.4, rsi14: 0.3, ...over };
  return {
    featureSet: 'baseline@1',
    symbol: BTC.symbol,
    asOf: NOW,
    names: Object.keys(named),
    values: Object.values(named).map((value) => value ?? 0),
  };
}

export function newsItem(over: Partial<NewsEvidence> = {}): NewsEvidence {
  return {
    id: 'N-1',
    publishedAt: NOW - HOUR,
    source: 'Test Wire',
    topic: 'market',
    assets: ['BTC'],
    title: { en: 'Something happened' },
    tone: 0,
    toneBy: 'lexicon@1',
    sha256: 'cd'.repeat(32),
    ...over,
  };
}

export function mood(value: number, over: Partial<SentimentReading> = {}): SentimentReading {
  return { asset: 'BTC', value, change24h: null, items: 4, stories: 3, sources: 2, newsIds: ['N-1', 'N-2'], ...over };
}

export function signal(over: Partial<Omit<Signal, 'plan'>> & { plan?: Partial<TradePlan> } = {}): Signal {
  const { plan, ...rest } = over;
  return {
    id: 'S-1',
    symbol: BTC.symbol,
    action: 'enter',
    direction: 'long',
    confidence: 0.7,
    source: 'strategy:turtle',
    reason: reason('turtle.breakout'),
    at: NOW,
    expiresAt: NOW + 120_000,
    ...rest,
    plan: { ...NO_PLAN, stopDistance: 1000, targetDistance: 2000, trailDistance: 800, ...plan },
  };
}

export function humanSignal(plan: Partial<TradePlan>, over: Partial<Omit<Signal, 'plan'>> = {}): Signal {
  const wanted = { stopDistance: null, targetDistance: null, trailDistance: null, ...plan };
  return signal({ source: 'human:terminal:owner', ...over, plan: wanted });
}

export function inputs(over: Partial<DecisionInputs> = {}): DecisionInputs {
  return {
    asOf: NOW,
    instrument: BTC,
    features: features(),
    market: market(),
    portfolio: portfolio(),
    news: [],
    sentiment: null,
    series: [],
    limits: limits(),
    settings: settings(),
    blockedBy: null,
    ...over,
  };
}

export function movedTo(over: Partial<MovedInputs> = {}): MovedInputs {
  const { asOf, market: seen, portfolio: owned, sentiment = null, limits: caps, settings: set, blockedBy } = inputs();
  return { asOf, market: seen, portfolio: owned, sentiment, limits: caps, settings: set, blockedBy, ...over };
}

export function modelVote(stance: Stance = 'buy', probability = 0.7): ModelVote {
  return {
    outcome: 'voted',
    stance,
    model: MODEL_IDENTITY,
    probabilityUp: stance === 'buy' ? probability : 0.3,
    probabilityDown: stance === 'sell' ? probability : 0.3,
    thresholdUp: 0.55,
    thresholdDown: 0.55,
    contributions: [{ feature: 'return5', value: 0.4, logOdds: 0.2 }],
  };
}

export const MODEL_ABSTAINS: ModelVote = {
  outcome: 'abstained',
  model: MODEL_IDENTITY,
  reason: reason('model.not-warmed-up'),
};

export function verdict(name: string, stance: Stance | 'abstained' = 'buy', confidence = 0.7): Verdict {
  const stamp = { reviewer: { name, kind: 'rules', version: '1' }, latencyMs: 0 } as const;
  if (stance === 'abstained')
    return { ...stamp, outcome: 'abstained', reason: reason('reviewer.late', { deadlineMs: 5 }) };
  return { ...stamp, outcome: 'voted', stance, confidence, reasons: [reason('technical.trend-agrees')] };
}

export const ASSENTS = [verdict('rules:technical'), verdict('rules:news-risk')];

export function reviewRequest(over: Partial<ReviewRequest> = {}): ReviewRequest {
  return {
    decisionId: 'D-1',
    asOf: NOW,
    signal: signal(),
    features: features(),
    market: market(),
    portfolio: portfolio(),
    news: [],
    sentiment: null,
    series: [],
    ...over,
  };
}

export function fakeModel(vote: ModelVote = modelVote()): Pick<SignalModel, 'identity' | 'vote'> {
  return { identity: MODEL_IDENTITY, vote: async () => vote };
}

export function fakeReviewer(name: string, review: Reviewer['review']): Reviewer {
  return { identity: { name, kind: name.startsWith('rules:') ? 'rules' : 'language-model', version: '1' }, review };
}

/** What a record becomes in the journal and back. */
export function throughTheJournal<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

export function rulesOf(made: Made, gate = 0): Record<string, string> {
  return Object.fromEntries((made.record.gates[gate]?.rules ?? []).map(({ rule, outcome }) => [rule, outcome]));
}
