import type { Logger } from 'pino';
import type { AlertKind } from '../alerts/alert-kinds.ts';
import type { ModelNotice } from '../alerts/model-watch.ts';
import { createModelWatch } from '../alerts/model-watch.ts';
import { MINDS_WORDS } from '../i18n/minds-words.ts';
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

interface ModelWatchParts {
  readonly desk: AppDesk;
  readonly chat: AppChat;
  readonly logger: Logger;
}

/** Shows the person at the terminal what language models cannot do any more, until the returned function is called. */
export function showModelNotices(
  { desk, chat, logger }: ModelWatchParts,
  show: (words: (voice: Voice) => Message) => void,
): () => void {
  return watch(desk, logger, async (notice) => {
    if ((await chat.alerts.modeOf(TERMINAL_OWNER, kindOf(notice))) === 'off') return;
    show((voice) => noticeMessage(notice, voice));
  });
}

/** Tells everybody through the outbox. */
export function deliverModelNotices(
  parts: ModelWatchParts,
  outbox: Pick<AppOutbox, 'outbox' | 'recipients'>,
): () => void {
  return watch(parts.desk, parts.logger, (notice) =>
    tellEverybody(parts, outbox, kindOf(notice), (voice) => noticeMessage(notice, voice)),
  );
}

/** Returns what is told of the day's budget, or of a provider. */
export function noticeMessage(notice: ModelNotice, { language, format }: Pick<Voice, 'language' | 'format'>): Message {
  const words = MINDS_WORDS[language];
  switch (notice.type) {
    case 'low':
      return told(words.budget.low({ share: format.percent(notice.share, 0) }));
    case 'spent':
      return told(words.budget.spent({ share: format.percent(1, 0) }));
    case 'resting':
    case 'back':
      return told(words.breaker[notice.type]({ provider: notice.provider }));
  }
}

function kindOf({ type }: ModelNotice): AlertKind {
  return type === 'low' || type === 'spent' ? 'llm-budget' : 'model';
}

function told(line: string): Message {
  return message({ kind: 'alert', blocks: [lines(line)] });
}

function watch(desk: AppDesk, logger: Logger, tell: (notice: ModelNotice) => Promise<void>): () => void {
  if (desk.minds.room === null) return () => undefined;
  const watching = createModelWatch(desk.minds.standing, (notice) => {
    logger.warn({ component: 'models', ...notice }, 'a language model');
    tell(notice).catch((fault: unknown) => {
      logger.error({ component: 'models', problem: problemOfFault(fault) }, 'a notice of the models was not told');
    });
  });
  const timer = setInterval(watching.check, CHECK_EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}
