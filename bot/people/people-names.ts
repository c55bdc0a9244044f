import { TERMS } from '../i18n/terms.ts';
import type { Access } from './access.ts';
import { TERMINAL_OWNER } from './access.ts';

/** What the desk calls its owner, who sits at the machine: nobody else may be called that. */
const OURS = new Set(Object.values(TERMS).map((words) => words[TERMINAL_OWNER].toLowerCase()));

/** Returns what people call somebody; whose name is not known, or looks like one of ours, is shown by the id. */
export function nameOf(who: string, access: Pick<Access, 'users'>): string {
  const name = access.users().find(({ userId }) => userId === who)?.name ?? '';
  // People choose their names: one that looks like an id, or like the owner, is not shown in its place.
  return name === '' || name.includes(':') || OURS.has(name.trim().toLowerCase()) ? who : name;
}
