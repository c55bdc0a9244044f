import type { Channel } from './channel.ts';
import { channelOf } from './channel.ts';
import { reported, tell } from './deliver-row.ts';
import { problemOfFault } from './delivery-problem.ts';
import type { OutboxOptions, OutboxTiming, Retelling } from './outbox-options.ts';
import type { Agenda, Folded, NewRow, Place, WaitingRow } from './outbox-store.ts';

/** What is done between deliveries. */
export interface Chores {
  /** Does what is due and returns whether anything was. */
  run(agenda: Agenda): Promise<boolean>;
  /** Returns when the next is due, or null. */
  wakeAt(agenda: Agenda): number | null;
}

export type ChoreContext = Pick<OutboxOptions, 'store' | 'wordsOf' | 'retell' | 'report' | 'now' | 'logger'> & {
  readonly channels: readonly Channel[];
  readonly timing: OutboxTiming;
};

const HOUR_MS = 3_600_000;
const BATCH = 50;
const DIGEST_ITEMS = 100;

export function createChores(context: ChoreContext): Chores {
  const { store, timing, now } = context;
  const names = context.channels.map(({ name }) => name);
  let sweptAt = Number.NEGATIVE_INFINITY;

  return {
    async run(agenda) {
      const at = now();
      const overdue = (agenda.escalatableSince ?? at) <= at - timing.escalateAfterMs;
      const quietIsOver = agenda.heldUntil !== null && agenda.heldUntil <= at;
      const crowded = agenda.waiting > timing.mergeAbove;
      if (overdue) await escalateAll(at);
      if (quietIsOver) await endQuietHours(at);
      if (crowded) await mergeQuiet(at);
      if (at - sweptAt >= HOUR_MS) await sweep(at);
      return overdue || quietIsOver || crowded;
    },
    wakeAt(agenda) {
      const times = [agenda.heldUntil];
      if (agenda.escalatableSince !== null) times.push(agenda.escalatableSince + timing.escalateAfterMs);
      const known = times.filter((time) => time !== null);
      return known.length === 0 ? null : Math.min(...known);
    },
  };

  async function escalateAll(at: number): Promise<void> {
    const rows = await store.overdue(at - timing.escalateAfterMs, BATCH);
    for (const row of rows) await escalate(row, at);
  }

  /** The row keeps trying at its own place; the copy has the rest of the route before it. */
  async function escalate(row: WaitingRow, at: number): Promise<void> {
    const rest = row.route.slice(row.route.indexOf(row.address) + 1);
    const [address] = rest;
    if (address === undefined) return;
    const retold = await retell(row, address);
    const words = await context.wordsOf(retold === null ? row.userId : address);
    const { outbound: told, attachments } = retold ?? row.payload;
    // One that was refused may not have waited at all; then it is not the time that is told.
    const waitedMs = at - row.waitingSince >= timing.escalateAfterMs ? at - row.waitingSince : null;
    const outbound = words.escalated(told, channelOf(row.address), waitedMs);
    const copy = newRow(row, {
      route: rest,
      address,
      kind: row.kind,
      importance: row.importance,
      money: row.money,
      dedupeKey: `${eventOf(row)}:${address}`,
      payload: { ...row.payload, outbound, attachments },
      copyOf: row.copyOf ?? row.id,
    });
    if (!(await store.escalate(row.id, copy, at))) return;
    context.logger.warn({ outboxId: row.id, from: channelOf(row.address), to: channelOf(address) }, 'escalated');
    await tell({ type: 'escalated', ...reported(row), to: address }, context);
  }

  /** In another language at worst: that it arrives is what counts. */
  async function retell(row: WaitingRow, address: string): ReturnType<Retelling> {
    try {
      return (await context.retell?.(eventOf(row), address)) ?? null;
    } catch (fault) {
      const problem = problemOfFault(fault);
      context.logger.warn({ outboxId: row.id, problem }, 'a copy is told in the words of the first');
      return null;
    }
  }

  async function endQuietHours(at: number): Promise<void> {
    for (const place of await store.heldBack(at)) {
      const words = await context.wordsOf(place.userId);
      await store.fold({ ...place, from: 'held', now: at, items: DIGEST_ITEMS }, ({ count, items, lastId }) =>
        carrier(place, 'digest', { count, lastId }, words.digest(count, items)),
      );
      await store.release(place, at);
    }
  }

  async function mergeQuiet(at: number): Promise<void> {
    for (const place of await store.crowded(timing.mergeAbove)) {
      const words = await context.wordsOf(place.userId);
      const count = await store.fold({ ...place, from: 'pending', now: at, items: 0 }, ({ count: merged, lastId }) =>
        carrier(place, 'merged', { count: merged, lastId }, words.merged(merged)),
      );
      if (count > 0) context.logger.info({ count, channel: channelOf(place.address) }, 'quiet messages were merged');
    }
  }

  /** A channel that is set up no longer holds its messages back no longer than one that is away. */
  async function sweep(at: number): Promise<void> {
    sweptAt = at;
    const problem = 'no such channel is set up';
    for (const row of await store.expireElsewhere(names, at - timing.giveUpAfterMs)) {
      context.logger.error({ outboxId: row.id, problem }, 'cannot be delivered');
      await tell({ type: 'gave-up', ...reported(row), attempts: row.attempts, problem }, context);
    }
    await store.prune(at - timing.keepMs);
  }
}

/**
 * Returns what a message is about: its key without whom, or where, it tells it. A place that was told of it on its own
 * has that key already, and so it has once one of many admins' messages went there.
 */
function eventOf({ dedupeKey, userId, address }: WaitingRow): string {
  const end = [`:${userId}`, `:${address}`].find((suffix) => dedupeKey.endsWith(suffix)) ?? '';
  return dedupeKey.slice(0, dedupeKey.length - end.length);
}

function carrier(
  place: Place,
  kind: string,
  { count, lastId }: Omit<Folded, 'items'>,
  outbound: WaitingRow['payload']['outbound'],
): NewRow {
  return newRow(place, {
    route: [place.address],
    address: place.address,
    kind,
    importance: outbound.importance,
    money: false,
    dedupeKey: `${kind}>${lastId}`,
    payload: { outbound, attachments: [], silent: false },
    standsFor: count,
  });
}

type RowParts = Pick<NewRow, 'route' | 'address' | 'kind' | 'importance' | 'money' | 'dedupeKey' | 'payload'>;

function newRow({ userId }: Pick<Place, 'userId'>, parts: RowParts & Partial<NewRow>): NewRow {
  return {
    userId,
    group: null,
    inPlace: false,
    state: 'pending',
    heldUntil: null,
    standsFor: 0,
    copyOf: null,
    problem: null,
    ...parts,
  };
}
