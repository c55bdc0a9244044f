import type { ConditionOf } from '../domain/alert-rule.ts';
import type { InstrumentSymbol } from '../domain/instrument.ts';
import type { RuleReading } from './rule-latch.ts';

/** The account at a moment, as estimates. */
export interface AccountLook {
  readonly at: number;
  readonly equity: number;
  readonly dayReturnFraction: number;
  readonly positions: readonly {
    readonly symbol: InstrumentSymbol;
    /** Unrealised, as a fraction of the entry value; null without a price. */
    readonly fraction: number | null;
  }[];
}

/** One reading, and what it is of where a rule watches several. */
export interface AccountReading {
  /** '' or the market. */
  readonly key: string;
  readonly reading: RuleReading;
}

const EQUITY_BAND_FRACTION = 0.005;

/** Returns what a rule about the account reads at a moment: nothing, one value, or one for each position. */
export function readAccount(condition: ConditionOf<'profit' | 'equity'>, look: AccountLook): readonly AccountReading[] {
  if (condition.type === 'equity') {
    const band = condition.level * EQUITY_BAND_FRACTION;
    return [{ key: '', reading: point(look.at, look.equity, condition.level, band) }];
  }
  const { of, symbol, fraction } = condition;
  const band = Math.abs(fraction) / 2;
  if (of === 'day') return [{ key: '', reading: point(look.at, look.dayReturnFraction, fraction, band) }];
  return look.positions.flatMap(({ symbol: held, fraction: profit }) => {
    if (profit === null || (symbol !== null && symbol !== held)) return [];
    return [{ key: held, reading: point(look.at, profit, fraction, band) }];
  });
}

function point(at: number, value: number, level: number, band: number): RuleReading {
  return { at, high: value, low: value, last: value, upper: level, lower: level, band, shown: value };
}
