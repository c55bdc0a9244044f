import type { InstrumentSymbol } from './instrument.ts';
import type { Reason } from './reason.ts';

export type Direction = 'long' | 'short';

/**
 * What a strategy or a person wants. `enter` opens or adds to a position in `direction`; `exit` reduces one that was
 * held in `direction`, wholly or by `fraction`.
 */
export interface Signal {
  readonly id: string;
  readonly symbol: InstrumentSymbol;
  readonly action: 'enter' | 'exit';
  readonly direction: Direction;
  /** 0..1: how strongly the source means it, not a probability. */
  readonly confidence: number;
  /**
   * `strategy:turtle`, `strategy:mean-reversion`, `human:terminal:owner`, `assistant:terminal:owner` (proposed in a
   * talk with them), `protective:stop`, `emergency:panic`.
   */
  readonly source: string;
  readonly reason: Reason;
  readonly at: number;
  readonly expiresAt: number;
  readonly plan: TradePlan;
  /** Set where words of strangers had a part in it: then it is never larger than the smallest tier. */
  readonly isTainted?: true;
}

/** How the source wants the trade done; every field is a wish that sizing, rules and caps may lower. */
export interface TradePlan {
  /** Distance from entry to the protective stop, in quote currency per unit. */
  readonly stopDistance: number | null;
  /** Distance from entry to the take-profit, in quote currency per unit. */
  readonly targetDistance: number | null;
  /** Distance of a trailing stop, in quote currency per unit. */
  readonly trailDistance: number | null;
  /** Close the position after this long, whatever the price. */
  readonly maxHoldMs: number | null;
  /** Fraction of equity to lose at most if the stop is hit; null leaves it to the settings. */
  readonly riskFraction: number | null;
  /** A size asked for by a person: base quantity, quote notional, or fraction of equity (enter) or position (exit). */
  readonly asked: AskedSize | null;
  /** A limit price; null trades at market. */
  readonly limitPrice: string | null;
  /** 1 for a first entry, 2..n for additions to a position. */
  readonly unit: number;
}

export type AskedSize =
  | { readonly type: 'quantity'; readonly quantity: string }
  | { readonly type: 'notional'; readonly notional: string }
  | { readonly type: 'fraction'; readonly fraction: number };

export const NO_PLAN: TradePlan = {
  stopDistance: null,
  targetDistance: null,
  trailDistance: null,
  maxHoldMs: null,
  riskFraction: null,
  asked: null,
  limitPrice: null,
  unit: 1,
};
