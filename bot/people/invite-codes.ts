import { createHash, randomInt, timingSafeEqual } from 'node:crypto';

/** Without what is misread (0 O, 1 I L) and without U, so that no word is spelled by chance. */
const DIGITS = '23456789';
const SYMBOLS = `${DIGITS}ABCDEFGHJKMNPQRSTVWXYZ`;
const CODE_LENGTH = 8;
const GROUP_LENGTH = 4;
const CODE_SHAPE = new RegExp(`^[${SYMBOLS}]{${GROUP_LENGTH}}-?[${SYMBOLS}]{${GROUP_LENGTH}}$`, 'i');

export const CODE_LIFE_MS = 15 * 60_000;
const WRONG_WINDOW_MS = 3_600_000;
const MAX_WRONG_PER_WINDOW = 5;
const MAX_LIVE_CODES = 20;
const MAX_WATCHED_USERS = 1000;

export type CodeResult<Grant> =
  | { readonly outcome: 'taken'; readonly grant: Grant }
  /** Not a code, or not any more: which of them is not told. */
  | { readonly outcome: 'wrong' }
  /** Too many wrong ones: even the right one does not count now. */
  | { readonly outcome: 'muted' };

/** Codes that bind a person: shown in one place, typed once in another. Kept in memory, for a quarter of an hour. */
export interface InviteCodes<Grant> {
  create(grant: Grant, at: number): string;
  take(code: string, userId: string, at: number): CodeResult<Grant>;
}

interface Live<Grant> {
  readonly digest: Buffer;
  readonly grant: Grant;
  readonly expiresAt: number;
}

/** Returns InviteCodes; five wrong ones in an hour mute a person for the rest of it. */
export function createInviteCodes<Grant>(newCode: () => string = randomInviteCode): InviteCodes<Grant> {
  let live: readonly Live<Grant>[] = [];
  const wrong = new Map<string, readonly number[]>();

  function wrongLately(userId: string, at: number): readonly number[] {
    return (wrong.get(userId) ?? []).filter((time) => at - time < WRONG_WINDOW_MS);
  }

  function noteWrong(userId: string, at: number): void {
    wrong.set(userId, [...wrongLately(userId, at), at]);
    for (const watched of wrong.keys()) {
      if (wrong.size <= MAX_WATCHED_USERS) break;
      wrong.delete(watched);
    }
  }

  return {
    create: (grant, at) => {
      const code = newCode();
      const kept = live.filter((one) => at < one.expiresAt).slice(1 - MAX_LIVE_CODES);
      live = [...kept, { digest: digestOf(code), grant, expiresAt: at + CODE_LIFE_MS }];
      return code;
    },
    take: (code, userId, at) => {
      if (wrongLately(userId, at).length >= MAX_WRONG_PER_WINDOW) return { outcome: 'muted' };
      const digest = digestOf(code);
      // Every code is compared, to the end: the time it takes tells nothing.
      const [found] = live.filter((one) => timingSafeEqual(one.digest, digest));
      if (found === undefined || at >= found.expiresAt) {
        noteWrong(userId, at);
        return { outcome: 'wrong' };
      }
      live = live.filter((one) => one !== found);
      return { outcome: 'taken', grant: found.grant };
    },
  };
}

/** Tells whether a word has the shape of a code: two groups of four, with or without the hyphen, with a digit. */
export function looksLikeInviteCode(word: string): boolean {
  return CODE_SHAPE.test(word) && /\d/.test(word);
}

/** Returns a code of 39 random bits such as `7K3M-9QWX`; it always holds a digit, so that no plain word looks like one. */
export function randomInviteCode(): string {
  for (;;) {
    const code = Array.from({ length: CODE_LENGTH }, () => SYMBOLS[randomInt(SYMBOLS.length)]).join('');
    if (/\d/.test(code)) return `${code.slice(0, GROUP_LENGTH)}-${code.slice(GROUP_LENGTH)}`;
  }
}

function digestOf(code: string): Buffer {
  return createHash('sha256').update(code.replaceAll('-', '').toUpperCase()).digest();
}
