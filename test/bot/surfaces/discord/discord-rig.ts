import { sleep } from '../../../../bot/app/outbox.ts';
import { COMMANDS } from '../../../../bot/commands/registry.ts';
import type { Role } from '../../../../bot/people/access.ts';
import type { ChatSurface } from '../../../../bot/surfaces/chat-surface.ts';
import type { DiscordOptions } from '../../../../bot/surfaces/discord/discord.ts';
import { createDiscord } from '../../../../bot/surfaces/discord/discord.ts';
import type { FeedTrouble } from '../../../../bot/surfaces/discord/gateway.ts';
import { createSuggestions } from '../../../../bot/surfaces/discord/suggestions.ts';
import type { FakeDiscord, FakeDiscordOptions } from '../../../fakes/discord/fake-discord.ts';
import { startFakeDiscord } from '../../../fakes/discord/fake-discord.ts';
import type { ChatRig, ChatRigOptions } from '../../chat-rig.ts';
import { createChatRig } from '../../chat-rig.ts';

export interface DiscordRig {
  readonly dc: FakeDiscord;
  readonly chat: ChatRig;
  readonly surface: ChatSurface;
  readonly ended: Promise<'stopped' | 'revoked'>;
  readonly troubles: FeedTrouble[];
  readonly log: string[];
  /** Stops the surface alone. */
  stop(): Promise<void>;
  close(): Promise<void>;
}

export interface DiscordRigOptions extends Partial<Omit<DiscordOptions, 'channels'>> {
  readonly dc?: FakeDiscord;
  readonly channels?: readonly string[];
  readonly fake?: FakeDiscordOptions;
  readonly rig?: ChatRigOptions;
  readonly roles?: Readonly<Record<string, Role>>;
}

/** A shared machine may be slow; what comes is looked for at once. */
export const PATIENCE_MS = 15_000;

/** The desk of the chat rig on a Discord of its own; waits between tries are a hundredth of what they are. */
export async function discordRig(options: DiscordRigOptions = {}): Promise<DiscordRig> {
  const { dc: given, channels = [], fake, rig, roles = {}, ...more } = options;
  const dc = given ?? (await startFakeDiscord(fake));
  const chat = createChatRig({ ...rig, roles });
  const troubles: FeedTrouble[] = [];
  const log: string[] = [];
  const write = (fields: object, sentence: string) => log.push(`${sentence} ${JSON.stringify(fields)}`);
  const surface = createDiscord({
    token: dc.token,
    server: dc.api.replace(/\/api$/, ''),
    channels,
    core: chat.core,
    moreLinesFor: async () => (count) => `…(${count} more lines)`,
    access: chat.access,
    commands: COMMANDS,
    suggestions: createSuggestions({ desk: chat.desk, records: chat.records, access: chat.access, commands: COMMANDS }),
    trouble: (trouble) => void troubles.push(trouble),
    logger: { debug: write, info: write, warn: write, error: write },
    now: () => Date.now(),
    sleep: (ms, signal) => sleep(ms / 100, signal),
    random: () => 0.5,
    ...more,
  });
  const ended = surface.run();
  await dc.until(() => (dc.gateway.isReady && dc.commandsOf().length > 0) || troubles.length > 0, PATIENCE_MS);
  let stopped = false;
  const stop = async () => {
    if (stopped) return;
    stopped = true;
    await surface.stop();
  };
  return {
    ...{ dc, chat, surface, ended, troubles, log, stop },
    async close() {
      await stop();
      if (given === undefined) await dc.close();
    },
  };
}
