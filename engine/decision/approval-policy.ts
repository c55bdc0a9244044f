import type { DecisionSettings } from '../domain/decision.ts';
import type { Reason } from '../domain/reason.ts';
import { reason } from '../domain/reason.ts';
import type { Signal } from '../domain/signal.ts';
import { isHuman } from './wanted-side.ts';

/** Who orders something twice the size that others are asked about is asked once whether it was meant. */
const HUMAN_MULTIPLE = 2;

/** Returns why a person must be asked before this entry, or null where it may go ahead. */
export function whyAsk(
  signal: Signal,
  fraction: number,
  { approvalMode, askAboveFraction }: DecisionSettings,
): Reason | null {
  if (signal.action === 'exit' || approvalMode === 'auto') return null;
  if (approvalMode === 'ask-always') return reason('approval.always', { fraction });
  if (isHuman(signal)) {
    const limit = askAboveFraction * HUMAN_MULTIPLE;
    return fraction <= limit ? null : reason('approval.above-fraction', { fraction, askAboveFraction: limit });
  }
  return fraction < askAboveFraction ? null : reason('approval.above-fraction', { fraction, askAboveFraction });
}
