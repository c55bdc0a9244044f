import type { DecisionRecord } from '../../engine/domain/decision.ts';
import type { JournalEvent, JournalEventOf } from '../../engine/domain/journal-entry.ts';
import type { OrderState } from '../../engine/domain/order.ts';
import type { AlertMode } from '../outbox/outbox-entry.ts';
import type { AlertFacts } from './alert-facts.ts';

/** What people can be told of, each to be switched on, to silent or off. */
export const ALERT_KINDS = [
  'trade-opened',
  'trade-added',
  'trade-reduced',
  'trade-closed',
  'proposal',
  'order-problem',
  'order-unresolved',
  'stop-moved',
  'pnl',
  'daily-loss',
  'emergency',
  'model',
  'llm-budget',
  'data-stall',
  'venue-trouble',
  'external-change',
  'restart',
  'desk',
  'setting',
  'rule',
  'report',
  'decision',
  'fill',
] as const;

export type AlertKind = (typeof ALERT_KINDS)[number];

/** How a kind is told to somebody who has chosen nothing, and what can be chosen. */
export interface AlertHabit {
  readonly mode: AlertMode;
  /** At the terminal, where nothing rings and somebody reads along; as everywhere when missing. */
  readonly atTerminal?: AlertMode;
  /** The least that can be chosen. */
  readonly least: 'silent' | 'off';
  /** Money is at risk: told at the next place when it does not arrive, through quiet hours, never merged. */
  readonly money: boolean;
  /** Dozens a day: what is off is not even kept in the history. */
  readonly routine?: boolean;
}

/** In one table, each with its reason. */
export const ALERT_HABITS: Readonly<Record<AlertKind, AlertHabit>> = {
  // A few a day, and what people are here for.
  'trade-opened': { mode: 'on', least: 'off', money: false },
  'trade-added': { mode: 'on', least: 'off', money: false },
  'trade-reduced': { mode: 'on', least: 'off', money: false },
  'trade-closed': { mode: 'on', least: 'off', money: true },
  // A question that nobody sees decides itself; so it stays visible.
  proposal: { mode: 'on', least: 'silent', money: true },
  'order-problem': { mode: 'on', least: 'off', money: true },
  'order-unresolved': { mode: 'on', least: 'off', money: true },
  // A trailing stop moves every few minutes.
  'stop-moved': { mode: 'off', least: 'off', money: false, routine: true },
  pnl: { mode: 'on', least: 'off', money: false },
  'daily-loss': { mode: 'on', least: 'off', money: true },
  // Entries are blocked and positions are being closed: somebody has to know.
  emergency: { mode: 'on', least: 'silent', money: true },
  // Good to know in the morning; nothing is to be done at once.
  model: { mode: 'silent', least: 'off', money: false },
  'llm-budget': { mode: 'silent', least: 'off', money: false },
  'data-stall': { mode: 'on', least: 'off', money: false },
  'venue-trouble': { mode: 'on', least: 'off', money: false },
  // Somebody else moved this money.
  'external-change': { mode: 'on', least: 'off', money: true },
  restart: { mode: 'silent', least: 'off', money: false },
  desk: { mode: 'on', least: 'off', money: false },
  setting: { mode: 'silent', least: 'off', money: false },
  // They asked for it.
  rule: { mode: 'on', least: 'off', money: false },
  report: { mode: 'silent', least: 'off', money: false },
  // Dozens a day; /decisions and /history have them.
  decision: { mode: 'off', atTerminal: 'silent', least: 'off', money: false, routine: true },
  fill: { mode: 'off', atTerminal: 'silent', least: 'off', money: false, routine: true },
};

const FORCED_EXITS: ReadonlySet<string> = new Set([
  ...['exit.news-alarm', 'exit.no-stop', 'emergency.price-drop', 'emergency.volume-surge', 'emergency.anomaly'],
]);

/** Returns the kind of which an event tells people, or null where there is nothing to tell. */
export function alertKindOf(event: JournalEvent, facts: AlertFacts): AlertKind | null {
  switch (event.type) {
    case 'decision.made':
    case 'decision.resolved': {
      // A question to a person comes as its own card, with the terms.
      if (event.record.outcome === 'asked') return null;
      return isForcedExit(event.record) ? 'emergency' : 'decision';
    }
    case 'approval.requested':
    case 'approval.answered':
      return 'proposal';
    case 'order.changed':
      // Whoever heard of the doubt hears of its end, whatever that is.
      return facts.wasUnresolved ? 'order-unresolved' : kindOfState(event.state);
    case 'order.filled':
      return facts.fill?.isFirst === true && facts.fill.change !== 'closed' ? `trade-${facts.fill.change}` : 'fill';
    case 'trade.closed':
      return 'trade-closed';
    case 'protection.set':
      // The first stop of a position stands in the message of its opening.
      return facts.stopBefore === null || facts.stopBefore === event.stopPrice ? null : 'stop-moved';
    case 'limit.reached':
      return 'daily-loss';
    case 'entries.halted':
    case 'panic.latched':
    case 'panic.flattened':
      return 'emergency';
    case 'entries.paused':
    case 'entries.resumed':
    case 'panic.cleared':
      return 'desk';
    case 'desk.recovered':
      return 'restart';
    case 'desk.noticed':
      return event.reason.code.startsWith('emergency.') ? 'emergency' : kindOfNotice(event.kind);
    case 'external.found':
    case 'external.answered':
      return 'external-change';
    case 'dust.set-aside':
      return 'desk';
    case 'funding.settled':
      return 'fill';
    case 'setting.changed':
      return 'setting';
    // What people set for themselves, and what the desk only counts.
    case 'policy.changed':
    case 'approvers.changed':
    case 'approval.reason-given':
    case 'approval.scored':
    case 'emergency.recorded':
    case 'baseline.recorded':
    case 'desk.started':
    case 'order.intended':
    case 'equity.measured':
    case 'outcome.measured':
    case 'command.refused':
      return null;
  }
}

/** Tells whether a decision closes because the desk must: a position in bad news, or without a stop. */
export function isForcedExit({ outcome, signal }: DecisionRecord): boolean {
  return outcome === 'acted' && signal.action === 'exit' && FORCED_EXITS.has(signal.reason.code);
}

export function isAlertKind(word: string): word is AlertKind {
  return ALERT_KINDS.some((kind) => kind === word);
}

/** Whoever hears of a trouble hears of its end. */
function kindOfNotice(kind: JournalEventOf<'desk.noticed'>['kind']): AlertKind {
  if (kind === 'external-change') return 'external-change';
  return kind === 'data-stall' || kind === 'data-back' ? 'data-stall' : 'venue-trouble';
}

/** The ordinary way of an order is nothing to tell. */
function kindOfState(state: OrderState): AlertKind | null {
  if (state === 'UNKNOWN' || state === 'STUCK') return 'order-unresolved';
  return state === 'REJECTED' || state === 'NOT_PLACED' ? 'order-problem' : null;
}
