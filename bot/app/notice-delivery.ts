import { randomUUID } from 'node:crypto';
import type { AlertKind } from '../alerts/alert-kinds.ts';
import { placesOf } from '../alerts/places.ts';
import type { Voice } from '../i18n/voice.ts';
import type { Message } from '../message.ts';
import type { AppChat } from './chat.ts';
import type { AppDesk } from './desk.ts';
import type { AppOutbox } from './outbox.ts';

/** Puts a word of the desk's own into the outbox for everybody; only places that want to hear everything hear it. */
export async function tellEverybody(
  { desk, chat }: { readonly desk: AppDesk; readonly chat: AppChat },
  { outbox, recipients }: Pick<AppOutbox, 'outbox' | 'recipients'>,
  kind: AlertKind,
  words: (voice: Voice) => Message,
): Promise<void> {
  const deaf = new Set(placesOf(desk.config).flatMap(({ address, hears }) => (hears === 'all' ? [] : [address])));
  const once = randomUUID();
  for (const { userId, route } of recipients.all()) {
    if (deaf.has(userId)) continue;
    const outbound = await chat.core.present(words(await chat.core.voiceOf(userId)), userId, Date.now());
    const dedupeKey = `${kind}:${once}:${userId}`;
    const parts = { kind, money: false, group: null, inPlace: false };
    await outbox.add([{ userId, route, dedupeKey, outbound, ...parts }]);
  }
}
