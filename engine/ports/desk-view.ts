import type { Approval } from '../domain/approval.ts';
import type { Decimal } from '../domain/decimal.ts';
import type { MarketContext } from '../domain/evidence.ts';
import type { Instrument, InstrumentSymbol } from '../domain/instrument.ts';
import type { Candle } from '../domain/market.ts';
import type { Order } from '../domain/order.ts';
import type { PersonPolicy } from '../domain/person-policy.ts';
import type { Position } from '../domain/position.ts';
import type { Protection } from '../domain/protection.ts';
import type { Reason } from '../domain/reason.ts';
import type { Timeframe } from '../domain/timeframe.ts';

/** The engine as it stands now, for people: read-only, immediate, folded from the journal. */
export interface DeskView {
  now(): number;
  account(): AccountView;
  positions(): readonly PositionView[];
  openOrders(): readonly Order[];
  pendingApprovals(): readonly Approval[];
  instruments(): readonly Instrument[];
  market(symbol: InstrumentSymbol): MarketContext | null;
  /** Up to `limit` of the newest closed bars that are kept, oldest first; none for a timeframe that is not followed. */
  candles(symbol: InstrumentSymbol, timeframe: Timeframe, limit: number): readonly Candle[];
  /** How near the last closed bars came to an entry; empty before the warm-up. Never journalled. */
  readings(symbol: InstrumentSymbol): readonly StrategyReading[];
  gates(): GatesView;
  settings(): readonly SettingView[];
  /** What that person has set for themselves; `NO_POLICY` for everybody else. */
  policyOf(userId: string): PersonPolicy;
  /** Whoever has set something, and who may answer proposals as far as the engine was told. */
  people(): { readonly withPolicy: readonly string[]; readonly approvers: readonly string[] };
  counts(): { readonly decisions: number; readonly fills: number; readonly trades: number; readonly journal: number };
}

/** Money is exact, in quote currency. */
export interface AccountView {
  readonly quoteCurrency: string;
  readonly startingCash: Decimal;
  readonly equity: Decimal;
  /** Starting cash + realised − fees + funding: what a derivatives wallet shows. */
  readonly balance: Decimal;
  readonly exposure: Decimal;
  readonly unrealised: Decimal;
  readonly realised: Decimal;
  readonly fees: Decimal;
  readonly dayReturnFraction: number;
  readonly drawdownFraction: number;
  readonly maxDrawdownFraction: number;
}

export interface PositionView {
  readonly position: Position;
  readonly source: string;
  readonly units: number;
  readonly protection: Protection | null;
  readonly price: Decimal | null;
  readonly unrealised: Decimal | null;
  /** Loss in quote currency if the stop is hit at its price; null without a stop. */
  readonly riskAtStop: Decimal | null;
  readonly entryDecisionIds: readonly string[];
}

/** How near a strategy was to an entry in one direction, after the last bar that it saw. */
export interface StrategyReading {
  /** `turtle`. */
  readonly strategy: string;
  /** When that bar closed. */
  readonly at: number;
  readonly reading: Reason;
}

/** What keeps entries out at this moment. */
export interface GatesView {
  readonly paused: boolean;
  readonly panicked: boolean;
  readonly halted: Reason | null;
}

export interface SettingView {
  readonly key: string;
  readonly value: number | string | boolean;
  readonly default: number | string | boolean;
  /** The hard limits of the file: chat cannot go beyond them. */
  readonly minimum: number | null;
  readonly maximum: number | null;
  readonly choices: readonly string[] | null;
  /** Which of the two is the file's own; the other, and both without it, are of the desk. */
  readonly fileBound?: 'minimum' | 'maximum';
  readonly unit: 'fraction' | 'duration' | 'count' | 'choice' | 'flag' | 'quote';
}
