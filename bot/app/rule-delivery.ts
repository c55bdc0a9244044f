import type { Voice } from '../i18n/voice.ts';
import type { Message } from '../message.ts';
import { TERMINAL_OWNER } from '../people/access.ts';
import { ruleEntry } from '../rules/rule-entry.ts';
import { firedMessage } from '../rules/rule-messages.ts';
import type { AppChat } from './chat.ts';
import type { AppOutbox } from './outbox.ts';
import { sleep } from './outbox.ts';

const RETRY_MS = 2_000;

/** Carries what rules find to people through the outbox; a rule counts as told when its message is kept there. */
export function deliverRules({ chat, outbox }: { readonly chat: AppChat; readonly outbox: AppOutbox }): {
  stop(): Promise<void>;
} {
  const { core, rules } = chat;
  const stopping = new AbortController();
  rules.onFired(async (fired) => {
    const { userId } = fired.rule;
    const recipient = userId === TERMINAL_OWNER ? null : outbox.recipients.of(userId);
    // Whoever was put out is told nothing more.
    if (recipient === null) return;
    const outbound = await core.present(firedMessage(fired, await core.voiceOf(userId)), userId, Date.now());
    const entry = ruleEntry(fired, outbound, recipient.route);
    while (!stopping.signal.aborted && !(await isKept(entry))) await sleep(RETRY_MS, stopping.signal);
  });
  return {
    async stop() {
      stopping.abort();
      await rules.settled();
    },
  };

  /** The outbox says itself that its database is away. */
  async function isKept(entry: Parameters<typeof outbox.outbox.add>[0][number]): Promise<boolean> {
    try {
      await outbox.outbox.add([entry]);
      return true;
    } catch {
      return false;
    }
  }
}

/** Shows the person at the terminal what their own rules find. */
export function showRules({ rules }: Pick<AppChat, 'rules'>, show: (words: (voice: Voice) => Message) => void): void {
  rules.onFired((fired) => {
    if (fired.rule.userId === TERMINAL_OWNER) show((voice) => firedMessage(fired, voice));
  });
}
