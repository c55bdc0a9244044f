import type { ChatCore } from '../../chat-core.ts';
import type { ChatCommand } from '../../commands/command.ts';
import type { Outbound } from '../../message.ts';
import type { Access } from '../../people/access.ts';
import type { Cards } from '../cards.ts';
import { createGrowingMessage } from '../growing-message.ts';
import { faultOf } from './api-fault.ts';
import type { CommandAnswers } from './command-answers.ts';
import { createCommandAnswers } from './command-answers.ts';
import type { DiscordApi, Place } from './discord-api.ts';
import type { DiscordTurns } from './discord-turns.ts';
import { inboundOf } from './inbound-of.ts';
import type { Poster, Posting } from './poster.ts';
import type { Asked } from './read-event.ts';
import type { ReadInteraction } from './read-interaction.ts';
import { readInteraction } from './read-interaction.ts';
import type { ReadMessage } from './read-message.ts';
import { readMessage } from './read-message.ts';
import type { Suggestions } from './suggestions.ts';
import type { TapAnswers } from './tap-answers.ts';
import { createTapAnswers } from './tap-answers.ts';
import type { DirectMessages } from './writer.ts';
import { channelWriter } from './writer.ts';

/** Takes what the gateway tells, one after the other, and has it answered. */
export interface Inbox {
  /** Returns at once: whatever it leads to is done elsewhere. Never throws, whatever it is given. */
  take(event: { readonly type: string; readonly data: unknown }): void;
  /** Resolves when everything that was taken has been handled. */
  idle(): Promise<void>;
}

export interface InboxOptions {
  readonly core: Pick<ChatCore, 'handle'>;
  readonly access: Pick<Access, 'roleOf'>;
  readonly api: DiscordApi;
  readonly poster: Poster;
  readonly turns: DiscordTurns;
  readonly cards: Cards;
  readonly rooms: DirectMessages;
  readonly commands: readonly ChatCommand[];
  readonly suggestions: Suggestions;
  readonly bot: { readonly id: string; readonly applicationId: string };
  /** The channels that may ask. */
  readonly channels: ReadonlySet<string>;
  /** Wall time. */
  readonly now: () => number;
  /** Resolves after so long, or when the signal fires; it never rejects. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  readonly logger: {
    debug(fields: Readonly<Record<string, unknown>>, sentence: string): void;
    warn(fields: Readonly<Record<string, unknown>>, sentence: string): void;
    error(fields: Readonly<Record<string, unknown>>, sentence: string): void;
  };
}

const TYPING_AFTER_MS = 700;
/** The sign goes out by itself after ten seconds. */
const TYPING_AGAIN_MS = 9000;

export function createInbox(options: InboxOptions): Inbox {
  const { core, api, turns, rooms, channels, now, logger } = options;
  const botId = options.bot.id;
  const running = new Set<Promise<void>>();
  const commands: CommandAnswers = createCommandAnswers(options);
  const taps: TapAnswers = createTapAnswers(options);

  return {
    take({ type, data }) {
      try {
        if (type === 'MESSAGE_CREATE') takeMessage(readMessage(data, { botId, channels }));
        else if (type === 'INTERACTION_CREATE') takeInteraction(readInteraction(data, { botId, channels }));
      } catch (fault) {
        logger.error({ problem: nameOf(fault) }, 'an event could not be taken');
      }
    },
    async idle() {
      while (running.size > 0) await Promise.all(running);
    },
  };

  function takeMessage(read: ReadMessage): void {
    if (read.outcome === 'ignored') {
      logger.debug({ reason: read.reason }, 'a message was ignored');
      return;
    }
    noteRoom(read);
    keep(answerLine(read));
  }

  function takeInteraction(read: ReadInteraction): void {
    if (read.outcome === 'ignored') {
      logger.debug({ reason: read.reason }, 'an interaction was ignored');
      return;
    }
    noteRoom(read);
    keep(answerInteraction(read));
  }

  function answerInteraction(read: Exclude<ReadInteraction, { outcome: 'ignored' }>): Promise<void> {
    switch (read.outcome) {
      case 'command':
        return commands.command(read);
      case 'form':
        return commands.form(read);
      case 'typing':
        return commands.suggest(read);
      case 'elsewhere':
        return commands.refuse(read);
      case 'tap':
        return taps.tap(read);
    }
  }

  function noteRoom({ place, userId, channelId }: Asked): void {
    if (place === 'private') rooms.note(userId.slice(userId.indexOf(':') + 1), channelId);
  }

  function keep(work: Promise<void>): void {
    const kept = work
      .catch((fault: unknown) => {
        const problem = fault instanceof TypeError ? fault.name : faultOf(fault).problem;
        logger.error({ problem }, 'an event was not answered');
      })
      .finally(() => running.delete(kept));
    running.add(kept);
  }

  async function answerLine(read: Extract<ReadMessage, { outcome: 'line' }>): Promise<void> {
    const writer = channelWriter(api, read.channelId, read.place === 'group' ? read.messageId : null);
    const stopTyping = typeWhileWaiting(read.channelId);
    const growing = createGrowingMessage<Place>({
      show: (outbound, shown) =>
        showPart(read.channelId, { writer, reader: read.userId, outbound, replaces: shown ?? undefined }),
      sleep: options.sleep,
    });
    let outbounds: readonly Outbound[];
    try {
      const inbound = { ...inboundOf(read, now()), text: read.text, sentAt: read.sentAt };
      outbounds = await core.handle(inbound, { onPartial: growing.part });
    } finally {
      stopTyping();
      await growing.end();
    }
    const shown = (await growing.end()) ?? undefined;
    for (const [at, outbound] of outbounds.entries()) {
      const replaces = at === 0 ? shown : undefined;
      void turns.post(read.channelId, { writer, reader: read.userId, outbound, replaces });
    }
  }

  async function showPart(channelId: string, posting: Posting): Promise<Place | null> {
    let place: Place | null = null;
    await turns.inTurn(channelId, async () => {
      const posted = await options.poster.post(posting);
      if (posted.outcome === 'posted') place = posted.place;
    });
    return place;
  }

  function typeWhileWaiting(channelId: string): () => void {
    const type = (): void => {
      api.typing(channelId).catch(() => undefined);
      timer = setTimeout(type, TYPING_AGAIN_MS);
    };
    let timer = setTimeout(type, TYPING_AFTER_MS);
    return () => clearTimeout(timer);
  }
}

function nameOf(fault: unknown): string {
  return fault instanceof Error ? fault.name : 'unknown';
}
