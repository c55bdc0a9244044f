import type { Logger } from 'pino';
import { ChatMoveTable } from '../../db/chat-move-table.ts';
import type { Database } from '../../db/database.ts';
import { AssentError } from '../../engine/domain/errors.ts';
import { COMMANDS } from '../commands/registry.ts';
import type { AppConfig } from '../config/config.ts';
import type { Voice } from '../i18n/voice.ts';
import type { Message } from '../message.ts';
import { textMessage } from '../message.ts';
import type { Channel } from '../outbox/channel.ts';
import { createMovedGroups } from '../surfaces/telegram/moved-groups.ts';
import { createTelegram } from '../surfaces/telegram/telegram.ts';
import type { AppChat } from './chat.ts';
import { sleep } from './outbox.ts';

/** Tells the person at the terminal what they should know of the way to a platform. */
export type Notify = (words: (voice: Voice) => Message) => void;

/** A platform on which the desk is spoken to. */
export interface AppSurface {
  /** For the outbox. */
  readonly channel: Channel;
  /** Settles when the surface ends by itself, as when its token is void. Never rejects; the desk goes on. */
  run(): Promise<void>;
  stop(): Promise<void>;
}

export interface AppTelegramOptions {
  readonly chat: AppChat;
  readonly database: Database;
  readonly logger: Logger;
  readonly config: AppConfig['telegram'] & { readonly token: string };
  readonly notify: Notify;
  readonly pollSeconds?: number;
}

/** Returns the desk on Telegram. Nothing is asked of Telegram before it runs. */
export function createAppTelegram(options: AppTelegramOptions): AppSurface {
  const { chat, config, notify } = options;
  const logger = options.logger.child({ component: 'telegram' });
  const telegram = createTelegram({
    ...config,
    core: chat.core,
    access: chat.access,
    commands: COMMANDS,
    movedGroups: createMovedGroups(new ChatMoveTable(options.database), () => Date.now()),
    logger,
    trouble: (trouble, problem) => {
      logger[trouble === 'back' ? 'info' : 'error']({ trouble, problem }, 'the way to Telegram has changed');
      notify(({ text }) => textMessage(trouble === 'back' ? 'alert' : 'error', text.telegramTrouble[trouble]));
    },
    now: () => Date.now(),
    sleep,
    random: Math.random,
    ...(options.pollSeconds !== undefined && { pollSeconds: options.pollSeconds }),
  });
  return {
    channel: telegram.channel,
    async run() {
      try {
        await telegram.run();
      } catch (fault) {
        logger.error({ err: fault }, 'Telegram ended by a fault; the desk goes on.');
        const problem = fault instanceof AssentError ? fault.message : null;
        notify(({ text }) => textMessage('error', problem ?? text.telegramTrouble.away));
      }
    },
    stop: () => telegram.stop(),
  };
}
