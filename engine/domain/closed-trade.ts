import type { DecimalText } from './decimal.ts';
import type { InstrumentSymbol } from './instrument.ts';
import type { Reason } from './reason.ts';
import type { Direction } from './signal.ts';

/** A position from its first fill to flat. Money is quote currency; `net` = `realised` − `fees`. */
export interface ClosedTrade {
  /** Counts from 1; people see it as `T-5`. */
  readonly number: number;
  readonly symbol: InstrumentSymbol;
  readonly direction: Direction;
  readonly source: string;
  readonly openedAt: number;
  readonly closedAt: number;
  readonly quantity: DecimalText;
  readonly entryPrice: DecimalText;
  readonly exitPrice: DecimalText;
  readonly realised: DecimalText;
  readonly fees: DecimalText;
  readonly net: DecimalText;
  readonly entryDecisionId: string;
  readonly exitDecisionId: string;
  readonly exitReason: Reason;
}
