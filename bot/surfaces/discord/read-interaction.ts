import { ApplicationCommandType, ComponentType, InteractionContextType, InteractionType } from 'discord.js';
import { z } from 'zod';
import type { Asked, Ignored } from './read-event.ts';
import { ignored, languageFrom, nameOf, SNOWFLAKE, timeOfSnowflake, USER } from './read-event.ts';

/** What wants an answer within three seconds; `token` is what it is answered with, for a quarter of an hour. */
export interface Interaction extends Asked {
  readonly interactionId: string;
  readonly token: string;
}

export interface OptionValue {
  readonly name: string;
  /** As it was typed or chosen; nothing about it is certain. */
  readonly value: string;
}

export type ReadInteraction =
  | (Interaction & { readonly outcome: 'command'; readonly name: string; readonly options: readonly OptionValue[] })
  | (Interaction & {
      readonly outcome: 'tap';
      readonly messageId: string;
      /** The nonce, as sent; it proves nothing by itself. */
      readonly action: string;
      /** The message with the button, as Discord holds it. */
      readonly message: unknown;
      readonly isEphemeral: boolean;
    })
  | (Interaction & { readonly outcome: 'form'; readonly formId: string; readonly fields: readonly OptionValue[] })
  | (Interaction & { readonly outcome: 'typing'; readonly name: string; readonly focused: OptionValue })
  /** Somewhere where nothing is answered but that; a suggestion has no words for it. */
  | (Interaction & { readonly outcome: 'elsewhere'; readonly isTyping: boolean })
  | Ignored;

export interface ReadInteractionOptions {
  readonly botId: string;
  readonly channels: ReadonlySet<string>;
}

const VALUE = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const OPTION = z.object({ name: z.string(), value: VALUE.optional(), focused: z.boolean().optional() });
const INTERACTION = z.object({
  id: SNOWFLAKE,
  token: z.string().min(1),
  type: z.number().int(),
  channel_id: SNOWFLAKE,
  guild_id: SNOWFLAKE.optional(),
  context: z.number().int().optional(),
  channel: z.object({ type: z.number().int() }).optional(),
  user: USER.optional(),
  member: z.object({ user: USER }).optional(),
  locale: z.string().optional(),
  data: z.unknown(),
  message: z.unknown().optional(),
});
const COMMAND = z.object({
  name: z.string(),
  type: z.literal(ApplicationCommandType.ChatInput).default(ApplicationCommandType.ChatInput),
  options: z.array(OPTION).default([]),
});
const TAP = z.object({
  component_type: z.union([z.literal(ComponentType.Button), z.literal(ComponentType.StringSelect)]),
  custom_id: z.string(),
  values: z.array(z.string()).default([]),
});
const FIELD = z.object({ custom_id: z.string(), value: z.string() });
const FORM = z.object({
  custom_id: z.string(),
  components: z.array(z.object({ components: z.array(FIELD) })),
});
const TAPPED = z.object({ id: SNOWFLAKE, author: z.object({ id: SNOWFLAKE }), flags: z.number().int().default(0) });

const DIRECT_MESSAGES = 1;
const EPHEMERAL = 64;
const MAX_ACTION = 100;

type Raw = z.infer<typeof INTERACTION>;

/** Returns what an interaction asks. Never throws; what somebody may do is decided elsewhere. */
export function readInteraction(data: unknown, options: ReadInteractionOptions): ReadInteraction {
  const read = INTERACTION.safeParse(data);
  if (!read.success) return ignored('malformed');
  const raw = read.data;
  const user = raw.user ?? raw.member?.user;
  if (user === undefined) return ignored('malformed');
  if (user.bot === true || user.system === true) return ignored('bot');
  const place = placeOf(raw, options);
  const interaction = { ...askedBy(raw, user, place ?? 'group'), interactionId: raw.id, token: raw.token };
  const isTyping = raw.type === InteractionType.ApplicationCommandAutocomplete;
  if (place === null) return { outcome: 'elsewhere', ...interaction, isTyping };
  switch (raw.type) {
    case InteractionType.ApplicationCommand:
    case InteractionType.ApplicationCommandAutocomplete:
      return readCommand(raw, interaction, isTyping);
    case InteractionType.MessageComponent:
      return readTap(raw, interaction, options.botId);
    case InteractionType.ModalSubmit:
      return readForm(raw, interaction);
    default:
      return ignored('other-kind');
  }
}

/** In private with us, or in a channel that is named; null anywhere else. */
function placeOf({ guild_id, context, channel, channel_id }: Raw, { channels }: ReadInteractionOptions) {
  if (guild_id !== undefined) return channels.has(channel_id) ? 'group' : null;
  const isWithUs = context === undefined ? channel?.type === DIRECT_MESSAGES : context === InteractionContextType.BotDM;
  return isWithUs ? 'private' : null;
}

function askedBy(raw: Raw, user: z.infer<typeof USER>, place: Asked['place']): Asked {
  return {
    userId: `discord:${user.id}`,
    place,
    channelId: raw.channel_id,
    messageId: null,
    language: languageFrom(raw.locale),
    displayName: nameOf(user),
    deliveryId: `interaction:${raw.id}`,
    sentAt: timeOfSnowflake(raw.id),
  };
}

function readCommand(raw: Raw, interaction: Interaction, isTyping: boolean): ReadInteraction {
  const read = COMMAND.safeParse(raw.data);
  if (!read.success) return ignored('other-kind');
  const { name, options } = read.data;
  const given = options.flatMap((option) => (option.value === undefined ? [] : [{ ...option, value: option.value }]));
  if (!isTyping) return { outcome: 'command', ...interaction, name, options: given };
  const focused = given.find((option) => option.focused === true);
  return focused === undefined ? ignored('malformed') : { outcome: 'typing', ...interaction, name, focused };
}

function readTap(raw: Raw, interaction: Interaction, botId: string): ReadInteraction {
  const read = TAP.safeParse(raw.data);
  const message = TAPPED.safeParse(raw.message);
  if (!read.success || !message.success) return ignored('malformed');
  if (message.data.author.id !== botId) return ignored('no-action');
  const { component_type: type, custom_id: id, values } = read.data;
  const action = type === ComponentType.Button ? id : values.length === 1 ? (values[0] ?? '') : '';
  if (action === '' || action.length > MAX_ACTION) return ignored('no-action');
  const isEphemeral = (message.data.flags & EPHEMERAL) !== 0;
  return { outcome: 'tap', ...interaction, messageId: message.data.id, action, message: raw.message, isEphemeral };
}

function readForm(raw: Raw, interaction: Interaction): ReadInteraction {
  const read = FORM.safeParse(raw.data);
  if (!read.success) return ignored('malformed');
  const fields = read.data.components.flatMap(({ components }) =>
    components.map(({ custom_id: name, value }) => ({ name, value })),
  );
  return { outcome: 'form', ...interaction, formId: read.data.custom_id, fields };
}
