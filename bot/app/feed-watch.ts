import type { Logger } from 'pino';
import type { FeedNotice } from '../alerts/feed-watch.ts';
import { createFeedWatch } from '../alerts/feed-watch.ts';
import { ALERT_WORDS } from '../i18n/alert-words.ts';
import type { Voice } from '../i18n/voice.ts';
import type { Message } from '../message.ts';
import { lines, message } from '../message.ts';
import { problemOfFault } from '../outbox/delivery-problem.ts';
import { TERMINAL_OWNER } from '../people/access.ts';
import type { AppChat } from './chat.ts';
import type { AppDesk } from './desk.ts';
import { tellEverybody } from './notice-delivery.ts';
import type { AppOutbox } from './outbox.ts';

const CHECK_EVERY_MS = 5_000;
const KIND = 'data-stall';
/** A live market cannot be paused, and has no end. */
const ALWAYS_PLAYING = {
  paused: () => false,
  speed: () => 1,
  position: () => 0,
  endTime: Number.POSITIVE_INFINITY,
} as const;

interface FeedWatchParts {
  readonly desk: AppDesk;
  readonly chat: AppChat;
  readonly logger: Logger;
}

/** Shows the person at the terminal when no market event comes any more, until the returned function is called. */
export function showFeedStalls(
  { desk, chat, logger }: FeedWatchParts,
  show: (words: (voice: Voice) => Message) => void,
): () => void {
  return watch(desk, logger, async (notice) => {
    if ((await chat.alerts.modeOf(TERMINAL_OWNER, KIND)) !== 'off') show((voice) => feedMessage(notice, voice));
  });
}

/** Tells everybody through the outbox. */
export function deliverFeedStalls(parts: FeedWatchParts, outbox: Pick<AppOutbox, 'outbox' | 'recipients'>): () => void {
  return watch(parts.desk, parts.logger, (notice) =>
    tellEverybody(parts, outbox, KIND, (voice) => feedMessage(notice, voice)),
  );
}

/** Returns what is told of a silence of all markets, or of its end. */
export function feedMessage({ type, silentMs }: FeedNotice, { language, format }: Voice): Message {
  const words = ALERT_WORDS[language].feed;
  return message({ kind: 'alert', blocks: [lines(words[type]({ silent: format.duration(silentMs) }))] });
}

function watch(desk: AppDesk, logger: Logger, tell: (notice: FeedNotice) => Promise<void>): () => void {
  const watching = createFeedWatch({
    replay: desk.replay ?? ALWAYS_PLAYING,
    now: Date.now,
    tell: (notice) => {
      logger.warn({ component: 'feed', ...notice }, 'the market feed');
      tell(notice).catch((fault: unknown) => {
        logger.error({ component: 'feed', problem: problemOfFault(fault) }, 'a silence of the market was not told');
      });
    },
  });
  let stopped = false;
  desk.onMarket(() => {
    if (!stopped) watching.heard();
  });
  const timer = setInterval(watching.check, CHECK_EVERY_MS);
  timer.unref();
  return () => {
    stopped = true;
    clearInterval(timer);
  };
}
