import type { Channel } from './channel.ts';
import { chatOf } from './channel.ts';
import type { DeliveryContext } from './deliver-row.ts';
import { deliverRow } from './deliver-row.ts';
import { createRateGate } from './rate-gate.ts';

/** One channel at work: at most one message to a chat at a time, each chat as fast as the platform allows. */
export interface Lane {
  readonly name: string;
  /** Claims what may be sent now, sets it off and returns how many that are. */
  fill(): Promise<number>;
  /** Returns when to look again, given when its first row is due; null when that depends on an attempt's end. */
  wakeAt(dueAt: number): number | null;
  /** Resolves when no attempt runs any more. */
  idle(): Promise<void>;
}

export interface LaneOptions extends DeliveryContext {
  readonly channel: Channel;
  readonly stopped: AbortSignal;
  /** Called when an attempt has ended. */
  readonly ended: () => void;
}

/** So many failures in a row say that the channel is away, not that a message is bad. */
const AWAY_AFTER = 3;

export function createLane(options: LaneOptions): Lane {
  const { channel, store, now, timing } = options;
  const gate = createRateGate(channel.limits);
  const running = new Map<string, Promise<void>>();
  /** Chats whose messages wait for no better reason than that the last attempt failed. */
  const failing = new Set<string>();
  let failures = 0;
  let filledAt = Number.NEGATIVE_INFINITY;

  return {
    name: channel.name,
    async fill() {
      const at = now();
      filledAt = at;
      const limit = Math.min(gate.room(at), timing.atOnce - running.size);
      if (limit <= 0) return 0;
      const rows = await store.claim({
        channel: channel.name,
        except: [...running.keys(), ...gate.resting(at).map((chat) => `${channel.name}:${chat}`)],
        limit,
        now: at,
        // Longer than an attempt and the writing down of its end take.
        leaseUntil: at + 3 * timing.attemptMs,
      });
      for (const row of rows) {
        gate.take(now());
        running.set(row.address, run(row));
      }
      return rows.length;
    },
    wakeAt(dueAt) {
      const at = now();
      if (dueAt > filledAt) return dueAt;
      return running.size >= timing.atOnce ? null : gate.nextAt(at);
    },
    async idle() {
      await Promise.all(running.values());
    },
  };

  async function run(row: Parameters<typeof deliverRow>[0]): Promise<void> {
    const outcome = await deliverRow(row, channel, options.stopped, options);
    gate.rest(chatOf(row.address), now());
    running.delete(row.address);
    if (outcome === 'later') {
      failures += 1;
      failing.add(row.address);
    } else {
      failing.delete(row.address);
      if (outcome !== 'limited') await workedAgain();
    }
    options.ended();
  }

  /** After an outage nobody waits out the quarter of an hour that the last failure earned. */
  async function workedAgain(): Promise<void> {
    const wasAway = failures >= AWAY_AFTER;
    failures = 0;
    if (!wasAway || failing.size === 0) return;
    try {
      await store.hasten([...failing], now());
      failing.clear();
    } catch {
      // Then each waits for its own time.
    }
  }
}
