import type { Api } from 'grammy';
import type { ChatCore } from '../../chat-core.ts';
import type { Inbound } from '../../inbound.ts';
import type { Outbound } from '../../message.ts';
import type { Cards } from '../cards.ts';
import { createGrowingMessage } from '../growing-message.ts';
import { faultOf } from './api-fault.ts';
import type { Posting } from './poster.ts';
import type { ReadUpdate } from './read-update.ts';
import { readUpdate } from './read-update.ts';
import type { Sender } from './sender.ts';
import type { TappedCard } from './tapped-card.ts';
import { keyboardWithout, tappedCard, turnOf } from './tapped-card.ts';

/** Takes updates, one after the other, and has them answered. */
export interface Inbox {
  /** Returns at once: whatever it leads to is done elsewhere. Never throws, whatever it is given. */
  take(update: unknown): void;
  /** Resolves when everything that was taken has been handled. */
  idle(): Promise<void>;
}

export interface InboxOptions {
  readonly core: Pick<ChatCore, 'handle'>;
  readonly api: Api;
  readonly sender: Sender;
  readonly cards: Cards;
  readonly bot: { readonly id: number; readonly username: string };
  /** The groups that may ask; one that moves is followed. */
  readonly groups: Set<number>;
  /** Told when a group that may ask has moved. */
  readonly moved: (from: number, to: number) => Promise<void>;
  /** Wall time. */
  readonly now: () => number;
  /** Resolves after so long, or when the signal fires; it never rejects. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** Told after a person was answered. */
  readonly answered: (userId: string) => void;
  readonly logger: {
    debug(fields: Readonly<Record<string, unknown>>, sentence: string): void;
    warn(fields: Readonly<Record<string, unknown>>, sentence: string): void;
    error(fields: Readonly<Record<string, unknown>>, sentence: string): void;
  };
}

type Asked = Extract<ReadUpdate, { outcome: 'line' | 'tap' }>;
type Tap = Extract<ReadUpdate, { outcome: 'tap' }>;

const TYPING_AFTER_MS = 700;
/** The sign goes out by itself after five seconds. */
const TYPING_AGAIN_MS = 4500;

