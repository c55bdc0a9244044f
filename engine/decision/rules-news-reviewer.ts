import type { NewsEvidence, PortfolioContext } from '../domain/evidence.ts';
import { baseOf } from '../domain/instrument.ts';
import type { Reason } from '../domain/reason.ts';
import { reason } from '../domain/reason.ts';
import type { Signal } from '../domain/signal.ts';
import type { ReviewerIdentity, Stance, Verdict } from '../domain/verdict.ts';
import type { Reviewer, ReviewRequest } from '../ports/reviewer.ts';
import { wantedSide } from './wanted-side.ts';

/**
 * Thresholds are part of the version: change one, and old records replay against the wrong rules. Version 2 does not let
 * news help a trade that speaks to a machine, nor news that one publisher alone tells.
 */
const IDENTITY: ReviewerIdentity = { name: 'rules:news-risk', kind: 'rules', version: '2' };

const HOUR_MS = 3_600_000;
const HALF_LIFE_MS = 8 * HOUR_MS;
/** An item about no coin in particular counts this much of one about the coin. */
const MARKET_WIDE_SHARE = 0.4;
/** Below this summed weight the tone rests on too little to speak. */
const ENOUGH_WEIGHT = 0.3;
const TONE_SPEAKS = 0.15;
const TONE_AGAINST = -0.35;
const TONE_STRONGLY_AGAINST = -0.55;
const HAZARD_TOPICS: ReadonlySet<string> = new Set(['exchange', 'security', 'regulation', 'legal']);
const HAZARD_TONE = -0.5;
const HAZARD_AGE_MS = 12 * HOUR_MS;
/** Hazards that name no coin concern every coin, but only while they are fresh and grave. */
const MARKET_HAZARD_TONE = -0.6;
const MARKET_HAZARD_AGE_MS = 4 * HOUR_MS;
/** A text with such a passage was written to be obeyed. */
const SPEAKS_TO_MACHINES = 'instruction-like';
/** Portfolio heat; the risk gate has the hard limits, this is where caution begins. */
const HOT_DRAWDOWN = 0.08;
const HOT_DAY_LOSS = 0.02;
const HOT_LOSS_STREAK = 4;

interface WeighedItem {
  readonly item: NewsEvidence;
  readonly ageMs: number;
  readonly isOfAsset: boolean;
  readonly weight: number;
  /** Turned so that up favours the trade. */
  readonly tone: number;
  /** Who wrote it had machines in mind: it may warn, but it may not help. */
  readonly isSuspect: boolean;
}

/**
 * Judges by rules what the news says for or against the coin, as of the decision, and how hot the account runs. No
 * news speaks against nothing; it then assents on the state of the account alone, and says so.
 */
export const rulesNewsReviewer: Reviewer = {
  identity: IDENTITY,
  review: async (request) => newsVerdict(request),
};

function newsVerdict(request: ReviewRequest): Verdict {
  const { signal, portfolio } = request;
  const wanted = wantedSide(signal);
  if (signal.action === 'exit') return voted(wanted, 1, [reason('news.reduces-risk')]);
  const missing = missingOf(portfolio);
  if (missing !== null) {
    const why = reason('portfolio.unknown', { missing });
    return { reviewer: IDENTITY, latencyMs: 0, outcome: 'abstained', reason: why };
  }
  const items = weigh(request);
  const heat = heatOf(portfolio);
  const hazard = hazardOf(items);
  const tone = waryToneOf(items, signal);
  if (tone.verdict === 'strongly-against')
    return voted(wanted === 'buy' ? 'sell' : 'buy', 0.75, [tone.reason, ...heat]);
  const objections = [...heat, ...(hazard === null ? [] : [hazard])];
  if (tone.verdict === 'against') objections.push(tone.reason);
  if (objections.length > 0) return voted('hold', Math.min(0.9, 0.6 + 0.1 * objections.length), objections);
  const streakShare = Math.min(1, portfolio.lossStreak / HOT_LOSS_STREAK);
  const base = tone.verdict === 'for' ? 0.8 : 0.65;
  return voted(wanted, base - 0.15 * streakShare, [tone.reason, calm(portfolio)]);
}

/** News later than the decision is unknown to it, whoever handed it over. */
function weigh({ news, signal, asOf }: ReviewRequest): readonly WeighedItem[] {
  const asset = baseOf(signal.symbol);
  const turn = signal.direction === 'long' ? 1 : -1;
  return news
    .filter((item) => item.publishedAt <= asOf && Number.isFinite(item.tone))
    .filter((item) => item.assets.length === 0 || item.assets.includes(asset))
    .map((item) => {
      const ageMs = asOf - item.publishedAt;
      const isOfAsset = item.assets.length > 0;
      const weight = 0.5 ** (ageMs / HALF_LIFE_MS) * (isOfAsset ? 1 : MARKET_WIDE_SHARE);
      const isSuspect = item.flags?.includes(SPEAKS_TO_MACHINES) === true;
      return { item, ageMs, isOfAsset, weight, tone: turn * item.tone, isSuspect };
    })
    .sort((a, b) => b.weight - a.weight || (a.item.id < b.item.id ? -1 : 1));
}

