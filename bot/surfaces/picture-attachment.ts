import type { Outbound } from '../message.ts';
import type { Attachment } from '../outbox/channel.ts';

/** Returns the picture of an answer as a file; what the outbox sends brings its own. */
export function pictureAttachments({ picture }: Outbound): readonly Attachment[] {
  if (picture === undefined) return [];
  return [{ name: `${picture.name}.png`, mime: 'image/png', alt: picture.alt, bytes: async () => picture.png }];
}
