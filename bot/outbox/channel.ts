import type { Outbound } from '../message.ts';

export const CHANNEL_NAMES = ['telegram', 'discord', 'slack', 'email'] as const;
export type ChannelName = (typeof CHANNEL_NAMES)[number];

/** A way out of the house. It delivers one message when asked; when to ask, and how often, is the outbox's. */
export interface Channel {
  readonly name: ChannelName;
  readonly limits: ChannelLimits;
  /** Set where no picture can be shown: none is drawn for it, and its words stand for it. */
  readonly wordsOnly?: true;
  /**
   * Sends one message and returns what became of it. Whatever is thrown counts as `later`; an OutcomeUnknownError too: a
   * message that may have arrived is sent again, since twice is better than never. It gives up when `signal` fires.
   */
  deliver(delivery: Delivery, signal: AbortSignal): Promise<DeliveryResult>;
}

/** How fast a platform may be spoken to; what it says beyond that comes back as `later`. */
export interface ChannelLimits {
  /** On the average; in any one second at most `perSecond + burst`. */
  readonly perSecond: number;
  /** So many at once after a rest. */
  readonly burst: number;
  /** Between the end of one message and the start of the next to the same chat. */
  readonly perChatMs: number;
  /** Returns the most messages a minute to this chat, or null where only the rest counts. */
  readonly perMinute?: (address: string) => number | null;
}

export interface Delivery {
  /** Of the outbox row; the same in every attempt. */
  readonly id: number;
  /** The platform's own id of the chat: what stands behind the colon in `telegram:123`. */
  readonly address: string;
  readonly outbound: Outbound;
  /** The `ref` of an earlier message to edit; where that one is gone, a new message is sent. */
  readonly replaces: string | null;
  readonly attachments?: readonly Attachment[];
  /** Without a sound. */
  readonly silent: boolean;
}

export interface Attachment {
  readonly name: string;
  readonly mime: string;
  /** What the picture shows, for those who do not see it. */
  readonly alt: string;
  /** Not to be asked for by a channel of words only. */
  bytes(): Promise<Uint8Array>;
}

/** `problem` is one sentence for operators; it never repeats the text of the message. */
export type DeliveryResult =
  /** `ref` names the message for a later edit, where the platform can edit. */
  | { readonly outcome: 'delivered'; readonly ref: string | null }
  /** `retryAfterMs` where the platform named a time. */
  | { readonly outcome: 'later'; readonly retryAfterMs: number | null; readonly problem: string }
  /** Never again: the bot was blocked, the chat is gone, the message is impossible. */
  | { readonly outcome: 'refused'; readonly problem: string }
  /** The chat has another id now, as a group that became a supergroup. */
  | { readonly outcome: 'moved'; readonly to: string };

/** Returns the channel's name in an address, or null for one of no channel: `telegram` of `telegram:123`. */
export function channelOf(address: string): ChannelName | null {
  const name = address.slice(0, Math.max(0, address.indexOf(':')));
  return CHANNEL_NAMES.find((known) => known === name) ?? null;
}

/** Returns what the platform itself calls the chat: `123` of `telegram:123`. */
export function chatOf(address: string): string {
  return address.slice(address.indexOf(':') + 1);
}
