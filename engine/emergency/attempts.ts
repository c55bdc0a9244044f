import type { DecimalText } from '../domain/decimal.ts';
import { decimal } from '../domain/decimal.ts';
import type { InstrumentSymbol } from '../domain/instrument.ts';
import type { Reason } from '../domain/reason.ts';
import type { EmergencyEntry } from './emergency-journal.ts';

/** An order of which the end is not known yet. */
export interface PendingOrder {
  readonly clientId: string;
  readonly sentAt: number;
  /** The venue said that it has it; else its answer was lost, or the process ended before it came. */
  acknowledged: boolean;
  /** How often the venue has said that it has no such order. */
  absences: number;
}

/** What was tried for one symbol. */
export interface SymbolAttempts {
  next: number;
  /** Rejections in a row. */
  rejections: number;
  pending: PendingOrder | null;
  /** The venue takes no order of that size or a smaller one; null while it has not said so. */
  tooSmall: DecimalText | null;
  /** Until then the venue's account may still show what was before the last order ended. */
  restUntil: number;
}

/** What one account's part of an incident has come to: kept by the steps, and made again from them after a crash. */
export interface AccountMemory {
  readonly attempts: Map<InstrumentSymbol, SymbolAttempts>;
  baseline: Baseline | null;
}

/** Spot: what lay there by currency, and what of it was the desk's, before anything of that symbol was sold. */
export interface Baseline {
  readonly totals: Readonly<Record<string, DecimalText>>;
  readonly owned: Readonly<Record<InstrumentSymbol, DecimalText>>;
}

/** Returns the attempts for a symbol; none yet on first sight. */
export function attemptsFor(memory: AccountMemory, symbol: InstrumentSymbol): SymbolAttempts {
  const known = memory.attempts.get(symbol) ?? { next: 0, rejections: 0, pending: null, restUntil: 0, tooSmall: null };
  memory.attempts.set(symbol, known);
  return known;
}

/** The venue refused an order of that size as too small. Of a larger one nobody knows. */
export function isRefusedSize({ tooSmall }: SymbolAttempts, quantity: DecimalText): boolean {
  return tooSmall !== null && decimal(quantity).lte(tooSmall);
}

/** Returns what the journal says of an incident at an account. A step that sent and was not answered is pending. */
export function rememberAccount(entries: readonly EmergencyEntry[], incident: string, account: string): AccountMemory {
  const memory: AccountMemory = { attempts: new Map(), baseline: null };
  for (const entry of entries) {
    const { step } = entry;
    if (entry.incident !== incident || !('account' in step) || step.account !== account) continue;
    if (step.type === 'baseline') memory.baseline = { totals: step.totals, owned: step.owned };
    else if (step.type === 'sending') {
      const attempts = attemptsFor(memory, step.symbol);
      attempts.next = step.attempt + 1;
      attempts.pending = { clientId: step.clientId, sentAt: entry.at, acknowledged: false, absences: 0 };
    } else if (step.type === 'send-answered') {
      const attempts = attemptsFor(memory, step.symbol);
      if (step.outcome === 'rejected') Object.assign(attempts, { pending: null, rejections: attempts.rejections + 1 });
      else if (attempts.pending !== null) attempts.pending.acknowledged = step.outcome === 'acknowledged';
    } else if (step.type === 'resolved') attemptsFor(memory, step.symbol).pending = null;
  }
  return memory;
}

/** What the venue finds too small is dust; a filter that it names no closer is believed the third time. */
export function isTooSmall({ code }: Reason, times: number): boolean {
  return code === 'venue.below-minimum' || code === 'venue.min-notional' || (code === 'venue.filter' && times >= 3);
}
