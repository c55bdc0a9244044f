import type { EventLoop } from '../../../engine/exchanges/event-loop.ts';

/** Real time without a second passing. `flowing` sleeps end at once; otherwise time moves only by `pass`. */
export class FakeLoop implements EventLoop {
  yields = 0;
  readonly slept: number[] = [];
  private readonly flowing: boolean;
  private time = 0;
  private sleeper: { readonly until: number; readonly wake: () => void } | null = null;

  constructor({ flowing }: { readonly flowing: boolean }) {
    this.flowing = flowing;
  }

  elapsedMs = (): number => this.time;

  sleep = async (ms: number, signal: AbortSignal): Promise<void> => {
    this.slept.push(ms);
    if (this.flowing) {
      this.time += ms;
      return;
    }
    await new Promise<void>((resolve) => {
      this.sleeper = { until: this.time + ms, wake: resolve };
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
  };

  yieldTurn = async (): Promise<void> => {
    this.yields += 1;
  };

  /** Work that takes so long. */
  spend(ms: number): void {
    this.time += ms;
  }

  /** Lets so much time pass, and everything that it makes due happen. */
  async pass(ms: number): Promise<void> {
    const end = this.time + ms;
    await settle();
    while (this.sleeper !== null && this.sleeper.until <= end) {
      const { until, wake } = this.sleeper;
      this.sleeper = null;
      this.time = Math.max(this.time, until);
      wake();
      await settle();
    }
    this.time = end;
  }
}

/** Lets all promises that can go on do so. */
export async function settle(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}
