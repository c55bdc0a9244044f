import { randomBytes } from 'node:crypto';
import type { APIModalInteractionResponseCallbackData } from 'discord.js';
import type { Waiting } from '../waiting.ts';
import { apiMessage, apiPlace, memberOf, permissionsIn } from './api-objects.ts';
import type { Fields } from './body.ts';
import type { ShownMessage } from './chat-view.ts';
import { PATIENCE_MS, shown } from './chat-view.ts';
import { ANSWER } from './interaction-methods.ts';
import type { Interaction, Place, Soul, Stored, World } from './world.ts';
import { FLAG } from './world.ts';

/** Something a person did that wants an answer within three seconds: a command, a tap, a choice, a form. */
export interface Act {
  readonly interactionId: string;
  /** Returns how the bot answered first; throws when nothing came. */
  answered(timeoutMs?: number): Promise<Answered>;
  /** Returns the bot's answer once it stands there and is no longer `thinking`: the message that the interaction made or changed. */
  message(timeoutMs?: number): Promise<ShownMessage>;
  /** Lets it grow too old to be answered for the first time (10062). */
  expire(): void;
  /** Lets its token grow too old for any follow-up (50027). */
  expireToken(): void;
}

export interface Answered {
  /** 4 message, 5 deferred message, 6 deferred update, 7 update, 8 autocomplete, 9 modal. */
  readonly type: number;
  readonly ephemeral: boolean;
  /** The form that opened. */
  readonly modal: APIModalInteractionResponseCallbackData | null;
  readonly data: Fields;
}

export interface Doing {
  readonly soul: Soul;
  readonly place: Place;
  /** 2 command, 3 component, 4 autocomplete, 5 form. */
  readonly type: number;
  readonly data: Fields;
  /** The message whose component was used. */
  readonly on?: Stored | null;
}

/** Sends the bot an INTERACTION_CREATE, and returns what a person sees come of it. */
export function interact({ soul, place, type, data, on = null }: Doing, world: World, wait: Waiting): Act {
  const interaction: Interaction = {
    id: world.snowflake(),
    token: randomBytes(60).toString('base64url'),
    type,
    at: world.now(),
    soulId: soul.user.id,
    placeId: place.id,
    messageId: on?.id ?? null,
    answer: null,
    originalId: null,
    expired: false,
    tokenExpired: false,
  };
  world.interactions.set(interaction.id, interaction);
  const hall = place.guildId === null ? undefined : world.halls.get(place.guildId);
  const who =
    hall === undefined
      ? { user: soul.user }
      : {
          guild_id: hall.id,
          guild_locale: 'en-US',
          member: { ...memberOf(hall, soul.user.id), user: soul.user, permissions: permissionsIn(place) },
        };
  world.dispatch('INTERACTION_CREATE', () => ({
    id: interaction.id,
    application_id: world.applicationId,
    type,
    token: interaction.token,
    version: 1,
    data,
    channel_id: place.id,
    channel: apiPlace(place, world),
    ...who,
    locale: soul.locale,
    app_permissions: permissionsIn(place),
    entitlements: [],
    authorizing_integration_owners: { 0: hall?.id ?? '0' },
    context: hall === undefined ? 1 : 0,
    attachment_size_limit: 10_485_760,
    ...(on === null ? {} : { message: apiMessage(on, world) }),
  }));
  return actOf(interaction, place, world, wait);
}

function actOf(interaction: Interaction, place: Place, world: World, wait: Waiting): Act {
  const act: Act = {
    interactionId: interaction.id,
    answered: async (timeoutMs = PATIENCE_MS) => {
      await wait(() => interaction.answer !== null, timeoutMs);
      const { answer } = interaction;
      if (answer === null) throw new Error(`the interaction was not answered within ${timeoutMs} ms`);
      return {
        type: answer.type,
        ephemeral: (answer.flags & FLAG.ephemeral) !== 0,
        modal:
          answer.type === ANSWER.modal ? (answer.data as unknown as APIModalInteractionResponseCallbackData) : null,
        data: answer.data,
      };
    },
    message: async (timeoutMs = PATIENCE_MS) => {
      await act.answered(timeoutMs);
      const find = () => place.messages.find(({ id }) => id === interaction.originalId);
      const isThere = () => {
        const found = find();
        return found !== undefined && (found.face.flags & FLAG.loading) === 0;
      };
      const found = (await wait(isThere, timeoutMs)) ? find() : undefined;
      if (found === undefined) throw new Error(`the interaction has shown no message within ${timeoutMs} ms`);
      return shown(found, world);
    },
    expire: () => {
      interaction.expired = true;
    },
    expireToken: () => {
      interaction.tokenExpired = true;
    },
  };
  return act;
}
