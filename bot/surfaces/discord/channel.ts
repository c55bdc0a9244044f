import { randomBytes } from 'node:crypto';
import { LatestMap } from '../../latest-map.ts';
import type { Channel, Delivery, DeliveryResult } from '../../outbox/channel.ts';
import { CHANNEL_LIMITS } from '../../outbox/channel-limits.ts';
import type { Cards } from '../cards.ts';
import { deliveryFailure } from '../delivery-failure.ts';
import type { DiscordApi, Place } from './discord-api.ts';
import type { Poster, Progress } from './poster.ts';
import { beginning } from './poster.ts';
import type { DirectMessages } from './writer.ts';
import { channelWriter, personWriter } from './writer.ts';

export interface DiscordChannelOptions {
  readonly api: DiscordApi;
  readonly poster: Poster;
  readonly cards: Cards;
  readonly rooms: DirectMessages;
  /** The channels that are named: any other address is a person's. */
  readonly channels: ReadonlySet<string>;
}

const MAX_REMEMBERED = 200;
const SNOWFLAKE = /^\d{1,20}$/;

/**
 * Returns Discord as a way out for the outbox. A message is named `channel:message`; an attempt goes on where the one
 * before broke off, as long as the process lives.
 */
export function createDiscordChannel({ api, poster, cards, rooms, channels }: DiscordChannelOptions): Channel {
  const underWay = new LatestMap<number, Progress>(MAX_REMEMBERED);
  // Another process counts its messages anew: what it says must not pass for what was said here.
  const mine = randomBytes(5).toString('base64url');

  return { name: 'discord', limits: CHANNEL_LIMITS.discord, deliver };

  async function deliver(delivery: Delivery, signal: AbortSignal): Promise<DeliveryResult> {
    const { address, outbound, attachments = [], silent, id } = delivery;
    if (!SNOWFLAKE.test(address)) {
      return { outcome: 'refused', problem: 'the address is no person and no channel of Discord' };
    }
    const replaces = placeIn(delivery.replaces);
    if (replaces !== undefined) cards.settle(`${replaces.channelId}:${replaces.messageId}`);
    const writer = channels.has(address) ? channelWriter(api, address) : personWriter(api, rooms, address);
    const progress = underWay.get(id) ?? beginning();
    underWay.set(id, progress);
    const reader = `discord:${address}`;
    const posting = {
      writer,
      reader,
      outbound,
      attachments,
      silent,
      nonce: `${mine}${id}`,
      ...(replaces && { replaces }),
    };
    const posted = await poster.post(posting, progress, signal);
    if (posted.outcome === 'posted') {
      underWay.delete(id);
      const { place } = posted;
      return { outcome: 'delivered', ref: place === null ? null : `${place.channelId}:${place.messageId}` };
    }
    const { fault } = posted;
    const failure = deliveryFailure(fault);
    if (failure.outcome === 'refused') underWay.delete(id);
    return failure;
  }
}

function placeIn(ref: string | null): Place | undefined {
  const [, channelId, messageId] = /^(\d{1,20}):(\d{1,20})$/.exec(ref ?? '') ?? [];
  return channelId === undefined || messageId === undefined ? undefined : { channelId, messageId };
}
