import type { ChannelLimits } from './channel.ts';

/** Holds a channel to its limits. It looks at the clock only through its arguments, in epoch milliseconds. */
export interface RateGate {
  /** Returns how many messages may start now. */
  room(now: number): number;
  /** Returns the chats that must not be spoken to yet. */
  resting(now: number): readonly string[];
  /** A message starts. */
  take(now: number): void;
  /** A message to this chat has ended: from here its rest is counted, so that the platform sees it too, however slow the way. */
  rest(chat: string, now: number): void;
  /** Returns when more may start than now, or null when nothing rests. */
  nextAt(now: number): number | null;
}

const MINUTE_MS = 60_000;
const SECOND_MS = 1000;

/** Returns a RateGate: a bucket of `burst` filled at `perSecond`, and for each chat a rest after every message. */
export function createRateGate(limits: ChannelLimits): RateGate {
  const refillMs = SECOND_MS / limits.perSecond;
  const restUntil = new Map<string, number>();
  const lastMinute = new Map<string, number[]>();
  let tokens = limits.burst;
  let filledAt = Number.NEGATIVE_INFINITY;

  return {
    room(now) {
      refill(now);
      return Math.floor(tokens);
    },
    resting(now) {
      forget(now);
      return [...restUntil.keys()];
    },
    take(now) {
      refill(now);
      tokens -= 1;
    },
    rest(chat, now) {
      const until = Math.max(now + limits.perChatMs, minuteFreeAt(chat, now));
      if (until > now) restUntil.set(chat, until);
    },
    nextAt(now) {
      refill(now);
      forget(now);
      const ends = [...restUntil.values()];
      if (tokens < 1) ends.push(now + Math.ceil((1 - tokens) * refillMs));
      return ends.length === 0 ? null : Math.min(...ends);
    },
  };

  function refill(now: number): void {
    // A clock that was set back must not empty the bucket for the time it went back.
    if (now > filledAt) tokens = Math.min(limits.burst, tokens + (now - filledAt) / refillMs);
    filledAt = now;
  }

  /** Counts a message and returns when the next may follow within the limit of a minute. */
  function minuteFreeAt(chat: string, now: number): number {
    const most = limits.perMinute?.(chat) ?? null;
    if (most === null) return now;
    const times = [...(lastMinute.get(chat) ?? []), now].filter((time) => time > now - MINUTE_MS).slice(-most);
    lastMinute.set(chat, times);
    const [oldest = now] = times;
    return times.length < most ? now : oldest + MINUTE_MS;
  }

  function forget(now: number): void {
    for (const [chat, until] of restUntil) if (until <= now) restUntil.delete(chat);
    for (const [chat, times] of lastMinute) if ((times.at(-1) ?? 0) <= now - MINUTE_MS) lastMinute.delete(chat);
  }
}
