/** Until when somebody waits, and whether they still do. */
export interface Limit {
  /** Aborted when the time is up or the asker left; `cutOf` tells which. */
  readonly signal: AbortSignal;
  /** As `performance.now()` counts. */
  readonly endsAt: number;
}

class TimeIsUp extends Error {
  override readonly name = 'TimeIsUp';
}

/** A deadline joined with the asker's own signal. Close it when the answer is there. */
export class TimeLimit implements Limit {
  readonly endsAt: number;
  readonly #controller = new AbortController();
  readonly #alarm: NodeJS.Timeout;
  readonly #asker: AbortSignal | undefined;
  readonly #leave = () => this.#controller.abort(new Error('The asker left.'));

  constructor(ms: number, asker?: AbortSignal) {
    this.endsAt = performance.now() + ms;
    this.#alarm = setTimeout(() => this.#controller.abort(new TimeIsUp('The time is up.')), ms);
    this.#asker = asker;
    asker?.addEventListener('abort', this.#leave, { once: true });
    if (asker?.aborted) this.#leave();
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  close(): void {
    clearTimeout(this.#alarm);
    this.#asker?.removeEventListener('abort', this.#leave);
  }
}

/** Returns what ended a limit that has ended. */
export function cutOf({ reason }: AbortSignal): 'deadline' | 'cancelled' {
  return reason instanceof TimeIsUp ? 'deadline' : 'cancelled';
}
