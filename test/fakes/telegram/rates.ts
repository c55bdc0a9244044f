import { tooManyRequests } from './faults.ts';
import type { Refusal } from './refusal.ts';

/** Telegram's published limits: about 30 messages a second, one a second to a chat with small bursts, 20 a minute to a group. */
const PER_SECOND = 30;
const CHAT_BURST = 3;
const GROUP_PER_MINUTE = 20;

/** Counts what is sent, and says when it is too much. */
export interface Rates {
  /** Returns the refusal for a message that comes too soon; a refused one does not count. */
  check(chatId: number, at: number): Refusal | null;
}

export function createRates(): Rates {
  let sent: { readonly chatId: number; readonly at: number }[] = [];
  return {
    check: (chatId, at) => {
      sent = sent.filter((entry) => entry.at > at - 60_000);
      const inChat = sent.filter((entry) => entry.chatId === chatId);
      const lastSecond = sent.filter((entry) => entry.at > at - 1000);
      const wait = Math.max(
        waitFor(lastSecond, PER_SECOND, 1000, at),
        waitFor(
          inChat.filter((entry) => entry.at > at - CHAT_BURST * 1000),
          CHAT_BURST,
          CHAT_BURST * 1000,
          at,
        ),
        chatId < 0 ? waitFor(inChat, GROUP_PER_MINUTE, 60_000, at) : 0,
      );
      if (wait > 0) return tooManyRequests(Math.ceil(wait / 1000));
      sent.push({ chatId, at });
      return null;
    },
  };
}

function waitFor(entries: readonly { readonly at: number }[], most: number, withinMs: number, at: number): number {
  const oldest = entries.at(-most);
  return oldest === undefined ? 0 : Math.max(0, oldest.at + withinMs - at);
}
