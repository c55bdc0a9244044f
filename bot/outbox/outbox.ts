import { backOffMs } from './back-off.ts';
import type { Channel, ChannelName } from './channel.ts';
import { channelOf } from './channel.ts';
import { createChores } from './chores.ts';
import { problemOfFault } from './delivery-problem.ts';
import { createLane } from './lane.ts';
import type { OutboxEntry } from './outbox-entry.ts';
import type { OutboxOptions } from './outbox-options.ts';
import { OUTBOX_TIMING } from './outbox-options.ts';
import type { Agenda, HistoryRow, NewRow } from './outbox-store.ts';

/** What must reach people, reaches them: at least once, in order for each chat, as fast as each platform allows. */
export interface Outbox {
  /**
   * Resolves when the messages are kept, and returns how many were new; then they will be delivered whatever becomes of
   * this process. Rejects with the store's error when they are not: add them again.
   */
  add(entries: readonly OutboxEntry[]): Promise<number>;
  /** Ends the quiet hours of a person now: what was held comes as a digest. */
  endQuiet(userId: string): Promise<void>;
  /** Returns a person's last messages and what became of them, the latest first. */
  history(userId: string, limit: number): Promise<readonly HistoryRow[]>;
  start(): Promise<void>;
  /** Resolves when no attempt runs any more; what was not delivered is, after the next start. */
  stop(): Promise<void>;
}

/** Chores are looked at this often at most, however many messages go out. */
const CHORE_PAUSE_MS = 1000;
const CHORE_FAULT_MS = 5000;
const SOON_MS = 250;

/** Where the database is asked again after it was away. */
const STORE_BACK_OFF = { firstMs: 500, longestMs: 15_000 };

export function createOutbox(options: OutboxOptions): Outbox {
  const { store, now, sleep, random, logger } = options;
  const context = { ...options, timing: { ...OUTBOX_TIMING, ...options.timing } };
  const { timing } = context;
  const stopped = new AbortController();
  const waker = createWaker(sleep);
  const chores = createChores(context);
  const names = new Set<ChannelName | null>(options.channels.map(({ name }) => name));
  const lanes = options.channels.map((channel: Channel) =>
    createLane({ ...context, channel, stopped: stopped.signal, ended: waker.wake }),
  );
  let stopping = false;
  let pumping: Promise<void> | null = null;
  let adding: Promise<unknown> = Promise.resolve();
  let choresFrom = Number.NEGATIVE_INFINITY;

  return {
    add(entries) {
      // One after the other, so that what was said first is written first.
      const added = adding.then(() => addNow(entries));
      adding = added.catch(() => undefined);
      return added;
    },
    async endQuiet(userId) {
      await store.endQuiet(userId, now());
      waker.wake();
    },
    history: (userId, limit) => store.history(userId, limit),
    async start() {
      if (pumping !== null) return;
      if (options.alone) {
        const count = await store.reclaim(now());
        if (count > 0) logger.warn({ count }, 'messages whose answer was lost are sent again');
      }
      pumping = pump();
    },
    async stop() {
      stopping = true;
      waker.wake();
      await pumping;
      const idle = Promise.all(lanes.map((lane) => lane.idle()));
      const patience = new AbortController();
      await Promise.race([idle, sleep(timing.graceMs, patience.signal)]);
      patience.abort();
      stopped.abort();
      await idle;
    },
  };

  async function addNow(entries: readonly OutboxEntry[]): Promise<number> {
    const rows: NewRow[] = [];
    for (const entry of entries) rows.push(await rowOf(entry));
    const added = await store.add(rows, now());
    waker.wake();
    return added;
  }

  async function rowOf(entry: OutboxEntry): Promise<NewRow> {
    const { userId, kind, money, dedupeKey, group, inPlace, outbound } = entry;
    const route = [...new Set(entry.route.filter((place) => names.has(channelOf(place))))];
    const [address] = route;
    const mode = await options.modeOf(userId, kind);
    const muted = mode === 'off';
    // As it was chosen now: so the history can say how it came.
    const silent = entry.silent === true || mode === 'silent';
    const rings = options.rings?.(entry) ?? outbound.importance === 'urgent';
    const quietUntil = rings ? null : await options.quietUntil(userId, now());
    const passesSilently = quietUntil !== null && (money || inPlace);
    const heldUntil = passesSilently ? null : quietUntil;
    const lost = address === undefined;
    return {
      userId,
      route,
      address: address ?? entry.route[0] ?? '',
      kind,
      importance: outbound.importance,
      money,
      dedupeKey,
      group,
      inPlace,
      payload: { outbound, attachments: entry.attachments ?? [], silent: silent || passesSilently },
      state: muted ? 'muted' : lost ? 'refused' : heldUntil === null ? 'pending' : 'held',
      heldUntil,
      standsFor: 0,
      copyOf: null,
      problem: lost ? 'this person has no place where messages arrive' : null,
    };
  }

  async function pump(): Promise<void> {
    let faults = 0;
    while (!stopping) {
      try {
        const wakeAt = await turn();
        faults = 0;
        if (!stopping) await waker.wait(Math.max(1, wakeAt - now()));
      } catch (fault) {
        faults += 1;
        logger.error({ problem: problemOfFault(fault), faults }, 'the outbox cannot reach its database');
        if (!stopping) await waker.wait(backOffMs(faults, random, STORE_BACK_OFF));
      }
    }
  }

  /** Sets off what may be sent and returns when to look again. At rest it asks the database one thing. */
  async function turn(): Promise<number> {
    waker.listen();
    let agenda = await store.agenda();
    if (await doChores(agenda)) agenda = await store.agenda();
    let claimed = 0;
    for (const lane of lanes) if (dueAt(agenda, lane.name) <= now()) claimed += await lane.fill();
    const times = lanes.map((lane) => lane.wakeAt(dueAt(agenda, lane.name)));
    // What is due next is not known now; the end of an attempt mostly comes sooner.
    if (claimed > 0) times.push(now() + SOON_MS);
    const chore = chores.wakeAt(agenda);
    if (chore !== null) times.push(Math.max(chore, choresFrom));
    return Math.min(now() + timing.pollMs, ...times.filter((time) => time !== null));
  }

  /** A chore that fails, as one whose words cannot be found, holds no delivery back. */
  async function doChores(agenda: Agenda): Promise<boolean> {
    if (now() < choresFrom) return false;
    try {
      const acted = await chores.run(agenda);
      if (acted) choresFrom = now() + CHORE_PAUSE_MS;
      return acted;
    } catch (fault) {
      choresFrom = now() + CHORE_FAULT_MS;
      logger.error({ problem: problemOfFault(fault) }, 'a chore of the outbox failed');
      return true;
    }
  }
}

function dueAt(agenda: Agenda, name: string): number {
  return agenda.channels.find(({ channel }) => channel === name)?.dueAt ?? Number.POSITIVE_INFINITY;
}

/** Wakes the pump from its sleep, or keeps it from falling asleep when something came while it worked. */
function createWaker(sleep: OutboxOptions['sleep']) {
  let alarm = new AbortController();
  return {
    wake: (): void => alarm.abort(),
    /** From here on something new is something to wake up for. */
    listen: (): void => {
      if (alarm.signal.aborted) alarm = new AbortController();
    },
    wait: (ms: number): Promise<void> => (alarm.signal.aborted ? Promise.resolve() : sleep(ms, alarm.signal)),
  };
}
