import type { AccountLook } from '../../engine/alert-rules/account-reading.ts';
import type { RuleState } from '../../engine/alert-rules/rule-latch.ts';
import type { AlertRule, RuleTimeframe } from '../../engine/domain/alert-rule.ts';
import type { InstrumentSymbol } from '../../engine/domain/instrument.ts';
import type { Candle } from '../../engine/domain/market.ts';
import type { NewsDocument } from '../../rag/document.ts';

/** Where rules are kept; the table of the database. */
export interface RuleStore {
  load(): Promise<readonly StoredRule[]>;
  add(userId: string, rule: AlertRule, state: RuleState, at: number): Promise<StoredRule>;
  remove(id: number, at: number): Promise<void>;
  saveStates(states: readonly { readonly id: number; readonly state: RuleState }[], seenAt: number): Promise<void>;
}

export interface StoredRule {
  readonly id: number;
  readonly userId: string;
  readonly number: number;
  readonly rule: AlertRule;
  readonly state: RuleState;
  readonly createdAt: number;
}

export interface RuleDeskOptions {
  readonly store: RuleStore;
  /** The desk's now. */
  readonly now: () => number;
  /** Up to `limit` of the newest closed bars, oldest first. */
  readonly bars: (symbol: InstrumentSymbol, timeframe: RuleTimeframe, limit: number) => readonly Candle[];
  readonly account: () => AccountLook;
  /** Reports that could be known after `from` and by `asOf`, oldest first. */
  readonly reports: (from: number, asOf: number) => Promise<readonly NewsDocument[]>;
  /** The desk's equity as it was measured, for a preview; oldest first. */
  readonly equity: (from: number, to: number) => Promise<readonly { readonly at: number; readonly equity: number }[]>;
  readonly logger: { error(fields: Readonly<Record<string, unknown>>, sentence: string): void };
}