function hazardOf(items: readonly WeighedItem[]): Reason | null {
  const hazard = items.find(isHazard);
  if (hazard === undefined) return null;
  const { id, topic, tone } = hazard.item;
  return reason('news.hazard', { newsIds: id, topic, tone, ageMs: hazard.ageMs });
}

function isHazard({ item, ageMs, isOfAsset, tone }: WeighedItem): boolean {
  if (!HAZARD_TOPICS.has(item.topic)) return false;
  if (isOfAsset) return tone <= HAZARD_TONE && ageMs <= HAZARD_AGE_MS;
  return tone <= MARKET_HAZARD_TONE && ageMs <= MARKET_HAZARD_AGE_MS;
}

interface Tone {
  readonly verdict: 'for' | 'nothing-against' | 'against' | 'strongly-against';
  readonly reason: Reason;
}

const BY_CAUTION: readonly Tone['verdict'][] = ['for', 'nothing-against', 'against', 'strongly-against'];

/** What is suspect is heard against the trade only, and never where hearing it would soften what the others say. */
function waryToneOf(items: readonly WeighedItem[], signal: Signal): Tone {
  const trusted = seconded(
    items.filter(({ isSuspect }) => !isSuspect),
    signal,
  );
  const heard = items.filter(({ isSuspect, tone }) => !isSuspect || tone < 0);
  const all = toneOf(heard, signal);
  return cautionOf(all) > cautionOf(trusted) ? all : trusted;
}

/** Good news counts as such only where it would without all that any one publisher alone tells. */
function seconded(items: readonly WeighedItem[], signal: Signal): Tone {
  const tone = toneOf(items, signal);
  if (tone.verdict !== 'for') return tone;
  const alone = new Set(items.flatMap((one) => soleTeller(one) ?? []));
  const isSeconded = [...alone].every(
    (teller) =>
      toneOf(
        items.filter((one) => soleTeller(one) !== teller),
        signal,
      ).verdict === 'for',
  );
  return isSeconded ? tone : { verdict: 'nothing-against', reason: reason('news.nothing-against', tone.reason.values) };
}

/** The publisher without whom nobody would have told it; null where there are others. */
function soleTeller({ item }: WeighedItem): string | null {
  return (item.storySources ?? 1) > 1 ? null : item.source.toLowerCase();
}

function cautionOf({ verdict }: Tone): number {
  return BY_CAUTION.indexOf(verdict);
}

function toneOf(items: readonly WeighedItem[], signal: Signal): Tone {
  const weight = items.reduce((sum, item) => sum + item.weight, 0);
  const turned = weight > 0 ? items.reduce((sum, item) => sum + item.weight * item.tone, 0) / weight : 0;
  // As people read it: the tone of the news, not of the trade.
  const tone = signal.direction === 'long' ? turned : 0 - turned;
  const values = { tone, items: items.length, newsIds: items.map(({ item }) => item.id).join(',') };
  if (weight < ENOUGH_WEIGHT || Math.abs(turned) < TONE_SPEAKS) {
    return { verdict: 'nothing-against', reason: reason('news.nothing-against', values) };
  }
  if (turned > 0) return { verdict: 'for', reason: reason('news.tone-for', values) };
  if (turned > TONE_AGAINST) return { verdict: 'nothing-against', reason: reason('news.nothing-against', values) };
  const verdict = turned <= TONE_STRONGLY_AGAINST ? 'strongly-against' : 'against';
  return { verdict, reason: reason('news.tone-against', { ...values, limit: TONE_AGAINST }) };
}

function heatOf({ drawdownFraction, dayReturnFraction, lossStreak }: PortfolioContext): readonly Reason[] {
  const heat: Reason[] = [];
  const dayLossFraction = lossOf(dayReturnFraction);
  if (drawdownFraction >= HOT_DRAWDOWN) {
    heat.push(reason('portfolio.drawdown-hot', { drawdownFraction, limit: HOT_DRAWDOWN }));
  }
  if (dayLossFraction >= HOT_DAY_LOSS) {
    heat.push(reason('portfolio.day-loss-hot', { dayLossFraction, limit: HOT_DAY_LOSS }));
  }
  if (lossStreak >= HOT_LOSS_STREAK) heat.push(reason('portfolio.loss-streak', { lossStreak, limit: HOT_LOSS_STREAK }));
  return heat;
}

function calm({ drawdownFraction, dayReturnFraction, lossStreak }: PortfolioContext): Reason {
  return reason('portfolio.calm', { drawdownFraction, dayLossFraction: lossOf(dayReturnFraction), lossStreak });
}

function lossOf(dayReturnFraction: number): number {
  return Math.max(0, 0 - dayReturnFraction);
}

function missingOf(portfolio: PortfolioContext): string | null {
  if (!Number.isFinite(portfolio.drawdownFraction)) return 'drawdownFraction';
  if (!Number.isFinite(portfolio.dayReturnFraction)) return 'dayReturnFraction';
  if (!Number.isFinite(portfolio.lossStreak)) return 'lossStreak';
  return portfolio.equity > 0 ? null : 'equity';
}

function voted(stance: Stance, confidence: number, reasons: readonly Reason[]): Verdict {
  return { reviewer: IDENTITY, latencyMs: 0, outcome: 'voted', stance, confidence, reasons };
}
