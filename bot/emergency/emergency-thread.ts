import type { EmergencyClock } from '../../engine/emergency/emergency-clock.ts';
import { openEmergencyJournal } from '../../engine/emergency/emergency-journal.ts';
import type { FastPath } from '../../engine/emergency/fast-path.ts';
import { createFastPath } from '../../engine/emergency/fast-path.ts';
import { killSwitch } from '../../engine/emergency/kill-switch.ts';
import { keepReserve } from '../../engine/emergency/reserve-file.ts';
import type { EmergencyVenue } from '../../engine/ports/emergency-venue.ts';
import type { FromEmergency, ToEmergency } from './emergency-messages.ts';
import { watchForSignal, writeReceipt } from './signal-file.ts';

export interface EmergencyThreadParts {
  readonly directory: string;
  readonly venues: readonly EmergencyVenue[];
  readonly clock: EmergencyClock;
  readonly send: (message: FromEmergency) => void;
}

export interface EmergencyThread {
  /** Loads the markets; what a crash interrupted is gone on with at once, without waiting for that. */
  start(): Promise<void>;
  obey(message: ToEmergency): void;
  close(): Promise<void>;
}

/** What runs in the thread: signal file, messages of the main thread, and the fast path that both lead to. */
export function createEmergencyThread({ directory, venues, clock, send }: EmergencyThreadParts): EmergencyThread {
  let nonce: string | null = null;
  const journal = openEmergencyJournal(directory);
  const path: FastPath = createFastPath({
    ...{ directory, venues, clock, journal },
    killSwitch: killSwitch(directory),
    onEntry: (entry) => {
      send({ type: 'entry', entry });
      if (TOLD.has(entry.step.type)) tell();
    },
    onSettled: () => tell(),
  });

  function tell(): void {
    const status = path.status();
    send({ type: 'status', status });
    writeReceipt(directory, { nonce, pid: process.pid, at: clock.now(), latch: status.latch, status });
  }

  function press(by: string, why: string): void {
    path.panic({ by, why });
    // After the first requests have left: a receipt may wait for a disk.
    setImmediate(tell);
  }

  let unwatch = (): void => undefined;
  return {
    async start() {
      unwatch = watchForSignal(directory, (signal) => {
        nonce = signal.nonce;
        press(signal.by, signal.why);
      });
      path.resume();
      await path.prepare();
      path.watch();
      keepReserve(directory);
      tell();
      send({ type: 'ready' });
    },
    obey(message) {
      switch (message.type) {
        case 'panic':
          return press(message.by, message.why);
        case 'known':
          return path.setKnown(message.account, message.known);
        case 'clear':
          path.clear(message.by, message.incident);
          return tell();
        case 'close':
          void this.close();
      }
    },
    async close() {
      unwatch();
      await path.close();
      send({ type: 'closed' });
    },
  };
}

/** Steps after which somebody wants to know how it stands. */
const TOLD: ReadonlySet<string> = new Set(['trouble', 'flat', 'finished', 'cleared']);
