import type { APIUser } from 'discord.js';
import type { Hall, Place, Soul, Stored, World } from './world.ts';
import { PLACE_TYPE } from './world.ts';

export const INTENT = {
  guilds: 1 << 0,
  guildMembers: 1 << 1,
  guildPresences: 1 << 8,
  guildMessages: 1 << 9,
  directMessages: 1 << 12,
  messageContent: 1 << 15,
} as const;

/** All that a member without a role of their own may do: look, write, attach, embed, use commands. */
const PERMISSIONS = String((1n << 10n) | (1n << 11n) | (1n << 14n) | (1n << 15n) | (1n << 16n) | (1n << 31n));
const PERMISSION_BITS = { view: 1n << 10n, send: 1n << 11n, embed: 1n << 14n, attach: 1n << 15n } as const;

export function iso(ms: number): string {
  return new Date(ms).toISOString();
}

/** Returns a message as the REST API gives it. */
export function apiMessage(stored: Stored, world: World): Readonly<Record<string, unknown>> {
  const { face } = stored;
  const place = world.places.get(stored.placeId);
  const repliedTo = place?.messages.find(({ id }) => id === stored.replyTo);
  const interaction = stored.interactionId === null ? undefined : world.interactions.get(stored.interactionId);
  return {
    id: stored.id,
    type: stored.replyTo !== null ? 19 : interaction?.type === 2 ? 20 : 0,
    channel_id: stored.placeId,
    author: stored.author,
    content: face.content,
    embeds: face.embeds,
    components: face.components,
    attachments: face.files.map((file) => ({
      id: file.id,
      filename: file.name,
      size: file.bytes.length,
      content_type: file.contentType,
      url: `${world.cdn}/attachments/${stored.placeId}/${file.id}/${file.name}`,
      proxy_url: `${world.cdn}/attachments/${stored.placeId}/${file.id}/${file.name}`,
      ...(file.description === null ? {} : { description: file.description }),
    })),
    mentions: face.pings.map((id) => userOf(world, id)).filter((user) => user !== undefined),
    mention_roles: face.pings.filter((id) => isRole(world, id)),
    mention_everyone: face.pings.includes('everyone'),
    flags: face.flags,
    timestamp: iso(stored.at),
    edited_timestamp: stored.editedAt === null ? null : iso(stored.editedAt),
    pinned: false,
    tts: false,
    ...(stored.nonce === null ? {} : { nonce: stored.nonce }),
    ...(stored.webhookId === null ? {} : { webhook_id: stored.webhookId }),
    ...(stored.author.id === world.bot.id ? { application_id: world.applicationId } : {}),
    ...(stored.replyTo === null
      ? {}
      : {
          message_reference: { type: 0, message_id: stored.replyTo, channel_id: stored.placeId },
          referenced_message: repliedTo === undefined ? null : apiMessage({ ...repliedTo, replyTo: null }, world),
        }),
    ...(interaction === undefined
      ? {}
      : {
          interaction_metadata: {
            id: interaction.id,
            type: interaction.type,
            user: userOf(world, interaction.soulId),
            authorizing_integration_owners: {},
          },
        }),
  };
}

function isRole(world: World, id: string): boolean {
  return [...world.halls.values()].some(({ roles }) => roles.some((role) => role.id === id));
}

export function userOf(world: World, id: string): APIUser | undefined {
  return id === world.bot.id ? world.bot : world.souls.get(id)?.user;
}

