import { sleep } from '../../../../bot/app/outbox.ts';
import { COMMANDS } from '../../../../bot/commands/registry.ts';
import type { Role } from '../../../../bot/people/access.ts';
import type { ChatSurface } from '../../../../bot/surfaces/chat-surface.ts';
import type { FeedTrouble } from '../../../../bot/surfaces/telegram/poller.ts';
import type { TelegramOptions } from '../../../../bot/surfaces/telegram/telegram.ts';
import { createTelegram } from '../../../../bot/surfaces/telegram/telegram.ts';
import type { FakeTelegram, FakeTelegramOptions } from '../../../fakes/telegram/fake-telegram.ts';
import { startFakeTelegram } from '../../../fakes/telegram/fake-telegram.ts';
import type { ChatRig, ChatRigOptions } from '../../chat-rig.ts';
import { createChatRig } from '../../chat-rig.ts';

export interface TelegramRig {
  readonly tg: FakeTelegram;
  readonly chat: ChatRig;
  readonly surface: ChatSurface;
  readonly ended: Promise<'stopped' | 'revoked'>;
  readonly troubles: FeedTrouble[];
  readonly log: string[];
  /** Stops the surface alone. */
  stop(): Promise<void>;
  close(): Promise<void>;
}

export interface TelegramRigOptions extends Partial<TelegramOptions> {
  readonly tg?: FakeTelegram;
  readonly chat?: ChatRig;
  readonly fake?: FakeTelegramOptions;
  readonly rig?: ChatRigOptions;
  readonly roles?: Readonly<Record<string, Role>>;
}

/** The desk of the chat rig on a Telegram of its own; waits between tries are a hundredth of what they are. */
export async function telegramRig(options: TelegramRigOptions = {}): Promise<TelegramRig> {
  const tg = options.tg ?? (await startFakeTelegram(options.fake));
  const chat = options.chat ?? createChatRig({ ...options.rig, roles: options.roles ?? {} });
  const troubles: FeedTrouble[] = [];
  const log: string[] = [];
  const write = (fields: object, sentence: string) => log.push(`${sentence} ${JSON.stringify(fields)}`);
  const surface = createTelegram({
    token: tg.token,
    server: tg.apiRoot,
    groups: [],
    webhook: null,
    core: chat.core,
    access: chat.access,
    commands: COMMANDS,
    trouble: (trouble) => void troubles.push(trouble),
    logger: { debug: write, info: write, warn: write, error: write },
    now: () => Date.now(),
    sleep: (ms, signal) => sleep(ms / 100, signal),
    random: () => 0.5,
    pollSeconds: 5,
    calmMs: 100,
    ...options,
  });
  const ended = surface.run();
  if (options.webhook === undefined) await tg.until(() => tg.feed.isPolled || troubles.length > 0);
  let stopped = false;
  const stop = async () => {
    if (stopped) return;
    stopped = true;
    await surface.stop();
  };
  return {
    ...{ tg, chat, surface, ended, troubles, log, stop },
    async close() {
      await stop();
      if (options.tg === undefined) await tg.close();
    },
  };
}
