import type { RawFile } from 'discord.js';
import { REST, Routes } from 'discord.js';
import { z } from 'zod';
import { faultOf } from './api-fault.ts';

/** The calls that the surface makes; each is one try, and rejects with what `faultOf` reads. */
export interface DiscordApi {
  me(): Promise<{ readonly id: string; readonly username: string }>;
  application(): Promise<{ readonly id: string }>;
  openDm(userId: string, signal?: AbortSignal): Promise<string>;
  create(channelId: string, body: Body, files: readonly RawFile[], signal?: AbortSignal): Promise<string>;
  edit(place: Place, body: Body, files: readonly RawFile[], signal?: AbortSignal): Promise<string>;
  typing(channelId: string): Promise<void>;
  /** The first answer to an interaction; it must come within three seconds. */
  respond(interaction: { readonly interactionId: string; readonly token: string }, body: Body): Promise<void>;
  editOriginal(applicationId: string, token: string, body: Body, files: readonly RawFile[]): Promise<string>;
  followUp(applicationId: string, token: string, body: Body, files: readonly RawFile[]): Promise<string>;
  deleteOriginal(applicationId: string, token: string): Promise<void>;
  commands(applicationId: string): Promise<unknown>;
  putCommands(applicationId: string, commands: readonly object[]): Promise<void>;
}

export type Body = Readonly<Record<string, unknown>>;

export interface Place {
  readonly channelId: string;
  readonly messageId: string;
}

const TIMEOUT_MS = 15_000;
const NAMED = z.object({ id: z.string() });
const ME = z.object({ id: z.string(), username: z.string() });

/**
 * Returns the REST API of a bot. Nothing is repeated and nothing is held back here: how long to wait is told to who
 * asked, as only they know whether it is still worth it.
 */
export function createDiscordApi(token: string, server: string): DiscordApi {
  const rest = new REST({
    version: '10',
    api: `${server}/api`,
    retries: 0,
    timeout: TIMEOUT_MS,
    rejectOnRateLimit: () => true,
  }).setToken(token);

  return {
    me: () => call(async () => ME.parse(await rest.get(Routes.user()))),
    application: () => call(async () => NAMED.parse(await rest.get(Routes.currentApplication()))),
    openDm: (userId, signal) =>
      call(async () => {
        const body = { recipient_id: userId };
        return idOf(await rest.post(Routes.userChannels(), { body, ...signalOf(signal) }));
      }),
    create: (channelId, body, files, signal) =>
      call(async () =>
        idOf(await rest.post(Routes.channelMessages(channelId), { body, files: [...files], ...signalOf(signal) })),
      ),
    edit: ({ channelId, messageId }, body, files, signal) =>
      call(async () => {
        const route = Routes.channelMessage(channelId, messageId);
        return idOf(await rest.patch(route, { body, files: [...files], ...signalOf(signal) }));
      }),
    typing: (channelId) => call(async () => void (await rest.post(Routes.channelTyping(channelId)))),
    respond: ({ interactionId, token: answer }, body) =>
      call(async () => {
        const query = new URLSearchParams({ with_response: 'false' });
        await rest.post(Routes.interactionCallback(interactionId, answer), { body, query, auth: false });
      }),
    editOriginal: (applicationId, answer, body, files) =>
      call(async () => {
        const route = Routes.webhookMessage(applicationId, answer, '@original');
        return idOf(await rest.patch(route, { body, files: [...files], auth: false }));
      }),
    followUp: (applicationId, answer, body, files) =>
      call(async () =>
        idOf(await rest.post(Routes.webhook(applicationId, answer), { body, files: [...files], auth: false })),
      ),
    deleteOriginal: (applicationId, answer) =>
      call(async () => {
        await rest.delete(Routes.webhookMessage(applicationId, answer, '@original'), { auth: false });
      }),
    commands: (applicationId) =>
      call(() =>
        rest.get(Routes.applicationCommands(applicationId), {
          query: new URLSearchParams({ with_localizations: 'true' }),
        }),
      ),
    putCommands: (applicationId, commands) =>
      call(async () => void (await rest.put(Routes.applicationCommands(applicationId), { body: [...commands] }))),
  };

  async function call<Answer>(act: () => Promise<Answer>): Promise<Answer> {
    try {
      return await act();
    } catch (fault) {
      // The library forgets a token that was refused once; whoever asks next is to hear the same again.
      if (faultOf(fault).type === 'revoked') rest.setToken(token);
      throw fault;
    }
  }
}

function idOf(answer: unknown): string {
  return NAMED.parse(answer).id;
}

function signalOf(signal: AbortSignal | undefined) {
  return signal === undefined ? {} : { signal };
}
