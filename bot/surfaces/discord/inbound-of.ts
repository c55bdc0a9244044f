import type { Asked } from './read-event.ts';

/** Returns what the desk is told of who asks, and where. */
export function inboundOf(read: Asked, at: number) {
  return {
    ...{ userId: read.userId, surface: 'discord', at, language: read.language },
    ...{ chatId: `discord:${read.channelId}`, chatKind: read.place },
    ...{ deliveryId: read.deliveryId, displayName: read.displayName },
  };
}
