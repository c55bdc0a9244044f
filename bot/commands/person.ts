import type { ChatUser } from '../people/access.ts';
import { numericId } from '../people/stranger.ts';
import type { CommandContext } from './command.ts';

/** Returns the user id that a word means: `telegram:123` as it is, `123` as somebody known or of the asker's platform. */
export function readPerson(word: string, context: CommandContext): string | null {
  if (/^[a-z]{1,20}:[a-z\d]{1,20}$/i.test(word)) return word.toLowerCase();
  if (!/^\d{1,20}$/.test(word)) return null;
  const known = context.access.users().filter((user) => numericId(user.userId) === word);
  if (known.length > 0) return known.length === 1 ? (known[0]?.userId ?? null) : null;
  const surface = context.userId.slice(0, context.userId.indexOf(':'));
  return surface === 'terminal' ? null : `${surface}:${word}`;
}

/** Returns how a person is named to an admin: what they call themselves, and the id, which alone counts. */
export function personText({ name, userId }: Pick<ChatUser, 'name' | 'userId'>): string {
  return name === '' ? userId : `${name} (${userId})`;
}
