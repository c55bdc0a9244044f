import type { Message } from '../message.ts';
import type { OutboxPayload } from './outbox-entry.ts';

/**
 * `held`: in quiet hours. `replaced`: a newer one of its group was delivered in its place. `merged`: told within another
 * message. `muted`: its kind is switched off. `expired`: given up.
 */
export type OutboxState =
  | 'pending'
  | 'sending'
  | 'held'
  | 'delivered'
  | 'refused'
  | 'expired'
  | 'replaced'
  | 'merged'
  | 'muted';

/** A row to be written. */
export interface NewRow {
  readonly userId: string;
  readonly route: readonly string[];
  readonly address: string;
  readonly kind: string;
  readonly importance: Message['importance'];
  readonly money: boolean;
  readonly dedupeKey: string;
  readonly group: string | null;
  readonly inPlace: boolean;
  readonly payload: OutboxPayload;
  readonly state: 'pending' | 'held' | 'muted' | 'refused';
  readonly heldUntil: number | null;
  readonly standsFor: number;
  readonly copyOf: number | null;
  readonly problem: string | null;
}

/** A row as those see it who deliver it. */
export interface WaitingRow {
  readonly id: number;
  readonly userId: string;
  readonly route: readonly string[];
  readonly address: string;
  readonly kind: string;
  readonly importance: Message['importance'];
  readonly money: boolean;
  readonly dedupeKey: string;
  readonly payload: OutboxPayload;
  /** With the running one. */
  readonly attempts: number;
  readonly waitingSince: number;
  /** Reference of the delivered message that it edits. */
  readonly replaces: string | null;
  /** The message that this one says again at another place. */
  readonly copyOf: number | null;
}

export interface Claim {
  readonly channel: string;
  /** Addresses that must not be spoken to yet. */
  readonly except: readonly string[];
  readonly limit: number;
  readonly now: number;
  readonly leaseUntil: number;
}

export type Settlement =
  | { readonly outcome: 'delivered'; readonly at: number; readonly ref: string | null }
  | { readonly outcome: 'later'; readonly nextAt: number; readonly problem: string }
  | { readonly outcome: 'refused' | 'expired' | 'muted'; readonly problem: string };

/** The slice of the table that those need who deliver. */
export interface DeliveryStore {
  /** Takes the first due row of each address, until the lease ends; never two of an address at a time. */
  claim(claim: Claim): Promise<readonly WaitingRow[]>;
  /** Returns false when the row was settled, or claimed anew, by somebody else. */
  settle(id: number, attempt: number, settlement: Settlement): Promise<boolean>;
  /** Everything that waits for one address goes to another; the claimed row becomes due again. */
  move(from: string, to: string, now: number): Promise<void>;
  /** Makes what waits for these addresses after a failure due at once: the channel works again. */
  hasten(addresses: readonly string[], now: number): Promise<void>;
}

export interface Agenda {
  /** When the first row of each channel is due. */
  readonly channels: readonly { readonly channel: string; readonly dueAt: number }[];
  /** Rows that wait for their delivery. */
  readonly waiting: number;
  /** When the first of those held is to be released; null when none is. */
  readonly heldUntil: number | null;
  /** Since when the oldest row waits that may go to the next place of its route; 0 for one that was refused. */
  readonly escalatableSince: number | null;
}

export interface FoldedItem {
  readonly kind: string;
  readonly createdAt: number;
  readonly payload: OutboxPayload;
}

/** Rows to be told in one message: either quiet ones that wait, or what was held until now. */
export interface Fold {
  readonly userId: string;
  readonly address: string;
  readonly from: 'pending' | 'held';
  readonly now: number;
  /** So many of the latest are handed over with their payload. */
  readonly items: number;
}

export interface Folded {
  readonly count: number;
  readonly lastId: number;
  /** The latest ones, oldest first. */
  readonly items: readonly FoldedItem[];
}

export interface Place {
  readonly userId: string;
  readonly address: string;
}

/** The slice that the chores between deliveries need. */
export interface ChoreStore {
  /** Rows that have waited since `before`, or were refused, and have a next place to go to. */
  overdue(before: number, limit: number): Promise<readonly WaitingRow[]>;
  /** Adds the copy for the next place, once in the life of a row. */
  escalate(id: number, copy: NewRow, now: number): Promise<boolean>;
  /** Places with more than `above` rows waiting, two or more of them quiet. */
  crowded(above: number): Promise<readonly Place[]>;
  /** Places with rows whose quiet hours have ended. */
  heldBack(now: number): Promise<readonly Place[]>;
  /** Puts one row in the place of many; fewer than two are left alone. `rowOf` may run again after a deadlock. */
  fold(fold: Fold, rowOf: (folded: Folded) => NewRow): Promise<number>;
  /** What is still held there, and due, waits for its delivery from now on. */
  release(place: Place, now: number): Promise<void>;
  /** Ends rows that wait since `before` for channels other than these; returns them. */
  expireElsewhere(channels: readonly string[], before: number): Promise<readonly WaitingRow[]>;
  /** Forgets what ended before. */
  prune(before: number): Promise<number>;
}

/** What a person was told, or was to be told. */
export interface HistoryRow {
  readonly id: number;
  readonly kind: string;
  readonly importance: Message['importance'];
  readonly money: boolean;
  readonly createdAt: number;
  /** Of the message, or of the one that told it. */
  readonly state: OutboxState;
  /** Where it arrived, else where it is to go. */
  readonly address: string;
  readonly deliveredAt: number | null;
  readonly attempts: number;
  readonly problem: string | null;
  readonly payload: OutboxPayload;
}

/** Messages that wait for their delivery, and those that had it; every verb is durable when it resolves. */
export interface OutboxStore extends DeliveryStore, ChoreStore {
  /** Adds rows in order, ignoring known keys, and returns how many were new. */
  add(rows: readonly NewRow[], now: number): Promise<number>;
  agenda(): Promise<Agenda>;
  /** Gives back every claim: nobody else works on this table, and whoever claimed them is gone. */
  reclaim(now: number): Promise<number>;
  /** The end of somebody's quiet hours, now. */
  endQuiet(userId: string, now: number): Promise<void>;
  /** The last messages of a person, the latest first. */
  history(userId: string, limit: number): Promise<readonly HistoryRow[]>;
}
