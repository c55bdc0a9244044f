import { CHAT_REASONS } from './chat.ts';
import { DECISION_REASONS } from './decision.ts';
import type { Sentences } from './sentence.ts';

/** Every reason code that the desk can give, as a sentence. */
export const REASON_SENTENCES: Sentences = { ...DECISION_REASONS, ...CHAT_REASONS };
