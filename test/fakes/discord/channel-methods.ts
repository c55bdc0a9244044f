import { apiMessage, apiPlace, gatewayMessage } from './api-objects.ts';
import type { Body } from './body.ts';
import { fieldsOf } from './body.ts';
import { faceOf } from './message-check.ts';
import { createFormErrors, refusal } from './refusal.ts';
import type { Asked, Routes } from './request.ts';
import { idOf } from './request.ts';
import type { Face, Place, Stored, World } from './world.ts';
import { dmOf, FLAG, keep, messageOf, placeOf, remove } from './world.ts';

const MAX_NONCE = 25;

function openDm({ body, world }: Asked): unknown {
  const soul = world.souls.get(String(body.recipient_id));
  if (soul === undefined || soul.user.bot === true) throw refusal('cannotMessageUser');
  return apiPlace(dmOf(world, soul.user.id), world);
}

function send(asked: Asked): unknown {
  const { body, files, world } = asked;
  const place = writable(world, idOf(asked));
  const nonce = nonceOf(body.nonce);
  const twin =
    body.enforce_nonce === true && nonce !== null ? place.messages.find((one) => one.nonce === nonce) : undefined;
  if (twin !== undefined) return apiMessage(twin, world);
  const face = faceOf(body, files, { world, place });
  checkDeeds(place, face);
  const replyTo = replyIn(body, place);
  const flags = face.flags & ~FLAG.ephemeral;
  const stored = keep(world, place, { author: world.bot, face: { ...face, flags }, replyTo, nonce });
  announce('MESSAGE_CREATE', stored, world);
  return apiMessage(stored, world);
}

function edit(asked: Asked): unknown {
  const { body, files, world } = asked;
  const place = writable(world, idOf(asked));
  const stored = messageOf(place, idOf(asked, 1));
  if (stored.author.id !== world.bot.id) throw refusal('notTheAuthor');
  change(stored, faceOf(body, files, { world, place, previous: stored }), world);
  return apiMessage(stored, world);
}

function erase(asked: Asked): undefined {
  const { world } = asked;
  const place = placeOf(world, idOf(asked));
  const stored = messageOf(place, idOf(asked, 1));
  if (stored.author.id !== world.bot.id) {
    throw refusal(place.guildId === null ? 'dmAction' : 'missingPermissions');
  }
  takeAway(stored, world);
}

function type(asked: Asked): undefined {
  writable(asked.world, idOf(asked)).typings += 1;
  asked.world.changed();
}

export const channelRoutes: Routes = {
  'POST /users/@me/channels': openDm,
  'GET /channels/:id': (asked) => apiPlace(placeOf(asked.world, idOf(asked)), asked.world),
  'GET /channels/:id/messages': (asked) => {
    const limit = Number(asked.query.get('limit') ?? 50);
    const open = placeOf(asked.world, idOf(asked)).messages.filter(({ ephemeralTo }) => ephemeralTo === null);
    return open
      .slice(-limit)
      .toReversed()
      .map((stored) => apiMessage(stored, asked.world));
  },
  'GET /channels/:id/messages/:id': (asked) =>
    apiMessage(messageOf(placeOf(asked.world, idOf(asked)), idOf(asked, 1)), asked.world),
  'POST /channels/:id/messages': send,
  'PATCH /channels/:id/messages/:id': edit,
  'DELETE /channels/:id/messages/:id': erase,
  'POST /channels/:id/typing': type,
};

/** Returns a place in which the bot may write now, or refuses as Discord does. */
function writable(world: World, id: string): Place {
  const place = placeOf(world, id);
  if (place.soulId !== null && world.souls.get(place.soulId)?.blocksBot === true) throw refusal('cannotMessageUser');
  if (place.forbidden.has('send')) throw refusal('missingPermissions');
  return place;
}

/** Without the right to attach a file, none is sent; without the right to embed, embeds fall away. */
export function checkDeeds(place: Place, face: Face): void {
  if (place.forbidden.has('attach') && face.files.length > 0) throw refusal('missingPermissions');
  if (place.forbidden.has('embed') && face.embeds.length > 0) throw refusal('missingPermissions');
}

function nonceOf(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  const errors = createFormErrors();
  if (String(value).length > MAX_NONCE) {
    errors.add('nonce', 'NONCE_TYPE_TOO_LONG', `Must be ${MAX_NONCE} or fewer in length.`);
  }
  errors.check();
  return String(value);
}

function replyIn(body: Body['json'], place: Place): string | null {
  const reference = fieldsOf(fieldsOf(body).message_reference);
  const id = reference.message_id;
  if (id === undefined) return null;
  if (place.messages.some((message) => message.id === id && message.ephemeralTo === null)) return String(id);
  const errors = createFormErrors();
  if (reference.fail_if_not_exists !== false) {
    errors.add('message_reference', 'REPLIES_UNKNOWN_MESSAGE', 'Unknown message');
  }
  errors.check();
  return null;
}

/** Gives a message another face, and tells everybody who sees it. */
export function change(stored: Stored, face: Face, world: World): void {
  const wasThinking = (stored.face.flags & FLAG.loading) !== 0;
  if (!wasThinking) {
    stored.earlier.push(stored.face);
    stored.editedAt = world.now();
  }
  stored.face = face;
  announce('MESSAGE_UPDATE', stored, world);
}

export function takeAway(stored: Stored, world: World): void {
  const place = world.places.get(stored.placeId);
  if (place === undefined) return;
  remove(place, stored.id);
  const guild = place.guildId === null ? {} : { guild_id: place.guildId };
  world.dispatch('MESSAGE_DELETE', (intents) =>
    gatewayMessage(stored, world, intents) === null ? null : { id: stored.id, channel_id: place.id, ...guild },
  );
  world.changed();
}

export function announce(event: 'MESSAGE_CREATE' | 'MESSAGE_UPDATE', stored: Stored, world: World): void {
  world.dispatch(event, (intents) => gatewayMessage(stored, world, intents));
  world.changed();
}
