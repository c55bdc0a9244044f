import { InteractionResponseType } from 'discord.js';
import type { ChatCore } from '../../chat-core.ts';
import type { Outbound } from '../../message.ts';
import type { Cards } from '../cards.ts';
import { faultOf } from './api-fault.ts';
import type { Body, DiscordApi } from './discord-api.ts';
import type { DiscordTurns, TurnPosting } from './discord-turns.ts';
import { inboundOf } from './inbound-of.ts';
import type { ReadInteraction } from './read-interaction.ts';
import type { TappedCard } from './tapped-card.ts';
import { rowsWithout, tappedCard, turnOf } from './tapped-card.ts';
import type { DirectMessages } from './writer.ts';
import { interactionWriter, personWriter } from './writer.ts';

type Tap = Extract<ReadInteraction, { outcome: 'tap' }>;

/** Answers buttons and lists: the card they stand on turns into what came of it. */
export interface TapAnswers {
  tap(read: Tap): Promise<void>;
}

export interface TapAnswersOptions {
  readonly core: Pick<ChatCore, 'handle'>;
  readonly api: DiscordApi;
  readonly turns: DiscordTurns;
  readonly cards: Cards;
  readonly rooms: DirectMessages;
  readonly bot: { readonly applicationId: string };
  readonly now: () => number;
  readonly logger: { warn(fields: Readonly<Record<string, unknown>>, sentence: string): void };
}

export function createTapAnswers({ core, api, turns, cards, rooms, bot, now, logger }: TapAnswersOptions): TapAnswers {
  return { tap };

  async function tap(read: Tap): Promise<void> {
    const card = tappedCard(read.message);
    const ref = `${read.channelId}:${read.messageId}`;
    const acknowledged = release(read);
    const outbounds = await core.handle({ ...inboundOf(read, now()), action: read.action });
    const [first, ...rest] = outbounds;
    if (first === undefined) return;
    // A second tap on what the first has done already is no news.
    if (first.kind === 'error' && cards.used(ref).has(read.action)) return;
    if (first.kind !== 'error') cards.use(ref, read.action);
    const isUrgent = first.importance === 'urgent';
    void turns.inTurn(read.channelId, () => turnCard(read, card, first, acknowledged), isUrgent);
    for (const outbound of rest) void turns.post(read.channelId, following(read, outbound, acknowledged));
  }

  /** Lets go of a button that was tapped; the card stays as it is until there is an answer. */
  async function release(read: Tap): Promise<boolean> {
    try {
      await api.respond(read, { type: InteractionResponseType.DeferredMessageUpdate });
      return true;
    } catch (fault) {
      const { type, problem } = faultOf(fault);
      logger.warn({ problem }, 'a tap was not released');
      return type === 'away' || type === 'answered';
    }
  }

  /** In its turn, so that the card is not turned back by an edit that was asked for earlier. */
  async function turnCard(
    read: Tap,
    card: TappedCard | null,
    first: Outbound,
    acknowledged: Promise<boolean>,
  ): Promise<void> {
    const ref = `${read.channelId}:${read.messageId}`;
    const after = following(read, first, acknowledged);
    if (card === null || first.kind === 'error') return void turns.post(read.channelId, after);
    const turn = turnOf(card, first, read.action);
    if (turn.to === 'renewed' && !read.isEphemeral) {
      const replaces = { channelId: read.channelId, messageId: read.messageId };
      return void turns.post(read.channelId, { ...after, replaces });
    }
    // Somebody else's answer, or the outbox, has told the end on the card.
    const isSettled = cards.isSettled(ref);
    if (turn.to === 'result') {
      if (isSettled) return;
      cards.settle(ref);
      const edited = await edit(read, { embeds: turn.embeds, components: turn.components });
      return edited ? undefined : void turns.post(read.channelId, after);
    }
    void turns.post(read.channelId, after);
    if (!isSettled) await edit(read, { components: rowsWithout(card, cards.used(ref)) });
  }

  /** Returns false when the card could not be edited; it may be gone. */
  async function edit(read: Tap, body: Body): Promise<boolean> {
    try {
      // What only one person sees is known to the interaction alone.
      if (read.isEphemeral) await api.editOriginal(bot.applicationId, read.token, body, []);
      else await api.edit({ channelId: read.channelId, messageId: read.messageId }, body, []);
      return true;
    } catch (fault) {
      logger.warn({ problem: faultOf(fault).problem }, 'a card was not edited');
      return false;
    }
  }

  /** What went wrong is for whoever tapped; what came of it is for everybody who sees the card. */
  function following(read: Tap, outbound: Outbound, acknowledged: Promise<boolean>): TurnPosting {
    const isEphemeral = read.isEphemeral || outbound.kind === 'error';
    const { channelId, token, userId } = read;
    const place = { applicationId: bot.applicationId, token, channelId, isEphemeral, fillsIn: false, acknowledged };
    const otherwise = personWriter(api, rooms, userId.slice(userId.indexOf(':') + 1));
    return { writer: interactionWriter(api, place), otherwise, reader: userId, outbound };
  }
}