export function createInbox(options: InboxOptions): Inbox {
  const { core, api, sender, cards, groups, now, logger } = options;
  const running = new Set<Promise<void>>();

  return {
    take(update) {
      try {
        takeRead(update, readUpdate(update, { ...botOf(options), allowedGroups: groups, now: now() }));
      } catch (fault) {
        logger.error({ problem: nameOf(fault) }, 'an update could not be taken');
      }
    },
    async idle() {
      while (running.size > 0) await Promise.all(running);
    },
  };

  function takeRead(update: unknown, read: ReadUpdate): void {
    switch (read.outcome) {
      case 'line':
        keep(answerLine(read));
        break;
      case 'tap':
        release(read.queryId);
        keep(answerTap(read, tappedCard(update)));
        break;
      case 'ignored':
        if (read.queryId !== null) release(read.queryId);
        logger.debug({ reason: read.reason }, 'an update was ignored');
        break;
      case 'moved':
        groups.delete(read.chatId);
        groups.add(read.newChatId);
        keep(options.moved(read.chatId, read.newChatId));
        logger.warn(
          { from: read.chatId, to: read.newChatId },
          'a group has another id now, and is followed there; telegram.groups may name either',
        );
    }
  }

  function keep(work: Promise<void>): void {
    const kept = work
      .catch((fault: unknown) => logger.error({ problem: nameOf(fault) }, 'an update was not answered'))
      .finally(() => running.delete(kept));
    running.add(kept);
  }

  /** Lets go of a button that was tapped, or it keeps turning; too late is no harm. */
  function release(queryId: string): void {
    keep(
      api.answerCallbackQuery(queryId).then(
        () => undefined,
        (fault: unknown) => logger.debug({ problem: faultOf(fault).problem }, 'a tap was not released'),
      ),
    );
  }

  async function answerLine(read: Extract<Asked, { outcome: 'line' }>): Promise<void> {
    const replyTo = read.place === 'group' ? read.messageId : undefined;
    const growing = createGrowingMessage<number>({
      show: (outbound, shown) =>
        sender.show({ ...placeOf(read), replyTo, outbound, silent: true, replaces: shown ?? undefined }),
      sleep: options.sleep,
    });
    const inbound = { ...inboundOf(read), text: read.text, sentAt: read.sentAt };
    const outbounds = await ask(read, inbound, growing.part).finally(growing.end);
    const shown = (await growing.end()) ?? undefined;
    for (const [at, outbound] of outbounds.entries()) {
      void sender.post({ ...placeOf(read), replyTo, outbound, replaces: at === 0 ? shown : undefined });
    }
    options.answered(read.userId);
  }

  async function answerTap(read: Tap, card: TappedCard | null): Promise<void> {
    const ref = `${read.chatId}:${read.messageId}`;
    const outbounds = await ask(read, { ...inboundOf(read), action: read.action });
    const [first, ...rest] = outbounds;
    if (first === undefined) return;
    // A second tap on what the first has done already is no news.
    if (first.kind === 'error' && cards.used(ref).has(read.action)) return;
    if (first.kind !== 'error') cards.use(ref, read.action);
    void sender.inTurn(read.chatId, () => turnCard(read, card, first), first.importance === 'urgent');
    for (const outbound of rest) void sender.post({ ...placeOf(read), outbound });
    options.answered(read.userId);
  }

  /** In its turn, so that the card is not turned back by an edit that was asked for earlier. */
  async function turnCard(read: Tap, card: TappedCard | null, first: Outbound): Promise<void> {
    const { chatId, messageId } = read;
    const ref = `${chatId}:${messageId}`;
    const following: Posting = { ...placeOf(read), outbound: first, replyTo: messageId };
    if (card === null || first.kind === 'error') return void sender.post(following);
    const turn = turnOf(card, first);
    if (turn.to === 'renewed') return void sender.post({ ...placeOf(read), outbound: first, replaces: messageId });
    // Somebody else's answer, or the outbox, has told the end on the card.
    const isSettled = cards.isSettled(ref);
    if (turn.to === 'result') {
      if (isSettled) return;
      cards.settle(ref);
      const { text, entities, keyboard } = turn;
      const edited = await edit(() =>
        api.editMessageText(chatId, messageId, text, {
          entities,
          reply_markup: keyboard,
          link_preview_options: { is_disabled: true },
        }),
      );
      return edited ? undefined : void sender.post(following);
    }
    void sender.post(following);
    if (isSettled) return;
    await edit(() =>
      api.editMessageReplyMarkup(chatId, messageId, { reply_markup: keyboardWithout(card, cards.used(ref)) }),
    );
  }

  /** Returns false when the card could not be edited; it may be gone. */
  async function edit(act: () => Promise<unknown>): Promise<boolean> {
    try {
      await act();
      return true;
    } catch (fault) {
      const { type, problem } = faultOf(fault);
      if (type === 'not-modified') return true;
      logger.warn({ problem }, 'a card was not edited');
      return false;
    }
  }

  async function ask(
    read: Asked,
    inbound: Inbound,
    onPartial?: (partial: Outbound) => void,
  ): Promise<readonly Outbound[]> {
    const stopTyping = typeWhileWaiting(read);
    try {
      return await core.handle(inbound, onPartial === undefined ? {} : { onPartial });
    } finally {
      stopTyping();
    }
  }

  function typeWhileWaiting({ chatId, threadId }: Asked): () => void {
    const type = (): void => {
      const topic = threadId === undefined ? {} : { message_thread_id: threadId };
      api.sendChatAction(chatId, 'typing', topic).catch(() => undefined);
      timer = setTimeout(type, TYPING_AGAIN_MS);
    };
    let timer = setTimeout(type, TYPING_AFTER_MS);
    return () => clearTimeout(timer);
  }

  function inboundOf(read: Asked) {
    return {
      userId: read.userId,
      surface: 'telegram',
      at: now(),
      language: read.language,
      chatId: `telegram:${read.chatId}`,
      chatKind: read.place,
      deliveryId: read.deliveryId,
      displayName: read.displayName,
    };
  }
}

function botOf({ bot }: InboxOptions) {
  return { botId: bot.id, botUsername: bot.username };
}

function placeOf({ chatId, threadId }: Asked) {
  return { chatId, threadId };
}

function nameOf(fault: unknown): string {
  return fault instanceof Error ? fault.name : 'unknown';
}
