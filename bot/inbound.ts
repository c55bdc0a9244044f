import type { Language } from './i18n/language.ts';
import { TERMINAL_OWNER } from './people/access.ts';

/** What arrives from a surface: a line, or the nonce of a button. */
export type Inbound = {
  /** `terminal:owner`, `telegram:123`: surface and the platform's own numeric id. */
  readonly userId: string;
  readonly surface: string;
  /** Wall time at the surface. */
  readonly at: number;
  /** What the platform knows of the person's language; counts until they write. */
  readonly language?: Language | undefined;
  /** `telegram:-100123`: the group that it was written in. In private the person is the chat, and this is not read. */
  readonly chatId?: string | undefined;
  /** Without it only the terminal is private; anywhere else may be overheard and is only answered what anybody there may see. */
  readonly chatKind?: 'private' | 'group' | undefined;
  /** When the platform took it; without it, now. */
  readonly sentAt?: number | undefined;
  /** The platform's own id of this message or tap, of its kind and chat: what comes again is not done again. */
  readonly deliveryId?: string | undefined;
  /** What the person calls themselves: shown to admins, and nothing else. */
  readonly displayName?: string | undefined;
} & ({ readonly text: string } | { readonly action: string });

/** Where something was said, and who can read the answer. */
export interface ChatPlace {
  readonly chatId: string;
  readonly kind: 'private' | 'group';
}

/** An inbound whose place has been told. */
export type Said = Inbound & { readonly place: ChatPlace };

/** Returns where an inbound came from. A private chat is named after its person: platforms name it in several ways. */
export function placeOf({ userId, chatId, chatKind }: Inbound): ChatPlace {
  const kind = chatKind ?? (userId === TERMINAL_OWNER ? 'private' : 'group');
  return { kind, chatId: kind === 'private' ? userId : (chatId ?? userId) };
}
