import type { Decimal } from '../domain/decimal.ts';
import { decimal, decimalText, estimateOf, roundDownTo, ZERO } from '../domain/decimal.ts';
import type { AskingSettings } from '../domain/decision.ts';
import type { MarketContext, PortfolioContext } from '../domain/evidence.ts';
import type { Instrument } from '../domain/instrument.ts';
import type { Reason } from '../domain/reason.ts';
import { reason } from '../domain/reason.ts';
import type { RiskLimits } from '../domain/risk.ts';
import type { AskedSize, Signal } from '../domain/signal.ts';
import type { AdvisedTerms, Sizing } from '../domain/sizing.ts';
import type { AdviceGiven } from '../ports/sizing-advisor.ts';
import { exposureRoom } from './risk-rules/max-exposure.ts';
import { symbolExposureRoom } from './risk-rules/max-symbol-exposure.ts';
import { NO_ADVISOR } from './sizing-advice.ts';
import { sizingBand } from './sizing-bands.ts';
import type { TradePrices } from './trade-prices.ts';
import { entryPrice, exactly, nearerTarget, textOrNull, tradePrices, worstLossOf } from './trade-prices.ts';
import { isHuman } from './wanted-side.ts';

/** What a size follows from; every part of it stands in the record. */
export interface SizingInputs {
  readonly signal: Signal;
  readonly instrument: Instrument;
  readonly market: MarketContext;
  readonly portfolio: PortfolioContext;
  readonly limits: RiskLimits;
  readonly settings: AskingSettings;
  readonly strength: number;
  readonly advice: AdviceGiven | null;
}

export type SizingResult =
  | { readonly outcome: 'sized'; readonly sizing: Sizing }
  | { readonly outcome: 'too-small'; readonly reason: Reason; readonly sizing: Sizing }
  | { readonly outcome: 'unsizable'; readonly reason: Reason };

type Clamp = Sizing['clamps'][number];
type Cap = readonly [name: string, ceiling: number];

interface Asked {
  readonly fraction: number;
  /** Set where the size was asked for in coins or money, so that no detour over a fraction loses a digit. */
  readonly quantity: Decimal | null;
}

/** Nobody invests less; also what an entry without a stop may ask for before the rules look at it. */
const MIN_FRACTION = 0.05;

/**
 * Returns how much to enter with. The engine's own entries take what the plan risks, under the advisor's ratio and
 * every cap. A person's order is taken at its word, cut only to the lot: what is too large is for the rules to refuse.
 */
export function sizeEntry(inputs: SizingInputs): SizingResult {
  const priced = tradePrices(inputs.signal, inputs.market, inputs.instrument);
  if (priced.outcome === 'refused') return unsizable(priced.reason);
  const { prices } = priced;
  if (!(inputs.portfolio.equity > 0 && Number.isFinite(inputs.portfolio.equity))) return invalid('equity');
  const asked = askedOf(inputs, prices);
  if ('outcome' in asked) return asked;
  if (isHuman(inputs.signal)) {
    const quantity = asked.quantity ?? quantityOf(asked.fraction, inputs, prices.entry);
    const own = { askedFraction: asked.fraction, advisedFraction: asked.fraction, advisor: NO_ADVISOR, clamps: [] };
    return finish(own, quantity, inputs, prices);
  }
  return clampEntry(asked, inputs, withAdvisedTarget(prices, inputs));
}

/** Returns the size cut to what the caps leave now: the world moved since it was proposed. It never grows. */
export function refitSizing(sizing: Sizing, inputs: SizingInputs): SizingResult {
  const { market, instrument, portfolio } = inputs;
  if (!(market.price > 0 && Number.isFinite(market.price))) return invalid('price');
  if (!(portfolio.equity > 0 && Number.isFinite(portfolio.equity))) return invalid('equity');
  const prices = pricesOf(sizing, inputs);
  const proposed = decimal(sizing.quantity);
  if (isHuman(inputs.signal)) return finish(sizing, proposed, inputs, prices);
  const fraction = estimateOf(proposed.times(prices.entry)) / portfolio.equity;
  const clamped = clampAll(fraction, capsOf(inputs, prices));
  if (clamped === null) return invalid('limits');
  const most = clamped.clamps.length === 0 ? proposed : quantityOf(clamped.fraction, inputs, prices.entry);
  const quantity = most.lessThan(proposed) ? most : proposed;
  const clamps = [...sizing.clamps, ...clamped.clamps];
  return finish({ ...sizing, clamps }, roundDownTo(quantity, instrument.lotSize), inputs, prices);
}

