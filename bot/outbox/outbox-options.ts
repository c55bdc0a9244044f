import type { Outbound } from '../message.ts';
import type { Channel, ChannelName } from './channel.ts';
import type { AlertMode, OutboxEntry, OutboxPayload } from './outbox-entry.ts';
import type { FoldedItem, OutboxStore } from './outbox-store.ts';

/** What the outbox says itself, in a person's language. */
export interface OutboxWords {
  /** Puts on top of a message that it comes here because it did not arrive there; `waitedMs` null when it was refused. */
  escalated(outbound: Outbound, from: ChannelName | null, waitedMs: number | null): Outbound;
  /** "And 214 quieter messages." */
  merged(count: number): Outbound;
  /** What the quiet hours held, in one message; of more than `items.length` only the latest are at hand. */
  digest(count: number, items: readonly FoldedItem[]): Outbound;
}

/** Something to journal or to tell an operator; none of these carries the text of a message. */
export type OutboxReport =
  | (ReportedRow & { readonly type: 'refused' | 'gave-up'; readonly attempts: number; readonly problem: string })
  | (ReportedRow & { readonly type: 'escalated'; readonly to: string })
  /** Whoever keeps the addresses of people changes this one. */
  | (ReportedRow & { readonly type: 'moved'; readonly to: string });

interface ReportedRow {
  readonly id: number;
  readonly userId: string;
  readonly kind: string;
  readonly address: string;
  readonly waitingSince: number;
}

/** Returns what is told of an event at an address that has a voice of its own; `event` as in the key, without the person. */
export type Retelling = (
  event: string,
  address: string,
) => Promise<Pick<OutboxPayload, 'outbound' | 'attachments'> | null>;

export interface OutboxLogger {
  info(fields: Readonly<Record<string, unknown>>, sentence: string): void;
  warn(fields: Readonly<Record<string, unknown>>, sentence: string): void;
  error(fields: Readonly<Record<string, unknown>>, sentence: string): void;
}

export interface OutboxOptions {
  readonly store: OutboxStore;
  readonly channels: readonly Channel[];
  /** What a person wants to hear of a kind. */
  readonly modeOf: (userId: string, kind: string) => AlertMode | Promise<AlertMode>;
  /** Tells whether somebody may be told anything now; unless told otherwise, they may. What still waits for others goes nowhere. */
  readonly mayHear?: (userId: string) => boolean;
  /** Returns when the quiet hours end that a person has now, or null outside of them. */
  readonly quietUntil: (userId: string, now: number) => number | null | Promise<number | null>;
  /**
   * Returns whether a message rings in quiet hours all the same; unless told otherwise, what is urgent does. What is of
   * money, and edits, come without a sound; all else is held until they end.
   */
  readonly rings?: (entry: OutboxEntry) => boolean;
  readonly wordsOf: (userId: string) => OutboxWords | Promise<OutboxWords>;
  /** Makes a copy for the next place of a route; where it returns null, the copy says what the message said. */
  readonly retell?: Retelling;
  /** Makes what an attachment's `source` names; when it throws, the message goes without. */
  readonly attach: (source: string, payload: OutboxPayload) => Promise<Uint8Array>;
  readonly report: (report: OutboxReport) => void | Promise<void>;
  readonly now: () => number;
  /** Resolves after so long, or at once when the signal fires; it never rejects. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  readonly logger: OutboxLogger;
  /** Nobody else works on this table: the claims of a process that died are taken back at the start, not after their lease. */
  readonly alone: boolean;
  readonly timing?: Partial<OutboxTiming>;
}

export interface OutboxTiming {
  /** After which a money alert is told at the next place as well. */
  readonly escalateAfterMs: number;
  readonly giveUpAfterMs: number;
  /** After which an attempt counts as lost. */
  readonly attemptMs: number;
  /** How often others' rows are looked for when nothing is to be done. */
  readonly pollMs: number;
  /** How long a stop waits for attempts that run. */
  readonly graceMs: number;
  /** With more than so many waiting for one chat, the quiet ones become one. */
  readonly mergeAbove: number;
  /** How long the history is kept. */
  readonly keepMs: number;
  /** Attempts at a time on each channel. */
  readonly atOnce: number;
}

const HOUR_MS = 3_600_000;

export const OUTBOX_TIMING: OutboxTiming = {
  escalateAfterMs: 60_000,
  giveUpAfterMs: 24 * HOUR_MS,
  attemptMs: 20_000,
  pollMs: 2000,
  graceMs: 5000,
  mergeAbove: 100,
  keepMs: 90 * 24 * HOUR_MS,
  atOnce: 8,
};
