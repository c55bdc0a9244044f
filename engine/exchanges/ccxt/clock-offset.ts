import type { Clock } from '../../ports/clock.ts';
import type { LiveLoop } from '../system-event-loop.ts';

export interface ClockReading {
  /** The venue's time minus ours; above zero its clock is ahead. */
  readonly offsetMs: number;
  /** How far off the reading itself may be. */
  readonly errorMs: number;
}

/** How far the venue's clock is from ours. */
export interface ClockOffset {
  /** Our best guess at the venue's time. */
  venueNow(): number;
  reading(): ClockReading | null;
  /** Measures now; several callers at once share one measurement. */
  measure(): Promise<ClockReading>;
  stop(): void;
}

export interface ClockOffsetOptions {
  readonly clock: Clock;
  readonly loop: LiveLoop;
  /** Asks the venue for its time once, in milliseconds. */
  readonly ask: () => Promise<number>;
  readonly everyMs?: number;
  readonly onReading?: (reading: ClockReading) => void;
}

export const CLOCK_WARN_MS = 1_000;
export const CLOCK_BLOCK_MS = 5_000;
const SAMPLES = 5;
const EVERY_MS = 60_000;

/** Measures the venue's clock: the median of five answers, each at the middle of its round trip. */
export function createClockOffset(options: ClockOffsetOptions): ClockOffset {
  const { clock, loop, ask, everyMs = EVERY_MS, onReading } = options;
  let current: ClockReading | null = null;
  let running: Promise<ClockReading> | null = null;
  let disarm = () => {};
  let stopped = false;

  async function sample(): Promise<ClockReading> {
    const [sentAt, started] = [clock.now(), loop.elapsedMs()];
    const venueAt = await ask();
    const half = (loop.elapsedMs() - started) / 2;
    return { offsetMs: venueAt - (sentAt + half), errorMs: half };
  }

  async function measureNow(): Promise<ClockReading> {
    const samples: ClockReading[] = [];
    for (let count = 0; count < SAMPLES; count += 1) samples.push(await sample());
    const middle = [...samples].sort((a, b) => a.offsetMs - b.offsetMs)[Math.floor(SAMPLES / 2)];
    current = middle ?? { offsetMs: 0, errorMs: 0 };
    onReading?.(current);
    return current;
  }

  function again(): void {
    disarm();
    if (stopped) return;
    disarm = loop.after(everyMs, () => {
      // A failed measurement leaves the last one standing; the next is due as ever.
      measure().catch(() => null);
    });
  }

  function measure(): Promise<ClockReading> {
    running ??= measureNow().finally(() => {
      running = null;
      again();
    });
    return running;
  }

  return {
    venueNow: () => Math.round(clock.now() + (current?.offsetMs ?? 0)),
    reading: () => current,
    measure,
    stop() {
      stopped = true;
      disarm();
    },
  };
}
