import type { LiveLoop } from '../../../../engine/exchanges/system-event-loop.ts';
import type { Clock } from '../../../../engine/ports/clock.ts';
import { settle } from '../fake-loop.ts';

interface Timer {
  readonly due: number;
  readonly call: () => void;
}

/** Real time without a second passing: timers are called when `pass` says that their time has come. */
export class FakeLiveLoop implements LiveLoop, Clock {
  /** What every throw of the dice comes to. */
  luck = 0.5;
  private startedAt: number;
  private time = 0;
  private timers: Timer[] = [];

  constructor(startedAt = 1_700_000_000_000) {
    this.startedAt = startedAt;
  }

  now(): number {
    return this.startedAt + this.time;
  }

  /** The clock goes on, the monotonic time does not: what a sleep of the machine looks like. */
  jump(ms: number): void {
    this.startedAt += ms;
  }

  elapsedMs = (): number => this.time;

  chance = (): number => this.luck;

  yieldTurn = (): Promise<void> => settle();

  after = (ms: number, call: () => void): (() => void) => {
    const timer = { due: this.time + ms, call };
    this.timers.push(timer);
    return () => {
      this.timers = this.timers.filter((other) => other !== timer);
    };
  };

  sleep = (ms: number, signal: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      const cancel = this.after(ms, resolve);
      signal.addEventListener('abort', () => {
        cancel();
        reject(signal.reason);
      });
    });

  /** Lets so much time pass, and everything that it makes due happen in its order. */
  async pass(ms: number): Promise<void> {
    const end = this.time + ms;
    await settle();
    for (;;) {
      const next = this.timers.reduce<Timer | null>(
        (soonest, timer) => (timer.due <= end && (soonest === null || timer.due < soonest.due) ? timer : soonest),
        null,
      );
      if (next === null) break;
      this.timers = this.timers.filter((timer) => timer !== next);
      this.time = Math.max(this.time, next.due);
      next.call();
      await settle();
    }
    this.time = end;
  }
}
