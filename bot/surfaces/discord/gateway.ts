import type { WebSocketManagerOptions } from 'discord.js';
import {
  Client,
  Events,
  GatewayCloseCodes,
  GatewayIntentBits,
  Options,
  SimpleShardingStrategy,
  Status,
} from 'discord.js';
import { z } from 'zod';
import { backOffMs } from '../../outbox/back-off.ts';

/** What keeps events from coming, once when it begins; `back` when they come again. */
export type FeedTrouble = 'revoked' | 'away' | 'back';

/** Who we are, as the gateway tells it. */
export interface BotIdentity {
  readonly id: string;
  readonly username: string;
  readonly applicationId: string;
}

export interface GatewayOptions {
  readonly token: string;
  /** Without a slash at its end. */
  readonly server: string;
  /** Told each time a session begins. */
  readonly ready: (bot: BotIdentity) => void;
  readonly take: (event: { readonly type: string; readonly data: unknown }) => void;
  readonly trouble: (trouble: FeedTrouble, problem: string) => void;
  readonly logger: { warn(fields: Readonly<Record<string, unknown>>, sentence: string): void };
  /** Resolves after so long, or when the signal fires; it never rejects. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  readonly random: () => number;
}

const CONNECT = { firstMs: 1000, longestMs: 60_000 };
/** Discord moves its connections about; only an outage is worth a word. */
const AWAY_AFTER = 3;

const READY = z.object({
  user: z.object({ id: z.string(), username: z.string() }),
  application: z.object({ id: z.string() }),
});

const FATAL: ReadonlySet<number> = new Set([
  GatewayCloseCodes.AuthenticationFailed,
  GatewayCloseCodes.InvalidShard,
  GatewayCloseCodes.ShardingRequired,
  GatewayCloseCodes.InvalidAPIVersion,
  GatewayCloseCodes.InvalidIntents,
  GatewayCloseCodes.DisallowedIntents,
]);

/**
 * Listens until the signal fires or the token turns out void. A connection that breaks is resumed, and what was missed
 * comes again; while Discord is away, the tries grow rarer.
 */
export async function listenToGateway(options: GatewayOptions, signal: AbortSignal): Promise<'stopped' | 'revoked'> {
  const { trouble, sleep, random } = options;
  let failures = 0;
  let isTold = false;
  const worse = (problem: string): void => {
    failures += 1;
    if (failures < AWAY_AFTER || isTold) return;
    isTold = true;
    trouble('away', problem);
  };
  const well = (): void => {
    failures = 0;
    if (isTold) trouble('back', '');
    isTold = false;
  };
  while (!signal.aborted) {
    const pause = () => sleep(backOffMs(failures, random, CONNECT), signal);
    const ended = await oneClient(
      { ...options, worse, well, pause: async () => (failures > 1 ? pause() : undefined) },
      signal,
    );
    if (ended === 'stopped') return 'stopped';
    if (ended === 'revoked') {
      trouble('revoked', 'Discord does not accept the bot token');
      return 'revoked';
    }
    worse(ended.problem);
    await pause();
  }
  return 'stopped';
}

interface ClientOptions extends GatewayOptions {
  readonly worse: (problem: string) => void;
  readonly well: () => void;
  /** Resolves when the next try to connect is due. */
  readonly pause: () => Promise<void>;
}

type Ended = 'stopped' | 'revoked' | { readonly problem: string };

/** Resolves when this client cannot go on, or is to stop. */
async function oneClient(options: ClientOptions, signal: AbortSignal): Promise<Ended> {
  const { token, worse, well, logger } = options;
  let isDown = true;
  let isOver = false;
  let end: (ended: Ended) => void = () => undefined;
  const ended = new Promise<Ended>((resolve) => {
    end = resolve;
  });
  const client = new Client({
    intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages, GatewayIntentBits.DirectMessages],
    rest: { version: '10', api: `${options.server}/api`, retries: 0, rejectOnRateLimit: () => true },
    makeCache: Options.cacheWithLimits({}),
    ws: {
      buildStrategy: (manager) => {
        paceConnections(manager.options);
        return new SimpleShardingStrategy(manager);
      },
    },
  });
  // The library would keep a copy of every server, and fall over a packet that is not as it should be. What comes is read
  // by our own readers, which do not.
  Object.assign(client.ws, {
    handlePacket(_packet: unknown, shard: object) {
      // Else it would wait for its servers, and read them all the same.
      Object.assign(shard, { status: Status.Ready });
      return true;
    },
  });
  client.on(Events.Raw, takeRaw);
  client.on(Events.Error, (fault) => warn(fault));
  client.on(Events.ShardError, (fault) => warn(fault));
  client.on(Events.Invalidated, () => end({ problem: 'the session was ended by Discord' }));
  client.on(Events.ShardReconnecting, () => lost('the connection was closed'));
  client.on(Events.ShardDisconnect, ({ code }) => {
    if (code === GatewayCloseCodes.AuthenticationFailed) end('revoked');
    else if (FATAL.has(code)) end({ problem: `Discord closed the connection (${code})` });
  });
  const onStop = (): void => end('stopped');
  signal.addEventListener('abort', onStop, { once: true });
  if (signal.aborted) end('stopped');
  client.login(token).catch((fault: unknown) => end(isTokenVoid(fault) ? 'revoked' : { problem: problemOf(fault) }));
  try {
    return await ended;
  } finally {
    isOver = true;
    signal.removeEventListener('abort', onStop);
    await client.destroy().catch(warn);
  }

  /** The library asks what session there is before it connects, and tries every half second: here the next try waits. */
  function paceConnections(socket: Pick<WebSocketManagerOptions, 'retrieveSessionInfo'>): void {
    const { retrieveSessionInfo } = socket;
    socket.retrieveSessionInfo = async (shardId) => {
      if (isDown) {
        isDown = false;
        await options.pause();
      }
      // Whoever is over must not connect once more; nobody waits for this.
      if (isOver) return new Promise(() => undefined);
      return retrieveSessionInfo(shardId);
    };
  }

  function takeRaw(packet: { readonly t?: unknown; readonly d?: unknown }): void {
    if (isOver || typeof packet.t !== 'string') return;
    if (packet.t === 'READY') greet(packet.d);
    if (packet.t === 'READY' || packet.t === 'RESUMED') well();
    else options.take({ type: packet.t, data: packet.d });
  }

  function greet(data: unknown): void {
    const read = READY.safeParse(data);
    if (!read.success) {
      end({ problem: 'Discord did not say who we are' });
      return;
    }
    const { user, application } = read.data;
    options.ready({ id: user.id, username: user.username, applicationId: application.id });
  }

  function lost(problem: string): void {
    isDown = true;
    worse(problem);
  }

  function warn(fault: unknown): void {
    logger.warn({ problem: problemOf(fault) }, 'the connection to Discord is in trouble');
  }
}

function isTokenVoid(fault: unknown): boolean {
  return fault instanceof Error && 'code' in fault && fault.code === 'TokenInvalid';
}

/** For operators; a fault of the library may hold addresses, and those a token. */
function problemOf(fault: unknown): string {
  if (!(fault instanceof Error)) return 'unknown';
  const code = 'code' in fault && /^\w{1,40}$/.test(String(fault.code)) ? ` ${String(fault.code)}` : '';
  return `${fault.name.slice(0, 60)}${code}`;
}
