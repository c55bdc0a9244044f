const FAILURES_TO_OPEN = 5;
const OPEN_MS = 60_000;

/** `resting` after failures in a row, `paused` because the server asked for it. */
export type BreakerState = 'ready' | 'resting' | 'paused';

/** Decides whether a server is asked at all: not while it is down, not while it asked for a pause. */
export class CircuitBreaker {
  readonly #now: () => number;
  #failures = 0;
  #openUntil = 0;
  #probing = false;
  #pausedUntil = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  get state(): BreakerState {
    if (this.#now() < this.#pausedUntil) return 'paused';
    return this.#failures < FAILURES_TO_OPEN ? 'ready' : 'resting';
  }

  /** Returns `ready` where the server may be asked; how that went is then told by `ended`. */
  enter(): BreakerState {
    const { state } = this;
    if (state !== 'resting') return state;
    // After the pause one question goes ahead and shows whether the server is back.
    if (this.#now() < this.#openUntil || this.#probing) return 'resting';
    this.#probing = true;
    return 'ready';
  }

  /** `unknown` is what was cancelled or never asked: it says nothing of the server. */
  ended(how: 'reached' | 'failed' | 'unknown'): void {
    this.#probing = false;
    if (how === 'reached') this.#failures = 0;
    if (how !== 'failed') return;
    this.#failures += 1;
    if (this.#failures >= FAILURES_TO_OPEN) this.#openUntil = this.#now() + OPEN_MS;
  }

  /** Keeps the server from being asked for as long as it wished. */
  pause(ms: number): void {
    this.#pausedUntil = Math.max(this.#pausedUntil, this.#now() + ms);
  }
}
