import { LatestMap } from '../../latest-map.ts';
import type { Channel, Delivery, DeliveryResult } from '../../outbox/channel.ts';
import { CHANNEL_LIMITS } from '../../outbox/channel-limits.ts';
import type { Cards } from '../cards.ts';
import { deliveryFailure } from '../delivery-failure.ts';
import { apiSignal } from './bot-api.ts';
import type { Poster, Progress } from './poster.ts';
import { beginning } from './poster.ts';

const MAX_REMEMBERED = 200;

/**
 * Returns Telegram as a way out for the outbox. A message is named `chat:message`; an attempt goes on where the one
 * before broke off, as long as the process lives.
 */
export function createTelegramChannel(poster: Poster, cards: Cards): Channel {
  const underWay = new LatestMap<number, Progress>(MAX_REMEMBERED);

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
    underWay.set(id, progress);
    const posting = { chatId, outbound, attachments, silent, ...(replaces !== undefined && { replaces }) };
    const posted = await poster.post(posting, progress, apiSignal(signal));
    if (posted.outcome === 'posted') {
      underWay.delete(id);
      return { outcome: 'delivered', ref: posted.messageId === null ? null : `${chatId}:${posted.messageId}` };
    }
    const { fault } = posted;
    if (fault.type === 'moved') return { outcome: 'moved', to: String(fault.to) };
    const failure = deliveryFailure(fault);
    if (failure.outcome === 'refused') underWay.delete(id);
    return failure;
  }
}

/** Returns the message of a reference, if it is one of this chat: a chat that moved has left its messages behind. */
function messageIn(ref: string | null, chatId: number): number | undefined {
  const [chat, message] = (ref ?? '').split(':').map(Number);
  return chat === chatId && Number.isSafeInteger(message) ? message : undefined;
}
