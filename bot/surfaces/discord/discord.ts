import type { ChatCore } from '../../chat-core.ts';
import type { ChatCommand } from '../../commands/command.ts';
import { backOffMs } from '../../outbox/back-off.ts';
import type { Access } from '../../people/access.ts';
import { createCards } from '../cards.ts';
import type { ChatSurface, SurfaceLogger } from '../chat-surface.ts';
import { faultOf } from './api-fault.ts';
import { createDiscordChannel } from './channel.ts';
import { createDiscordApi } from './discord-api.ts';
import { createDiscordTurns } from './discord-turns.ts';
import type { BotIdentity, FeedTrouble } from './gateway.ts';
import { listenToGateway } from './gateway.ts';
import type { Inbox } from './inbox.ts';
import { createInbox } from './inbox.ts';
import type { PosterOptions } from './poster.ts';
import { createPoster } from './poster.ts';
import { isRegistered, slashCommands } from './slash-commands.ts';
import type { Suggestions } from './suggestions.ts';
import { createDirectMessages } from './writer.ts';

export interface DiscordOptions {
  readonly token: string;
  /** Without a slash at its end. */
  readonly server: string;
  /** The channels of servers in which it may be asked. */
  readonly channels: readonly string[];
  readonly core: Pick<ChatCore, 'handle'>;
  /** Returns `…(12 more lines)` in the language of a reader. */
  readonly moreLinesFor: PosterOptions['moreLinesFor'];
  readonly access: Pick<Access, 'roleOf'>;
  readonly commands: readonly ChatCommand[];
  readonly suggestions: Suggestions;
  /** Told once when events stop coming, and when they come again; `problem` is for operators. */
  readonly trouble: (trouble: FeedTrouble, problem: string) => void;
  /** Told when it is first connected. */
  readonly ready?: (bot: BotIdentity) => void;
  readonly logger: SurfaceLogger;
  /** Wall time. */
  readonly now: () => number;
  /** Resolves after so long, or when the signal fires; it never rejects. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  readonly random: () => number;
}

const REGISTER = { firstMs: 2000, longestMs: 60_000 };
const REGISTER_TRIES = 5;
const GRACE_MS = 5000;

export function createDiscord(options: DiscordOptions): ChatSurface {
  const { logger, now, sleep, random, moreLinesFor } = options;
  const api = createDiscordApi(options.token, options.server);
  const cards = createCards();
  const rooms = createDirectMessages(api);
  const channels = new Set(options.channels);
  const poster = createPoster({ api, moreLinesFor });
  const turns = createDiscordTurns({ poster, sleep, now, logger });
  const stopping = new AbortController();
  let inbox: Inbox | null = null;
  let running: Promise<unknown> = Promise.resolve();

  return {
    channel: createDiscordChannel({ api, poster, cards, rooms, channels }),
    run() {
      const run = talk();
      running = run.catch(() => undefined);
      return run;
    },
    async stop() {
      stopping.abort();
      await running;
      const patience = new AbortController();
      const answered = Promise.resolve(inbox?.idle()).then(() => turns.idle());
      await Promise.race([answered, sleep(GRACE_MS, patience.signal)]);
      patience.abort();
      turns.stop();
    },
  };

  function talk(): Promise<'stopped' | 'revoked'> {
    const { token, server, trouble } = options;
    return listenToGateway(
      {
        ...{ token, server, trouble, logger, sleep, random },
        ready: meet,
        take: (event) => inbox?.take(event),
      },
      stopping.signal,
    );
  }

  /** A session that begins anew finds everything in its place. */
  function meet(bot: BotIdentity): void {
    if (inbox !== null) return;
    logger.info({ bot: bot.username }, 'on Discord');
    inbox = createInbox({ ...options, channels, api, poster, turns, cards, rooms, bot });
    void register(bot.applicationId);
    options.ready?.(bot);
  }

  /** Commands are a help and no more: without them everything can still be written. */
  async function register(applicationId: string): Promise<void> {
    const wanted = slashCommands(options.commands);
    for (let failures = 1; failures <= REGISTER_TRIES && !stopping.signal.aborted; failures += 1) {
      try {
        if (!isRegistered(await api.commands(applicationId), wanted)) await api.putCommands(applicationId, wanted);
        return;
      } catch (fault) {
        const found = faultOf(fault);
        logger.warn({ problem: found.problem }, 'the slash commands were not registered');
        if (found.type === 'refused' || found.type === 'bad-form' || found.type === 'revoked') return;
        const waitMs = found.type === 'limited' ? found.retryAfterMs : backOffMs(failures, random, REGISTER);
        await sleep(waitMs, stopping.signal);
      }
    }
  }
}
