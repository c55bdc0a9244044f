import type { JournalEntry, JournalEventType } from '../../engine/domain/journal-entry.ts';
import type { OrderState } from '../../engine/domain/order.ts';
import { reason } from '../../engine/domain/reason.ts';
import type { Incident, ReportSpan } from './report.ts';

/** Events of the journal in which something may have gone wrong. */
export const INCIDENT_EVENTS: readonly JournalEventType[] = [
  'entries.halted',
  'panic.latched',
  'order.changed',
  'desk.recovered',
  'desk.noticed',
  'limit.reached',
];

const TROUBLE: ReadonlySet<OrderState> = new Set(['REJECTED', 'UNKNOWN', 'STUCK', 'NOT_PLACED']);

/** Returns what went wrong in a span, oldest first; `undelivered` counts messages about it that reached nobody. */
export function incidentsIn(
  entries: readonly JournalEntry[],
  { from, to }: ReportSpan,
  undelivered: number,
): readonly Incident[] {
  const told = entries.flatMap((entry) => (entry.at >= from && entry.at < to ? (incidentOf(entry) ?? []) : []));
  if (undelivered === 0) return told;
  return [...told, { ...NOTHING, type: 'undelivered', at: to, count: undelivered }];
}

const NOTHING = { reason: null, symbol: null, count: 1, detail: null };

function incidentOf({ at, event }: JournalEntry): Incident | null {
  switch (event.type) {
    case 'entries.halted':
      return { ...NOTHING, type: 'halt', at, reason: event.reason };
    case 'panic.latched':
      return { ...NOTHING, type: 'panic', at, detail: event.by };
    case 'desk.recovered':
      return { ...NOTHING, type: 'restart', at };
    case 'desk.noticed':
      return { ...NOTHING, type: 'noticed', at, reason: event.reason, symbol: event.symbol };
    case 'limit.reached': {
      const { limit, value, threshold } = event;
      return { ...NOTHING, type: 'noticed', at, reason: reason(`risk.${limit}`, { value, limit: threshold }) };
    }
    case 'order.changed':
      if (!TROUBLE.has(event.state)) return null;
      return { ...NOTHING, type: 'order', at, reason: event.reason, symbol: event.symbol, detail: event.state };
    default:
      return null;
  }
}
