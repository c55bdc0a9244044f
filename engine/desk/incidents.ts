import type { JournalEvent } from '../domain/journal-entry.ts';
import type { Reason } from '../domain/reason.ts';
import type { DeskState } from './desk-state.ts';
import { externalChange } from './desk-watch.ts';
import { noticeKey } from './fold-notices.ts';

/** Doubts that concern one order: the rules keep entries out of its symbol, and the others trade on. */
const OF_ONE_SYMBOL: ReadonlySet<string> = new Set([
  'order.stuck',
  'reconcile.foreign-order',
  'order.cancel-unmatched',
]);

/**
 * Returns what an incident at a real venue puts into the journal: what concerns one order is told, once; what
 * contradicts the records halts all entries until a person has looked.
 */
export function incidentEvents(incident: Reason, state: DeskState): readonly JournalEvent[] {
  const change = externalChange(incident);
  const notice = change !== null && !state.notices.open.has(noticeKey(change)) ? [change] : [];
  if (OF_ONE_SYMBOL.has(incident.code)) return notice;
  // The same halt is not told at every pass.
  const isHalted = state.halted?.code === incident.code;
  return isHalted ? notice : [...notice, { type: 'entries.halted', reason: incident }];
}
