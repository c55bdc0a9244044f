import type { Language } from '../i18n/language.ts';
import { languageOf } from '../i18n/language.ts';
import { textsOf } from '../i18n/voice.ts';
import type { ChatPlace, Inbound } from '../inbound.ts';
import type { Message } from '../message.ts';
import { textMessage } from '../message.ts';
import { MAX_LINE_LENGTH, normalLine } from '../parse/clean-text.ts';
import type { Access } from './access.ts';
import { looksLikeInviteCode } from './invite-codes.ts';
import { createRateLimit } from './rate-limit.ts';

const HOUR_MS = 3_600_000;
const IDS_PER_HOUR = 3;

/** Answers whoever is not known here: next to nothing, seldom. */
export interface StrangerDesk {
  answer(inbound: Inbound, place: ChatPlace): Promise<readonly Message[]>;
}

/**
 * Returns a StrangerDesk. In private a stranger may learn their own id, try a code that somebody gave them, and hears
 * otherwise one neutral sentence an hour, whatever was sent: they are not to see what this is. A group gets silence.
 */
export function createStrangerDesk(access: Access, language: Language): StrangerDesk {
  const replies = createRateLimit(1, HOUR_MS);
  const ids = createRateLimit(IDS_PER_HOUR, HOUR_MS);

  return { answer };

  async function answer(inbound: Inbound, place: ChatPlace): Promise<readonly Message[]> {
    if (place.kind === 'group') return [];
    const line = 'text' in inbound && inbound.text.length <= MAX_LINE_LENGTH ? normalLine(inbound.text) : '';
    if (/^\/(?:id|아이디)$/i.test(line)) {
      return ids.allows(inbound.userId, inbound.at) ? [textMessage('answer', numericId(inbound.userId))] : [];
    }
    const code = invitationIn(line) ?? (looksLikeInviteCode(line) ? line : null);
    if (code !== null) return redeem(code, inbound);
    if (!replies.allows(inbound.userId, inbound.at)) return [];
    return [textMessage('answer', textsOf(language).strangerReply)];
  }

  async function redeem(code: string, inbound: Inbound): Promise<readonly Message[]> {
    const { userId, at, displayName = '' } = inbound;
    const text = textsOf(inbound.language ?? ('text' in inbound ? languageOf(inbound.text) : null) ?? language);
    const result = await access.redeem({ code, userId, name: displayName, at });
    switch (result.outcome) {
      case 'changed':
        return [textMessage('receipt', text.inviteWelcome({ role: result.user.role }))];
      case 'unwritten':
        return [textMessage('error', text.storeAway)];
      case 'wrong':
        return [textMessage('error', text.inviteWrong)];
      case 'muted':
      case 'refused':
        return [];
    }
  }
}

/** Returns the code of `/start 7K3M-9QWX` or `/join 7K3M-9QWX`, the first being what a platform's invitation link sends. */
export function invitationIn(line: string): string | null {
  const [, code = ''] = /^\/(?:start|join|참여)(?:@\w+)? (\S+)$/i.exec(line) ?? [];
  return looksLikeInviteCode(code) ? code : null;
}

/** Returns the platform's own number of a person: `123` of `telegram:123`. */
export function numericId(userId: string): string {
  return userId.slice(userId.indexOf(':') + 1);
}
