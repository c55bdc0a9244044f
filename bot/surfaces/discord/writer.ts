import type { RawFile } from 'discord.js';
import { MessageFlags } from 'discord.js';
import { LatestMap } from '../../latest-map.ts';
import { faultOf } from './api-fault.ts';
import type { Body, DiscordApi } from './discord-api.ts';

/** Puts messages somewhere; each call is one try and returns the id of the message. */
export interface Writer {
  /** Of the channel, once something was written; null where Discord does not tell. */
  readonly channelId: () => string | null;
  write(body: Body, files: readonly RawFile[], signal?: AbortSignal): Promise<string>;
}

/** Writes into a channel; the first message refers to what it answers. */
export function channelWriter(api: DiscordApi, channelId: string, replyTo: string | null = null): Writer {
  let isFirst = true;
  return {
    channelId: () => channelId,
    async write(body, files, signal) {
      const reference = { message_reference: { message_id: replyTo, fail_if_not_exists: false } };
      const whole = { ...body, ...(replyTo !== null && isFirst && reference) };
      const id = await api.create(channelId, whole, files, signal);
      isFirst = false;
      return id;
    },
  };
}

/** Knows the direct messages of people: the number of a person is not that of their channel. */
export interface DirectMessages {
  channelOf(userId: string, signal?: AbortSignal): Promise<string>;
  note(userId: string, channelId: string): void;
  forget(userId: string): void;
}

const MAX_KNOWN = 10_000;

export function createDirectMessages(api: Pick<DiscordApi, 'openDm'>): DirectMessages {
  const known = new LatestMap<string, string>(MAX_KNOWN);
  return {
    async channelOf(userId, signal) {
      const channelId = known.get(userId) ?? (await api.openDm(userId, signal));
      known.set(userId, channelId);
      return channelId;
    },
    note: (userId, channelId) => known.set(userId, channelId),
    forget: (userId) => known.delete(userId),
  };
}

/** Writes to a person, into a channel of theirs that is opened where it is not known. */
export function personWriter(api: DiscordApi, rooms: DirectMessages, userId: string): Writer {
  let channelId: string | null = null;
  return {
    channelId: () => channelId,
    async write(body, files, signal) {
      channelId = await rooms.channelOf(userId, signal);
      try {
        return await api.create(channelId, body, files, signal);
      } catch (fault) {
        if (faultOf(fault).type !== 'channel-gone') throw fault;
        rooms.forget(userId);
        channelId = await rooms.channelOf(userId, signal);
        return api.create(channelId, body, files, signal);
      }
    },
  };
}

export interface InteractionPlace {
  readonly applicationId: string;
  readonly token: string;
  readonly channelId: string;
  readonly isEphemeral: boolean;
  /** Whether the first answer is still `thinking` and is to be filled in. */
  readonly fillsIn: boolean;
  /** Resolves when Discord has taken the first answer; false where it has not. */
  readonly acknowledged: Promise<boolean>;
}

/** Answers an interaction: the deferred answer is filled in, and the rest follows it. */
export function interactionWriter(api: DiscordApi, place: InteractionPlace): Writer {
  const { applicationId, token, isEphemeral } = place;
  let isOpen = place.fillsIn;
  return {
    channelId: () => place.channelId,
    async write(body, files) {
      if (!(await place.acknowledged)) throw new InteractionLost();
      if (isOpen) {
        const id = await api.editOriginal(applicationId, token, body, files);
        isOpen = false;
        return id;
      }
      const flags = typeof body.flags === 'number' ? body.flags : 0;
      const whole = { ...body, flags: isEphemeral ? flags | MessageFlags.Ephemeral : flags };
      return api.followUp(applicationId, token, whole, files);
    },
  };
}

/** Nothing can be answered there, and so it is answered elsewhere. */
export class InteractionLost extends Error {
  override readonly name = 'InteractionLost';
}
