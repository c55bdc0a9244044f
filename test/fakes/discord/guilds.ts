import type { APIUser } from 'discord.js';
import { apiGuild, apiPlace, INTENT, memberOf } from './api-objects.ts';
import { announce } from './channel-methods.ts';
import type { Person } from './people.ts';
import type { Deed, Hall, Place, World } from './world.ts';
import { keep, openPlace, plainFace } from './world.ts';

export interface GuildOptions {
  readonly name?: string;
  readonly members?: readonly Person[];
}

/** A server with the bot in it, and one channel, `#general`, from the start. */
export interface Guild {
  readonly id: string;
  readonly name: string;
  readonly general: GuildChannel;
  channel(name: string): GuildChannel;
  joins(person: Person): void;
  /** Takes a person out. */
  leaves(person: Person): void;
  /** Makes a role; returns its id. */
  role(name: string, members?: readonly Person[]): string;
  /** Throws the bot out: GUILD_DELETE. */
  kicksBot(): void;
}

export interface GuildChannel {
  readonly id: string;
  readonly guildId: string;
  /** Takes what the bot may do there away: 50013 without `send`, 50001 without `view`. */
  forbids(...deeds: readonly Deed[]): void;
  allows(): void;
  /** Deletes it: 10003 for who writes there. */
  disappears(): void;
  /** Another bot or a webhook says something. */
  hears(text: string, from?: 'bot' | 'webhook'): void;
}

export function createGuild({ name = 'Desk', members = [] }: GuildOptions, world: World): Guild {
  const hall: Hall = {
    id: world.snowflake(),
    name,
    members: new Set(),
    roles: [],
    roleOf: new Map(),
    botIsIn: true,
  };
  world.halls.set(hall.id, hall);
  for (const member of members) hall.members.add(member.id);
  const general = channelOf(openPlace(world, { name: 'general', guildId: hall.id, soulId: null }), hall, world);
  tell('GUILD_CREATE', () => apiGuild(hall, world));

  return {
    id: hall.id,
    name,
    general,
    channel: (channelName) => {
      const place = openPlace(world, { name: channelName, guildId: hall.id, soulId: null });
      tell('CHANNEL_CREATE', () => apiPlace(place, world));
      return channelOf(place, hall, world);
    },
    joins: (person) => {
      hall.members.add(person.id);
      tellMember('GUILD_MEMBER_ADD', person);
    },
    leaves: (person) => {
      hall.members.delete(person.id);
      tellMember('GUILD_MEMBER_REMOVE', person);
    },
    role: (roleName, holders = []) => {
      const role = { id: world.snowflake(), name: roleName };
      hall.roles.push(role);
      for (const { id } of holders) hall.roleOf.set(id, new Set([...(hall.roleOf.get(id) ?? []), role.id]));
      const known = apiGuild(hall, world).roles;
      const full = Array.isArray(known) ? known.at(-1) : undefined;
      tell('GUILD_ROLE_CREATE', () => ({ guild_id: hall.id, role: full }));
      return role.id;
    },
    kicksBot: () => {
      hall.botIsIn = false;
      tell('GUILD_DELETE', () => ({ id: hall.id }));
    },
  };

  function tell(event: string, data: () => unknown): void {
    world.dispatch(event, (intents) => ((intents & INTENT.guilds) === 0 ? null : data()));
  }

  function tellMember(event: string, { user }: Person): void {
    const member = { guild_id: hall.id, ...memberOf(hall, user.id), user };
    world.dispatch(event, (intents) => ((intents & INTENT.guildMembers) === 0 ? null : member));
  }
}

function channelOf(place: Place, hall: Hall, world: World): GuildChannel {
  const tell = (event: string) =>
    world.dispatch(event, (intents) => ((intents & INTENT.guilds) === 0 ? null : apiPlace(place, world)));
  return {
    id: place.id,
    guildId: hall.id,
    forbids: (...deeds) => {
      for (const deed of deeds) place.forbidden.add(deed);
      tell(deeds.includes('view') ? 'CHANNEL_DELETE' : 'CHANNEL_UPDATE');
    },
    allows: () => {
      const wasHidden = place.forbidden.has('view');
      place.forbidden.clear();
      tell(wasHidden ? 'CHANNEL_CREATE' : 'CHANNEL_UPDATE');
    },
    disappears: () => {
      place.gone = true;
      tell('CHANNEL_DELETE');
    },
    hears: (text, from = 'bot') => {
      const author: APIUser = {
        id: world.snowflake(),
        username: from === 'bot' ? 'Other bot' : 'Hook',
        discriminator: '0000',
        global_name: null,
        avatar: null,
        bot: true,
      };
      const webhookId = from === 'webhook' ? author.id : null;
      const pings = text.includes(`<@${world.bot.id}>`) ? [world.bot.id] : [];
      announce('MESSAGE_CREATE', keep(world, place, { author, webhookId, face: plainFace(text, pings) }), world);
    },
  };
}
