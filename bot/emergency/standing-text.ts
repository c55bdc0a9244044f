import { EMERGENCY_WORDS } from '../i18n/emergency-words.ts';
import type { Language } from '../i18n/language.ts';
import type { EmergencyStanding } from './standing.ts';

/** Returns the standing in one line; `time` writes a moment as the reader's language and zone have it. */
export function standingText(
  { alive, accounts, ready, latched, last }: EmergencyStanding,
  language: Language,
  time: (at: number) => string,
): string {
  const words = EMERGENCY_WORDS[language];
  const counts = { ready: String(ready ?? 0), accounts: String(accounts) };
  const path =
    alive === false
      ? words.dead
      : accounts === 0
        ? words.noAccount
        : ready === null
          ? words.accounts(counts)
          : ready < accounts
            ? words.loading(counts)
            : words.ready(counts);
  return [
    path,
    latched === null ? words.open : words.latched({ at: time(latched.at), by: latched.by }),
    last === null ? words.never : words.last({ ...last, at: time(last.at) }),
  ].join('; ');
}
