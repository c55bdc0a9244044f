import type { JournalEvent, JournalEventOf } from '../domain/journal-entry.ts';
import type { OrderState } from '../domain/order.ts';

/** What is known of troubles that were noticed and are not over, and of how the venue answers. */
export interface NoticeState {
  /** Since when, by `data-stall:SYMBOL`, `venue-trouble`, and the code and figures of a change from outside. */
  readonly open: Map<string, number>;
  /** Times at which the venue failed, the last ones. */
  failures: number[];
  /** When it last did as it should. */
  answeredAt: number;
}

/** Failures that lie further back tell nothing of now. */
export const FAILURE_WINDOW_MS = 600_000;
const FAILURES: ReadonlySet<OrderState> = new Set(['UNKNOWN', 'STUCK', 'REJECTED']);
const ANSWERS: ReadonlySet<OrderState> = new Set(['OPEN', 'PARTIAL', 'FILLED', 'CANCELED', 'NOT_PLACED']);

export function emptyNotices(): NoticeState {
  return { open: new Map(), failures: [], answeredAt: 0 };
}

/** Changes `state` by one journal event; most leave it as it is. */
export function foldNotices(state: NoticeState, at: number, event: JournalEvent): void {
  switch (event.type) {
    case 'order.changed':
      if (FAILURES.has(event.state)) state.failures = [...state.failures.filter((time) => isRecent(time, at)), at];
      else if (ANSWERS.has(event.state)) state.answeredAt = at;
      return;
    case 'order.filled':
      state.answeredAt = at;
      return;
    case 'desk.noticed':
      foldNotice(state, at, event);
      return;
    default:
      return;
  }
}

export function isRecent(time: number, now: number): boolean {
  return time > now - FAILURE_WINDOW_MS;
}

function foldNotice(state: NoticeState, at: number, event: JournalEventOf<'desk.noticed'>): void {
  const { open } = state;
  switch (event.kind) {
    case 'data-stall':
    case 'venue-trouble':
    case 'external-change':
      open.set(noticeKey(event), at);
      return;
    case 'data-back':
      open.delete(noticeKey({ ...event, kind: 'data-stall' }));
      return;
    case 'venue-back':
      open.delete(noticeKey({ ...event, kind: 'venue-trouble' }));
      // What led to this episode does not begin the next.
      state.failures = [];
      return;
  }
}

/** Returns what a notice is told once under. */
export function noticeKey({
  kind,
  symbol,
  reason,
}: Pick<JournalEventOf<'desk.noticed'>, 'kind' | 'symbol' | 'reason'>): string {
  // Other figures of the same symbol are another change.
  if (kind === 'external-change') return JSON.stringify([kind, reason.code, reason.values]);
  return symbol === null ? kind : `${kind}:${symbol}`;
}
