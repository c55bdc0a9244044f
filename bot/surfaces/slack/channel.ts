import type { ChannelWords } from '../../i18n/channel-words.ts';
import { LatestMap } from '../../latest-map.ts';
import type { Channel, Delivery, DeliveryResult } from '../../outbox/channel.ts';
import { CHANNEL_LIMITS } from '../../outbox/channel-limits.ts';
import { deliveryFailure } from '../delivery-failure.ts';
import { slackPosts } from './slack-message.ts';
import type { SlackWebhook } from './webhook.ts';

export interface SlackChannelOptions {
  readonly webhook: SlackWebhook;
  /** What stands behind `slack:` for the channel of the webhook. */
  readonly place: string;
  readonly words: ChannelWords;
}

const MAX_REMEMBERED = 200;

/**
 * Returns Slack as a way out for the outbox. A webhook cannot edit, whisper or show pictures: what takes the place of an
 * earlier message says so, and a picture is told in words. A long message goes on where the attempt before broke off.
 */
export function createSlackChannel({ webhook, place, words }: SlackChannelOptions): Channel {
  const posted = new LatestMap<number, number>(MAX_REMEMBERED);

  return { name: 'slack', limits: CHANNEL_LIMITS.slack, wordsOnly: true, deliver };

  async function deliver(delivery: Delivery, signal: AbortSignal): Promise<DeliveryResult> {
    if (delivery.address !== place) return { outcome: 'refused', problem: 'there is no such place in Slack' };
    const { id, outbound, attachments = [], replaces } = delivery;
    const posts = slackPosts({ outbound, attachments, replaces: replaces !== null }, words);
    for (const [index, post] of posts.entries()) {
      if (index < (posted.get(id) ?? 0)) continue;
      const answer = await webhook.post(post, signal);
      if (answer.type !== 'ok') {
        const failure = deliveryFailure(answer);
        if (failure.outcome === 'refused') posted.delete(id);
        return failure;
      }
      posted.set(id, index + 1);
    }
    posted.delete(id);
    // There is nothing to edit; that there was an earlier one is worth knowing.
    return { outcome: 'delivered', ref: String(id) };
  }
}
