import type { APIApplicationCommand, APIEmbed, APIMessageTopLevelComponent, APIUser } from 'discord.js';
import { refusal } from './refusal.ts';

export const FLAG = { ephemeral: 64, loading: 128, silent: 4096, componentsV2: 32_768 } as const;
export const PLACE_TYPE = { text: 0, dm: 1 } as const;

export interface StoredFile {
  readonly id: string;
  readonly name: string;
  readonly contentType: string;
  readonly description: string | null;
  readonly bytes: Buffer;
}

/** What stands in a message. */
export interface Face {
  readonly content: string;
  readonly embeds: readonly APIEmbed[];
  readonly components: readonly APIMessageTopLevelComponent[];
  readonly files: readonly StoredFile[];
  readonly flags: number;
  readonly pings: readonly string[];
}

/** A message as it stands in a place, and what was done to it. */
export interface Stored {
  readonly id: string;
  readonly placeId: string;
  readonly author: APIUser;
  readonly webhookId: string | null;
  readonly at: number;
  face: Face;
  editedAt: number | null;
  /** What it looked like before each edition, the oldest first. */
  readonly earlier: Face[];
  readonly replyTo: string | null;
  /** Who alone sees it. */
  readonly ephemeralTo: string | null;
  /** The interaction that it answers. */
  readonly interactionId: string | null;
  readonly nonce: string | null;
}

export type Deed = 'send' | 'view' | 'attach' | 'embed';

export interface Place {
  readonly id: string;
  readonly name: string;
  /** Null for direct messages. */
  readonly guildId: string | null;
  /** Whose direct messages with the bot they are. */
  readonly soulId: string | null;
  messages: Stored[];
  /** What the bot may not do there. */
  readonly forbidden: Set<Deed>;
  gone: boolean;
  typings: number;
}

export interface Role {
  readonly id: string;
  readonly name: string;
}

export interface Hall {
  readonly id: string;
  readonly name: string;
  readonly members: Set<string>;
  readonly roles: Role[];
  readonly roleOf: Map<string, Set<string>>;
  botIsIn: boolean;
}

export interface Soul {
  readonly user: APIUser;
  readonly locale: string;
  blocksBot: boolean;
}

/** Something a person did that the bot is to answer. */
export interface Interaction {
  readonly id: string;
  readonly token: string;
  /** 2 command, 3 component, 4 autocomplete, 5 form. */
  readonly type: number;
  readonly at: number;
  readonly soulId: string;
  readonly placeId: string;
  /** The message whose component was used. */
  readonly messageId: string | null;
  answer: { readonly type: number; readonly flags: number; readonly data: Readonly<Record<string, unknown>> } | null;
  /** The message that `@original` names. */
  originalId: string | null;
  expired: boolean;
  tokenExpired: boolean;
}

/** Everything Discord knows: one bot, the people, the places. */
export interface World {
  readonly bot: APIUser;
  readonly applicationId: string;
  readonly now: () => number;
  readonly souls: Map<string, Soul>;
  readonly halls: Map<string, Hall>;
  readonly places: Map<string, Place>;
  readonly interactions: Map<string, Interaction>;
  /** By guild id; `global` for those of everywhere. */
  readonly commands: Map<string, readonly APIApplicationCommand[]>;
  readonly answerWithinMs: number;
  readonly interactionLivesMs: number;
  /** Where attachments are fetched from. */
  cdn: string;
  /** Tells whoever waits that something has changed. */
  changed(): void;
  snowflake(): string;
  /** Sends the bot an event, made for the intents that a session has; null for none. */
  dispatch(event: string, dataFor: (intents: number) => unknown): void;
}

const DISCORD_EPOCH = 1_420_070_400_000;

/** Returns a maker of ids that say when they were made, each greater than the one before. */
export function createSnowflakes(now: () => number): () => string {
  let last = 0n;
  return () => {
    const next = BigInt(Math.max(0, now() - DISCORD_EPOCH)) << 22n;
    last = next > last ? next : last + 1n;
    return String(last);
  };
}

/** Returns a person's direct messages with the bot, opened when they were not. */
export function dmOf(world: World, soulId: string): Place {
  const known = [...world.places.values()].find((place) => place.soulId === soulId);
  return known ?? openPlace(world, { name: '', guildId: null, soulId });
}

export function openPlace(world: World, place: Pick<Place, 'name' | 'guildId' | 'soulId'>): Place {
  const opened: Place = {
    ...place,
    id: world.snowflake(),
    messages: [],
    forbidden: new Set(),
    gone: false,
    typings: 0,
  };
  world.places.set(opened.id, opened);
  return opened;
}

/** Returns a place that the bot names and may look into, or refuses as Discord does. */
export function placeOf(world: World, id: string): Place {
  const place = world.places.get(id);
  if (place === undefined || place.gone) throw refusal('unknownChannel');
  const hall = place.guildId === null ? undefined : world.halls.get(place.guildId);
  if (hall?.botIsIn === false || place.forbidden.has('view')) throw refusal('missingAccess');
  return place;
}

/** Returns a message that everybody in the place sees; those for one person are not known by this way. */
export function messageOf(place: Place, id: string): Stored {
  const stored = place.messages.find((message) => message.id === id && message.ephemeralTo === null);
  if (stored === undefined) throw refusal('unknownMessage');
  return stored;
}

/** Puts a message into a place. */
export function keep(world: World, place: Place, message: Pick<Stored, 'author' | 'face'> & Partial<Stored>): Stored {
  const stored: Stored = {
    id: world.snowflake(),
    placeId: place.id,
    webhookId: null,
    at: world.now(),
    editedAt: null,
    earlier: [],
    replyTo: null,
    ephemeralTo: null,
    interactionId: null,
    nonce: null,
    ...message,
  };
  place.messages.push(stored);
  return stored;
}

export function remove(place: Place, id: string): void {
  place.messages = place.messages.filter((message) => message.id !== id);
}

export function plainFace(content: string, pings: readonly string[] = []): Face {
  return { content, embeds: [], components: [], files: [], flags: 0, pings };
}