/** Returns a message as the gateway sends it to a session; null when its intents do not let it through. */
export function gatewayMessage(stored: Stored, world: World, intents: number): object | null {
  const place = world.places.get(stored.placeId);
  const hall = place?.guildId ? world.halls.get(place.guildId) : undefined;
  const needed = hall === undefined ? INTENT.directMessages : INTENT.guildMessages;
  if ((intents & needed) === 0 || stored.ephemeralTo !== null || place?.forbidden.has('view')) return null;
  const isOpen = hall === undefined || stored.author.id === world.bot.id || stored.face.pings.includes(world.bot.id);
  const isBlind = !isOpen && (intents & INTENT.messageContent) === 0;
  const withheld = { content: '', embeds: [], attachments: [], components: [] };
  const member = hall === undefined ? undefined : memberOf(hall, stored.author.id);
  return {
    ...apiMessage(stored, world),
    ...(isBlind ? withheld : {}),
    channel_type: hall === undefined ? PLACE_TYPE.dm : PLACE_TYPE.text,
    ...(hall === undefined ? {} : { guild_id: hall.id }),
    ...(member === undefined || stored.webhookId !== null ? {} : { member }),
  };
}

/** Returns a member without the user, as messages carry it. */
export function memberOf(hall: Hall, userId: string): object {
  return {
    nick: null,
    avatar: null,
    banner: null,
    roles: [...(hall.roleOf.get(userId) ?? [])],
    joined_at: iso(0),
    premium_since: null,
    deaf: false,
    mute: false,
    flags: 0,
    pending: false,
    communication_disabled_until: null,
  };
}

export function permissionsIn(place: Place): string {
  const taken = [...place.forbidden].reduce((bits, deed) => bits | PERMISSION_BITS[deed], 0n);
  return String(BigInt(PERMISSIONS) & ~taken);
}

export function apiPlace(place: Place, world: World): Readonly<Record<string, unknown>> {
  const last = place.messages.findLast(({ ephemeralTo }) => ephemeralTo === null);
  const soul = place.soulId === null ? undefined : world.souls.get(place.soulId);
  if (soul !== undefined) {
    return { id: place.id, type: PLACE_TYPE.dm, recipients: [soul.user], last_message_id: last?.id ?? null, flags: 0 };
  }
  return {
    id: place.id,
    type: PLACE_TYPE.text,
    guild_id: place.guildId,
    name: place.name,
    position: 0,
    permission_overwrites: overwrites(place, world),
    nsfw: false,
    parent_id: null,
    topic: null,
    last_message_id: last?.id ?? null,
    rate_limit_per_user: 0,
    flags: 0,
  };
}

function overwrites(place: Place, world: World): readonly object[] {
  if (place.forbidden.size === 0) return [];
  const deny = [...place.forbidden].reduce((bits, deed) => bits | PERMISSION_BITS[deed], 0n);
  return [{ id: world.bot.id, type: 1, allow: '0', deny: String(deny) }];
}

/** Returns a guild as GUILD_CREATE has it, with its channels, roles and members. */
export function apiGuild(hall: Hall, world: World): Readonly<Record<string, unknown>> {
  const souls = [...hall.members].map((id) => world.souls.get(id)).filter((soul): soul is Soul => soul !== undefined);
  const users = [world.bot, ...souls.map(({ user }) => user)];
  const everyone = { id: hall.id, name: '@everyone', permissions: PERMISSIONS, position: 0 };
  return {
    id: hall.id,
    name: hall.name,
    icon: null,
    owner_id: souls[0]?.user.id ?? world.bot.id,
    unavailable: false,
    joined_at: iso(0),
    large: false,
    member_count: users.length,
    preferred_locale: 'en-US',
    features: [],
    verification_level: 0,
    default_message_notifications: 0,
    explicit_content_filter: 0,
    mfa_level: 0,
    nsfw_level: 0,
    premium_tier: 0,
    system_channel_flags: 0,
    system_channel_id: null,
    afk_timeout: 300,
    roles: [everyone, ...hall.roles.map((role, index) => ({ ...everyone, ...role, position: index + 1 }))].map(
      (role) => ({ ...role, color: 0, hoist: false, managed: false, mentionable: true, flags: 0 }),
    ),
    channels: [...world.places.values()]
      .filter((place) => place.guildId === hall.id && !place.gone && !place.forbidden.has('view'))
      .map((place) => apiPlace(place, world)),
    members: users.map((user) => ({ ...memberOf(hall, user.id), user })),
    emojis: [],
    stickers: [],
    threads: [],
    presences: [],
    voice_states: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
  };
}