/** Returns half of a size, rounded down to the lot. */
export function halveSizing(sizing: Sizing, inputs: SizingInputs): SizingResult {
  const quantity = decimal(sizing.quantity).div(2);
  const clamps = [...sizing.clamps, { cap: 'half', from: sizing.fraction, to: sizing.fraction / 2 }];
  return finish({ ...sizing, clamps }, quantity, inputs, pricesOf(sizing, inputs));
}

/** The stop and target were assented to as prices; only the entry has moved. */
function pricesOf(sizing: Sizing, { signal, market, instrument }: SizingInputs): TradePrices {
  return {
    entry: entryPrice(signal.plan.limitPrice, market.price, instrument) ?? exactly(market.price),
    stop: sizing.stopPrice === null ? null : decimal(sizing.stopPrice),
    target: sizing.targetPrice === null ? null : decimal(sizing.targetPrice),
    trailDistance: sizing.trailDistance,
  };
}

function clampEntry(asked: Asked, inputs: SizingInputs, prices: TradePrices): SizingResult {
  const advised = advisedOf(inputs);
  const advice: Cap = [advised.given ? 'advice' : 'no-advice', advised.ceiling];
  const clamped = clampAll(asked.fraction, [advice, ...capsOf(inputs, prices)]);
  if (clamped === null) return invalid('limits');
  const quantity =
    asked.quantity !== null && clamped.clamps.length === 0
      ? asked.quantity
      : quantityOf(clamped.fraction, inputs, prices.entry);
  const basis = {
    askedFraction: asked.fraction,
    advisedFraction: advised.fraction,
    advisor: advised.advisor,
    clamps: clamped.clamps,
    ...(advised.said !== undefined && { advised: advised.said }),
  };
  return finish(basis, quantity, inputs, prices);
}

function askedOf(inputs: SizingInputs, prices: TradePrices): Asked | SizingResult {
  const { signal, settings } = inputs;
  const { asked, riskFraction } = signal.plan;
  if (asked !== null) return askedByWord(asked, inputs, prices.entry) ?? sizeInvalid(asked.type);
  if (prices.stop === null) {
    return isHuman(signal) ? unsizable(reason('sizing.size-missing')) : { fraction: MIN_FRACTION, quantity: null };
  }
  // The setting binds a strategy too: what a person tightens in chat must not be undone by a plan.
  const risk = Math.min(riskFraction ?? settings.riskFraction, settings.riskFraction);
  if (!(risk > 0 && Number.isFinite(risk))) return invalid('riskFraction');
  const distance = estimateOf(prices.entry.minus(prices.stop).abs().div(prices.entry));
  return { fraction: risk / distance, quantity: null };
}

/** Returns the size that was asked for, or null where it is not a positive number. */
function askedByWord(asked: AskedSize, inputs: SizingInputs, entry: Decimal): Asked | null {
  const { equity } = inputs.portfolio;
  if (asked.type === 'fraction') {
    return asked.fraction > 0 && Number.isFinite(asked.fraction) ? { fraction: asked.fraction, quantity: null } : null;
  }
  const amount = positive(asked.type === 'quantity' ? asked.quantity : asked.notional);
  if (amount === null) return null;
  const quantity = asked.type === 'quantity' ? amount : amount.div(entry);
  const fraction = estimateOf(quantity.times(entry)) / equity;
  return Number.isFinite(fraction) ? { fraction, quantity } : null;
}

function positive(text: string): Decimal | null {
  try {
    const value = decimal(text);
    return value.greaterThan(0) ? value : null;
  } catch {
    return null;
  }
}

/** Advice is a ceiling inside its band. Without a number that means something, the floor of the band is the ceiling. */
function advisedOf({ advice, strength, market, portfolio }: SizingInputs): {
  given: boolean;
  fraction: number;
  advisor: string;
  ceiling: number;
  said: Sizing['advised'];
} {
  const { lossStreak, winStreak } = portfolio;
  const band = sizingBand({ strength, volatility: market.volatility, lossStreak, winStreak });
  if (advice === null || 'outcome' in advice || !Number.isFinite(advice.investmentFraction)) {
    const said = advice !== null && 'outcome' in advice ? advice : undefined;
    return { given: false, fraction: band.floor, advisor: NO_ADVISOR, ceiling: band.floor, said };
  }
  const { investmentFraction: fraction, advisor, terms: said } = advice;
  const ceiling = Math.min(band.ceiling, Math.max(band.floor, fraction));
  return { given: true, fraction, advisor, ceiling, said };
}

/** Null without a ratio that counts: half an advice is none. */
function termsOf({ advice }: SizingInputs): AdvisedTerms | null {
  if (advice === null || 'outcome' in advice || !Number.isFinite(advice.investmentFraction)) return null;
  return advice.terms ?? null;
}

