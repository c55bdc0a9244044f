import type { Channel, Delivery, DeliveryResult } from '../../outbox/channel.ts';
import { CHANNEL_LIMITS } from '../../outbox/channel-limits.ts';
import { apiSignal } from './bot-api.ts';
import type { Cards } from './cards.ts';
import type { Poster, Progress } from './poster.ts';
import { beginning } from './poster.ts';

const MAX_REMEMBERED = 200;

/**
 * Returns Telegram as a way out for the outbox. A message is named `chat:message`; an attempt goes on where the one
 * before broke off, as long as the process lives.
 */
export function createTelegramChannel(poster: Poster, cards: Cards): Channel {
  const underWay = new Map<number, Progress>();

  return { name: 'telegram', limits: CHANNEL_LIMITS.telegram, deliver };

  async function deliver(delivery: Delivery, signal: AbortSignal): Promise<DeliveryResult> {
    const chatId = Number(delivery.address);
    if (!Number.isSafeInteger(chatId) || chatId === 0) {
      return { outcome: 'refused', problem: 'the address is no chat of Telegram' };
    }
    const replaces = messageIn(delivery.replaces, chatId);
    if (replaces !== undefined) cards.settle(`${chatId}:${replaces}`);
    const { outbound, attachments = [], silent, id } = delivery;
    const progress = underWay.get(id) ?? beginning();
    remember(id, progress);
    const posting = { chatId, outbound, attachments, silent, ...(replaces !== undefined && { replaces }) };
    const posted = await poster.post(posting, progress, apiSignal(signal));
    if (posted.outcome === 'posted') {
      underWay.delete(id);
      return { outcome: 'delivered', ref: posted.messageId === null ? null : `${chatId}:${posted.messageId}` };
    }
    const { fault } = posted;
    switch (fault.type) {
      case 'limited':
        return { outcome: 'later', retryAfterMs: fault.retryAfterMs, problem: fault.problem };
      case 'moved':
        return { outcome: 'moved', to: String(fault.to) };
      // A token can be renewed, and then all of it is still to be told.
      case 'away':
      case 'revoked':
        return { outcome: 'later', retryAfterMs: null, problem: fault.problem };
      default:
        underWay.delete(id);
        return { outcome: 'refused', problem: fault.problem };
    }
  }

  function remember(id: number, progress: Progress): void {
    underWay.set(id, progress);
    for (const oldest of underWay.keys()) {
      if (underWay.size <= MAX_REMEMBERED) return;
      underWay.delete(oldest);
    }
  }
}

/** Returns the message of a reference, if it is one of this chat: a chat that moved has left its messages behind. */
function messageIn(ref: string | null, chatId: number): number | undefined {
  const [chat, message] = (ref ?? '').split(':').map(Number);
  return chat === chatId && Number.isSafeInteger(message) ? message : undefined;
}
