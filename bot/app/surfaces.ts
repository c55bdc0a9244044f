import type { Readable } from 'node:stream';
import { PassThrough } from 'node:stream';
import type { Logger } from 'pino';
import type { AppConfig } from '../config/config.ts';
import type { OutboxTiming } from '../outbox/outbox-options.ts';
import { createAppChannels } from './channels.ts';
import type { AppChat } from './chat.ts';
import { createAppChat } from './chat.ts';
import type { AppDesk } from './desk.ts';
import { deliverFeedStalls } from './feed-watch.ts';
import { deliverModelNotices } from './model-watch.ts';
import { startOutbox } from './outbox.ts';
import { startReports } from './reports.ts';
import { deliverRules } from './rule-delivery.ts';
import type { AppSurface, Notify } from './telegram.ts';
import { createAppTelegram } from './telegram.ts';

/** The platforms on which a desk is spoken to, beside its terminal. */
export interface Surfaces {
  /** The chat that all of them share, and the terminal with them. */
  readonly chat: AppChat;
  /**
   * Returns the input to read beside them. Under a service manager it does not end with nobody at the keyboard; a person
   * at a terminal leaves when they leave, and a script at full speed ends with its last line.
   */
  inputBeside(input: NodeJS.ReadStream): Readable;
  /** Shows the notices that waited, and each later one. */
  notices(show: Notify): void;
  stop(): Promise<void>;
}

export interface SurfacesOptions {
  readonly version: string;
  readonly logger: Logger;
  /** Instead of the desk's own. */
  readonly telegram?: AppConfig['telegram'];
  readonly discord?: AppConfig['discord'];
  readonly pollSeconds?: number;
  readonly outboxTiming?: Partial<OutboxTiming>;
}

/** Opens every platform that is set up, and the outbox that carries what the journal tells to them. Waits for none. */
export async function openSurfaces(desk: AppDesk, options: SurfacesOptions): Promise<Surfaces> {
  const { logger, version } = options;
  const chat = createAppChat(desk, { version, logger });
  await chat.access.load();
  await chat.approvers.sync();
  const waiting: Parameters<Notify>[0][] = [];
  let show: Notify = (words) => void waiting.push(words);
  const surfaces = await surfacesOf(desk, chat, options, (words) => show(words));
  const outbox = await startOutbox({
    ...{ desk, chat, logger },
    notify: (words) => show(words),
    channels: surfaces.map(({ channel }) => channel),
    ...(options.outboxTiming && { timing: options.outboxTiming }),
  });
  const reports = startReports({ desk, chat, logger, outbox });
  const rules = deliverRules({ chat, outbox });
  const stopFeedWatch = deliverFeedStalls({ desk, chat, logger }, outbox);
  const stopModelWatch = deliverModelNotices({ desk, chat, logger }, outbox);
  await chat.rules.start();
  for (const surface of surfaces) void surface.run();
  return {
    chat,
    inputBeside: (input) => (input.isTTY || desk.replay?.speed() === 'max' ? input : unending(input)),
    notices: (next) => {
      show = next;
      for (const words of waiting.splice(0)) next(words);
    },
    async stop() {
      await Promise.all(surfaces.map((surface) => surface.stop()));
      stopFeedWatch();
      stopModelWatch();
      await reports.stop();
      await rules.stop();
      await outbox.stop();
    },
  };
}

async function surfacesOf(
  desk: AppDesk,
  chat: AppChat,
  options: SurfacesOptions,
  notify: Notify,
): Promise<readonly AppSurface[]> {
  const { logger, pollSeconds } = options;
  const telegram = options.telegram ?? desk.config.telegram;
  const discord = await discordOf(desk, chat, options, notify);
  const places = [...discord, ...createAppChannels(desk, logger)];
  const { token } = telegram;
  if (token === null) return places;
  const config = { ...telegram, token };
  return [
    createAppTelegram({
      chat,
      database: desk.database,
      logger,
      config,
      notify,
      ...(pollSeconds !== undefined && { pollSeconds }),
    }),
    ...places,
  ];
}

/** Its library is loaded only where there is a token for it. */
async function discordOf(
  desk: AppDesk,
  chat: AppChat,
  options: SurfacesOptions,
  notify: Notify,
): Promise<readonly AppSurface[]> {
  const { token, ...config } = options.discord ?? desk.config.discord;
  if (token === null) return [];
  const { createAppDiscord } = await import('./discord.ts');
  return [createAppDiscord({ ...config, token }, { desk, chat, notify, logger: options.logger })];
}

/** Returns an input that stays open when the one it reads has ended. */
function unending(input: Readable): Readable {
  const kept = new PassThrough();
  input.pipe(kept, { end: false });
  return kept;
}