function withAdvisedTarget(prices: TradePrices, inputs: SizingInputs): TradePrices {
  const terms = termsOf(inputs);
  if (terms === null) return prices;
  return { ...prices, target: nearerTarget(prices, terms.takeProfitFraction, inputs.instrument) };
}

function capsOf(inputs: SizingInputs, prices: TradePrices): readonly Cap[] {
  const { instrument, portfolio, limits, signal } = inputs;
  const { stop } = prices;
  const terms = termsOf(inputs);
  const caps: Cap[] = [
    ['max-symbol-exposure', symbolExposureRoom(portfolio, limits)],
    ['max-exposure', exposureRoom(portfolio, limits)],
  ];
  if (stop !== null) caps.push(['trade-risk', lossRoom(prices.entry, stop, instrument, limits.maxRiskFraction)]);
  if (stop !== null && terms !== null) {
    caps.push(['advised-loss', lossRoom(prices.entry, stop, instrument, terms.maxLossFraction)]);
  }
  if (signal.isTainted === true) caps.push(['tainted', MIN_FRACTION]);
  if (instrument.kind === 'spot' && signal.direction === 'long') caps.push(['cash', cashRoom(portfolio, instrument)]);
  return caps;
}

/** Returns how much may be held, as a fraction of equity, so that the stop takes no more than another. */
function lossRoom(entry: Decimal, stop: Decimal, { takerFeeFraction }: Instrument, lossFraction: number): number {
  const lossOfOne = worstLossOf(decimal('1'), entry, stop, takerFeeFraction);
  return lossFraction / estimateOf(lossOfOne.div(entry));
}

/** Spot is paid in full, with its fee. */
function cashRoom({ cash, pendingNotional, equity }: PortfolioContext, { takerFeeFraction }: Instrument): number {
  return (cash - pendingNotional) / (1 + estimateOf(takerFeeFraction)) / equity;
}

/** Applies the ceilings in turn and notes each that cut; null when one of them is no number. */
function clampAll(asked: number, caps: readonly Cap[]): { fraction: number; clamps: readonly Clamp[] } | null {
  const clamps: Clamp[] = [];
  let fraction = asked;
  for (const [cap, ceiling] of caps) {
    if (!Number.isFinite(ceiling)) return null;
    const to = Math.max(0, ceiling);
    if (to >= fraction) continue;
    clamps.push({ cap, from: fraction, to });
    fraction = to;
  }
  return { fraction, clamps };
}

function quantityOf(fraction: number, { portfolio }: SizingInputs, entry: Decimal): Decimal {
  return exactly(portfolio.equity).times(exactly(fraction)).div(entry);
}

function finish(
  basis: Pick<Sizing, 'askedFraction' | 'advisedFraction' | 'advisor' | 'clamps' | 'advised'>,
  wished: Decimal,
  { instrument, portfolio }: SizingInputs,
  prices: TradePrices,
): SizingResult {
  const lots = roundDownTo(wished, instrument.lotSize);
  const quantity = lots.greaterThan(0) ? lots : ZERO;
  const notional = quantity.times(prices.entry);
  const sizing: Sizing = {
    askedFraction: basis.askedFraction,
    advisedFraction: basis.advisedFraction,
    advisor: basis.advisor,
    clamps: basis.clamps,
    fraction: estimateOf(notional) / portfolio.equity,
    quantity: decimalText(quantity),
    notional: decimalText(notional),
    worstLoss: decimalText(worstLossOf(quantity, prices.entry, prices.stop, instrument.takerFeeFraction)),
    stopPrice: textOrNull(prices.stop),
    targetPrice: textOrNull(prices.target),
    trailDistance: prices.trailDistance,
    ...(basis.advised !== undefined && { advised: basis.advised }),
  };
  if (quantity.greaterThan(0) && notional.greaterThanOrEqualTo(decimal(instrument.minNotional))) {
    return { outcome: 'sized', sizing };
  }
  return { outcome: 'too-small', sizing, reason: belowMinimum(sizing, instrument) };
}

function belowMinimum(sizing: Sizing, { minNotional }: Instrument): Reason {
  const { quantity, notional } = sizing;
  return reason('sizing.below-minimum', { quantity, notional, minNotional, cap: sizing.clamps.at(-1)?.cap ?? null });
}

function unsizable(why: Reason): SizingResult {
  return { outcome: 'unsizable', reason: why };
}

function invalid(field: string): SizingResult {
  return unsizable(reason('sizing.inputs-invalid', { field }));
}

function sizeInvalid(field: string): SizingResult {
  return unsizable(reason('sizing.size-invalid', { field }));
}
