import type { Outbound } from '../message.ts';

/** What a person wants to hear of a kind of alert. */
export type AlertMode = 'on' | 'silent' | 'off';

/** A picture or file that is made when it is sent: the row keeps only what it is made from. */
export interface AttachmentSource {
  readonly name: string;
  readonly mime: string;
  readonly alt: string;
  /** `trade-chart:T-12`: whoever makes attachments knows what it means. */
  readonly source: string;
}

/** The part of a message that is kept as JSON. */
export interface OutboxPayload {
  readonly outbound: Outbound;
  readonly attachments: readonly AttachmentSource[];
  readonly silent: boolean;
}

/** A message that has to reach one person. */
export interface OutboxEntry {
  readonly userId: string;
  /** Where the person can be reached, the preferred place first: `telegram:123`, `discord:9`, `email:a@b`. */
  readonly route: readonly string[];
  /** What a person can switch on, to silent or off; `alert.trade-closed`. */
  readonly kind: string;
  /** Money is at risk: told at the next place when it does not arrive in time, never merged with others. */
  readonly money: boolean;
  /** Adding the same key again does nothing. */
  readonly dedupeKey: string;
  /** A newer message of a group takes the place of one that was not delivered yet. */
  readonly group: string | null;
  /** Edits the last delivered message of the group instead of following it. */
  readonly inPlace: boolean;
  readonly outbound: Outbound;
  readonly attachments?: readonly AttachmentSource[];
  /** Without a sound, whatever the person chose. */
  readonly silent?: boolean;
}
