import type { Update } from 'grammy/types';
import { backOffMs } from '../../outbox/back-off.ts';
import type { ApiFault } from './api-fault.ts';
import { faultOf } from './api-fault.ts';
import type { BotApi } from './bot-api.ts';
import { apiSignal } from './bot-api.ts';

/** The kinds of updates that are asked for; edits are, so that they are seen to be ignored. */
export const WANTED_UPDATES = ['message', 'edited_message', 'callback_query', 'my_chat_member'] as const;

/** What keeps updates from coming, once when it begins; `back` when they come again. */
export type FeedTrouble = 'revoked' | 'other-poller' | 'away' | 'back';

export interface PollerOptions {
  readonly api: BotApi;
  /** How long a poll is held when there is nothing. */
  readonly pollSeconds: number;
  readonly take: (update: Update) => void;
  readonly trouble: (trouble: FeedTrouble, problem: string) => void;
  /** Resolves after so long, or when the signal fires. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  readonly random: () => number;
  /** Wall time. */
  readonly now: () => number;
  /** So long nobody else must have asked before they count as gone. */
  readonly calmMs?: number;
}

const AWAY = { firstMs: 500, longestMs: 30_000 };
/** Whoever polls as well puts us out each time; to ask at once would only put them out in turn. */
const OTHER_POLLER = { firstMs: 4000, longestMs: 60_000 };
/** A proxy blinks; only an outage is worth a word. */
const AWAY_AFTER = 3;
/** Between two that put each other out, one message in two still comes here. */
const CALM_MS = 90_000;
const CONFIRM_MS = 2000;

/** Asks for updates until the signal fires or the token is void; each is taken once and in order, none is dropped. */
export async function pollUpdates(options: PollerOptions, signal: AbortSignal): Promise<'stopped' | 'revoked'> {
  const { api, take, trouble, sleep, now, calmMs = CALM_MS } = options;
  let offset = 0;
  let failures = 0;
  let told: FeedTrouble | null = null;
  let disturbedAt = Number.NEGATIVE_INFINITY;
  while (!signal.aborted) {
    try {
      const updates = await api.poll.getUpdates(
        { offset, limit: 100, timeout: options.pollSeconds, allowed_updates: WANTED_UPDATES },
        apiSignal(signal),
      );
      failures = 0;
      if (told !== null && now() - disturbedAt >= calmMs) {
        told = null;
        trouble('back', '');
      }
      for (const update of updates) {
        take(update);
        offset = Math.max(offset, update.update_id + 1);
      }
    } catch (fault) {
      if (signal.aborted) break;
      const found = faultOf(fault);
      failures += 1;
      if (found.type === 'other-poller') disturbedAt = now();
      const worth = troubleOf(found, failures);
      if (worth !== null && worth !== told) {
        told = worth;
        trouble(worth, found.problem);
      }
      if (worth === 'revoked') return 'revoked';
      if (found.type === 'webhook-set') await api.send.deleteWebhook().catch(() => undefined);
      await sleep(waitAfter(found, failures, options.random), signal);
    }
  }
  // What was taken last is confirmed, or it would come again at the next start.
  const confirming = apiSignal(AbortSignal.timeout(CONFIRM_MS));
  if (offset > 0) await api.send.getUpdates({ offset, limit: 1, timeout: 0 }, confirming).catch(() => undefined);
  return 'stopped';
}

function troubleOf({ type }: ApiFault, failures: number): FeedTrouble | null {
  if (type === 'revoked' || type === 'other-poller') return type;
  return type !== 'limited' && failures >= AWAY_AFTER ? 'away' : null;
}

function waitAfter(fault: ApiFault, failures: number, random: () => number): number {
  if (fault.type === 'limited') return fault.retryAfterMs;
  return backOffMs(failures, random, fault.type === 'other-poller' ? OTHER_POLLER : AWAY);
}
