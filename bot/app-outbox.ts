import { setTimeout as wait } from 'node:timers/promises';
import type { Logger } from 'pino';
import { JournalProjection } from '../db/journal-projection.ts';
import { OutboxCursors } from '../db/outbox-cursors.ts';
import { OutboxTable } from '../db/outbox-table.ts';
import type { AppChat } from './app-chat.ts';
import type { AppDesk } from './app-desk.ts';
import type { Voice } from './i18n/voice.ts';
import { createJournalDraft } from './journal-draft.ts';
import type { Message, Outbound } from './message.ts';
import { lines, message } from './message.ts';
import type { Channel } from './outbox/channel.ts';
import { channelOf } from './outbox/channel.ts';
import { problemOfFault } from './outbox/delivery-problem.ts';
import { createJournalFeed } from './outbox/journal-feed.ts';
import type { Outbox } from './outbox/outbox.ts';
import { createOutbox } from './outbox/outbox.ts';
import type { OutboxPayload } from './outbox/outbox-entry.ts';
import type { OutboxTiming, OutboxWords } from './outbox/outbox-options.ts';

export interface AppOutbox {
  readonly outbox: Outbox;
  stop(): Promise<void>;
}

export interface AppOutboxOptions {
  readonly desk: AppDesk;
  readonly chat: AppChat;
  readonly channels: readonly Channel[];
  readonly logger: Logger;
  readonly timing?: Partial<OutboxTiming>;
}

const FEED_RETRY_MS = 2000;

/** Carries what the journal tells to everybody who can be reached, from now until it is stopped. */
export async function startOutbox({ desk, chat, channels, logger, timing }: AppOutboxOptions): Promise<AppOutbox> {
  const { core, access } = chat;
  const log = logger.child({ component: 'outbox' });
  const stopping = new AbortController();
  const outbox = createOutbox({
    store: new OutboxTable<OutboxPayload>(desk.database),
    channels,
    modeOf: () => 'on',
    quietUntil: () => null,
    wordsOf: async (userId) => wordsIn(await core.voiceOf(userId)),
    attach: () => Promise.reject(new Error('nothing here makes attachments')),
    report: (report) => log.warn(report, 'a message went another way, or could not be delivered'),
    now: () => Date.now(),
    sleep,
    random: Math.random,
    logger: log,
    // The data directory is locked for this process, but a database server may serve others.
    alone: desk.config.database.url === null,
    ...(timing && { timing }),
  });
  const projection = new JournalProjection(desk.database);
  const names = new Set<string | null>(channels.map(({ name }) => name));
  const feed = createJournalFeed({
    entriesSince: async (seq, limit) => {
      await desk.journal.flushed();
      return projection.entriesAfter(seq, limit);
    },
    head: () => desk.journal.head().seq,
    cursors: new OutboxCursors(desk.database),
    users: () => access.users().flatMap(({ userId }) => (names.has(channelOf(userId)) ? [userId] : [])),
    draftOf: createJournalDraft({
      core,
      access,
      pendingApprovals: () => desk.view.pendingApprovals(),
      now: () => Date.now(),
    }),
    add: (entries) => outbox.add(entries),
    logger: log,
  });

  let stopped = false;
  let feeding: Promise<void> = Promise.resolve();
  const catchUp = (): void => {
    if (!stopped) feeding = feed.catchUp().catch(tryAgain);
  };
  desk.onEntry(catchUp);
  // Whoever comes in is told from now on, not from the next entry on.
  access.onChange(catchUp);
  await outbox.start();
  catchUp();

  return {
    outbox,
    async stop() {
      stopped = true;
      stopping.abort();
      await feeding;
      await outbox.stop();
    },
  };

  async function tryAgain(fault: unknown): Promise<void> {
    log.error({ problem: problemOfFault(fault) }, 'the journal could not be told yet');
    await sleep(FEED_RETRY_MS, stopping.signal);
    catchUp();
  }
}

/** Resolves after so long, or at once when the signal fires. */
export async function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  await wait(ms, undefined, { ref: false, ...(signal && { signal }) }).catch(() => undefined);
}

function wordsIn({ text, format }: Voice): OutboxWords {
  return {
    escalated: (outbound, from, waitedMs) => {
      const waited = waitedMs === null ? text.outboxRefused : format.duration(waitedMs);
      const first = lines(text.outboxEscalated({ channel: from ?? text.dash, waited }));
      return { ...outbound, blocks: [first, ...outbound.blocks] };
    },
    merged: (count) =>
      plain(
        message({
          kind: 'alert',
          importance: 'quiet',
          blocks: [lines(text.outboxMerged({ count: format.count(count) }))],
        }),
      ),
    digest: (count, items) => {
      const title = text.outboxDigest({ count: format.count(count) });
      return plain(message({ kind: 'alert', title, blocks: items.flatMap(({ payload }) => payload.outbound.blocks) }));
    },
  };
}

function plain({ choices: _, ...rest }: Message): Outbound {
  return { ...rest, buttons: [] };
}
