import { setTimeout as wait } from 'node:timers/promises';
import type { Logger } from 'pino';
import { JournalProjection } from '../../db/journal-projection.ts';
import { OutboxCursors } from '../../db/outbox-cursors.ts';
import { OutboxTable } from '../../db/outbox-table.ts';
import { InvariantError, UnavailableError } from '../../engine/domain/errors.ts';
import { quietUntil } from '../../engine/domain/person-policy.ts';
import type { Attachments } from '../alerts/attachments.ts';
import { createAttachments } from '../alerts/attachments.ts';
import { createJournalDraft } from '../alerts/journal-draft.ts';
import { outboxWords } from '../alerts/outbox-words.ts';
import { placesOf } from '../alerts/places.ts';
import type { Recipients } from '../alerts/recipients.ts';
import { createRecipients } from '../alerts/recipients.ts';
import { createRetelling } from '../alerts/retelling.ts';
import { readTradeChart, TRADE_CHART, tradeChart } from '../alerts/trade-chart.ts';
import { createUndeliveredNotices } from '../alerts/undelivered-notices.ts';
import { declinedApproval } from '../approvals/declined-approval.ts';
import type { Voice } from '../i18n/voice.ts';
import type { Message } from '../message.ts';
import type { Channel } from '../outbox/channel.ts';
import { channelOf } from '../outbox/channel.ts';
import { problemOfFault } from '../outbox/delivery-problem.ts';
import { createJournalFeed } from '../outbox/journal-feed.ts';
import type { Outbox } from '../outbox/outbox.ts';
import { createOutbox } from '../outbox/outbox.ts';
import type { OutboxPayload } from '../outbox/outbox-entry.ts';
import type { OutboxTiming } from '../outbox/outbox-options.ts';
import { nameOf } from '../people/people-names.ts';
import type { AppChat } from './chat.ts';
import type { AppDesk } from './desk.ts';

export interface AppOutbox {
  readonly outbox: Outbox;
  /** Whoever sends a picture adds its maker here. */
  readonly attachments: Attachments;
  readonly recipients: Recipients;
  stop(): Promise<void>;
}

export interface AppOutboxOptions {
  readonly desk: AppDesk;
  readonly chat: AppChat;
  readonly channels: readonly Channel[];
  readonly logger: Logger;
  readonly timing?: Partial<OutboxTiming>;
  /** Tells the person at the terminal what did not arrive. */
  readonly notify?: (words: (voice: Voice) => Message) => void;
}

const FEED_RETRY_MS = 2000;
/** A trade that is told was closed a moment ago, or during an outage. */
const TRADES = 1000;

/** Carries what the journal tells to everybody who can be reached, from now until it is stopped. */
export async function startOutbox(options: AppOutboxOptions): Promise<AppOutbox> {
  const { desk, chat, channels, logger, timing, notify = () => undefined } = options;
  const { core, access, alerts } = chat;
  const log = logger.child({ component: 'outbox' });
  const stopping = new AbortController();
  const attachments = createAttachments();
  attachments.add(TRADE_CHART, drawTrade);
  const undelivered = createUndeliveredNotices({ notify, nameOf: (who) => nameOf(who, access), now: Date.now });
  const places = placesOf(desk.config);
  const projection = new JournalProjection(desk.database);
  const entriesSince = async (seq: number, limit: number) => {
    await desk.journal.flushed();
    return projection.entriesAfter(seq, limit);
  };
  const outbox = createOutbox({
    store: new OutboxTable<OutboxPayload>(desk.database),
    channels,
    modeOf: alerts.modeOf,
    mayHear,
    quietUntil: quietUntilOf,
    // A question may wait on the phone; what is forced on the desk may not, and a test is to be heard.
    rings: ({ kind, outbound }) => kind === 'test' || (outbound.importance === 'urgent' && kind !== 'proposal'),
    wordsOf: async (userId) => outboxWords(await core.voiceOf(userId)),
    retell: createRetelling({
      core,
      places,
      entryAt: async (seq) => (await entriesSince(seq - 1, 1))[0] ?? null,
      now: () => Date.now(),
    }),
    attach: attachments.make,
    report: (report) => {
      log.warn(report, 'a message went another way, or could not be delivered');
      undelivered(report);
    },
    now: () => Date.now(),
    sleep,
    random: Math.random,
    logger: log,
    // The data directory is locked for this process, but a database server may serve others.
    alone: desk.config.database.url === null,
    ...(timing && { timing }),
  });
  const recipients = createRecipients({
    access,
    channels: channels.map(({ name }) => name),
    places,
  });
  const feed = createJournalFeed({
    entriesSince,
    head: () => desk.journal.head().seq,
    cursors: new OutboxCursors(desk.database),
    users: () => recipients.all().map(({ userId }) => userId),
    draftOf: recipients.heard(
      createJournalDraft({
        core,
        recipientOf: recipients.of,
        pendingApprovals: () => desk.view.pendingApprovals(),
        declined: (approvalId) => declinedApproval(approvalId, desk.records),
        now: () => Date.now(),
      }),
    ),
    add: (entries) => outbox.add(entries),
    logger: log,
  });

  alerts.connect({
    add: (entries) => outbox.add(entries),
    history: (userId, limit) => outbox.history(userId, limit),
    routeOf: (userId) => recipients.of(userId)?.route ?? [],
  });
  let stopped = false;
  let feeding: Promise<void> = Promise.resolve();
  const catchUp = (): void => {
    if (!stopped) feeding = feed.catchUp().catch(tryAgain);
  };
  desk.onEntry(catchUp);
  desk.onEntry(({ event }) => {
    if (event.type !== 'policy.changed' || quietUntilOf(event.userId, Date.now()) !== null) return;
    // Whoever takes their quiet hours away is told now what those held.
    void outbox.endQuiet(event.userId).catch((fault: unknown) => {
      log.error(
        { problem: problemOfFault(fault) },
        'quiet hours could not be ended; what they hold comes at their end',
      );
    });
  });
  // Whoever comes in is told from now on, not from the next entry on.
  access.onChange(catchUp);
  await outbox.start();
  catchUp();

  return {
    outbox,
    attachments,
    recipients,
    async stop() {
      stopped = true;
      stopping.abort();
      await feeding;
      await outbox.stop();
    },
  };

  /** Whoever is in, and the places that are set up: what waits, waits for people as they are when it goes. */
  function mayHear(userId: string): boolean {
    const isPlace = places.some(({ address }) => address === userId);
    return isPlace || access.roleOf(channelOf(userId) ?? '', userId) !== null;
  }

  /** By the clock on the wall: people sleep by it, also beside a replay. */
  function quietUntilOf(userId: string, now: number): number | null {
    const { quietHours } = desk.view.policyOf(userId);
    return quietHours === null ? null : quietUntil(quietHours, now);
  }

  /** Makes the picture of a trade that was closed: `T-12:telegram:123`. */
  async function drawTrade(rest: string): Promise<Uint8Array> {
    const asked = readTradeChart(rest);
    if (asked === null) throw new InvariantError(`No trade is named by ${rest.slice(0, 60)}.`);
    const trades = await desk.records.trades({ limit: TRADES });
    const trade = trades.find(({ number }) => number === asked.trade);
    const voice = await core.voiceOf(asked.userId);
    const request =
      trade === undefined ? null : await tradeChart(trade, voice, { desk: desk.view, records: desk.records });
    if (request === null) throw new UnavailableError('The bars of that trade are no longer kept.');
    return (await chat.charts.draw(request)).png;
  }

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
