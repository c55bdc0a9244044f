import { z } from 'zod';
import type { Language } from '../../i18n/language.ts';

/** Who did something on Discord, and where. */
export interface Asked {
  /** `discord:123`. */
  readonly userId: string;
  /** Money is moved in private only; a channel may look. */
  readonly place: 'private' | 'group';
  readonly channelId: string;
  /** The message that was written, or whose button was tapped; null for a command. */
  readonly messageId: string | null;
  readonly language: Language | undefined;
  /** What the person calls themselves, as they wrote it; it proves nothing. */
  readonly displayName: string;
  /** The same for what comes again, and for nothing else. */
  readonly deliveryId: string;
  /** When Discord took it: a trade command may be too old to follow. */
  readonly sentAt: number;
}

export type IgnoredReason =
  | 'malformed'
  | 'other-kind'
  | 'edited'
  | 'bot'
  | 'webhook'
  | 'forwarded'
  | 'no-text'
  | 'channel-not-allowed'
  | 'not-addressed'
  | 'no-action';

export interface Ignored {
  readonly outcome: 'ignored';
  readonly reason: IgnoredReason;
}

export function ignored(reason: IgnoredReason): Ignored {
  return { outcome: 'ignored', reason };
}

/** Discord's numbers: more digits than a number holds. */
export const SNOWFLAKE = z.string().regex(/^\d{1,20}$/);
export const USER = z.object({
  id: SNOWFLAKE,
  bot: z.boolean().optional(),
  system: z.boolean().optional(),
  username: z.string().optional(),
  global_name: z.string().nullish(),
});

const DISCORD_EPOCH = 1_420_070_400_000;

/** Returns the moment that a snowflake carries, in epoch milliseconds. */
export function timeOfSnowflake(id: string): number {
  return Number(BigInt(id) >> 22n) + DISCORD_EPOCH;
}

export function nameOf({ username, global_name: name }: z.infer<typeof USER>): string {
  return name ?? username ?? '';
}

/** Reads an IETF tag: `ko`, `en-US`. */
export function languageFrom(tag: string | undefined): Language | undefined {
  const language = tag?.toLowerCase().split(/[-_]/)[0];
  return language === 'ko' || language === 'en' ? language : undefined;
}
